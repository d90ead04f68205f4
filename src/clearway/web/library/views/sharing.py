"""Share a decided cycle, take it back, and copy what another trust shared."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from clearway.web.cycles.models import Cycle, Stage
from clearway.web.cycles.views.common import LIST, crumbs, here_with_cycle
from clearway.web.library import selectors
from clearway.web.library.actions.sharing import copy_test, share_test, withdraw_test
from clearway.web.library.forms import CopyForm, ShareForm
from clearway.web.library.look_forms import done_looking
from clearway.web.library.models import SharedTest
from clearway.web.library.views.own import withdrawn
from clearway.web.people.access import access_of
from clearway.web.people.rules import accepts_post, needs, needs_somewhere
from clearway.web.projects.faults import with_faults
from clearway.web.projects.forms.fields import done, posted
from clearway.web.projects.here import show
from clearway.web.projects.views.common import RUN, found


@needs(RUN, organisation="code")
@accepts_post
@never_cache
def share(request: HttpRequest, code: str, number: int, cycle: int) -> HttpResponse:
    """Read and change the words, then share them; again to share a new version."""
    at, row = here_with_cycle(request, code, number, cycle)
    if row.state != Stage.DECIDED:
        messages.warning(request, "Only a decided test is shared. Adopt, adapt or abandon the change first.")
        return redirect("cycle", code, number, cycle)
    before = selectors.newest_of(row)
    form = ShareForm(posted(request), cycle=row, before=before)
    made: list[SharedTest] = []

    def give() -> None:
        made.append(share_test(cycle=row, by=at.access.person, **form.values))

    if request.method == "POST" and done_looking(form, give):
        messages.success(request, "Shared. This is what people of other trusts see.")
        return redirect("library-test", made[0].pk)
    form.look(at.organisation, at.access.person.name)
    context = {
        "form": form,
        "cycle": row,
        "again": before,
        "heading": "Share what you learned",
        "title": f"Share what you learned: {row.title}",
        "crumbs": crumbs(at, row),
    }
    return show(request, at, LIST, "library/share.jinja", context)


@needs(RUN, organisation="code")
@accepts_post
@never_cache
def withdraw(request: HttpRequest, code: str, number: int, cycle: int) -> HttpResponse:
    """Take the shared words back, with the reason."""
    at, row = here_with_cycle(request, code, number, cycle)
    if request.method == "POST":
        shared, by = found(selectors.newest_of(row)).shared, at.access.person
        told = "Withdrawn. Nobody else sees it any more; copies stay where they are."
        return withdrawn(
            request,
            code,
            f"reason-{shared.pk}",
            lambda reason: withdraw_test(shared=shared, reason=reason, by=by),
            told,
        )
    return redirect("organisation-library", code)


@needs_somewhere(RUN)
@accepts_post
@never_cache
def copy(request: HttpRequest, shared: int) -> HttpResponse:
    """Plan a cycle in one of one's own projects with the shared words."""
    version, access = found(selectors.standing_test(shared)), access_of(request)
    projects = selectors.open_projects_of(access.trusts(RUN))
    form = CopyForm(posted(request), projects=projects, initial={"title": version.title})
    made: list[Cycle] = []

    def plan() -> None:
        made.append(copy_test(shared=version.shared, by=access.person, **form.cleaned_data))

    if request.method == "POST" and done(form, plan):
        said = "Copied with the shared words. Fit them to your unit, ask a question, and predict its answer."
        messages.success(request, said)
        project = made[0].project
        return redirect("cycle", project.org_code, project.number, made[0].number)
    context = {
        "title": "Copy into one of our projects",
        "title_about": version.title,
        "version": version,
        "trust": version.shared.organisation.name,
        "form": form,
        "has_projects": bool(projects),
    }
    return render(request, "library/copy.jinja", with_faults(context))

"""The department's plan: read, written by several people at once, confirmed as understood."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from clearway.web.department.actions.plan import SavedPlan, drop_plan_collision, save_plan
from clearway.web.department.actions.staff import confirm_understood
from clearway.web.department.forms.staff import PlanForm, UnderstoodForm
from clearway.web.department.models import PlanCollision
from clearway.web.department.presenters.plan import both_texts, plan_page
from clearway.web.department.selectors import standing, understood
from clearway.web.department.views.common import back, department, show
from clearway.web.people.rules import accepts_post, needs
from clearway.web.projects.forms.fields import done, posted
from clearway.web.projects.here import Place
from clearway.web.projects.views.common import RUN, SEE, tried, whole

PAGE = "department-plan"


@needs(SEE, organisation="code")
@never_cache
def plan(request: HttpRequest, code: str, version: int | None = None) -> HttpResponse:
    """The newest version of the plan, or an older one."""
    at = department(request, code)
    page = plan_page(at.organisation, version)
    if page is None:
        raise Http404
    about = "" if version is None else f"version {version}, {at.organisation.name}"
    return show(request, at, "plan", "Cultural aims and plan", {"plan": page, "title_about": about})


@needs(RUN, organisation="code")
@accepts_post
@never_cache
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Write in the plan. What somebody else wrote meanwhile is kept, and so is what is posted."""
    at = department(request, code)
    newest = standing.newest_plan(at.organisation)
    start = {"base": newest.number, **newest.texts} if newest else {"base": 0}
    form = PlanForm(posted(request), initial=start)
    saved = _saved(form, at) if request.method == "POST" else None
    if saved is not None:
        return _after(request, at, saved, "Saved.")
    return show(request, at, "plan_edit", "Write the plan", {"form": form})


@needs(RUN, organisation="code")
@accepts_post
@never_cache
def merge(request: HttpRequest, code: str, collision: int) -> HttpResponse:
    """Two people changed the same section: both texts, and a form to make one of them."""
    at = department(request, code)
    aside = standing.collision(at.organisation, collision)
    if aside is None:
        raise Http404
    if hasattr(aside, "merged_into"):
        return back(request, at, PAGE, "These texts are merged already.")
    newest, both = both_texts(at.organisation, aside)
    start = {"base": newest.number, **{each.section.id: each.together for each in both}}
    form = PlanForm(posted(request), initial=start, only=[each.section.id for each in both])
    if request.method == "POST" and "keep" in request.POST:
        where, by = at.organisation, at.access.person
        if tried(request, lambda: drop_plan_collision(organisation=where, collision=aside, by=by)):
            messages.success(request, "The plan stays as it is.")
        return redirect(PAGE, code)
    saved = _saved(form, at, aside) if request.method == "POST" else None
    if saved is not None:
        return _after(request, at, saved, "Both texts are merged.")
    context = {"form": form, "aside": aside, "both": both, "newest": newest}
    return show(request, at, "plan_merge", "Two people wrote in the same place", context)


@needs(SEE, organisation="code")
@accepts_post
@never_cache
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """The plan to read, and one press to say that it was understood: for people of the trust itself."""
    at = department(request, code)
    own, user = understood.is_own(at.access, code), at.access.user
    form = UnderstoodForm(
        posted(request), initial={"profession": understood.profession_of(user, code) if user else ""}
    )
    if (
        request.method == "POST"
        and own
        and user is not None
        and done(
            form,
            lambda: confirm_understood(
                organisation=at.organisation,
                user=user,
                by=at.access.person,
                seen=whole(request.POST.get("version", "")),
                **form.cleaned_data,
            ),
        )
    ):
        return back(
            request, at, "department-understood", "Thank you. It is kept that you have understood it."
        )
    context = {
        "plan": plan_page(at.organisation),
        "form": form,
        "own": own,
        "mine": understood.confirmed(user, at.organisation) if user else None,
    }
    return show(request, at, "understood", "Read and understood", context)


def _after(request: HttpRequest, at: Place, saved: SavedPlan, said: str) -> HttpResponse:
    if saved.collision is not None:
        return redirect("department-plan-merge", at.organisation.code, saved.collision.pk)
    return back(request, at, PAGE, said)


def _saved(form: PlanForm, at: Place, merges: PlanCollision | None = None) -> SavedPlan | None:
    made: list[SavedPlan] = []
    done(
        form,
        lambda: made.append(
            save_plan(
                organisation=at.organisation,
                texts=form.texts,
                base=form.cleaned_data["base"],
                by=at.access.person,
                merges=merges,
            )
        ),
    )
    return made[0] if made else None

"""The charter: read, written by several people at once, submitted, approved or returned."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache

from clearway.common.errors import ClearwayError
from clearway.web.audit.models import Person
from clearway.web.people.permissions import Permission
from clearway.web.people.rules import accepts_post, needs
from clearway.web.people.selectors import people_with
from clearway.web.projects.actions import lifecycle
from clearway.web.projects.actions.charters import Saved, drop_collision, save_charter
from clearway.web.projects.forms.charter import CharterForm, ReasonForm
from clearway.web.projects.forms.fields import done, posted
from clearway.web.projects.here import Here, back, here, show
from clearway.web.projects.models import CharterCollision, Project, Status
from clearway.web.projects.presenters.charter import both_texts, charter_page
from clearway.web.projects.presenters.deciding import decision, submitted_by
from clearway.web.projects.presenters.merges import merge_cards
from clearway.web.projects.rights import Right, on_project
from clearway.web.projects.views.common import tried

SEE, APPROVE = Permission.SEE_IMPROVEMENT, Permission.APPROVE_PROJECTS
PAGE = "project-charter"
Steps = dict[str, tuple[Callable[[Project, Person], object], str]]
"""What a button may ask for: the action, and what is said once it is done."""


@needs(SEE, organisation="code")
@never_cache
def charter(request: HttpRequest, code: str, number: int, version: int | None = None) -> HttpResponse:
    """The newest version of the charter, or an older one."""
    at = here(request, code, number)
    page = charter_page(at.project, version)
    if page is None:
        raise Http404
    context = {"charter": page, "form": _return_form(), "returning": False, **_decided_on(at)}
    if version is not None:
        context["title"] = f"Charter, version {version}: {at.project.title}"
    return show(request, at, PAGE, "charter", context)


@on_project(Right.CHANGE)
@accepts_post
@never_cache
def edit(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Write in the charter. What somebody else wrote meanwhile is kept, and so is what is posted."""
    at = here(request, code, number)
    newest = at.project.charters.order_by("-number")[0]
    form = CharterForm(posted(request), initial={"base": newest.number, **newest.texts})
    saved = _saved(form, at) if request.method == "POST" else None
    if saved is not None:
        if saved.collision is not None:
            if saved.version.number > newest.number:
                messages.success(request, "The sections that nobody else wrote in are saved.")
            return redirect("project-charter-merge", code, number, saved.collision.pk)
        others = saved.version.number > form.cleaned_data["base"] + 1
        return back(
            request, at, PAGE, "Saved." + (" What others changed meanwhile is kept too." if others else "")
        )
    title = f"Write the charter: {at.project.title}"
    return show(
        request, at, PAGE, "charter_edit", {"title": title, "form": form, "button": "Save the charter"}
    )


@on_project(Right.CHANGE)
@accepts_post
@never_cache
def merge(request: HttpRequest, code: str, number: int, collision: int) -> HttpResponse:
    """Two people changed the same section: both texts, and a form to make one of them."""
    at = here(request, code, number)
    aside = get_object_or_404(CharterCollision, pk=collision, project=at.project)
    if hasattr(aside, "merged_into"):
        return back(request, at, PAGE, "These texts are merged already.")
    newest, both = both_texts(aside)
    start = {"base": newest.number, **{each.section.id: each.together for each in both}}
    form = CharterForm(posted(request), initial=start, only=[each.section.id for each in both])
    if request.method == "POST" and "keep" in request.POST:
        if tried(request, lambda: drop_collision(collision=aside, by=at.access.person)):
            messages.success(
                request, "The charter stays as it is. The other text stays readable below its versions."
            )
        return redirect(PAGE, code, number)
    saved = _saved(form, at, aside) if request.method == "POST" else None
    if saved is not None:
        if saved.collision is not None:
            return redirect("project-charter-merge", code, number, saved.collision.pk)
        return back(request, at, PAGE, "Both texts are merged.")
    context = {"form": form, "aside": aside, "both": both, "newest": newest}
    return show(request, at, PAGE, "charter_merge", context)


@needs(SEE, organisation="code")
@never_cache
def merges(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """All texts that were typed at the same time, merged, waiting or not taken."""
    at = here(request, code, number)
    return show(request, at, PAGE, "charter_merges", {"cards": merge_cards(at.project)})


@on_project(Right.CHANGE)
@accepts_post
def team_step(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Submit, withdraw or move on to a phase: what the team does."""
    reason, phase = request.POST.get("reason", ""), request.POST.get("phase", "")
    despite = request.POST.get("despite") == "yes"
    steps: Steps = {
        "submit": (
            lambda p, by: lifecycle.submit_charter(project=p, by=by, despite_gaps=despite),
            "The charter is submitted.",
        ),
        "withdraw": (lambda p, by: lifecycle.withdraw_charter(project=p, by=by), "The charter is withdrawn."),
        "phase": (
            lambda p, by: lifecycle.move_phase(project=p, phase=phase, by=by, reason=reason),
            "The phase has changed.",
        ),
    }
    return _step(request, here(request, code, number), steps)


@needs(APPROVE, organisation="code")
@accepts_post
def approval(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Approve the charter, or return it with a reason."""
    at = here(request, code, number)
    if request.POST.get("step") == "return" and not request.POST.get("reason", "").strip():
        form = _return_form(request.POST)
        context = {"charter": charter_page(at.project), "form": form, "returning": True, "error_title": True}
        context |= _decided_on(at)
        return show(request, at, PAGE, "charter", context)
    reason = request.POST.get("reason", "")
    return _step(
        request,
        at,
        {
            "approve": (
                lambda p, by: lifecycle.approve_charter(project=p, by=by, words=reason),
                "The charter is approved.",
            ),
            "return": (
                lambda p, by: lifecycle.return_charter(project=p, reason=reason, by=by),
                "The charter is returned to the team.",
            ),
        },
    )


def _decided_on(at: Here) -> dict[str, Any]:
    """What whoever decides on a charter sees beside it, and who may decide where the visitor may not."""
    if at.project.status != Status.SUBMITTED:
        return {}
    mine = submitted_by(at.project) == at.access.person.key
    others = [user.name for user in people_with(APPROVE, at.organisation.code) if user != at.access.user]
    return {"decision": decision(at.project), "mine": mine, "deciders": others if mine else []}


def _return_form(data: Any = None) -> ReasonForm:
    return ReasonForm(
        data,
        label="Comment, or the reason why you return it",
        missing="Say why you return it",
        hint="The team reads it. A return needs a reason.",
        auto_id="return_%s",
    )


def _step(request: HttpRequest, at: Here, steps: Steps) -> HttpResponse:
    target = "project" if request.POST.get("from") == "overview" else PAGE
    chosen = steps.get(request.POST.get("step", ""))
    if request.method != "POST" or chosen is None:
        return redirect(target, at.organisation.code, at.project.number)
    act, said = chosen
    try:
        act(at.project, at.access.person)
    except ClearwayError as error:
        messages.warning(request, str(error))
        return redirect(target, at.organisation.code, at.project.number)
    return back(request, at, target, said)


def _saved(form: CharterForm, at: Here, merges: CharterCollision | None = None) -> Saved | None:
    made: list[Saved] = []
    done(
        form,
        lambda: made.append(
            save_charter(
                project=at.project,
                texts=form.texts,
                base=form.cleaned_data["base"],
                by=at.access.person,
                merges=merges,
            )
        ),
    )
    return made[0] if made else None

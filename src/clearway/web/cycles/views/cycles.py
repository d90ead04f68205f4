"""The ramps of a project, one cycle, a new one, and writing in a stage."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from clearway.web.cycles.actions.cycles import plan_cycle, write_cycle
from clearway.web.cycles.form import STAGES, form
from clearway.web.cycles.forms.cycles import PlanForm, StageForm, StepForm, stage_form
from clearway.web.cycles.forms.participants import ParticipantForm
from clearway.web.cycles.models import Cycle, Decision, Stage
from clearway.web.cycles.notices import notices_of
from clearway.web.cycles.presenters.cycles import cycle_page, ramps
from clearway.web.cycles.rights import may_carry_out, on_cycle
from clearway.web.cycles.tasks import reference_of, tasks_of
from clearway.web.cycles.views.common import LIST, crumbs, form_page, here_with_cycle, to_cycle
from clearway.web.people.rules import accepts_post, needs
from clearway.web.people.selectors import people_of
from clearway.web.projects import selectors as of_projects
from clearway.web.projects.actions.common import ChangedMeanwhileError
from clearway.web.projects.forms.answers import Answers
from clearway.web.projects.forms.fields import done, posted
from clearway.web.projects.forms.plans import new
from clearway.web.projects.here import Here, here, show
from clearway.web.projects.models import Action
from clearway.web.projects.rights import Right, on_project
from clearway.web.projects.views.common import SEE, edited, whole


@needs(SEE, organisation="code")
@never_cache
def cycles(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """All cycles of a project as ramps."""
    at = here(request, code, number)
    context = {"ramps": ramps(at.project), "sizes": len(form().scales)}
    return show(request, at, LIST, "cycles/list.jinja", context)


@needs(SEE, organisation="code")
@never_cache
def cycle(request: HttpRequest, code: str, number: int, cycle: int) -> HttpResponse:
    """One cycle: its four boxes, its questions, its marks and its steps."""
    at, row = here_with_cycle(request, code, number, cycle)
    return page_of(request, at, row)


def page_of(
    request: HttpRequest,
    at: Here,
    row: Cycle,
    stopping: Answers | None = None,
    joining: ParticipantForm | None = None,
) -> HttpResponse:
    """The page of a cycle, with what was wrong with the words for stopping it, or with who takes part."""
    stopping = stopping or Answers("stop", "Why it stops")
    may_write = may_carry_out(at, row)
    context = {
        "title": f"{row.title}: {at.project.title}",
        "heading": row.title,
        "crumbs": crumbs(at),
        "one": cycle_page(row),
        "cycle": row,
        "notices": notices_of(at, row),
        "day": StepForm()["on"],
        "may_write": may_write,
        "joining": joining
        or (ParticipantForm(people=people_of(at.organisation.code)) if may_write else None),
        "is_joining": joining is not None,
        "tasks": tasks_of(row),
        "task_reference": reference_of(row),
        "stopping": stopping,
        "faulty": stopping.posted or joining,
        "error_title": joining is not None,
        "decisions": [
            (Decision.ADOPT, "Adopt: it becomes the usual way; needs a plan to sustain it"),
            (Decision.ADAPT, "Adapt: it changes, and is tested again"),
            (Decision.ABANDON, "Abandon: it is not worth going on"),
        ],
    }
    return show(request, at, LIST, "cycles/cycle.jinja", context)


@on_project(Right.TAKE_PART)
@accepts_post
@never_cache
def cycle_new(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Plan a cycle, from the project, from one of its ideas or from an action."""
    at = here(request, code, number)
    action = _action(request, at)
    asked = request.GET.get("idea", "")
    initial = {
        "title": action.title[:200] if action else "",
        "idea": asked or (action.origin_reference if action and action.origin_kind == "idea" else ""),
        "owner": action.owner if action else _own_name(at),
        "scale": form().scales[0].id,
    }
    typed = new(PlanForm(posted(request), project=at.project, initial=initial))
    made: list[Cycle] = []

    def plan() -> None:
        by, words = at.access.person, typed.columns
        made.append(plan_cycle(project=at.project, texts=typed.texts, action=action, by=by, **words))

    if request.method == "POST" and done(typed, plan):
        return to_cycle(
            request, at, made[0], "The test is planned. Ask what it is to find out, and predict it."
        )
    return form_page(request, at, typed, "Plan a test of change", action=action)


@on_cycle
@accepts_post
@never_cache
def cycle_edit(request: HttpRequest, code: str, number: int, cycle: int, stage: str) -> HttpResponse:
    """Write in a stage that has begun; the plan only until the test begins."""
    at, row = here_with_cycle(request, code, number, cycle)
    if stage not in STAGES:
        raise Http404
    refused = _refused(row, stage)
    if refused:
        messages.warning(request, refused)
        return redirect("cycle", code, number, cycle)
    typed = stage_form(row, stage, posted(request))

    def save() -> object:
        seen = typed.cleaned_data["expected"]
        return write_cycle(cycle=row, expected=seen, texts=typed.texts, by=at.access.person, **typed.columns)

    ok, now = (
        edited(typed, save, lambda error: _standing(error, stage))
        if request.method == "POST"
        else (False, ())
    )
    if ok:
        return to_cycle(request, at, row, "Saved.")
    return form_page(request, at, typed, f"{Stage(stage).label}: {row.title}", row, now=now)


def _own_name(at: Here) -> str:
    """A member plans a test of their own, unless they name somebody else."""
    return at.access.user.name if at.access.user is not None and not at.may_change else ""


def _standing(error: ChangedMeanwhileError, stage: str) -> StageForm:
    assert isinstance(error.row, Cycle)  # noqa: S101 - the row that was to be changed
    return stage_form(error.row, stage)


def _refused(row: Cycle, stage: str) -> str:
    """Why nobody may write there now; empty where they may."""
    if row.state not in STAGES:
        return "This cycle has ended. Plan the next one from it."
    at, asked = STAGES.index(row.state), STAGES.index(stage)
    if asked > at:
        return "That stage has not begun."
    if asked == 0 and at > 0:
        return "The test has begun, so its plan stays as it was."
    return ""


def _action(request: HttpRequest, at: Here) -> Action | None:
    """The action that the address names. Raises Http404 when the organisation has none of that number."""
    named: Any = request.GET.get("action")
    if not named:
        return None
    found = of_projects.actions(at.organisation).filter(number=whole(named)).first()
    if found is None:
        raise Http404
    return found

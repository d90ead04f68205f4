"""A cycle moves on: to its next stage, to its decision, to an early end, to the next of its ramp."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from clearway.web.audit.models import Person
from clearway.web.cycles.actions.cycles import begin_next_stage, clone_cycle, decide, stop_cycle
from clearway.web.cycles.forms.cycles import NextForm, StepForm
from clearway.web.cycles.models import Cycle, Decision
from clearway.web.cycles.rights import on_cycle
from clearway.web.cycles.views.common import form_page, here_with_cycle, to_cycle
from clearway.web.cycles.views.cycles import page_of
from clearway.web.people.rules import accepts_post
from clearway.web.projects.forms.answers import Answers
from clearway.web.projects.forms.fields import done, posted
from clearway.web.projects.here import Here
from clearway.web.projects.rights import Right, on_project
from clearway.web.projects.views.common import tried


@on_cycle
@accepts_post
@never_cache
def cycle_step(request: HttpRequest, code: str, number: int, cycle: int) -> HttpResponse:
    """Begin the next stage, decide, or stop early."""
    at, row = here_with_cycle(request, code, number, cycle)
    if request.method == "POST":
        stopping = Answers("stop", "Why it stops")
        if (
            request.POST.get("step") == "stop"
            and not stopping.take(row.number, request.POST, "Say why it stops").is_valid()
        ):
            return page_of(request, at, row, stopping)
        form = StepForm(request.POST)
        if not form.is_valid():
            messages.warning(request, "Enter the day as a date, such as 2026-11-22.")
        else:
            act, said = _act(request, at, row, form.cleaned_data["on"])
            if act is None:
                messages.warning(request, said)
            elif tried(request, act):
                messages.success(request, said)
    return redirect("cycle", code, number, cycle)


def _act(
    request: HttpRequest, at: Here, row: Cycle, on: date | None
) -> tuple[Callable[[], object] | None, str]:
    """What was asked for, and what is said once it is done; None where nothing was."""
    by: Person = at.access.person
    step = request.POST.get("step", "")
    if step == "begin":
        return lambda: begin_next_stage(cycle=row, by=by, on=on), "The next stage has begun."
    if step == "stop":
        reason = request.POST.get("reason", "")
        return lambda: stop_cycle(cycle=row, reason=reason, by=by, on=on), "The test is stopped."
    decision = request.POST.get("decision", "")
    if step == "decide" and decision in Decision.values:
        return lambda: decide(cycle=row, decision=decision, by=by, on=on), "Decided."
    return None, "Choose whether to adopt, adapt or abandon the change."


@on_project(Right.TAKE_PART)
@accepts_post
@never_cache
def cycle_next(request: HttpRequest, code: str, number: int, cycle: int) -> HttpResponse:
    """The next cycle of the ramp: the plan of this one, on a scale that is chosen."""
    at, row = here_with_cycle(request, code, number, cycle)
    form = NextForm(posted(request), initial={"title": row.title, "scale": row.scale})
    made: list[Cycle] = []

    def clone() -> None:
        made.append(clone_cycle(cycle=row, project=at.project, by=at.access.person, **form.cleaned_data))

    if request.method == "POST" and done(form, clone):
        return to_cycle(
            request,
            at,
            made[0],
            "The next test has the plan of the one before. Change what you learned, and predict.",
        )
    return form_page(request, at, form, f"The next test after “{row.title}”", row, button="Plan it")

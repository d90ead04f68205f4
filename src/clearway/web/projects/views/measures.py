"""The measurement plan: proposed from the package, completed by the team."""

from collections.abc import Sequence

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache

from clearway.web.audit.models import Person
from clearway.web.people.rules import accepts_post, needs
from clearway.web.projects.actions.common import ChangedMeanwhileError
from clearway.web.projects.actions.plans import change_measure, leave_out, plan_measure
from clearway.web.projects.forms.fields import done, posted
from clearway.web.projects.forms.plans import MeasureForm
from clearway.web.projects.here import Here, back, here, show
from clearway.web.projects.models import PlannedMeasure
from clearway.web.projects.presenters.plans import measurement_plan, now_lines
from clearway.web.projects.proposing import Proposal, proposals
from clearway.web.projects.rights import Right, on_project
from clearway.web.projects.views.common import SEE, tried

PAGE = "project-measures"


@needs(SEE, organisation="code")
@never_cache
def measures(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The plan, and what the package proposes for it."""
    at = here(request, code, number)
    offered = proposals(at.project, at.access) if at.may_change else []
    return show(
        request, at, PAGE, "measures", {"plan": measurement_plan(at.project, at.access), "proposals": offered}
    )


@on_project(Right.CHANGE)
@accepts_post
def measures_take(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Take ticked proposals into the plan."""
    at = here(request, code, number)
    wanted = set(request.POST.getlist("take"))
    if request.method != "POST" or not wanted or not at.is_open:
        return redirect(PAGE, code, number)
    taken = [each for each in proposals(at.project, at.access) if each.key in wanted]
    if not tried(request, lambda: _take(request, at, taken)):
        return redirect(PAGE, code, number)
    lines = "1 measure is" if len(taken) == 1 else f"{len(taken)} measures are"
    return back(request, at, PAGE, f"{lines} in the plan. Give each a target and somebody who collects it.")


@transaction.atomic
def _take(request: HttpRequest, at: Here, taken: Sequence[Proposal]) -> None:
    """All of them or none: a blank that nobody filled refuses them together."""
    for each in taken:
        plan_measure(
            project=at.project,
            kind=each.kind,
            measure=each.measure,
            title=each.title,
            baseline=each.baseline,
            baseline_from=each.baseline_from,
            collected_how=each.collected_how,
            how_often="Every month",
            sample=each.sample,
            parameter=request.POST.get(f"blank-{each.key}", each.parameter) if each.blank else "",
            by=at.access.person,
        )


@on_project(Right.CHANGE)
@accepts_post
@never_cache
def measure_new(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A measure of the team's own."""
    at = here(request, code, number)
    form = MeasureForm(posted(request))
    if request.method == "POST" and done(
        form, lambda: plan_measure(project=at.project, by=at.access.person, **form.values)
    ):
        return back(request, at, PAGE, "The measure is in the plan.")
    return show(request, at, PAGE, "form", {"form": form, "asks": "Add a measure of your own", "back": PAGE})


@on_project(Right.CHANGE)
@accepts_post
@never_cache
def measure(request: HttpRequest, code: str, number: int, row: int) -> HttpResponse:
    """Change a line of the plan, or leave it out."""
    at = here(request, code, number)
    line = get_object_or_404(PlannedMeasure, pk=row, project=at.project, left_out=False)
    form = MeasureForm(posted(request), measure=line.measure, row=line)
    now: tuple[tuple[str, str], ...] = ()
    if request.method == "POST":
        try:
            if _save(request, form, line, at.access.person):
                return back(request, at, PAGE, "Saved.", f"measure-{line.pk}")
        except ChangedMeanwhileError as error:
            now = now_lines(form, error, MeasureForm(measure=line.measure, row=_row(error)))
    context = {
        "form": form,
        "asks": line.title,
        "back": PAGE,
        "now": now,
        "removes": "Leave it out of the plan",
    }
    return show(request, at, PAGE, "form", context)


def _row(error: ChangedMeanwhileError) -> PlannedMeasure:
    assert isinstance(error.row, PlannedMeasure)  # noqa: S101 - the row that was to be changed
    return error.row


def _save(request: HttpRequest, form: MeasureForm, line: PlannedMeasure, by: Person) -> bool:
    if "remove" in request.POST:
        return form.is_valid() and done(
            form, lambda: leave_out(row=line, expected=form.cleaned_data["expected"], by=by)
        )
    return done(
        form, lambda: change_measure(row=line, expected=form.cleaned_data["expected"], by=by, **form.values)
    )

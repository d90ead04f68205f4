"""The measurement plans of the made-up teams, and the figures that they count for measures of their own."""

from collections.abc import Callable, Iterator
from datetime import date

from clearway.common.periods import Month
from clearway.measures.definitions import definition
from clearway.web.audit.models import Person
from clearway.web.demonstration.improvement_plan import LAST_WEEK, PlannedFigure
from clearway.web.demonstration.improvement_scores import level, rows_of
from clearway.web.projects.actions import plans
from clearway.web.projects.actions.own_values import Entry, enter_own_values
from clearway.web.projects.models import Project


def months_counted(
    line: PlannedFigure, day: Callable[[int], date], planned: int
) -> Iterator[tuple[int, date, float]]:
    """Each month's figure with the first week after it; `planned` is the week of the plan."""
    week, month = planned, Month.of(day(planned))
    for value in line.figures:
        while day(week) <= month.last_day:
            week += 1
        if week > LAST_WEEK:
            return
        if value is not None:
            yield week, month.first_day, value
        month = month.next()


def write_down(project: Project, title: str, start: date, value: float, by: Person) -> None:
    """One figure of the team's measure of that title."""
    line = project.planned_measures.get(title=title)
    enter_own_values(line=line, entries={start: Entry(value)}, by=by)


def plan_line(project: Project, line: PlannedFigure, by_day: date, by: Person) -> None:
    """Put the line into the plan, with the baseline that the figures of its measure show."""
    baseline, source = line.baseline, "Counted by the team before the first test"
    if line.measure and baseline is None:
        baseline = level(rows_of(project.org_code, line.measure))
        source = "The last three months handed in" if baseline is not None else ""
        baseline = None if baseline is None else round(baseline, 4)
    plans.plan_measure(
        project=project,
        kind=line.kind,
        measure=line.measure,
        parameter=line.parameter,
        title=line.title or definition(line.measure).title,
        baseline=baseline,
        baseline_from=source,
        target=line.target,
        target_by=by_day,
        collected_how="With the monthly return" if line.measure else "A tally sheet in the clinic",
        collected_by=by.name,
        how_often="Every month",
        unit=line.unit,
        direction=line.direction,
        number_kind=line.number_kind,
        by=by,
    )

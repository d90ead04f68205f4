"""How a project stands, read from what is recorded: its charter, team, figures and tests of change."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from clearway.common.parameters import reading
from clearway.common.periods import Month, months_between
from clearway.measures.definitions import Definition, definitions
from clearway.spc import Chart
from clearway.spc.history import Settings
from clearway.spc.words import Direction, PointType
from clearway.web.charts.over_time import judged, one_rhythm
from clearway.web.charts.selectors import decided_charts
from clearway.web.cycles.levels import Level, level_of
from clearway.web.cycles.meetings import first_meeting
from clearway.web.cycles.models import Cycle, CycleStep, Decision, Stage
from clearway.web.cycles.progress import Goal, Standing
from clearway.web.people.access import Access
from clearway.web.projects import own_values
from clearway.web.projects.models import PlannedMeasure, Project, ProjectStep, Status
from clearway.web.projects.selectors import own_lines_of
from clearway.web.projects.vocabulary import vocabulary
from clearway.web.publications.models import Value
from clearway.web.publications.selectors import of_one_parameter

Key = tuple[str, str, str]
"""Measure, component, and the reading of the parameter."""


def standing_of(project: Project, access: Access) -> Standing:
    """What is known of the project, in a fixed number of queries.

    Only figures that the visitor may see count. A goal without a baseline, a target or a figure is one of
    which cannot be said how far it came: that is not the same as not having moved.
    """
    adopted = _adopted(project)
    studied = Cycle.objects.filter(project=project, left_out=False, steps__step=Stage.STUDY)
    return Standing(
        charter_approved=_approved(project),
        missing_roles=_missing_roles(project),
        first_meeting=first_meeting(project),
        goals=_goals(project, access),
        studied=studied.distinct().count(),
        adopted=len(adopted),
        sustained=sum(1 for cycle in adopted if cycle.texts.get("sustain", "").strip()),
    )


def _approved(project: Project) -> bool:
    if project.status != Status.CLOSED:
        return project.status == Status.APPROVED
    return project.steps.filter(step=ProjectStep.APPROVE).exists()


def _missing_roles(project: Project) -> tuple[str, ...]:
    held = set(project.members.filter(ended_at=None).values_list("role", flat=True))
    return tuple(role.title for role in vocabulary().roles if role.needed and role.id not in held)


def _adopted(project: Project) -> list[Cycle]:
    steps = CycleStep.objects.filter(
        step=Stage.DECIDED, decision=Decision.ADOPT, cycle__project=project, cycle__left_out=False
    )
    return [step.cycle for step in steps.select_related("cycle")]


def _goals(project: Project, access: Access) -> tuple[Goal, ...]:
    planned = list(project.planned_measures.filter(left_out=False))
    measures = {row.measure for row in planned if row.measure}
    series: dict[Key, list[Value]] = defaultdict(list)
    rows = Value.objects.visible_to(access).current().of(project.organisation)
    for value in rows.filter(measure__in=measures).order_by("period_start", "pk"):
        series[value.measure, value.component, reading(value.parameter)].append(value)
    decided = decided_charts([project.org_code], measures)
    settings = {key[1:]: each for key, each in decided.items()}
    own = {line.pk: line for line in own_lines_of([project])}
    return tuple(
        _goal(row, series[_key(row)], settings.get(_key(row))) if row.measure else _own_goal(own[row.pk])
        for row in planned
    )


def _key(row: PlannedMeasure) -> Key:
    return row.measure, row.component, reading(row.parameter)


def _goal(row: PlannedMeasure, held: Sequence[Value], decided: Settings | None) -> Goal:
    drawn, _ = one_rhythm(of_one_parameter(held))
    return _with(row, _held_months(row, drawn, decided), level_now(row, drawn, decided))


def _own_goal(line: PlannedMeasure) -> Goal:
    """The same of a measure of the team's own, whose chart nobody lets begin anew."""
    figures = own_values.series(line, line.own_values.all())
    if not figures:
        return _with(line, 0, None)
    chart = own_values.judged(line, figures)
    return _with(line, _months_of_improvement(chart), _level_in(chart))


def _with(row: PlannedMeasure, months: int, now: Level | None) -> Goal:
    return Goal(
        kind=row.kind,
        has_baseline=row.baseline is not None,
        has_target=row.target is not None,
        way=way(row.baseline, row.target, now.value if now else None),
        improved=months > 0,
        held_months=months,
        title=row.title,
        level=now.words if now else "",
    )


def way(baseline: float | None, target: float | None, level: float | None) -> float | None:
    """How far a measure came from its baseline to its target: 1 is there, below 0 is away from it.

    None where one of the three is missing, or where the target is the baseline.
    """
    if baseline is None or target is None or level is None or baseline == target:
        return None
    return round((level - baseline) / (target - baseline), 9)  # 0.1 + 0.2 is not 0.3


def level_now(row: PlannedMeasure, drawn: Sequence[Value], decided: Settings | None) -> Level | None:
    """Where the measure stands in the phase of its chart that goes on now; one month says too little."""
    sheet = definitions().get(row.measure)
    if sheet is None or not any(value.value is not None for value in drawn):
        return None
    return _level_in(judged(sheet, drawn, decided=decided or Settings()))


def _level_in(chart: Chart) -> Level | None:
    if not chart.phases:
        return None
    phase = chart.phases[-1]
    figures = [point.value for point in chart.valued if point.phase == phase.number]
    # Limits that only a baseline sets say where the measure stood then, not where it stands now.
    own = phase.limits_shown and phase.baseline_n >= phase.n
    return level_of(
        [figure for figure in figures if figure is not None],
        centre=phase.centre if own else None,
        word=chart.centre_word,
    )


def _held_months(row: PlannedMeasure, drawn: Sequence[Value], decided: Settings | None) -> int:
    """For how many months the chart has shown improvement without a break up to its newest figure; 0: none.

    The chart is judged as its page judges it. A chart that a person let begin anew at a better level has
    held since that phase began, whatever its newest point says.
    """
    sheet = definitions().get(row.measure)
    if sheet is None or not any(value.value is not None for value in drawn):
        return 0
    return _months_of_improvement(_judged_with_limits(sheet, drawn, decided or Settings()))


def _months_of_improvement(chart: Chart) -> int:
    if not chart.valued:
        return 0
    first = None
    for point in reversed(chart.valued):
        if point.type is not PointType.IMPROVEMENT:
            break
        first = point.date
    phases = [phase for phase in chart.phases if phase.centre is not None]
    if first is None and len(phases) > 1 and _better(phases[0].centre, phases[-1].centre, chart.direction):
        first = phases[-1].start
    last = chart.valued[-1].date
    if first is None or last is None:
        return 0
    return months_between(Month.of(first), Month.of(last)) + 1


def _judged_with_limits(sheet: Definition, drawn: Sequence[Value], decided: Settings) -> Chart:
    """The chart, by its limits of before while a new phase has too few points for its own.

    A team that lets its chart begin anew after an improvement does not lose the improvement for a year.
    """
    chart = judged(sheet, drawn, decided=decided)
    while decided.rebase_dates and chart.phases and chart.phases[-1].centre is None:
        newest = max(decided.rebase_dates)
        kept = {day: reason for day, reason in decided.rebase_dates.items() if day != newest}
        decided = replace(decided, rebase_dates=kept)
        chart = judged(sheet, drawn, decided=decided)
    return chart


def _better(before: float | None, now: float | None, direction: Direction) -> bool:
    if before is None or now is None:
        return False
    return (
        now > before if direction is Direction.INCREASE else direction is Direction.DECREASE and now < before
    )

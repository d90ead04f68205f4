"""A team's own measure: its periods, the figures that stand, its chart. Pure but for the rows it reads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from clearway.common.periods import Month
from clearway.spc import Chart, explanation, spc
from clearway.spc.pictures import control_chart
from clearway.web.charts.setup import USUAL_CHART, USUAL_PROFILE
from clearway.web.design.filters import count, day, percent, spaced
from clearway.web.design.pictures import NARROW, WIDE, Cell, Picture, Table
from clearway.web.projects.models import OwnValue, PlannedMeasure

OFFERED = 12
"""So many of the last periods can be entered at once."""
WEEK = timedelta(days=7)
NO_FIGURE = "no figure"


@dataclass(frozen=True)
class Figure:
    """What stands for one period, or nothing: `value` is None where no figure is there, which is never 0."""

    start: date
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    person: str = ""
    corrected: bool = False


def is_own(line: PlannedMeasure) -> bool:
    """Whether the team made the measure itself."""
    return not line.measure


def is_share(line: PlannedMeasure) -> bool:
    """Whether it is a share of counted cases."""
    return line.number_kind == PlannedMeasure.SHARE


def begin(line: PlannedMeasure, on: date) -> date:
    """The first day of the period that a day lies in: of its month, or the Monday of its week."""
    if line.rhythm == PlannedMeasure.WEEK:
        return on - timedelta(days=on.weekday())
    return on.replace(day=1)


def before(line: PlannedMeasure, start: date) -> date:
    """The beginning of the period before."""
    return begin(line, start - timedelta(days=1))


def after(line: PlannedMeasure, start: date) -> date:
    """The beginning of the next period."""
    return start + WEEK if line.rhythm == PlannedMeasure.WEEK else Month.of(start).next().first_day


def named(line: PlannedMeasure, start: date) -> str:
    """The period as people read it: "October 2026", "week of 5 October 2026"."""
    return f"week of {day(start)}" if line.rhythm == PlannedMeasure.WEEK else Month.of(start).label


def last_periods(line: PlannedMeasure, today: date) -> tuple[date, ...]:
    """The last periods that are over, the newest first."""
    found: list[date] = []
    start = begin(line, today)
    while len(found) < OFFERED:
        start = before(line, start)
        found.append(start)
    return tuple(found)


def standing(rows: Iterable[OwnValue]) -> dict[date, Figure]:
    """By its beginning, what stands for each period; rows in the order in which they were written."""
    found: dict[date, Figure] = {}
    for row in sorted(rows, key=lambda row: row.pk):
        corrected = row.start in found
        found[row.start] = Figure(row.start, row.value, row.numerator, row.denominator, row.person, corrected)
    return found


def series(line: PlannedMeasure, rows: Iterable[OwnValue]) -> tuple[Figure, ...]:
    """From the first to the last period with a figure, oldest first; a period without one is a gap."""
    held = standing(rows)
    known = sorted(start for start, one in held.items() if one.value is not None)
    found: list[Figure] = []
    start = known[0] if known else None
    while start is not None and start <= known[-1]:
        found.append(held.get(start, Figure(start)))
        start = after(line, start)
    return tuple(found)


def judged(line: PlannedMeasure, figures: Sequence[Figure]) -> Chart:
    """The chart of the figures, by the one engine and the usual rules; the plan's target judges it."""
    return spc(
        [one.value for one in figures],
        dates=[one.start for one in figures],
        chart=USUAL_CHART,
        profile=USUAL_PROFILE,
        direction=line.direction or "neutral",
        unit="percent" if is_share(line) else "number",
        bounds=(0, 1) if is_share(line) else (0, None) if line.number_kind == PlannedMeasure.COUNT else None,
        series=line.title,
        target=line.target,
    )


def said(line: PlannedMeasure, value: float | None) -> str:
    """A figure as people read it, with its unit."""
    if value is None:
        return NO_FIGURE
    if is_share(line):
        return percent(value)
    return f"{count(value)} {line.unit}".strip()


def target_words(line: PlannedMeasure) -> str:
    """The target as a sentence; empty where there is none."""
    if line.target is None:
        return ""
    until = f" by {Month.of(line.target_by).label}" if line.target_by else ""
    number = line.project.number
    return f"Target of project {number} ({line.project.title}): {said(line, line.target)}{until}."


def picture(line: PlannedMeasure, rows: Iterable[OwnValue]) -> Picture | None:
    """The chart as every chart of the site looks; None where there is no figure."""
    figures = series(line, rows)
    if not figures:
        return None
    chart = judged(line, figures)
    told = explanation(chart)
    wide, narrow = (
        control_chart(
            chart, title="", source=line.project.organisation.name, status="own measure", width=width
        )
        for width in (WIDE, NARROW)
    )
    own = "A measure of the team’s own: no register defines it, so it is never compared or added up."
    return Picture(
        id=f"own-{line.pk}",
        title=line.title,
        finding=told.text,
        notes=(*chart.notes, *told.signal_list, *told.advice),
        spec=wide,
        narrow=narrow,
        table=_table(line, chart, figures),
        caption=" ".join(filter(None, (target_words(line), own))),
    )


def _table(line: PlannedMeasure, chart: Chart, figures: Sequence[Figure]) -> Table:
    rules = {point.date: ", ".join(spaced(rule) for rule in point.rules) for point in chart.points}
    lines: list[tuple[Cell, ...]] = []
    for one in figures:
        counts = (count(one.numerator), count(one.denominator)) if is_share(line) else ()
        remark = rules.get(one.start, "") if one.value is not None else "Not entered"
        lines.append((named(line, one.start), *counts, said(line, one.value), one.person, remark or "–"))
    headings = (*(("Numerator", "Denominator") if is_share(line) else ()), "Figure")
    return Table(
        ("Period", *headings, "Entered by", "Special cause, or why there is no figure"),
        tuple(lines),
        numeric=tuple(range(1, len(headings) + 1)),
    )

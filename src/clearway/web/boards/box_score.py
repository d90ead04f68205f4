"""The box score: each planned measure in a few numbers, and whether it is on track.

Where a measure stands is told by the phase of its chart and never by one month (`cycles.levels`). It is on
track where it has come at least as far from its baseline to its target as time has from the start of the
project to the day of the target. On a wall the figures are protected
(`boards.protection`), and the baseline of a measure of people is left away: it was typed from own counts.
"""

from collections.abc import Sequence
from datetime import date

from clearway.measures.definitions import Definition, definitions
from clearway.web.boards.own_panels import without_people
from clearway.web.boards.panels import Content, Line, Panel, Place
from clearway.web.boards.places import without_names
from clearway.web.boards.protected_charts import figures_of, figures_on_wall
from clearway.web.boards.protection import told
from clearway.web.boards.selectors import Series
from clearway.web.charts.over_time import one_rhythm
from clearway.web.charts.selectors import chart_key, decided_charts
from clearway.web.charts.titles import chart_title
from clearway.web.cycles.standing import level_now, way
from clearway.web.design.filters import figure, percent
from clearway.web.projects.models import PlannedMeasure
from clearway.web.publications.models import Value

MOST_LINES = 8


def pace(way_gone: float | None, start: date, until: date | None, today: date) -> tuple[str, str]:
    """The tag and its colour; `way_gone` is the share of the way from baseline to target.

    Worked example: a project began on 1 January and wants its target by 31 December. On 1 July, when half
    of the time is over, a measure that has come half of the way is on track, and one at 40% is behind.
    """
    if way_gone is None:
        return "Cannot be said", "grey"
    if way_gone >= 1:
        return "Reached", "green"
    if until is None:
        return ("Under way", "blue") if way_gone > 0 else ("No nearer yet", "yellow")
    if today > until:
        return "Day has passed", "red"
    gone = (today - start).days / max((until - start).days, 1)
    return ("On track", "green") if way_gone >= gone else ("Behind", "yellow")


def box_score(place: Place) -> Content | None:
    """A line for each planned measure of the register: how far it is, baseline, target and newest figure."""
    rows = list(
        PlannedMeasure.objects.filter(project__in=place.projects, left_out=False)
        .exclude(measure="")
        .select_related("project")
    )
    open_ones = set(without_people([_series(row) for row in rows], without_names(place)))
    shown = [
        row
        for row in rows
        if row.measure in definitions() and (not place.on_wall or _series(row) in open_ones)
    ]
    find = figures_on_wall if place.on_wall else figures_of
    held = find(place, [_series(row) for row in shown[:MOST_LINES]])
    settings = decided_charts(
        sorted({one.code for one in place.drawn_of}), {series[0] for _, series, _ in held.values()}
    )
    lines = []
    for row in shown[:MOST_LINES]:
        organisation, series, values = held.get(_series(row), (place.organisation, _series(row), ()))
        level = level_now(row, one_rhythm(values)[0], settings.get(chart_key(organisation.code, *series)))
        gone = way(row.baseline, row.target, level.value if level else None)
        lines.append(_line(place, row, values, gone))
    return Content(lines=tuple(lines)) if lines else None


def _series(row: PlannedMeasure) -> Series:
    return row.measure, row.component, row.parameter


def _line(place: Place, row: PlannedMeasure, values: Sequence[Value], gone: float | None) -> Line:
    sheet = definitions()[row.measure]
    tag, colour = pace(gone, row.project.started_on, row.target_by, place.today)
    told_of = () if place.project else (row.project.title,)
    return Line(
        chart_title(sheet, row.component, row.parameter),
        tag=tag,
        colour=colour,
        details=(*told_of, _planned(place, sheet, row), _newest(place, sheet, values), *_how_far(gone)),
    )


def _planned(place: Place, sheet: Definition, row: PlannedMeasure) -> str:
    """Baseline and target as they were planned; what is missing is said."""
    until = f" by {row.target_by:%B %Y}" if row.target_by else ""
    target = "no target yet" if row.target is None else f"target {figure(row.target, sheet.kind)}{until}"
    if place.on_wall and sheet.of_people:
        return target.capitalize() if row.target is None else target[:1].upper() + target[1:]
    before = "No baseline yet" if row.baseline is None else f"Baseline {figure(row.baseline, sheet.kind)}"
    return f"{before}, {target}"


def _newest(place: Place, sheet: Definition, values: Sequence[Value]) -> str:
    last = next((value for value in reversed(one_rhythm(values)[0]) if value.value is not None), None)
    if last is None:
        return "No figure that may be shown" if values else "No figure yet"
    said = told(sheet, last) if place.on_wall else figure(last.value, sheet.kind)
    return f"Newest: {said} in {last.when.label}"


def _how_far(gone: float | None) -> tuple[str, ...]:
    if gone is None:
        return ()
    if gone <= 0:
        return ("No nearer to the target than the baseline",)
    return (f"{percent(min(gone, 1.0), 0)} of the way from baseline to target",)


PANELS = (
    Panel(
        "box-score",
        "Box score",
        "No measure is planned yet: baseline, target and newest figure stand here.",
        box_score,
    ),
)

"""The data of a control chart's lines: centre, limits, targets, phases, and bands where figures are missing.

Each function gives the rows of one dataset of `templates/control.json`.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from clearway.spc.explain import chart_decimals
from clearway.spc.figures import figure, target_figure
from clearway.spc.pictures import style
from clearway.spc.pictures.axes import Across, Upward, period_of
from clearway.spc.result import Chart, Phase, Point
from clearway.spc.words import PointState, Unit, Variation

Rows = list[dict[str, Any]]
_EMPTY = (PointState.MISSING, PointState.NO_CASES, PointState.WITHHELD)


def gap_rows(chart: Chart, x: Across) -> Rows:
    """A grey band for each period without a figure: a gap is never a zero."""
    empty: Rows = [
        {"x": start, "x2": end}
        for start, end, point in zip(x.starts, x.ends, chart.points, strict=True)
        if point.state in _EMPTY
    ]
    days = [point.date for point in chart.points]
    return empty + [{"x": start, "x2": end} for start, end in (period_of(days, gap) for gap in chart.absent)]


def break_rows(chart: Chart, x: Across) -> Rows:
    """A line where one phase ends and the next begins."""
    return [{"x": x.starts[_first(chart, phase)]} for phase in chart.phases[1:]]


def baselines(chart: Chart) -> list[list[int]]:
    """The places of the points that set the limits, for each phase in which only some do."""
    found = []
    for phase in chart.phases:
        inside = [
            place
            for place, point in enumerate(chart.points)
            if point.phase == phase.number and point.state is PointState.VALUE
        ]
        chosen = [place for place in inside if chart.points[place].in_baseline]
        if phase.limits_shown and 0 < len(chosen) < len(inside):
            found.append(chosen)
    return found


def baseline_rows(chart: Chart, x: Across) -> Rows:
    """A bar over the points of each baseline; what has no figure does not part it."""
    empty = {place for place, point in enumerate(chart.points) if point.state is not PointState.VALUE}
    rows: Rows = []
    for places in baselines(chart):
        end = -1
        for place in places:
            if rows and end >= 0 and empty.issuperset(range(end + 1, place)):
                rows[-1]["x2"] = x.ends[place]
            else:
                rows.append({"x": x.starts[place], "x2": x.ends[place]})
            end = place
    return rows


def limit_rows(chart: Chart, x: Across) -> Rows:
    """Both limits, each phase a line of its own."""
    return [row for side in ("lower", "upper") for row in _phase_rows(chart, side, x)]


def centre_rows(chart: Chart, x: Across) -> Rows:
    """The centre, each phase a line of its own."""
    return _phase_rows(chart, "centre", x)


def target_rows(chart: Chart, x: Across) -> Rows:
    """The target in force at each point, as steps, and those of dates to come."""
    rows: Rows = []
    stretch, previous = 0, None
    for start, end, point in zip(x.starts, x.ends, chart.points, strict=True):
        if point.target is None:
            stretch += 1
        else:
            if point.target == previous and rows and rows[-1]["line"] == stretch:
                rows[-1]["x"] = end
            else:
                rows += [
                    {"x": start, "y": point.target, "line": stretch},
                    {"x": end, "y": point.target, "line": stretch},
                ]
        previous = point.target
    return rows + _ahead(chart, x, stretch, rows)


def targets_ahead(chart: Chart) -> tuple[tuple[date, float], ...]:
    """Targets set for dates after the last of the series, no further ahead than is worth the room."""
    days = [point.date for point in chart.points if point.date is not None]
    if not days:
        return ()
    farthest = days[-1] + max((days[-1] - days[0]) / 2, (days[-1] - days[0]) * 6 / len(days))
    return tuple((day, value) for day, value in chart.targets if days[-1] < day <= farthest)


def _ahead(chart: Chart, x: Across, stretch: int, past: Rows) -> Rows:
    """Each target to come, until the next one; the present one is drawn on until the first."""
    ahead = targets_ahead(chart)
    if not ahead:
        return []
    days = [point.date for point in chart.points]
    rows: Rows = []
    starts = [period_of(days, day)[0] for day, _ in ahead]
    for (_, value), start, end in zip(ahead, starts, [*starts[1:], x.right], strict=True):
        rows += [{"x": start, "y": value, "line": stretch}, {"x": end, "y": value, "line": stretch}]
    if past and past[-1]["line"] == stretch:
        rows.insert(0, {"x": starts[0], "y": past[-1]["y"], "line": stretch})
    return rows


def name_rows(chart: Chart, x: Across, y: Upward, unit: Unit) -> Rows:
    """The names and figures of the lines, at their right ends, kept from lying on each other."""
    wanted = _names(chart, unit)
    # 12 pixels of the smallest plot, which is 17 or more of a usual one.
    apart = 12 * (y.high - y.low) / style.MINIMUM_PLOT
    places = _spread([line for line, _, _ in wanted], apart)
    return [
        {"x": x.right, "y": place, "text": text, "colour": colour}
        for place, (_, text, colour) in zip(places, wanted, strict=True)
    ]


def _names(chart: Chart, unit: Unit) -> list[tuple[float, str, str]]:
    """Height, text and colour of each name, from the bottom upwards."""
    decimals = chart_decimals(chart)
    names = []
    if chart.summary.variation is Variation.NO_VARIATION and chart.phases[-1].centre is not None:
        names.append((chart.phases[-1].centre, "No variation", style.INK))
    elif chart.phases and chart.phases[-1].limits_shown:
        phase = chart.phases[-1]
        named = (("Lower limit", phase.lower), (chart.centre_word.capitalize(), phase.centre))
        for name, line in (*named, ("Upper limit", phase.upper)):
            if line is not None:
                names.append((line, f"{name} {figure(line, unit, decimals)}", style.INK))
    target = targets_ahead(chart)[-1][1] if targets_ahead(chart) else chart.target
    if target is not None:
        names.append((target, f"Target {target_figure(target, unit)}", style.TARGET))
    return sorted(names)


def _spread(places: Sequence[float], apart: float) -> list[float]:
    """The places moved as little as needed so that neighbours are `apart`; their order stays."""
    moved = list(places)
    for _ in range(40):
        for lower in range(len(moved) - 1):
            short = apart - (moved[lower + 1] - moved[lower])
            if short > 0:
                moved[lower] -= short / 2
                moved[lower + 1] += short / 2
    return moved


def _phase_rows(chart: Chart, name: str, x: Across) -> Rows:
    return [
        {**row, "line": f"{name} {phase.number}"}
        for phase in chart.phases
        for row in _line_rows(chart, phase, name, x)
    ]


def _line_rows(chart: Chart, phase: Phase, name: str, x: Across) -> Rows:
    """One line of one phase as steps: each period from its start to its end."""
    rows: Rows = []
    last: float | None = None
    for start, end, point in zip(x.starts, x.ends, chart.points, strict=True):
        if point.phase != phase.number:
            continue
        line = _line_of(point, name)
        last = line = last if line is None else line
        if line is not None:
            rows += [{"x": start, "y": line}, {"x": end, "y": line}]
    if not phase.limits_vary and rows:
        rows = [rows[0], {**rows[-1], "y": rows[0]["y"]}]
    return rows


def _line_of(point: Point, name: str) -> float | None:
    return {"lower": point.lower, "upper": point.upper, "centre": point.centre}[name]


def _first(chart: Chart, phase: Phase) -> int:
    return next(place for place, point in enumerate(chart.points) if point.phase == phase.number)

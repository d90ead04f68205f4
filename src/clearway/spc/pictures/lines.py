"""The lines of a control chart: centre, limits, target, phases, and bands where figures are missing."""

from collections.abc import Sequence
from typing import Any

from clearway.spc.explain import chart_decimals
from clearway.spc.figures import figure, target_figure
from clearway.spc.pictures import style
from clearway.spc.pictures.axes import Across, Upward, period_of
from clearway.spc.pictures.style import MINIMUM_PLOT
from clearway.spc.result import Chart, Phase, Point
from clearway.spc.words import PointState, Unit, Variation

Spec = dict[str, Any]
_LINES = (("lower", style.LIMIT, [7, 4]), ("upper", style.LIMIT, [7, 4]), ("centre", style.CENTRE, [1, 0]))


def gap_layer(chart: Chart, x: Across) -> Spec | None:
    """A grey band for each period without a figure or without cases: a gap is never a zero."""
    empty = [
        {"x": start, "x2": end}
        for start, end, point in zip(x.starts, x.ends, chart.points, strict=True)
        if point.state in (PointState.MISSING, PointState.NO_CASES)
    ]
    days = [point.date for point in chart.points]
    for start, end in (period_of(days, gap) for gap in chart.absent):
        empty.append({"x": start, "x2": end})
    if not empty:
        return None
    return {
        "data": {"values": empty},
        "mark": {"type": "rect", "color": style.GAP, "aria": False},
        "encoding": {"x2": {"field": "x2"}, "y": {"value": 0}, "y2": {"value": "height"}},
    }


def line_layers(chart: Chart, x: Across) -> list[Spec]:
    """Centre and limits of each phase, and a rule where one phase ends and the next begins."""
    layers: list[Spec] = []
    for name, colour, dash in _LINES:
        rows = [row for phase in chart.phases for row in _line_rows(chart, phase, name, x)]
        if rows:
            layers.append(_stepped(rows, colour, dash))
    starts = [_first(chart, phase) for phase in chart.phases[1:]]
    if starts:
        layers.append(
            {
                "data": {"values": [{"x": x.starts[place]} for place in starts]},
                "mark": {"type": "rule", "color": style.LIMIT, "strokeDash": [2, 2], "aria": False},
                "encoding": {"y": {"value": 0}, "y2": {"value": "height"}},
            }
        )
    return layers


def target_layer(chart: Chart, x: Across) -> Spec | None:
    """The target across the whole picture."""
    if chart.target is None or not x.starts:
        return None
    return {
        "data": {"values": [{"x": x.starts[0], "x2": x.ends[-1], "y": chart.target}]},
        "mark": {
            "type": "rule",
            "color": style.TARGET,
            "strokeWidth": 2,
            "strokeDash": [10, 3, 2, 3],
            "aria": False,
        },
        "encoding": {"x2": {"field": "x2"}},
    }


def line_labels(chart: Chart, x: Across, y: Upward, unit: Unit) -> list[Spec]:
    """The names and figures of the lines, at their right ends, kept from lying on each other."""
    wanted = _labels(chart, unit)
    # 12 pixels of the smallest plot, which is 17 or more of a usual one.
    apart = 12 * (y.high - y.low) / MINIMUM_PLOT
    rows = [
        {"x": x.ends[-1], "y": place, "text": text, "colour": colour}
        for place, (_, text, colour) in zip(
            _spread([line for line, _, _ in wanted], apart), wanted, strict=True
        )
    ]
    return [
        {
            "data": {"values": [row for row in rows if row["colour"] == colour]},
            "mark": {
                "type": "text",
                "align": "left",
                "dx": 6,
                "fontSize": 13,
                "color": colour,
                "aria": False,
            },
            "encoding": {"text": {"field": "text", "type": "nominal"}},
        }
        for colour in sorted({str(row["colour"]) for row in rows})
    ]


def _labels(chart: Chart, unit: Unit) -> list[tuple[float, str, str]]:
    """Height, text and colour of each label, from the bottom upwards."""
    decimals = chart_decimals(chart)
    labels = []
    if chart.summary.variation is Variation.NO_VARIATION and chart.phases[-1].centre is not None:
        labels.append((chart.phases[-1].centre, "No variation", style.INK))
    elif chart.phases and chart.phases[-1].limits_shown:
        phase = chart.phases[-1]
        named = (("Lower limit", phase.lower), (chart.centre_word.capitalize(), phase.centre))
        for name, line in (*named, ("Upper limit", phase.upper)):
            if line is not None:
                labels.append((line, f"{name} {figure(line, unit, decimals)}", style.INK))
    if chart.target is not None:
        labels.append((chart.target, f"Target {target_figure(chart.target, unit)}", style.TARGET))
    return sorted(labels)


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


def _line_rows(chart: Chart, phase: Phase, name: str, x: Across) -> list[Spec]:
    """One line of one phase as steps: each period from its start to its end."""
    rows: list[Spec] = []
    inside = [(place, point) for place, point in enumerate(chart.points) if point.phase == phase.number]
    last: float | None = None
    for place, point in inside:
        line = _line_of(point, name)
        line = last if line is None else line
        last = line
        if line is not None:
            rows += [{"x": x.starts[place], "y": line}, {"x": x.ends[place], "y": line}]
    if not phase.limits_vary and rows:
        rows = [rows[0], {**rows[-1], "y": rows[0]["y"]}]
    return [{**row, "phase": phase.number} for row in rows]


def _line_of(point: Point, name: str) -> float | None:
    return {"lower": point.lower, "upper": point.upper, "centre": point.centre}[name]


def _stepped(rows: list[Spec], colour: str, dash: list[int]) -> Spec:
    mark = {"type": "line", "color": colour, "strokeWidth": 1.5, "strokeDash": dash, "aria": False}
    return {
        "data": {"values": rows},
        "mark": mark,
        "encoding": {"detail": {"field": "phase", "type": "nominal"}},
    }


def _first(chart: Chart, phase: Phase) -> int:
    return next(place for place, point in enumerate(chart.points) if point.phase == phase.number)

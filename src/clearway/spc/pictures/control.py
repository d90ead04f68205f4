"""Control charts and run charts as Vega-Lite specifications."""

from typing import Any

from clearway.spc.figures import when
from clearway.spc.pictures import style
from clearway.spc.pictures.axes import Across, across, upward
from clearway.spc.pictures.lines import gap_layer, line_labels, line_layers, target_layer
from clearway.spc.pictures.words import footer, point_figure, rule_words, subtitle
from clearway.spc.result import Chart, Point
from clearway.spc.words import Unit

Spec = dict[str, Any]
_LABEL_ROOM = 130  # pixels to the right of a wide picture, for the names of the lines


def control_chart(
    chart: Chart,
    *,
    title: str,
    unit: str | None = None,
    source: str = "",
    status: str = "",
    width: int = 720,
    height: int = 400,
) -> Spec:
    """The Vega-Lite specification of a control chart, for server and browser alike.

    `title` names the measure and the organisation. `unit` (`percent`, `number`) is the chart's own
    by default. `source` and `status` (such as `provisional`) go to the line below the picture, with
    the rule set, the lines and the number of points. `width` and `height` are those of the whole
    picture in pixels (the height grows when the words need it); below 480 it is laid out for a phone.
    Periods without a figure are grey bands, never zeros.
    """
    shown = Unit(unit) if unit else chart.unit
    narrow = width < style.NARROW
    right = 0 if narrow or not _lines_shown(chart) else _LABEL_ROOM
    x = across([point.date for point in chart.points], width - 70 - right)
    y = upward(_figures(chart), shown, steps=4 if narrow else 5)
    below = footer(chart, shown, source, status)
    bottom = style.wrap(below, style.letters_across(width - right - 34))
    spec = style.frame(
        title=title,
        subtitle=subtitle(chart, shown),
        description=f"{title}. {chart.summary.text}",
        width=width,
        height=height,
        footer_lines=len(bottom),
    )
    encoding = {"x": _titled(x.encoding, bottom, width), "y": {"field": "y", **y.encoding}}
    layers = [gap_layer(chart, x), *line_layers(chart, x), target_layer(chart, x)]
    layers += [_data_line(chart, x), _points(chart, x, shown, width)]
    if right:
        layers += line_labels(chart, x, y, shown)
    spec["layer"] = [_placed(layer, encoding) for layer in layers if layer]
    return spec


def run_chart(
    chart: Chart,
    *,
    title: str,
    unit: str | None = None,
    source: str = "",
    status: str = "",
    width: int = 720,
    height: int = 400,
) -> Spec:
    """As `control_chart`, for a chart judged with `chart="run"`: the median takes the place of limits."""
    return control_chart(
        chart, title=title, unit=unit, source=source, status=status, width=width, height=height
    )


def _lines_shown(chart: Chart) -> bool:
    return bool(chart.target is not None or (chart.phases and chart.phases[-1].limits_shown))


def _figures(chart: Chart) -> list[float | None]:
    """Every figure that the vertical axis has to hold."""
    figures: list[float | None] = [chart.target]
    for point in chart.points:
        figures += [point.value, point.lower, point.upper, point.centre]
    return figures


def _titled(encoding: Spec, lines: list[str], width: int) -> Spec:
    """The horizontal axis with the line below the picture as its title."""
    size = 12 if width < style.NARROW else 13
    axis = {
        **encoding["axis"],
        "title": lines,
        "titleAnchor": "start",
        "titleAlign": "left",
        "titleFontWeight": "normal",
        "titleLineHeight": size + 4,
        "titlePadding": 10,
        "titleColor": style.QUIET_INK,
    }
    return {"field": "x", **encoding, "axis": axis}


def _placed(layer: Spec, encoding: Spec) -> Spec:
    """The layer with the common axes, where it does not bring its own."""
    own = layer.get("encoding", {})
    return {**layer, "encoding": {**encoding, **own}}


def _segments(chart: Chart) -> list[int]:
    """The stretch of line each point is on: a new one after every period without a figure."""
    absent = sorted(chart.absent)
    segments, number, previous = [], 0, None
    for point in chart.points:
        here = point.date
        if point.value is None:
            number += 1
        elif here is not None and previous is not None:
            number += any(previous < gap < here for gap in absent)
        segments.append(number)
        previous = here
    return segments


def _data_line(chart: Chart, x: Across) -> Spec:
    """The line through the figures, broken where there is none."""
    rows = [
        {"x": place, "y": point.value, "segment": segment}
        for place, point, segment in zip(x.positions, chart.points, _segments(chart), strict=True)
        if point.value is not None
    ]
    return {
        "data": {"values": rows},
        "mark": {"type": "line", "color": style.LINE, "strokeWidth": 1.5, "aria": False},
        "encoding": {"detail": {"field": "segment", "type": "nominal"}},
    }


def _points(chart: Chart, x: Across, unit: Unit, width: int) -> Spec:
    """The figures, each shaped and coloured by its verdict."""
    days = [point.date for point in chart.points]
    rows = [
        _point_row(chart, place, point, days, unit)
        for place, point in zip(x.positions, chart.points, strict=True)
        if point.value is not None
    ]
    labels = {str(row["kind"]) for row in rows}
    marks = [mark for mark in style.MARKS.values() if mark.label in labels]
    crowded = len(rows) > (60 if width >= style.NARROW else 24)
    size = 70 if width >= style.NARROW and not crowded else 26 if crowded else 40
    tips = ["when", "figure", "verdict", "rules", "cases"]
    return {
        "data": {"values": rows},
        "mark": {"type": "point", "size": size, "strokeWidth": 1.5, "opacity": 1, "filled": False},
        "encoding": {
            **style.mark_scales(marks),
            "tooltip": [
                {"field": tip, "type": "nominal", "title": tip.capitalize()}
                for tip in tips
                if any(row.get(tip) for row in rows)
            ],
        },
    }


def _point_row(chart: Chart, place: float | str, point: Point, days: list[Any], unit: Unit) -> Spec:
    kind = style.mark_of(point).label
    row: Spec = {
        "x": place,
        "y": point.value,
        "kind": kind,
        "when": when(point.date, days) or f"Point {point.position + 1}",
        "figure": point_figure(chart, point, unit),
        "verdict": kind,
        "rules": rule_words(chart, point),
    }
    if point.numerator is not None and point.denominator is not None:
        row["cases"] = f"{point.numerator:,.0f} of {point.denominator:,.0f}"
    return row

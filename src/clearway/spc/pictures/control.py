"""Control charts and run charts as Vega-Lite specifications."""

from collections.abc import Sequence
from typing import Any

from clearway.spc.pictures import style
from clearway.spc.pictures.axes import Across, Upward, across, upward
from clearway.spc.pictures.lines import (
    baseline_rows,
    break_rows,
    centre_rows,
    gap_rows,
    limit_rows,
    name_rows,
    target_rows,
    targets_ahead,
)
from clearway.spc.pictures.notes import FLAG_ROOM, Annotation, flag_rows, notes_of
from clearway.spc.pictures.points import TIPS, joining_rows, point_rows
from clearway.spc.pictures.words import footer, subtitle
from clearway.spc.result import Chart
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
    annotations: Sequence[Annotation] = (),
) -> Spec:
    """The Vega-Lite specification of a control chart, for server and browser alike.

    `title` names the measure and the organisation; without one the finding stands alone. `unit` (`percent`,
    `number`) is the chart's own by default. `source` and `status` (such as `provisional`) go to the line
    below the picture, with the rule set, the lines and the number of points. `width` and `height` are
    those of the whole picture in pixels (the height grows when the words need it); below 480 it is laid
    out for a phone. Periods without a figure are grey bands, never zeros.

    New limits, baselines, excluded points with a reason, and `annotations` are lettered flags above the
    plot with their texts below it; a bar at its top spans the points of a baseline. Parts of the
    specification are shared between pictures: copy it before changing anything inside.
    """
    shown = Unit(unit) if unit else chart.unit
    right = 0 if width < style.NARROW or not _lines_named(chart) else _LABEL_ROOM
    plot_width = width - 70 - right
    ahead = targets_ahead(chart)
    x = across([point.date for point in chart.points], plot_width, ahead[-1][0] if ahead else None)
    y = upward(_figures(chart), shown, steps=4 if width < style.NARROW else 5)
    notes = notes_of(chart, x, annotations)
    letters = style.letters_across(width - right - 34)
    below = [line for note in notes for line in style.wrap(note.line, letters)]
    below += style.wrap(footer(chart, shown, source, status), letters)
    flags, rows_of_flags = flag_rows(notes, chart, plot_width)
    data = _data(chart, x, shown) | {"flags": flags, "names": name_rows(chart, x, y, shown) if right else []}
    template = style.template("control")
    return {
        **_outside(chart, title, subtitle(chart, shown), width, height, len(below), rows_of_flags),
        "datasets": {name: rows for name, rows in data.items() if rows or name == "points"},
        "encoding": _axes(template["encoding"], x, y, below, width),
        "layer": [
            _scaled(layer, x, y, data["points"], width) if layer["data"]["name"] == "points" else layer
            for layer in template["layer"]
            if data[layer["data"]["name"]] or layer["data"]["name"] == "points"
        ],
    }


def run_chart(
    chart: Chart,
    *,
    title: str,
    unit: str | None = None,
    source: str = "",
    status: str = "",
    width: int = 720,
    height: int = 400,
    annotations: Sequence[Annotation] = (),
) -> Spec:
    """As `control_chart`, for a chart judged with `chart="run"`: the median takes the place of limits."""
    return control_chart(
        chart,
        title=title,
        unit=unit,
        source=source,
        status=status,
        width=width,
        height=height,
        annotations=annotations,
    )


def _data(chart: Chart, x: Across, unit: Unit) -> dict[str, list[Spec]]:
    """The datasets of the template that hang on the chart alone."""
    line, ghosts = joining_rows(chart, x)
    return {
        "gaps": gap_rows(chart, x),
        "breaks": break_rows(chart, x),
        "baselines": baseline_rows(chart, x),
        "limits": limit_rows(chart, x),
        "centre": centre_rows(chart, x),
        "target": target_rows(chart, x),
        "ghosts": ghosts,
        "line": line,
        "points": point_rows(chart, x, unit),
    }


def _lines_named(chart: Chart) -> bool:
    return bool(chart.target is not None or (chart.phases and chart.phases[-1].limits_shown))


def _figures(chart: Chart) -> list[float | None]:
    """Every figure that the vertical axis has to hold."""
    figures: list[float | None] = [target for _, target in targets_ahead(chart)]
    for point in chart.points:
        figures += [point.value, point.lower, point.upper, point.centre, point.target]
    return figures


def _outside(
    chart: Chart, title: str, finding: str, width: int, height: int, lines_below: int, rows_of_flags: int
) -> Spec:
    """The frame, with room for the flags between legend and plot."""
    text = chart.summary.text
    spec = style.frame(
        title=title,
        subtitle=finding,
        description=f"{title}. {text}" if title.strip() else text,
        width=width,
        height=height,
        footer_lines=lines_below,
    )
    if not rows_of_flags:
        return spec
    room = FLAG_ROOM * rows_of_flags
    config = spec["config"]
    legend = {**config["legend"], "offset": config["legend"]["offset"] + room}
    return {**spec, "height": spec["height"] + room, "config": {**config, "legend": legend}}


def _axes(template: Spec, x: Across, y: Upward, below: list[str], width: int) -> Spec:
    """The axes, with the lines below the picture as the title of the horizontal one."""
    line_height = 16 if width < style.NARROW else 17
    axis = {**template["x"]["axis"], **x.axis, "title": below, "titleLineHeight": line_height}
    return {
        "x": {**template["x"], "type": x.kind, "axis": axis},
        "y": {**template["y"], "axis": y.encoding["axis"]},
    }


def _scaled(layer: Spec, x: Across, y: Upward, points: list[Spec], width: int) -> Spec:
    """The layer of the figures, which alone carries the scales: repeated ones conflict."""
    labels = {row["kind"] for row in points}
    marks = [mark for mark in style.MARKS.values() if mark.label in labels]
    crowded = len(points) > (60 if width >= style.NARROW else 24)
    size = 70 if width >= style.NARROW and not crowded else 26 if crowded else 40
    encoding = layer["encoding"]
    return {
        **layer,
        "mark": {**layer["mark"], "size": size},
        "encoding": {
            "x": {**encoding["x"], "type": x.kind, "scale": x.scale},
            "y": {**encoding["y"], "scale": y.encoding["scale"]},
            **style.mark_scales(marks),
            "tooltip": [
                {"field": tip, "type": "nominal", "title": heading}
                for tip, heading in TIPS.items()
                if any(tip in row for row in points)
            ],
        },
    }

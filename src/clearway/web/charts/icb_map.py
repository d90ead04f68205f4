"""The map: integrated care boards shaded by their published figure; those without one are grey."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clearway.common.organisations import boundaries
from clearway.web.charts.comparison import Comparison
from clearway.web.charts.palette import CHOSEN, CONFIG, MUTED, NO_FIGURE, SCHEMA
from clearway.web.design.filters import MISSING, percent

# England is taller than wide; a wider picture would only add sea.
MAP_WIDTH = 640
# Five steps of one hue: they stay apart in grey and for every kind of colour vision.
STEPS = ["#d6e6f4", "#9cc4e4", "#5d9fd0", "#2474b5", "#0b3d7d"]


@dataclass(frozen=True)
class Class:
    """Boards whose figure is at most `upper`, and above the class before."""

    label: str
    upper: float


def map_spec(comparison: Comparison, *, chosen: str, title: str, width: int) -> dict[str, Any]:
    """The Vega-Lite specification, in five classes of equal numbers of boards."""
    classes = _classes(comparison)
    tooltip = [
        {"field": "properties.name", "title": "Board"},
        {"field": "properties.figure", "title": "Proportion"},
        {"field": "properties.counts", "title": "Counts"},
    ]
    return {
        "$schema": SCHEMA,
        "width": min(width, MAP_WIDTH),
        "height": min(width, MAP_WIDTH) * 1.1,
        "autosize": {"type": "fit", "contains": "padding"},
        "projection": {"type": "mercator"},
        "data": {"values": _shapes(comparison, chosen, classes)},
        "mark": {"type": "geoshape"},
        "encoding": {
            "color": _colour(title, classes),
            "tooltip": tooltip,
            "stroke": {"condition": {"test": "datum.properties.chosen", "value": CHOSEN}, "value": "#ffffff"},
            "strokeWidth": {"condition": {"test": "datum.properties.chosen", "value": 3}, "value": 0.7},
        },
        "config": CONFIG,
    }


def _shapes(comparison: Comparison, chosen: str, classes: Sequence[Class]) -> list[dict[str, Any]]:
    """The outlines with the figure of each board."""
    by_code = {unit.code: unit for unit in comparison.units}
    shapes = []
    for outline in boundaries("icb")["features"]:
        properties = outline["properties"]
        unit = by_code.get(properties["code"])
        shown = {
            "name": properties["name"],
            "figure": percent(unit.value) if unit else MISSING,
            "counts": f"{unit.numerator:,.0f} of {unit.denominator:,.0f}" if unit else MISSING,
            "class": next((one.label for one in classes if unit and unit.value <= one.upper), MISSING),
            "chosen": properties["code"] == chosen,
        }
        shapes.append({"type": "Feature", "geometry": outline["geometry"], "properties": shown})
    return shapes


def _classes(comparison: Comparison) -> list[Class]:
    """Up to five classes with about as many boards each; boards with the same figure share a class."""
    values = sorted(unit.value for unit in comparison.units)
    ends = {values[max(round(len(values) * part / len(STEPS)) - 1, 0)] for part in range(1, len(STEPS) + 1)}
    classes, lower = [], values[0]
    for upper in sorted(ends):
        classes.append(Class(f"{percent(lower)} to {percent(upper)}", upper))
        lower = next((value for value in values if value > upper), upper)
    return classes


def _colour(title: str, classes: Sequence[Class]) -> dict[str, Any]:
    labels = [one.label for one in classes]
    return {
        "field": "properties.class",
        "type": "nominal",
        "scale": {"domain": [*labels, MISSING], "range": [*STEPS[-len(labels) :], NO_FIGURE]},
        "legend": {
            "title": title,
            "orient": "top-left",
            "symbolType": "square",
            "symbolSize": 200,
            "symbolStrokeColor": MUTED,
            "symbolStrokeWidth": 1,
        },
    }


def map_finding(comparison: Comparison) -> str:
    """What the map shows, in a sentence."""
    if not comparison.units:
        return "No integrated care board has a figure for this period."
    low, high = comparison.units[0], comparison.units[-1]
    text = f"{len(comparison.units)} integrated care boards have a figure, "
    text += f"from {percent(low.value)} ({low.name}) to {percent(high.value)} ({high.name})"
    if comparison.absent:
        text += f"; {len(comparison.absent)} have none"
    return text + ". Large areas are not more women: read the counts in the table."

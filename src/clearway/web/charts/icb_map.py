"""The map: integrated care boards shaded by their published figure; those without one are hatched grey."""

from typing import Any

from clearway.common.organisations import boundaries
from clearway.web.charts.comparison import Comparison
from clearway.web.charts.palette import CHOSEN, CONFIG, NO_FIGURE, SCHEMA
from clearway.web.design.filters import percent

# England is taller than wide; a wider picture would only add sea.
MAP_WIDTH = 640
# Five steps of one hue: they stay apart in grey and for every kind of colour vision.
STEPS = ["#d6e6f4", "#9cc4e4", "#5d9fd0", "#2474b5", "#0b3d7d"]


def map_spec(comparison: Comparison, *, chosen: str, title: str, width: int) -> dict[str, Any]:
    """The Vega-Lite specification, in five classes of equal numbers of boards."""
    tooltip = [
        {"field": "properties.name", "title": "Board"},
        {"field": "properties.value", "type": "quantitative", "format": ".1%", "title": "Proportion"},
        {"field": "properties.counts", "title": "Counts"},
    ]
    return {
        "$schema": SCHEMA,
        "width": min(width, MAP_WIDTH),
        "height": min(width, MAP_WIDTH) * 1.1,
        "autosize": {"type": "fit", "contains": "padding"},
        "projection": {"type": "mercator"},
        "data": {"values": _shapes(comparison, chosen)},
        "mark": {"type": "geoshape"},
        "encoding": {
            "color": _colour(title),
            "tooltip": tooltip,
            "stroke": {"condition": {"test": "datum.properties.chosen", "value": CHOSEN}, "value": "#ffffff"},
            "strokeWidth": {"condition": {"test": "datum.properties.chosen", "value": 3}, "value": 0.7},
        },
        "config": CONFIG,
    }


def _shapes(comparison: Comparison, chosen: str) -> list[dict[str, Any]]:
    """The outlines with the figure of each board."""
    by_code = {unit.code: unit for unit in comparison.units}
    shapes = []
    for outline in boundaries("icb")["features"]:
        properties = outline["properties"]
        unit = by_code.get(properties["code"])
        shown = {
            "name": properties["name"],
            "value": unit.value if unit else None,
            "counts": f"{unit.numerator:,.0f} of {unit.denominator:,.0f}" if unit else "no figure",
            "chosen": properties["code"] == chosen,
        }
        shapes.append({"type": "Feature", "geometry": outline["geometry"], "properties": shown})
    return shapes


def _colour(title: str) -> dict[str, Any]:
    return {
        "condition": {
            "test": "isValid(datum.properties.value)",
            "field": "properties.value",
            "type": "quantitative",
            "scale": {"type": "quantile", "range": STEPS},
            "legend": {
                "title": title,
                "format": ".1%",
                "orient": "top-left",
                "symbolType": "square",
                "type": "symbol",
                "symbolSize": 180,
            },
        },
        "value": NO_FIGURE,
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

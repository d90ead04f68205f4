"""The ordered dot plot: each organisation's proportion with its 95% interval, without ranks."""

from typing import Any

from clearway.web.charts.comparison import Comparison, Unit
from clearway.web.charts.palette import CHOSEN, CONFIG, INTERVAL, NATION, SCHEMA, UNIT
from clearway.web.design.filters import percent
from clearway.web.design.pictures import Table

ROW_HEIGHT = 17
NAME_LENGTH = 38


def dots_spec(comparison: Comparison, *, chosen: str, title: str, width: int) -> dict[str, Any]:
    """The Vega-Lite specification. The chosen organisation is a diamond, the others are circles."""
    rows = [_row(unit, chosen) for unit in comparison.units]
    y = {
        "field": "label",
        "type": "nominal",
        "title": None,
        "sort": [row["label"] for row in rows],
        "axis": {"labelLimit": width * 0.42, "labelFontSize": 11, "ticks": False, "domain": False},
    }
    layers = [_intervals(y), _points(y, title)]
    if comparison.nation is not None:
        layers.append(_nation(comparison.nation.value))
    return {
        "$schema": SCHEMA,
        "width": width,
        "height": {"step": ROW_HEIGHT},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": rows},
        "layer": layers,
        "resolve": {"scale": {"color": "independent"}},  # intervals are paler than points
        "config": CONFIG,
    }


def _picked(plain: Any, picked: Any) -> dict[str, Any]:
    """An encoding with one look for the chosen organisation and one for all others."""
    scale = {"domain": [False, True], "range": [plain, picked]}
    return {"field": "chosen", "type": "nominal", "legend": None, "scale": scale}


def _across(field: str, title: str = "") -> dict[str, Any]:
    axis = {"format": ".0%", "orient": "top", "tickCount": 6}
    return {
        "field": field,
        "type": "quantitative",
        "title": title or None,
        "axis": axis,
        "scale": {"zero": True},
    }


def _intervals(y: dict[str, Any]) -> dict[str, Any]:
    return {
        "mark": {"type": "rule", "strokeWidth": 1.5, "aria": False},
        "encoding": {
            "x": _across("lower"),
            "x2": {"field": "upper"},
            "y": y,
            "color": _picked(INTERVAL, CHOSEN),
        },
    }


def _points(y: dict[str, Any], title: str) -> dict[str, Any]:
    tooltip = [
        {"field": "name", "title": "Organisation"},
        {"field": "value", "type": "quantitative", "format": ".1%", "title": "Proportion"},
        {"field": "interval", "title": "95% interval"},
        {"field": "counts", "title": "Counts"},
    ]
    return {
        "mark": {"type": "point", "filled": True, "opacity": 1},
        "encoding": {
            "x": _across("value", title),
            "y": y,
            "tooltip": tooltip,
            "color": _picked(UNIT, CHOSEN),
            "shape": _picked("circle", "diamond"),
            "size": _picked(36, 110),
        },
    }


def _nation(value: float | None) -> dict[str, Any]:
    return {
        "data": {"values": [{"value": value, "text": f"England {percent(value)}"}]},
        "encoding": {"x": {"field": "value", "type": "quantitative"}},
        "layer": [
            {
                "mark": {
                    "type": "rule",
                    "color": NATION,
                    "strokeDash": [5, 3],
                    "strokeWidth": 1.5,
                    "aria": False,
                }
            },
            {
                "mark": {
                    "type": "text",
                    "align": "left",
                    "dx": 5,
                    "y": "height",
                    "dy": -6,
                    "fontWeight": "bold",
                },
                "encoding": {"text": {"field": "text"}},
            },
        ],
    }


def _row(unit: Unit, chosen: str) -> dict[str, Any]:
    return {
        "label": short_name(unit.name),
        "name": f"{unit.name} ({unit.code})",
        "value": unit.value,
        "lower": unit.lower,
        "upper": unit.upper,
        "interval": f"{percent(unit.lower)} to {percent(unit.upper)}",
        "counts": f"{unit.numerator:,.0f} of {unit.denominator:,.0f}",
        "chosen": unit.code == chosen,
    }


def short_name(name: str) -> str:
    """A trust's name without the words that all of them share, cut at a word where it is still long."""
    for ending in (" NHS Foundation Trust", " NHS Trust", " Integrated Care Board"):
        name = name.removesuffix(ending)
    name = name.removeprefix("NHS ").replace("University Hospitals", "Uni Hospitals")
    if len(name) <= NAME_LENGTH:
        return name
    return name[:NAME_LENGTH].rsplit(" ", 1)[0] + "…"


def comparison_table(comparison: Comparison) -> Table:
    """Every organisation, by name; those without a figure say why."""
    rows = [
        (
            f"{unit.name} ({unit.code})",
            f"{unit.numerator:,.0f}",
            f"{unit.denominator:,.0f}",
            percent(unit.value),
            f"{percent(unit.lower)} to {percent(unit.upper)}",
        )
        for unit in sorted(comparison.units, key=lambda unit: unit.name)
    ]
    rows += [(f"{one.name} ({one.code})", "–", "–", "no figure", one.reason) for one in comparison.absent]
    return Table(
        (
            "Organisation",
            "Numerator",
            "Denominator",
            "Proportion",
            "95% interval, or why there is no figure",
        ),
        tuple(rows),
        numeric=(1, 2, 3),
    )


def dots_finding(comparison: Comparison, chosen: str, name: str) -> str:
    """What the picture shows in two sentences. No organisation is called best or worst."""
    count = len(comparison.units)
    if not count:
        return "No organisation has a figure for this period."
    low, high = comparison.units[0].value, comparison.units[-1].value
    text = f"{count} organisations have a figure, from {percent(low)} to {percent(high)}"
    if comparison.absent:
        text += f"; {len(comparison.absent)} have none and are listed in the table with the reason"
    unit = comparison.unit(chosen)
    if unit is not None and comparison.nation is not None and comparison.nation.value is not None:
        text += (
            f". {name}: {percent(unit.value)}, 95% interval {percent(unit.lower)} to {percent(unit.upper)}, "
        )
        text += _against(unit, comparison.nation.value)
    return text + ". The order shows size of the figure only: intervals that overlap cannot be told apart."


def _against(unit: Unit, nation: float) -> str:
    if unit.lower > nation:
        return f"above England's {percent(nation)}"
    if unit.upper < nation:
        return f"below England's {percent(nation)}"
    return f"not distinguishable from England's {percent(nation)}"

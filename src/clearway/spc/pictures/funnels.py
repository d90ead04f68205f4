"""Funnel plots as Vega-Lite specifications."""

from typing import Any

import numpy as np

from clearway.spc.figures import decimals_for, figure, target_figure
from clearway.spc.funnels import Funnel, FunnelUnit
from clearway.spc.pictures import style
from clearway.spc.pictures.axes import upward
from clearway.spc.pictures.style import Mark
from clearway.spc.words import Unit

Spec = dict[str, Any]
_INSIDE = Mark("Within the limits", "circle", style.COMMON, style.PAPER)
_DASHES = ([4, 3], [9, 3], [2, 2], [12, 4])
_STEPS = 120


def funnel_chart(
    funnel: Funnel,
    *,
    title: str,
    unit: str = "percent",
    source: str = "",
    status: str = "",
    chosen: str = "",
    size_title: str = "Denominator",
    width: int = 720,
    height: int = 420,
) -> Spec:
    """The Vega-Lite specification of a funnel plot.

    `chosen` is the label of the unit to be named in the picture; `size_title` says what the
    denominator counts. Units beyond a level differ from the others in shape as well as in colour.
    Direction is not judged: a funnel says who differs, not who is better.
    """
    shown = Unit(unit)
    below = style.wrap(_footer(funnel, source, status), style.letters_across(width - 34))
    spec = style.frame(
        title=title,
        subtitle=_subtitle(funnel, chosen, shown),
        description=f"{title}. {funnel.text}",
        width=width,
        height=height,
        footer_lines=len(below) + 2,
    )
    y = upward([one.value for one in funnel.units] + [funnel.target, *_visible_limits(funnel)], shown)
    widest = max(one.denominator for one in funnel.units)
    encoding = {"x": _sizes(widest, [size_title, "", *below], width), "y": {"field": "y", **y.encoding}}
    rows = [_row(one, shown, funnel) for one in funnel.units]
    layers = [
        *_limit_layers(funnel, widest, y.low, y.high),
        _target_layer(funnel, widest),
        _unit_layer(rows, _kinds(funnel), width),
        _level_names(funnel, widest, y.low, y.high),
        *_chosen_layers(rows, chosen, widest),
    ]
    spec["layer"] = [{**layer, "encoding": {**encoding, **layer.get("encoding", {})}} for layer in layers]
    return spec


def _sizes(widest: float, lines: list[str], width: int) -> Spec:
    """The horizontal axis, with the line below the picture as part of its title."""
    return {
        "field": "x",
        "type": "quantitative",
        "scale": {"domain": [0, widest * 1.04], "nice": False},
        "axis": {
            "grid": False,
            "format": ",d",
            "tickCount": 4 if width < style.NARROW else 7,
            "title": lines,
            "titleAnchor": "start",
            "titleAlign": "left",
            "titleFontWeight": "normal",
            "titleLineHeight": 17,
        },
    }


def _kinds(funnel: Funnel) -> list[Mark]:
    """The marks of units: inside, then beyond each level on either side."""
    marks = [_INSIDE]
    top = max(funnel.levels)
    for level in sorted(funnel.levels):
        fill = style.CONCERN if level == top else style.PAPER
        high = Mark(f"Above {level * 100:g}%", "triangle-up", style.CONCERN, fill)
        fill = style.IMPROVEMENT if level == top else style.PAPER
        low = Mark(f"Below {level * 100:g}%", "triangle-down", style.IMPROVEMENT, fill)
        marks += [high, low]
    return marks


def _kind(one: FunnelUnit) -> str:
    if one.outside is None:
        return _INSIDE.label
    return f"{'Above' if one.side == 'high' else 'Below'} {one.outside * 100:g}%"


def _finding(one: FunnelUnit) -> str:
    kind = f"{_kind(one)[0].lower()}{_kind(one)[1:]}"
    return kind if one.outside is None else f"{kind.split()[0]} the {kind.split()[1]} limit"


def _row(one: FunnelUnit, unit: Unit, funnel: Funnel) -> Spec:
    return {
        "x": one.denominator,
        "y": one.value,
        "label": one.label,
        "kind": _kind(one),
        "figure": figure(one.value, unit, decimals_for([u.value for u in funnel.units], unit)),
        "cases": f"{one.numerator:,.0f} of {one.denominator:,.0f}",
    }


def _visible_limits(funnel: Funnel) -> list[float]:
    """Limits worth room on the axis: those of the units, not the mouth of the funnel."""
    return [line for one in funnel.units for line in (*one.lower[:1], *one.upper[:1])]


def _limit_layers(funnel: Funnel, widest: float, low: float, high: float) -> list[Spec]:
    sizes = np.unique(np.round(np.geomspace(1, widest * 1.04, _STEPS)))
    layers = []
    for number, (lower, upper) in enumerate(funnel.limits_at(list(sizes))):
        rows = [
            {"x": float(size), "y": float(line), "side": side}
            for side, lines in (("lower", lower), ("upper", upper))
            for size, line in zip(sizes, lines, strict=True)
            if low <= line <= high
        ]
        dash = _DASHES[number % len(_DASHES)]
        layers.append(
            {
                "data": {"values": rows},
                "mark": {
                    "type": "line",
                    "color": style.LIMIT,
                    "strokeDash": dash,
                    "strokeWidth": 1.5,
                    "aria": False,
                },
                "encoding": {"detail": {"field": "side", "type": "nominal"}},
            }
        )
    return layers


def _level_names(funnel: Funnel, widest: float, low: float, high: float) -> Spec:
    """Each level's name at the right end of its lines."""
    rows = []
    for level, (lower, upper) in zip(funnel.levels, funnel.limits_at([widest * 1.04]), strict=True):
        ends = (float(lower[0]), float(upper[0]))
        rows += [
            {"x": widest * 1.04, "y": end, "text": f"{level * 100:g}%"} for end in ends if low < end < high
        ]
    return {
        "data": {"values": rows},
        "mark": {"type": "text", "align": "left", "dx": 4, "fontSize": 12, "color": style.INK, "aria": False},
        "encoding": {"text": {"field": "text", "type": "nominal"}},
    }


def _target_layer(funnel: Funnel, widest: float) -> Spec:
    return {
        "data": {"values": [{"x": 0, "x2": widest * 1.04, "y": funnel.target}]},
        "mark": {"type": "rule", "color": style.CENTRE, "strokeWidth": 1.5, "aria": False},
        "encoding": {"x2": {"field": "x2"}},
    }


def _unit_layer(rows: list[Spec], kinds: list[Mark], width: int) -> Spec:
    present = {str(row["kind"]) for row in rows}
    return {
        "data": {"values": rows},
        "mark": {
            "type": "point",
            "size": 55 if width >= style.NARROW else 34,
            "strokeWidth": 1.5,
            "opacity": 1,
            "filled": False,
        },
        "encoding": {
            **style.mark_scales([mark for mark in kinds if mark.label in present]),
            "tooltip": [
                {"field": name, "type": "nominal", "title": heading}
                for name, heading in (
                    ("label", "Unit"),
                    ("figure", "Figure"),
                    ("cases", "Cases"),
                    ("kind", "Verdict"),
                )
            ],
        },
    }


def _chosen_layers(rows: list[Spec], chosen: str, widest: float) -> list[Spec]:
    """A ring round the chosen unit and its name beside it."""
    picked = [row for row in rows if row["label"] == chosen]
    if not picked:
        return []
    left = picked[0]["x"] > widest * 0.6
    text = {"type": "text", "align": "right" if left else "left", "dx": -14 if left else 14, "fontSize": 13}
    name = {"text": {"field": "label", "type": "nominal"}}
    halo = {**text, "fontWeight": "bold", "stroke": style.PAPER, "strokeWidth": 4, "aria": False}
    return [
        {
            "data": {"values": picked},
            "mark": {"type": "point", "shape": "circle", "size": 320, "stroke": style.INK, "strokeWidth": 2},
        },
        {"data": {"values": picked}, "mark": halo, "encoding": name},
        {
            "data": {"values": picked},
            "mark": {**text, "fontWeight": "bold", "color": style.INK, "aria": False},
            "encoding": name,
        },
    ]


def _subtitle(funnel: Funnel, chosen: str, unit: Unit) -> str:
    for one in funnel.units:
        if one.label == chosen:
            shown = figure(one.value, unit, decimals_for([u.value for u in funnel.units], unit))
            return f"{chosen}: {shown}, {_finding(one)}"
    outside = sum(one.outside is not None for one in funnel.units)
    return f"{outside} of {len(funnel.units)} units lie beyond a limit"


def _footer(funnel: Funnel, source: str, status: str) -> str:
    line = "Mean of the units" if funnel.pooled else "Target"
    levels = " and ".join(f"{level * 100:g}%" for level in funnel.levels)
    value = (
        figure(funnel.target, Unit.PERCENT, 1)
        if funnel.pooled
        else target_figure(funnel.target, Unit.PERCENT)
    )
    parts = [f"{line} {value}; limits (dashed) {levels}, {funnel.method}; {len(funnel.units)} units."]
    if funnel.left_out:
        parts.append(f"{len(funnel.left_out)} left out, without a figure or cases.")
    parts += [f"Source: {source.rstrip('.')}."] if source else []
    parts += [f"{status[:1].upper()}{status[1:].rstrip('.')}."] if status else []
    return " ".join(parts)

"""Funnel plots as Vega-Lite specifications."""

from typing import Any

import numpy as np

from clearway.spc.funnels import Funnel, FunnelUnit, Kind
from clearway.spc.funnels.words import one_of
from clearway.spc.pictures import style
from clearway.spc.pictures.axes import upward
from clearway.spc.pictures.funnel_words import WITHIN, apart, footer, kind_of, subtitle
from clearway.spc.pictures.style import Mark

Spec = dict[str, Any]
_INSIDE = Mark(WITHIN, "circle", style.COMMON, style.PAPER)
_DASHES = ([4, 3], [9, 3], [2, 2], [12, 4])
_STEPS = 120
_LETTER = 15
"""The height in pixels that the name of a limit takes."""


def funnel_chart(
    funnel: Funnel,
    *,
    title: str,
    source: str = "",
    status: str = "",
    chosen: str = "",
    size_title: str = "",
    width: int = 720,
    height: int = 420,
) -> Spec:
    """The Vega-Lite specification of a funnel plot.

    `chosen` is the label of the unit to be ringed and named above the picture; `size_title` says what the
    denominator counts. Units beyond a level differ from the others in shape as well as in colour.
    Direction is not judged: a funnel says who differs, not who is better. Without a `title` the
    picture begins with its finding.
    """
    below = style.wrap(footer(funnel, source, status), style.letters_across(width - 34))
    spec = _frame(funnel, title, chosen, width, height, len(below) + 2)
    y = upward(_worth_seeing(funnel), funnel.unit)
    widest = max(one.denominator for one in funnel.units)
    lines = [size_title or _size_title(funnel), "", *below]
    encoding = {"x": _sizes(widest, lines, width), "y": {"field": "y", **y.encoding}}
    rows = [_row(one, funnel) for one in funnel.units]
    layers = [
        *_limit_layers(funnel, widest, y.low, y.high),
        _target_layer(funnel, widest),
        _unit_layer(rows, _kinds(funnel), width, funnel),
        _level_names(funnel, widest, y.low, y.high, spec["height"]),
        *_chosen_layers(rows, chosen),
    ]
    spec["layer"] = [{**layer, "encoding": {**encoding, **layer.get("encoding", {})}} for layer in layers]
    return spec


def _frame(funnel: Funnel, title: str, chosen: str, width: int, height: int, footer_lines: int) -> Spec:
    """The outside of the picture; its finding stands in place of a title that is not given."""
    finding = subtitle(funnel, chosen)
    spec = style.frame(
        title=title or finding,
        subtitle=finding if title else "",
        description=f"{title}. {funnel.text}" if title else funnel.text,
        width=width,
        height=height,
        footer_lines=footer_lines,
    )
    if not title:
        size = spec["config"]["title"]["subtitleFontSize"]
        spec["title"] = {
            "text": style.wrap(finding, style.letters_across(width)),
            "fontSize": size,
            "fontWeight": "normal",
            "lineHeight": size + 4,
        }
    return spec


def _size_title(funnel: Funnel) -> str:
    return "Expected number" if funnel.kind is Kind.RATIO else "Denominator"


def _sizes(widest: float, lines: list[str], width: int) -> Spec:
    """The horizontal axis, with the line below the picture as part of its title."""
    return {
        "field": "x",
        "type": "quantitative",
        "scale": {"domain": [0, widest * 1.04], "nice": False},
        "axis": {
            "grid": False,
            "format": ",~r" if widest < 10 else ",d",
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


def _row(one: FunnelUnit, funnel: Funnel) -> Spec:
    return {
        "x": one.denominator,
        "y": one.value * funnel.per,
        "label": one.label,
        "kind": kind_of(one),
        "figure": funnel.written(one.value),
        "cases": _cases(one, funnel.kind),
    }


def _cases(one: FunnelUnit, kind: Kind) -> str:
    top, bottom = (
        f"{count:,.{0 if count == round(count) else 1}f}" for count in (one.numerator, one.denominator)
    )
    return {
        Kind.PROPORTION: f"{top} of {bottom}",
        Kind.RATIO: f"{top} observed, {bottom} expected",
        Kind.RATE: f"{top} for {bottom}",
    }[kind]


def _worth_seeing(funnel: Funnel) -> list[float]:
    """What the upward axis must hold: figures, target and the limits of the larger half of the units."""
    middle = float(np.median([one.denominator for one in funnel.units]))
    large = [one for one in funnel.units if one.denominator >= middle]
    limits = [line for one in large for line in (*one.lower, *one.upper)]
    return [figure * funnel.per for figure in (*(one.value for one in funnel.units), funnel.target, *limits)]


def _limit_layers(funnel: Funnel, widest: float, low: float, high: float) -> list[Spec]:
    sizes = np.geomspace(min(1.0, widest / 100), widest * 1.04, _STEPS)
    if funnel.kind is Kind.PROPORTION:
        sizes = np.unique(np.round(np.geomspace(1, widest * 1.04, _STEPS)))
    layers = []
    for number, (lower, upper) in enumerate(funnel.limits_at(list(sizes))):
        rows = [
            {"x": float(size), "y": float(line), "side": side}
            for side, lines in (("lower", lower * funnel.per), ("upper", upper * funnel.per))
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


def _level_names(funnel: Funnel, widest: float, low: float, high: float, height: int) -> Spec:
    """Each level's name at the right end of its lines, moved apart where they would touch."""
    ends: list[tuple[float, str]] = []
    for level, (lower, upper) in zip(funnel.levels, funnel.limits_at([widest * 1.04]), strict=True):
        for line in (float(lower[0]) * funnel.per, float(upper[0]) * funnel.per):
            if low < line < high:
                ends.append((line, f"{level * 100:g}%"))
    ends.sort()
    # The words of the picture take their share of its height; the plot has this much at least.
    plot = max(style.MINIMUM_PLOT, height - 230)
    places = apart([line for line, _ in ends], _LETTER / plot * (high - low))
    rows = [{"x": widest * 1.04, "y": y, "text": name} for y, (_, name) in zip(places, ends, strict=True)]
    return {
        "data": {"values": rows},
        "mark": {"type": "text", "align": "left", "dx": 4, "fontSize": 12, "color": style.INK, "aria": False},
        "encoding": {"text": {"field": "text", "type": "nominal"}},
    }


def _target_layer(funnel: Funnel, widest: float) -> Spec:
    return {
        "data": {"values": [{"x": 0, "x2": widest * 1.04, "y": funnel.target * funnel.per}]},
        "mark": {"type": "rule", "color": style.CENTRE, "strokeWidth": 1.5, "aria": False},
        "encoding": {"x2": {"field": "x2"}},
    }


def _unit_layer(rows: list[Spec], kinds: list[Mark], width: int, funnel: Funnel) -> Spec:
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
                    ("label", one_of(funnel.unit_name).capitalize()),
                    ("figure", "Figure"),
                    ("cases", "Cases"),
                    ("kind", "Verdict"),
                )
            ],
        },
    }


def _chosen_layers(rows: list[Spec], chosen: str) -> list[Spec]:
    """A ring round the chosen unit; its name stands above the picture, where it hides no other unit."""
    picked = [row for row in rows if row["label"] == chosen]
    ring = {"type": "point", "shape": "circle", "size": 320, "stroke": style.INK, "strokeWidth": 2.5}
    return [{"data": {"values": picked}, "mark": {**ring, "aria": False}}] if picked else []

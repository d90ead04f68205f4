"""Colours, shapes and type of every picture, in one place.

Each kind of point differs from the others in shape as well as in colour, and every colour that
carries meaning has a contrast of at least 3 : 1 on white (WCAG 2.2, 1.4.11). Text has 4.5 : 1 or more.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from clearway.spc.pictures.spec_template import read_template
from clearway.spc.result import Point
from clearway.spc.words import PointState, PointType, Rule

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
# A generic family must end the list: without one, text is left out where Arial is not installed.
FONT = "Arial, sans-serif"
PAPER = "#ffffff"
INK = "#212b32"
QUIET_INK = "#4c6272"
LINE = "#425563"
CENTRE = "#425563"
LIMIT = "#5b6f7d"
TARGET = "#ae2573"
GRID = "#e8edee"
GAP = "#e8edee"
COMMON = "#4c6272"
IMPROVEMENT = "#005eb8"
CONCERN = "#c2410c"
NEUTRAL = "#5b2d8e"
LEFT_OUT = "#5b6f7d"

MINIMUM_PLOT = 190
NARROW = 480
"""Below this width in pixels a picture is laid out for a phone."""


@dataclass(frozen=True)
class Mark:
    """How one kind of point is drawn and what the legend calls it."""

    label: str
    shape: str
    stroke: str
    fill: str


_UNJUDGED = "unjudged"
_UNDIRECTED = "undirected"
MARKS: dict[str, Mark] = {
    _UNJUDGED: Mark("Figure, no verdict yet", "circle", COMMON, COMMON),
    PointType.COMMON_CAUSE: Mark("Common cause", "circle", COMMON, PAPER),
    PointType.IMPROVEMENT: Mark("Improvement", "square", IMPROVEMENT, IMPROVEMENT),
    PointType.CONCERN: Mark("Concern", "triangle-up", CONCERN, CONCERN),
    PointType.NEUTRAL_HIGH: Mark("Special cause, high", "diamond", NEUTRAL, NEUTRAL),
    PointType.NEUTRAL_LOW: Mark("Special cause, low", "triangle-down", NEUTRAL, NEUTRAL),
    _UNDIRECTED: Mark("Signal without a direction", "diamond", NEUTRAL, PAPER),
    PointState.EXCLUDED: Mark("Left out of the limits", "cross", LEFT_OUT, PAPER),
}


def mark_of(point: Point) -> Mark:
    """The mark of a point with a figure."""
    if point.state is PointState.EXCLUDED:
        return MARKS[PointState.EXCLUDED]
    if point.type is PointType.COMMON_CAUSE and set(point.rules) - {Rule.RUNS}:
        return MARKS[_UNDIRECTED]  # runs concern a whole phase and mark no single point
    return MARKS[_UNJUDGED if point.centre is None else point.type]


def mark_scales(marks: list[Mark]) -> dict[str, Any]:
    """Encodings of shape, outline and filling by the field `kind`, which share one legend."""
    labels = [mark.label for mark in marks]

    def scale(name: str) -> dict[str, Any]:
        return {
            "field": "kind",
            "type": "nominal",
            "title": None,
            "scale": {"domain": labels, "range": [getattr(mark, name) for mark in marks]},
        }

    return {"shape": scale("shape"), "stroke": scale("stroke"), "fill": scale("fill")}


@cache
def template(*names: str) -> dict[str, Any]:
    """A template, with others laid over it; shared by all pictures, so never changed in place."""
    return read_template(
        *names, constants={name: value for name, value in globals().items() if name.isupper()}
    )


def frame(
    *, title: str, subtitle: str, description: str, width: int, height: int, footer_lines: int
) -> dict[str, Any]:
    """The outside of a picture: size in pixels, title, description.

    Without a title the subtitle stands alone. Parts that are the same in every picture are shared by all
    of them, so nothing inside may be changed in place.
    """
    heading = wrap(title, letters_across(width, bold=True)) if title.strip() else []
    below = wrap(subtitle, letters_across(width)) if subtitle else []
    # What is written, two rows of legend, tick labels and margins; the plot keeps 190 pixels at least.
    words = 22 * len(heading) + 17 * (len(below) + footer_lines) + 40 + 36 + 50
    narrow = width < NARROW
    return {
        **(template("frame", "frame-narrow") if narrow else template("frame")),
        "description": description,
        "width": width,
        "height": max(height, words + MINIMUM_PLOT),
        "title": {"text": heading, "subtitle": below} if heading else _quiet_title(below, narrow),
    }


def _quiet_title(lines: list[str], narrow: bool) -> dict[str, Any]:
    size = 12 if narrow else 13
    return {"text": lines or [""], "fontSize": size, "fontWeight": "normal", "lineHeight": size + 4}


def letters_across(width: int, *, bold: bool = False) -> int:
    """How many letters of running text fit a picture of this width in pixels."""
    size = 12 if width < NARROW else 13
    per_letter = (size + 3) * 0.56 if bold else size * 0.52
    return max(20, int((width - 24) / per_letter))


def wrap(text: str, letters: int) -> list[str]:
    """The text in lines of at most so many letters, broken between words."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= letters:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]

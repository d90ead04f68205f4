"""Small drawings made by hand, for table cells and headings: icons and sparklines.

Each is one SVG element with `role="img"` and a `<title>`, without ids and style attributes, so any
number of them can stand in one page. Icons tell their meaning by shape and letter, not by colour alone.
"""

from collections.abc import Callable
from html import escape

from clearway.spc.pictures import style
from clearway.spc.result import Chart, Point
from clearway.spc.words import Assurance, PointType, Variation

_VARIATION_TITLES = {
    Variation.COMMON_CAUSE: "Variation: common cause, no significant change",
    Variation.IMPROVEMENT_HIGH: "Variation: special cause, improvement, high figures",
    Variation.IMPROVEMENT_LOW: "Variation: special cause, improvement, low figures",
    Variation.CONCERN_HIGH: "Variation: special cause, concern, high figures",
    Variation.CONCERN_LOW: "Variation: special cause, concern, low figures",
    Variation.NEUTRAL_HIGH: "Variation: special cause, high figures, neither better nor worse",
    Variation.NEUTRAL_LOW: "Variation: special cause, low figures, neither better nor worse",
    Variation.TOO_FEW_POINTS: "Variation: too few points for a verdict",
    Variation.NO_VARIATION: "Variation: none, all figures are the same",
}
_ASSURANCE_TITLES = {
    Assurance.PASS: "Target: the process will meet it",
    Assurance.FAIL: "Target: the process will miss it unless it changes",
    Assurance.HIT_OR_MISS: "Target: the process will meet it at some points and miss it at others",
    Assurance.NONE: "Target: none, or no verdict yet",
}
_COLOURS = {"improvement": style.IMPROVEMENT, "concern": style.CONCERN, "neutral": style.NEUTRAL}
# Outline of the badge behind each verdict, on a field of 48 by 48.
_SHAPES = {
    "improvement": '<rect x="3" y="3" width="42" height="42" rx="3" {}/>',
    "concern": '<path d="M24 2 46 44H2Z" {}/>',
    "neutral": '<path d="M24 1 47 24 24 47 1 24Z" {}/>',
    "calm": '<circle cx="24" cy="24" r="21" {}/>',
}
_LEVEL = '<path d="M14 20h20M14 28h20" stroke="{}" stroke-width="3"/>'
_WAVE = '<path d="M11 24q6.5-11 13 0t13 0" fill="none" stroke="{}" stroke-width="3"/>'


def variation_icon(variation: str, *, size: int = 40) -> str:
    """Icon of a `Variation`: square improvement, triangle concern, diamond neutral; H high, L low."""
    verdict = Variation(variation)
    kind, _, level = verdict.value.partition("_")
    if kind in _COLOURS:
        colour = _COLOURS[kind]
        middle = {"concern": 38}.get(kind, 33)
        drawn = _SHAPES[kind].format(f'fill="{colour}"') + _letter(level[0].upper(), middle, style.PAPER)
    else:
        drawn = _SHAPES["calm"].format(f'fill="{style.PAPER}" stroke="{style.COMMON}" stroke-width="3"')
        drawn += {
            Variation.COMMON_CAUSE: _WAVE.format(style.COMMON),
            Variation.NO_VARIATION: _LEVEL.format(style.COMMON),
        }.get(verdict, _letter("?", 33, style.COMMON))
    return _svg(_VARIATION_TITLES[verdict], drawn, size)


def assurance_icon(assurance: str, *, size: int = 40) -> str:
    """Icon of an `Assurance`: square P pass, triangle F fail, circle P/F hit or miss."""
    verdict = Assurance(assurance)
    if verdict is Assurance.PASS:
        drawn = _SHAPES["improvement"].format(f'fill="{style.IMPROVEMENT}"') + _letter("P", 33, style.PAPER)
    elif verdict is Assurance.FAIL:
        drawn = _SHAPES["concern"].format(f'fill="{style.CONCERN}"') + _letter("F", 38, style.PAPER)
    else:
        ring = f'fill="{style.PAPER}" stroke="{style.COMMON}" stroke-width="3"'
        dash = f'<path d="M16 24h16" stroke="{style.COMMON}" stroke-width="3"/>'
        drawn = _SHAPES["calm"].format(ring)
        drawn += dash if verdict is Assurance.NONE else _letter("P/F", 30, style.COMMON, 18)
    return _svg(_ASSURANCE_TITLES[verdict], drawn, size)


def sparkline(chart: Chart, *, title: str, width: int = 120, height: int = 32) -> str:
    """A line without axes for a table cell: figures, centre, and the latest point by its verdict."""
    figures = [point.value for point in chart.points if point.value is not None]
    if not figures:
        return _framed(f"{title}: no figures yet", "", width, height)
    lines = [point.centre for point in chart.points if point.centre is not None]
    low, high = min(figures + lines), max(figures + lines)
    scale = (height - 12) / (high - low) if high > low else 0.0
    step = (width - 16) / max(len(chart.points) - 1, 1)

    def place(index: int, value: float) -> str:
        down = height / 2 if not scale else height - 6 - (value - low) * scale
        return f"{8 + index * step:.1f} {down:.1f}"

    drawn = _centre_line(chart, place) + _figure_line(chart, place)
    index, latest = next((i, p) for i, p in reversed(list(enumerate(chart.points))) if p.value is not None)
    drawn += _latest_mark(latest, place(index, latest.value or 0.0))
    return _framed(title, drawn, width, height)


def _centre_line(chart: Chart, place: Callable[[int, float], str]) -> str:
    steps = []
    for phase in chart.phases:
        inside = [i for i, point in enumerate(chart.points) if point.phase == phase.number]
        if phase.centre is not None:
            steps.append(f"M{place(inside[0], phase.centre)}L{place(inside[-1], phase.centre)}")
    path = "".join(steps)
    return f'<path d="{path}" fill="none" stroke="{style.LIMIT}" stroke-dasharray="3 2"/>' if path else ""


def _figure_line(chart: Chart, place: Callable[[int, float], str]) -> str:
    """The figures, joined where they are neighbours; a figure alone is a short stroke."""
    absent, path, joined = set(chart.absent), "", False
    previous: Point | None = None
    for index, point in enumerate(chart.points):
        if previous is not None and previous.date is not None and point.date is not None:
            joined = joined and not any(previous.date < gap < point.date for gap in absent)
        if point.value is not None:
            path += f"{'L' if joined else 'M'}{place(index, point.value)}{'' if joined else 'h.1'}"
        joined, previous = point.value is not None, point
    return (
        f'<path d="{path}" fill="none" stroke="{style.LINE}" stroke-width="1.5" '
        'stroke-linejoin="round" stroke-linecap="round"/>'
    )


def _latest_mark(latest: Point, at: str) -> str:
    x, y = (float(part) for part in at.split())
    mark = style.mark_of(latest)
    paint = f'fill="{mark.fill}" stroke="{mark.stroke}" stroke-width="1.5"'
    if latest.type is PointType.IMPROVEMENT:
        return f'<rect x="{x - 3.5:.1f}" y="{y - 3.5:.1f}" width="7" height="7" {paint}/>'
    if latest.type is PointType.CONCERN:
        return f'<path d="M{x:.1f} {y - 4.5:.1f}l4.5 8h-9Z" {paint}/>'
    if latest.type is PointType.COMMON_CAUSE:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" {paint}/>'
    return f'<path d="M{x:.1f} {y - 4.5:.1f}l4.5 4.5-4.5 4.5-4.5-4.5Z" {paint}/>'


def _letter(letter: str, base: int, colour: str, size: int = 25) -> str:
    return (
        f'<text x="24" y="{base}" text-anchor="middle" font-family="{style.FONT}" font-size="{size}" '
        f'font-weight="bold" fill="{colour}">{letter}</text>'
    )


def _svg(title: str, drawn: str, size: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{size}" height="{size}" '
        f'viewBox="0 0 48 48"><title>{escape(title)}</title>{drawn}</svg>'
    )


def _framed(title: str, drawn: str, width: int, height: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}"><title>{escape(title)}</title>{drawn}</svg>'
    )

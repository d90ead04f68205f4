"""Drawing by hand: the few SVG elements that icons, sparklines, grids and small multiples share.

Every picture is one `<svg role="img">` with a `<title>` and no ids or style attributes, so any number of
them can stand in one page under a strict content security policy.
"""

from html import escape

from clearway.spc.pictures import style
from clearway.spc.pictures.style import Mark


def picture(
    title: str, drawn: str, width: float, height: float, *, description: str = "", box: str = ""
) -> str:
    """A picture `width` by `height` pixels; `box` is its view box where that differs."""
    about = f"<title>{escape(title)}</title>" + (f"<desc>{escape(description)}</desc>" if description else "")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width:g}" height="{height:g}" '
        f'viewBox="{box or f"0 0 {width:g} {height:g}"}">{about}{drawn}</svg>'
    )


def text(
    x: float,
    y: float,
    words: str,
    *,
    size: float = 13,
    colour: str = style.INK,
    bold: bool = False,
    anchor: str = "start",
) -> str:
    """One line of text; `y` is its base line."""
    weight = ' font-weight="bold"' if bold else ""
    place = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return (
        f'<text x="{x:g}" y="{y:g}"{place} font-family="{style.FONT}" font-size="{size:g}"{weight} '
        f'fill="{colour}">{escape(words)}</text>'
    )


def mark(kind: Mark, x: float, y: float, radius: float) -> str:
    """The symbol of a kind of point, so large that a circle has this radius."""
    paint = f'fill="{kind.fill}" stroke="{kind.stroke}" stroke-width="1.5"'
    r = radius
    if kind.shape == "square":
        return f'<rect x="{x - r:.1f}" y="{y - r:.1f}" width="{2 * r:g}" height="{2 * r:g}" {paint}/>'
    paths = {
        "triangle-up": f"M{x:.1f} {y - 1.2 * r:.1f}l{1.3 * r:g} {2.3 * r:g}h{-2.6 * r:g}Z",
        "triangle-down": f"M{x:.1f} {y + 1.2 * r:.1f}l{1.3 * r:g} {-2.3 * r:g}h{-2.6 * r:g}Z",
        "diamond": f"M{x:.1f} {y - 1.4 * r:.1f}l{1.4 * r:g} {1.4 * r:g} {-1.4 * r:g} {1.4 * r:g} "
        f"{-1.4 * r:g} {-1.4 * r:g}Z",
        "cross": f"M{x - r:.1f} {y:.1f}h{2 * r:g}M{x:.1f} {y - r:.1f}v{2 * r:g}",
    }
    if kind.shape in paths:
        return f'<path d="{paths[kind.shape]}" {paint}/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:g}" {paint}/>'


def fitted(words: str, width: float, size: float, *, bold: bool = False, most: int = 3) -> list[str]:
    """The text in at most `most` lines that fit `width` pixels, cut with an ellipsis where it is longer."""
    letters = max(4, int(width / (size * (0.56 if bold else 0.52))))
    lines = [part for line in style.wrap(words, letters) for part in _pieces(line, letters)]
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], f"{lines[most - 1][: letters - 1].rstrip(' ,;:')}…"]


def _pieces(line: str, letters: int) -> list[str]:
    """A word that is longer than a line, broken."""
    return [line[place : place + letters] for place in range(0, len(line), letters)] or [""]

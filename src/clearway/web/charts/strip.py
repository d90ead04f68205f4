"""One organisation's place among its like, small enough for a card.

Written by hand because a page shows many of them; each takes a fraction of a millisecond.
"""

from collections.abc import Sequence
from html import escape

from clearway.web.charts.palette import CHOSEN, GRID, NATION

WIDTH, HEIGHT, EDGE = 240, 34, 7
TOP, MIDDLE, BOTTOM = 7, 16, 25
OTHER = "#7c9cc0"
FEWEST = 5
"""Below this many figures there is no crowd to have a place in."""


def strip(others: Sequence[float], *, own: float, nation: float | None, title: str) -> str | None:
    """One SVG element, or None when `others` (the own figure included) are fewer than five.

    Every organisation is a thin line, the own one a diamond, the nation a tall dashed line. There
    are no ranks, and no colours for good and bad. `title` is the text for people who do not see it.
    """
    if len(others) < FEWEST:
        return None
    everyone = others if nation is None else (*others, nation)
    low, high = min(everyone), max(everyone)
    spread = high - low

    def across(value: float) -> float:
        return round(EDGE + (value - low) / spread * (WIDTH - 2 * EDGE), 1) if spread else WIDTH / 2

    ticks = "".join(f"M{across(value)} {TOP}V{BOTTOM}" for value in others)
    drawn = f'<path d="M{EDGE} {MIDDLE}H{WIDTH - EDGE}" stroke="{GRID}" stroke-width="2"/>'
    drawn += f'<path d="{ticks}" fill="none" stroke="{OTHER}" stroke-opacity=".7" stroke-width="1.5"/>'
    if nation is not None:
        dash = 'stroke-width="2" stroke-dasharray="4 2"'
        drawn += f'<path d="M{across(nation)} 0V{HEIGHT}" stroke="{NATION}" {dash}/>'
    diamond = f"M{across(own)} {MIDDLE - 8}l6 8-6 8-6-8Z"
    drawn += f'<path d="{diamond}" fill="{CHOSEN}" stroke="#fff" stroke-width="1.5"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}"><title>{escape(title)}</title>{drawn}</svg>'
    )

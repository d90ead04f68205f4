"""Progress scores of trusts over time: a small strip of dots for each trust, all on one scale."""

from collections.abc import Sequence

from markupsafe import Markup

from clearway.common.periods import Month
from clearway.spc.pictures import style
from clearway.spc.pictures.hand import fitted, picture, text
from clearway.web.coordination.presenters_health import TrustSpreads

WIDE, NARROW = 920, 340
LOWEST, HIGHEST = 0.0, 5.0
PANEL, GAP, LEFT, BOTTOM, TOP = 150, 18, 22, 22, 24
DOT, MEDIAN = 3.4, 9.0
MOST_PANELS = 48
"""More trusts would make a picture nobody reads; the table has them all."""


def strips(
    trusts: Sequence[TrustSpreads], months: Sequence[Month], *, title: str, finding: str, width: int
) -> Markup:
    """One SVG: a dot for each project in each month (a ring with a number where several are equal), and a
    bar for the median of the trust."""
    shown = [one for one in trusts if one.scored][:MOST_PANELS]
    columns = 4 if width >= WIDE else 1
    wide = (width - GAP * (columns - 1)) / columns
    rows = -(-len(shown) // columns)
    head = 30
    drawn = f'<rect width="100%" height="100%" fill="{style.PAPER}"/>' + _key()
    for place, one in enumerate(shown):
        row, column = divmod(place, columns)
        drawn += _panel(one, months, column * (wide + GAP), head + row * (PANEL + GAP), wide)
    words = " ".join([finding, *(_said(one, months) for one in shown)])
    made = picture(title, drawn, width, head + rows * (PANEL + GAP), description=words)
    return Markup(made)  # noqa: S704 - titles and names are escaped where the picture is made


def _panel(one: TrustSpreads, months: Sequence[Month], x: float, y: float, wide: float) -> str:
    name = fitted(one.name, wide - 4, 13, bold=True, most=1)[0]
    drawn = text(x, y + 13, name, bold=True)
    right = x + wide - 6
    for tick in (1, 3, 5):
        at = _up(tick, y)
        drawn += f'<path d="M{x + LEFT:.1f} {at:.1f}H{right:.1f}" stroke="{style.GRID}"/>'
        drawn += text(x + LEFT - 6, at + 4, str(tick), size=11, anchor="end")
    step = (right - x - LEFT) / len(months)
    for place, (found, scores) in enumerate(zip(one.spreads, one.scores, strict=True)):
        across = x + LEFT + step * (place + 0.5)
        if found.median is not None:
            half = min(MEDIAN, step / 2 - 1)
            at = _up(found.median, y)
            drawn += (
                f'<path d="M{across - half:.1f} {at:.1f}H{across + half:.1f}" '
                f'stroke="{style.IMPROVEMENT}" stroke-width="3"/>'
            )
        drawn += "".join(_dot(score, scores.count(score), across, y) for score in sorted(set(scores)))
    below = y + PANEL - 4
    drawn += text(x + LEFT, below, _short(months[0]), size=11, colour=style.QUIET_INK)
    return drawn + text(right, below, _short(months[-1]), size=11, colour=style.QUIET_INK, anchor="end")


def _dot(score: float, times: int, across: float, y: float) -> str:
    at = _up(score, y)
    if times == 1:
        return f'<circle cx="{across:.1f}" cy="{at:.1f}" r="{DOT}" fill="{style.INK}"/>'
    ring = f'<circle cx="{across:.1f}" cy="{at:.1f}" r="6.5" fill="{style.PAPER}" stroke="{style.INK}"/>'
    return ring + text(across, at + 3.5, str(times), size=10, anchor="middle")


def _up(score: float, y: float) -> float:
    room = PANEL - TOP - BOTTOM
    return y + PANEL - BOTTOM - room * (score - LOWEST) / (HIGHEST - LOWEST)


def _key() -> str:
    drawn = f'<circle cx="8" cy="11" r="{DOT}" fill="{style.INK}"/>' + text(18, 15, "one project", size=12)
    drawn += f'<circle cx="104" cy="11" r="6.5" fill="{style.PAPER}" stroke="{style.INK}"/>'
    drawn += text(104, 14.5, "2", size=10, anchor="middle") + text(116, 15, "several", size=12)
    drawn += f'<path d="M172 11h18" stroke="{style.IMPROVEMENT}" stroke-width="3"/>'
    return drawn + text(196, 15, "median", size=12)


def _said(one: TrustSpreads, months: Sequence[Month]) -> str:
    known = [(month, found) for month, found in zip(months, one.spreads, strict=True) if found.scored]
    (first, before), (last, now) = known[0], known[-1]
    return f"{one.name}: median {before.median:g} in {first.label}, {now.median:g} in {last.label}."


def _short(month: Month) -> str:
    return f"{month.first_day:%b %Y}"

"""How sure people were and how often they were right, quarter by quarter: one small picture."""

from collections.abc import Sequence

from markupsafe import Markup

from clearway.spc.pictures import style
from clearway.spc.pictures.hand import picture, text
from clearway.web.cycles.over_quarters import Quarter, Sum

HEIGHT, TOP, BOTTOM, LEFT, RIGHT = 280, 44, 52, 48, 16
SQUARE, DOT = 4.5, 5.0
ROOM = 62
"""Pixels that the name of a quarter takes."""


def sure_and_right(
    quarters: Sequence[tuple[Quarter, Sum]], *, title: str, finding: str, width: int
) -> Markup:
    """Two lines from 0 to 100%: squares are how sure people were, dots how many came true."""
    step = (width - LEFT - RIGHT) / len(quarters)
    across = [LEFT + step * (place + 0.5) for place in range(len(quarters))]
    drawn = f'<rect width="100%" height="100%" fill="{style.PAPER}"/>' + _key() + _grid(width)
    sure = [(x, _up(one.mean_sure)) for x, (_, one) in zip(across, quarters, strict=True)
            if one.mean_sure is not None]  # fmt: skip
    right = [(x, _up(one.share)) for x, (_, one) in zip(across, quarters, strict=True)
             if one.share is not None]  # fmt: skip
    drawn += _line(sure, style.QUIET_INK, "5 4") + _line(right, style.IMPROVEMENT, "")
    for x, y in sure:
        corner = f'x="{x - SQUARE:.1f}" y="{y - SQUARE:.1f}" width="{2 * SQUARE}" height="{2 * SQUARE}"'
        drawn += f'<rect {corner} fill="{style.PAPER}" stroke="{style.INK}" stroke-width="2"/>'
    drawn += "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{DOT}" fill="{style.IMPROVEMENT}"/>' for x, y in right
    )
    every = max(1, -(-ROOM * len(quarters) // (width - LEFT - RIGHT)))
    for place, (x, (quarter, one)) in enumerate(zip(across, quarters, strict=True)):
        if (len(quarters) - 1 - place) % every == 0:
            drawn += text(x, HEIGHT - 28, quarter.short, size=11, anchor="middle")
            drawn += text(x, HEIGHT - 12, f"n {one.n}", size=11, anchor="middle", colour=style.QUIET_INK)
    words = " ".join([finding, *(_said(quarter, one) for quarter, one in quarters)])
    return Markup(picture(title, drawn, width, HEIGHT, description=words))  # noqa: S704 - escaped where it is made


def _up(share: float | None) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - (share or 0.0))


def _grid(width: int) -> str:
    drawn = ""
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = _up(share)
        drawn += f'<path d="M{LEFT} {y:.1f}H{width - RIGHT}" stroke="{style.GRID}"/>'
        drawn += text(LEFT - 8, y + 4, f"{share:.0%}", size=11, anchor="end")
    return drawn


def _line(points: Sequence[tuple[float, float]], colour: str, dashes: str) -> str:
    if len(points) < 2:
        return ""
    way = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<path d="M{way}" fill="none" stroke="{colour}" stroke-width="2"{dashed}/>'


def _key() -> str:
    drawn = (
        f'<rect x="8" y="9" width="9" height="9" fill="{style.PAPER}" stroke="{style.INK}" stroke-width="2"/>'
    )
    drawn += text(24, 18, "how sure, mean", size=12)
    drawn += f'<circle cx="132" cy="13.5" r="{DOT}" fill="{style.IMPROVEMENT}"/>'
    return drawn + text(144, 18, "share that came true", size=12)


def _said(quarter: Quarter, one: Sum) -> str:
    if one.share is None or one.mean_sure is None:
        return f"{quarter.label}: no prediction was answered."
    return f"{quarter.label}: {one.mean_sure:.0%} sure, {one.came_true} of {one.n} came true."

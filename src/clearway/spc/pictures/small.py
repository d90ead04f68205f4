"""Sparklines: a series without axes, for a table cell or a heading."""

from collections.abc import Callable

from clearway.spc.pictures import style
from clearway.spc.pictures.hand import mark, picture
from clearway.spc.result import Chart, Point


def sparkline(chart: Chart, *, title: str, width: int = 120, height: int = 32) -> str:
    """A line without axes for a table cell: figures, centre, and the latest point by its verdict."""
    figures = [point.value for point in chart.points if point.value is not None]
    if not figures:
        return picture(f"{title}: no figures yet", "", width, height)
    lines = [point.centre for point in chart.points if point.centre is not None]
    low, high = min(figures + lines), max(figures + lines)
    scale = (height - 12) / (high - low) if high > low else 0.0
    step = (width - 16) / max(len(chart.points) - 1, 1)

    def place(index: int, value: float) -> str:
        down = height / 2 if not scale else height - 6 - (value - low) * scale
        return f"{8 + index * step:.1f} {down:.1f}"

    drawn = _centre_line(chart, place) + _figure_line(chart, place)
    index, latest = next((i, p) for i, p in reversed(list(enumerate(chart.points))) if p.value is not None)
    x, y = (float(part) for part in place(index, latest.value or 0.0).split())
    return picture(title, drawn + mark(style.mark_of(latest), x, y, 3.3), width, height)


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

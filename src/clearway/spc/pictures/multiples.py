"""Small multiples: many small control charts in one picture, read in the same way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

from clearway.common.errors import ClearwayError
from clearway.spc.figures import figure, when
from clearway.spc.pictures import style
from clearway.spc.pictures.axes import Upward, upward
from clearway.spc.pictures.hand import fitted, mark, picture, text
from clearway.spc.pictures.icons import variation_drawing
from clearway.spc.result import Chart, Point
from clearway.spc.words import Unit

Named = Sequence[tuple[str, Chart]]
_LEFT, _BOTTOM, _GAP = 48, 24, 16
_ROOM = 0.02
"""The share of the span of time that is left free at either end."""
_NARROWEST = 200
"""Pixels of the narrowest chart."""


@dataclass(frozen=True)
class _Panel:
    """Where one chart is drawn, and its scales: places from 0 to 1 across, figures upwards."""

    x: float
    y: float
    width: float
    height: float
    up: Upward
    first: float
    last: float
    top: float

    @property
    def dates(self) -> tuple[float, float]:
        """The first and last day that any chart has."""
        room = (self.last - self.first) * _ROOM / (1 + 2 * _ROOM)
        return self.first + room, self.last - room

    def across(self, place: float) -> float:
        reach = (self.last - self.first) or 1.0
        return self.x + _LEFT + (self.width - _LEFT - 8) * (place - self.first) / reach

    def upwards(self, value: float) -> float:
        share = (value - self.up.low) / ((self.up.high - self.up.low) or 1.0)
        return self.y + self.height - _BOTTOM - (self.height - self.top - _BOTTOM) * share


def small_multiples(
    charts: Named,
    *,
    title: str,
    scale: Literal["shared", "free"] = "shared",
    width: int = 920,
    columns: int | None = None,
    panel_height: int = 170,
    source: str = "",
) -> str:
    """One SVG of many small charts, each a (name, chart), in the given order.

    With a `shared` scale all have one vertical axis and can be compared in height; with a `free` one each
    has its own, for measures that differ in size. Where all have dates, all share one span of time.
    `columns` are as many as fit by default. The description holds the sentences of every chart.

    Raises ClearwayError where charts in percent and in numbers are to share a scale.
    """
    if scale == "shared" and len({chart.unit for _, chart in charts}) > 1:
        raise ClearwayError("Charts in percent and in numbers cannot share a scale", mend="Use scale='free'")
    fit = columns or max(1, min(len(charts), (width + _GAP) // (_NARROWEST + _GAP)))
    heading = fitted(title, width - 8, 16, bold=True)
    drawn = f'<rect width="100%" height="100%" fill="{style.PAPER}"/>'
    drawn += "".join(text(2, 18 + 21 * n, line, size=16, bold=True) for n, line in enumerate(heading))
    key, down = _key(charts, width, 8.0 + 21 * len(heading))
    drawn += key + _panels(charts, scale, (width - _GAP * (fit - 1)) / fit, fit, down, panel_height)
    down += -(-len(charts) // fit) * (panel_height + _GAP)
    lines = fitted(_foot(charts, scale, source), width - 8, 12, most=6)
    drawn += "".join(
        text(2, down + 12 + 16 * n, line, size=12, colour=style.QUIET_INK) for n, line in enumerate(lines)
    )
    words = " ".join(f"{name}: {chart.summary.text}" for name, chart in charts)
    return picture(title, drawn, width, down + 8 + 16 * len(lines), description=words)


def _panels(charts: Named, scale: str, wide: float, fit: int, down: float, tall: float) -> str:
    """All charts, `fit` in a row."""
    every = [figure for _, chart in charts for figure in _figures(chart)]
    span = _span(charts)
    top = 20 + 16 * max((len(_name(name, wide)) for name, _ in charts), default=1)
    drawn = ""
    for number, (name, chart) in enumerate(charts):
        up = upward(every if scale == "shared" else _figures(chart), chart.unit, 3)
        first, last = span or (0.5, len(chart.points) + 0.5)
        row, column = divmod(number, fit)
        x, y = column * (wide + _GAP), down + row * (tall + _GAP)
        panel = _Panel(x, y, wide, tall, up, first, last, top)
        drawn += _panel(name, chart, panel, dated=span is not None)
    return drawn


def _figures(chart: Chart) -> list[float | None]:
    figures: list[float | None] = []
    for point in chart.points:
        figures += [point.value, point.lower, point.upper, point.centre, point.target]
    return figures


def _span(charts: Named) -> tuple[float, float] | None:
    """The first and last day of all charts with room at the ends; None where one has no dates."""
    days = [point.date for _, chart in charts for point in chart.points]
    known = [day.toordinal() for day in days if day is not None]
    if not known or len(known) < len(days):
        return None
    room = max((max(known) - min(known)) * _ROOM, 1)
    return min(known) - room, max(known) + room


def _panel(name: str, chart: Chart, panel: _Panel, *, dated: bool) -> str:
    places = [
        float(point.date.toordinal()) if dated and point.date else number + 1.0
        for number, point in enumerate(chart.points)
    ]
    lines = _name(name, panel.width)
    drawn = "".join(text(panel.x + 2, panel.y + 14 + 16 * n, line, bold=True) for n, line in enumerate(lines))
    drawn += (
        f'<g transform="translate({panel.x + panel.width - 30:g} {panel.y:g}) scale(0.5)">'
        f"{variation_drawing(chart.summary.variation)}</g>"
    )
    drawn += _axes(chart, panel, dated=dated)
    drawn += _gaps(chart, panel, places, dated=dated)
    drawn += _lines(chart, panel, places)
    drawn += _figure_line(chart, panel, places)
    radius = 3.2 if len(places) <= 40 else 2.4
    for place, point in zip(places, chart.points, strict=True):
        if point.value is not None:
            drawn += mark(style.mark_of(point), panel.across(place), panel.upwards(point.value), radius)
    return drawn


def _name(name: str, width: float) -> list[str]:
    return fitted(name, width - 34, 13, bold=True, most=2)


def _axes(chart: Chart, panel: _Panel, *, dated: bool) -> str:
    """Three figures upwards, the first and the last date across."""
    right = panel.x + panel.width - 8
    drawn = ""
    for tick in panel.up.ticks:
        y = panel.upwards(tick)
        drawn += f'<path d="M{panel.x + _LEFT:.1f} {y:.1f}H{right:.1f}" stroke="{style.GRID}"/>'
        shown = _tick(tick, panel.up, chart.unit)
        drawn += text(panel.x + _LEFT - 5, y + 4, shown, size=11, anchor="end")
    base = panel.y + panel.height - 8
    days = [point.date for point in chart.points if point.date is not None]
    if dated and days:
        ends = [date.fromordinal(round(end)) for end in panel.dates]
        drawn += text(panel.x + _LEFT, base, _short(ends[0], days), size=11)
        drawn += text(right, base, _short(ends[1], days), size=11, anchor="end")
    return drawn


def _tick(value: float, up: Upward, unit: Unit) -> str:
    decimals = int(up.format.split(".")[1].rstrip("%f"))
    return figure(value, unit, decimals)


def _short(day: date, days: list[date]) -> str:
    return " ".join(word[:3] if word.isalpha() else word for word in when(day, days).split())


def _gaps(chart: Chart, panel: _Panel, places: list[float], *, dated: bool) -> str:
    """Bands where there is no figure."""
    if not places:
        return ""
    empty = [place for place, point in zip(places, chart.points, strict=True) if point.value is None]
    empty += [float(day.toordinal()) for day in chart.absent] if dated else []
    half = (
        (panel.across(places[-1]) - panel.across(places[0])) / max(len(places) + len(chart.absent) - 1, 1) / 2
    )
    top, tall = panel.y + panel.top, panel.height - panel.top - _BOTTOM
    return "".join(
        f'<rect x="{panel.across(place) - half:.1f}" y="{top:.1f}" width="{2 * half:.1f}" '
        f'height="{tall:.1f}" fill="{style.GAP}"/>'
        for place in empty
    )


def _lines(chart: Chart, panel: _Panel, places: list[float]) -> str:
    """Centre, limits and target, each phase by itself."""
    kinds = (
        ("lower", style.LIMIT, "5 3", 1.2),
        ("upper", style.LIMIT, "5 3", 1.2),
        ("centre", style.CENTRE, "", 1.2),
        ("target", style.TARGET, "8 2 2 2", 1.6),
    )
    drawn = ""
    for name, colour, dash, wide in kinds:
        path = ""
        for _, group in groupby(zip(places, chart.points, strict=True), key=lambda pair: pair[1].phase):
            known = [(place, line) for place, point in group if (line := _line(point, name)) is not None]
            steps = [f"{panel.across(place):.1f} {panel.upwards(line):.1f}" for place, line in known]
            path += f"M{'L'.join(steps)}" if steps else ""
        if path:
            dashes = f' stroke-dasharray="{dash}"' if dash else ""
            drawn += f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{wide}"{dashes}/>'
    return drawn


def _line(point: Point, name: str) -> float | None:
    found: float | None = getattr(point, name)
    return found


def _figure_line(chart: Chart, panel: _Panel, places: list[float]) -> str:
    """The figures, not joined across a gap."""
    path, previous = "", None
    for place, point in zip(places, chart.points, strict=True):
        here = point.date
        passed = here and previous and any(previous < gap < here for gap in chart.absent)
        if point.value is not None:
            start = not path or path.endswith(" ") or passed
            path += f"{'M' if start else 'L'}{panel.across(place):.1f} {panel.upwards(point.value):.1f}"
        elif path and not path.endswith(" "):
            path += " "
        previous = here
    return f'<path d="{path.strip()}" fill="none" stroke="{style.LINE}" stroke-width="1.2"/>' if path else ""


def _key(charts: Named, width: float, down: float) -> tuple[str, float]:
    """What the shapes mean, for those that occur."""
    present = {style.mark_of(p).label for _, chart in charts for p in chart.points if p.value is not None}
    x, drawn = 8.0, ""
    for kind in style.MARKS.values():
        if kind.label not in present:
            continue
        room = 32 + 6.4 * len(kind.label)
        if x + room > width and x > 8:
            x, down = 8.0, down + 18
        drawn += mark(kind, x, down + 8, 4) + text(x + 10, down + 12, kind.label, size=12)
        x += room
    return drawn, down + 26


def _foot(charts: Named, scale: str, source: str) -> str:
    one = "one scale for all" if scale == "shared" else "a scale for each"
    titles = sorted({chart.profile_title for _, chart in charts})
    lines = "Solid line: centre; dashed: limits; dash-dot: target; grey bands: no figure."
    rules = f" Rules: {', '.join(titles)}." if titles else ""
    said = f" Source: {source.rstrip('.')}." if source else ""
    return f"{lines} Vertical axes: {one}.{rules}{said}"

"""Axes that people can read: round figures upwards, months or years across."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import ceil, floor, log10
from typing import Any

from clearway.spc.calendar_gaps import Rhythm, find_rhythm
from clearway.spc.words import Unit

_LETTERS_WIDE = 44  # pixels that a month's label takes


@dataclass(frozen=True)
class Upward:
    """The vertical axis: its ends and ticks, in the unit of the figures."""

    low: float
    high: float
    ticks: tuple[float, ...]
    format: str

    @property
    def encoding(self) -> dict[str, Any]:
        return {
            "type": "quantitative",
            "title": None,
            "scale": {"domain": [self.low, self.high], "nice": False, "zero": False},
            "axis": {"values": list(self.ticks), "format": self.format},
        }


def upward(figures: Iterable[float | None], unit: Unit, steps: int = 5) -> Upward:
    """An axis that holds all figures with room to spare, and zero when that is not far away."""
    known = [figure for figure in figures if figure is not None]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    spread = (high - low) or abs(high) or (0.1 if unit is Unit.PERCENT else 1.0)
    padded_low, padded_high = low - 0.08 * spread, high + 0.08 * spread
    if low >= 0 and (padded_low < 0.4 * high or low == high):
        padded_low = 0.0
    step = _round_step((padded_high - padded_low) / steps)
    bottom, top = floor(padded_low / step + 1e-9) * step, ceil(padded_high / step - 1e-9) * step
    if unit is Unit.PERCENT and high <= 1:
        top = min(top, 1.0)
    count = round((top - bottom) / step)
    ticks = tuple(round(bottom + number * step, 12) for number in range(count + 1))
    return Upward(round(bottom, 12), round(top, 12), ticks, _format(step, unit))


def _round_step(rough: float) -> float:
    power = 10.0 ** floor(log10(rough))
    return float(next(nice for nice in (1, 2, 2.5, 5, 10) if rough <= nice * power * (1 + 1e-9)) * power)


def _format(step: float, unit: Unit) -> str:
    shown = step * 100 if unit is Unit.PERCENT else step
    decimals = next((n for n in range(8) if abs(shown * 10**n - round(shown * 10**n)) < 1e-6), 8)
    return f".{decimals}%" if unit is Unit.PERCENT else f",.{decimals}f"


@dataclass(frozen=True)
class Across:
    """The horizontal axis: where a point lies, and how far half a period reaches either side.

    `kind` is the Vega-Lite type of the places, `scale` its scale with the ends, `axis` its ticks and labels.
    """

    positions: tuple[float | str, ...]
    starts: tuple[float | str, ...]
    ends: tuple[float | str, ...]
    kind: str
    scale: dict[str, Any]
    axis: dict[str, Any]

    @property
    def right(self) -> float | str:
        """The right end."""
        end: float | str = self.scale["domain"][1]
        return end


def across(days: Sequence[date | None], width: int, until: date | None = None) -> Across:
    """An axis for these dates, or for 1, 2, 3 ... where there are none.

    It reaches to the period of `until`, where that is later than the last date.
    """
    dated = [day for day in days if day is not None]
    if len(dated) < len(days) or not dated:
        return _numbered(len(days))
    rhythm = _rhythm(dated)
    spans = _spans(dated, rhythm)
    ahead = until is not None and until > dated[-1]
    shown = [*dated, *rhythm.between(dated[-1], until), until] if ahead and until else dated
    most = max(2, width // _LETTERS_WIDE)
    unit = rhythm.days if _found(dated) else 1
    ticks, labels = _time_ticks(shown if rhythm.months else _evenly(shown, unit, most), rhythm.months, most)
    axis = {
        # Plain numbers draw no ticks where the browser interprets expressions instead of compiling them.
        "values": [{"year": d.year, "month": d.month, "date": d.day, "utc": True} for d in ticks],
        "labelExpr": labels,
        "grid": False,
        "labelOverlap": False,
    }
    scale = {
        "type": "utc",
        "domain": [spans[0][0], _period(shown[-1], rhythm)[1] if ahead else spans[-1][1]],
        "nice": False,
    }
    return Across(
        positions=tuple(f"{day.isoformat()}T00:00:00Z" for day in dated),
        starts=tuple(start for start, _ in spans),
        ends=tuple(end for _, end in spans),
        kind="temporal",
        scale=scale,
        axis=axis,
    )


def _numbered(count: int) -> Across:
    places = range(1, count + 1)
    return Across(
        positions=tuple(float(n) for n in places),
        starts=tuple(n - 0.5 for n in places),
        ends=tuple(n + 0.5 for n in places),
        kind="quantitative",
        scale={"domain": [0.5, max(count, 1) + 0.5], "nice": False, "zero": False},
        axis={"format": "d", "tickMinStep": 1, "grid": False},
    )


def period_of(days: Sequence[date | None], day: date) -> tuple[str, str]:
    """Where the period of `day` begins and ends on the axis of these dates."""
    return _period(day, _rhythm([other for other in days if other is not None]))


def falls_in(days: Sequence[date | None], day: date) -> date | None:
    """The date on the axis of the period that `day` falls in, None where that is before or after it.

    A month's point stands for the whole month, so the 20th of March belongs to the point of March.
    """
    dated = [other for other in days if other is not None]
    rhythm = _found(dated)
    if not dated or rhythm is None:
        return day if dated and dated[0] <= day <= dated[-1] else None
    all_days = [dated[0], *rhythm.between(dated[0], dated[-1]), dated[-1]]
    if rhythm.month_ends:
        return next((other for other in all_days if other >= day), None)
    reached = [other for other in all_days if other <= day]
    return reached[-1] if reached and day < rhythm.after(dated[-1], 1) else None


def _period(day: date, rhythm: Rhythm) -> tuple[str, str]:
    """Half way to the neighbouring dates, so that neighbouring periods touch."""
    here = day.toordinal()
    before, after = rhythm.after(day, -1).toordinal(), rhythm.after(day, 1).toordinal()
    return _half(before + here), _half(here + after)


def _spans(days: Sequence[date], rhythm: Rhythm) -> list[tuple[str, str]]:
    """The period of each date; dates of events, which have no rhythm, share the time between them."""
    if _found(days) is not None or len(days) == 1:
        return [_period(day, rhythm) for day in days]
    numbers = [day.toordinal() for day in days]
    halves = [first + second for first, second in pairwise(numbers)]
    edge = max((numbers[-1] - numbers[0]) // len(numbers), 1)
    marks = [2 * numbers[0] - edge, *halves, 2 * numbers[-1] + edge]
    return [(_half(start), _half(end)) for start, end in pairwise(marks)]


def _half(days: int) -> str:
    """The instant half as many days after the calendar's beginning."""
    return f"{date.fromordinal(days // 2).isoformat()}T{12 * (days % 2):02}:00:00Z"


def _rhythm(days: Sequence[date]) -> Rhythm:
    """The step of the calendar; for dates without one, their mean distance in days."""
    found = _found(days)
    if found is not None:
        return found
    if all(day.day == 1 for day in days):
        return Rhythm(months=1)
    return Rhythm(days=max((days[-1] - days[0]).days // len(days), 1))


def _found(days: Sequence[date]) -> Rhythm | None:
    """The rhythm of the dates; several events of one day have none."""
    return find_rhythm(days) if len(set(days)) == len(days) else None


def _evenly(days: Sequence[date], unit: int, most: int) -> list[date]:
    """Days to label: about so many at most, evenly apart, a whole number of units of days."""
    span = (days[-1] - days[0]).days
    step = max(ceil(span / unit / most), 1) * unit
    return [days[0] + timedelta(days=step * number) for number in range(span // step + 1)]


def _time_ticks(days: Sequence[date], months: int, most: int) -> tuple[list[date], str]:
    """The dates that are labelled, and the expression that writes the labels."""
    if months == 12 and all((day.month, day.day) == (4, 1) for day in days):
        every = ceil(len(days) / most)
        year = "utcyear(datum.value)"
        return list(days[::every]), f"{year} + '/' + slice(toString({year} + 1), 2)"
    if months == 0:
        return list(days), "[utcFormat(datum.value, '%-d %b'), utcFormat(datum.value, '%Y')]"
    first = days[0].year * 12 + days[0].month - 1
    last = days[-1].year * 12 + days[-1].month - 1
    step = next((s for s in (1, 2, 3, 6, 12, 24, 36, 60) if (last - first) / s + 1 <= most), 120)
    origin = 3 if step >= 6 else 0  # half years and years are counted from April
    numbers = [number for number in range(first, last + 1) if (number - origin) % step == 0] or [first]
    day = days[0].day
    label = (
        f"[utcFormat(datum.value, '%b'), datum.index == 0 || utcmonth(datum.value) < {step} "
        "? utcFormat(datum.value, '%Y') : '']"
    )
    return [date(number // 12, number % 12 + 1, min(day, 28)) for number in numbers], label

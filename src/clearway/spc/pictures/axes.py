"""Axes that people can read: round figures upwards, months or years across."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
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
    """The horizontal axis: where a point lies, and how far half a period reaches either side."""

    positions: tuple[float | str, ...]
    starts: tuple[float | str, ...]
    ends: tuple[float | str, ...]
    encoding: dict[str, Any]


def across(days: Sequence[date | None], width: int) -> Across:
    """An axis for these dates, or for 1, 2, 3 ... where there are none."""
    dated = [day for day in days if day is not None]
    if len(dated) < len(days) or not dated:
        return _numbered(len(days))
    rhythm = _rhythm(dated)
    months = rhythm.months
    starts, ends = zip(*(_period(day, rhythm) for day in dated), strict=True)
    ticks, labels = _time_ticks(dated, months, max(2, width // _LETTERS_WIDE))
    encoding = {
        "type": "temporal",
        "scale": {"type": "utc", "domain": [_iso(starts[0]), _iso(ends[-1])], "nice": False},
        "axis": {
            # Plain numbers draw no ticks where the browser interprets expressions instead of compiling them.
            "values": [{"year": d.year, "month": d.month, "date": d.day, "utc": True} for d in ticks],
            "labelExpr": labels,
            "grid": False,
            "labelOverlap": False,
        },
    }
    return Across(
        tuple(_iso(_instant(day)) for day in dated),
        tuple(map(_iso, starts)),
        tuple(map(_iso, ends)),
        encoding,
    )


def _numbered(count: int) -> Across:
    places = range(1, count + 1)
    encoding = {
        "type": "quantitative",
        "scale": {"domain": [0.5, max(count, 1) + 0.5], "nice": False, "zero": False},
        "axis": {"format": "d", "tickMinStep": 1, "grid": False},
    }
    return Across(
        tuple(float(n) for n in places),
        tuple(n - 0.5 for n in places),
        tuple(n + 0.5 for n in places),
        encoding,
    )


def period_of(days: Sequence[date | None], day: date) -> tuple[str, str]:
    """Where the period of `day` begins and ends on the axis of these dates."""
    start, end = _period(day, _rhythm([other for other in days if other is not None]))
    return _iso(start), _iso(end)


def _period(day: date, rhythm: Rhythm) -> tuple[datetime, datetime]:
    """Half way to the neighbouring dates, so that neighbouring periods touch."""
    here = _instant(day)
    before, after = _instant(rhythm.after(day, -1)), _instant(rhythm.after(day, 1))
    return here - (here - before) / 2, here + (after - here) / 2


def _rhythm(days: Sequence[date]) -> Rhythm:
    """The step of the calendar; for dates without one, their mean distance in days."""
    found = find_rhythm(days)
    if found is not None:
        return found
    if all(day.day == 1 for day in days):
        return Rhythm(months=1)
    return Rhythm(days=max((days[-1] - days[0]).days // len(days), 1))


def _time_ticks(days: Sequence[date], months: int, most: int) -> tuple[list[date], str]:
    """The dates that are labelled, and the expression that writes the labels."""
    if months == 12 and all((day.month, day.day) == (4, 1) for day in days):
        every = ceil(len(days) / most)
        year = "utcyear(datum.value)"
        return list(days[::every]), f"{year} + '/' + slice(toString({year} + 1), 2)"
    if months == 0:
        every = ceil(len(days) / most)
        return list(days[::every]), "[utcFormat(datum.value, '%-d %b'), utcFormat(datum.value, '%Y')]"
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


def _instant(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _iso(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")

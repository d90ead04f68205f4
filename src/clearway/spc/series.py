"""One series made ready: in order of time, checked, with what is missing told from what is zero."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from math import isfinite, isnan

import numpy as np

from clearway.common.errors import ClearwayError
from clearway.common.periods import FinancialYear, Month, parse_date, parse_period
from clearway.spc.calendar_gaps import Rhythm, absent, find_rhythm
from clearway.spc.limits.base import Family, SameDate
from clearway.spc.same_date import merge
from clearway.spc.words import PointState

When = date | Month | FinancialYear | str
NAN = float("nan")

# Above anything that is counted or measured, and far enough below the largest number there is that
# squares and sums of figures are numbers too.
LARGEST = 1e100


@dataclass(frozen=True)
class Observation:
    """One point: `value` is the plotted figure, a number only when `state` is value or excluded.

    `row` is the name of the row for people, `day` None where the series has no dates. `size` counts the
    figures of a subgroup and `spread` is their standard deviation.
    """

    row: str
    position: int
    day: date | None
    value: float
    numerator: float | None
    denominator: float | None
    state: PointState
    after_gap: bool = False
    size: float = 1.0
    spread: float = NAN


@dataclass(frozen=True)
class Series:
    """Observations in order of time, and the calendar's absent periods."""

    observations: tuple[Observation, ...]
    absent: tuple[date, ...]
    rhythm: Rhythm | None


def as_day(when: When, row: str = "") -> date:
    """The first day of the period or the day that `when` names. Raises ClearwayError."""
    if isinstance(when, Month | FinancialYear):
        return when.first_day
    if isinstance(when, datetime):
        return when.date()
    if isinstance(when, date):
        return when
    try:
        return date.fromisoformat(when.strip())
    except ValueError:
        pass
    with suppress(ClearwayError):
        return parse_date(when)
    try:
        return parse_period(when).first_day
    except ClearwayError:
        raise ClearwayError(
            f"'{when}' is not a date", where=row, mend="Write it as 2025-04-01, 01/04/2025 or 2025-04"
        ) from None


def read_series(
    values: Sequence[float | None],
    dates: Sequence[When] | None,
    denominators: Sequence[float | None] | None,
    rows: Sequence[str | int] | None,
    family: Family,
    same_date: SameDate,
    withheld: Sequence[bool] | None = None,
) -> Series:
    """Checks and orders one series. Raises ClearwayError naming the first row that does not fit.

    `withheld` tells the rows whose figures are not to be shown.
    """
    for name, other in (("dates", dates), ("denominators", denominators), ("rows", rows)):
        if other is not None and len(other) != len(values):
            raise ClearwayError(f"There are {len(values)} values and {len(other)} {name}")
    check_columns(family, denominators is not None, same_date, dates is not None)
    names = [f"row {name}" for name in (rows if rows is not None else range(1, len(values) + 1))]
    found = []
    for position, value in enumerate(values):
        day = None if dates is None else as_day(dates[position], names[position])
        bottom = None if denominators is None else _number(denominators[position])
        seen = observe(
            names[position], position, day, _number(value), bottom, denominators is not None, family
        )
        if withheld is not None and withheld[position]:
            seen = replace(seen, value=NAN, numerator=None, denominator=None, state=PointState.WITHHELD)
        found.append(seen)
    return _in_order(found, dates, family, same_date)


def check_columns(family: Family, denominators: bool, same_date: SameDate, dated: bool) -> None:
    """Raises ClearwayError where the chart needs, or cannot use, denominators or dates."""
    if family.denominators == "needed" and not denominators:
        raise ClearwayError(f"A {family.title} needs denominators", mend="Add them, or choose chart i")
    if family.denominators == "none" and denominators:
        raise ClearwayError(
            f"A {family.title} has no denominators", mend="Leave them out, or choose chart u or p"
        )
    if same_date == "subgroup" and not dated:
        raise ClearwayError(f"A {family.title} needs dates", mend="Give each subgroup a date of its own")
    if same_date == "mean" and denominators:
        raise ClearwayError(
            "Rows with denominators have no plain mean", mend="Choose sum, which adds both counts"
        )


def _number(value: float | None) -> float | None:
    return None if value is None or isnan(value) else float(value)


def observe(
    row: str,
    position: int,
    day: date | None,
    top: float | None,
    bottom: float | None,
    ratio: bool,
    family: Family,
) -> Observation:
    """One row as an observation; a figure that cannot be is refused, never mended."""
    for number in (top, bottom):
        _check_size(row, number)
    _check_least(row, top, family)
    if not ratio:
        state = PointState.MISSING if top is None else PointState.VALUE
        return Observation(row, position, day, NAN if top is None else top, None, None, state)
    if bottom is not None and bottom < 0:
        raise ClearwayError(f"The denominator {bottom:g} is negative", where=row)
    if family.proportion and top is not None:
        _check_share(row, top, bottom)
    if bottom == 0:
        return Observation(row, position, day, NAN, top, bottom, PointState.NO_CASES)
    if top is None or bottom is None:
        return Observation(row, position, day, NAN, top, bottom, PointState.MISSING)
    return Observation(row, position, day, top / bottom, top, bottom, PointState.VALUE)


def _check_size(row: str, figure: float | None) -> None:
    if figure is None or abs(figure) <= LARGEST:
        return
    if not isfinite(figure):
        raise ClearwayError("The figure is infinite", where=row, mend="Leave the cell empty if it is unknown")
    raise ClearwayError(
        f"The figure {figure:g} is too large", where=row, mend="Correct it, or give all in a larger unit"
    )


def _check_least(row: str, figure: float | None, family: Family) -> None:
    if figure is None:
        return
    if family.positive and figure <= 0:
        raise ClearwayError(
            f"The time between events is {figure:g}, and must be above 0",
            where=row,
            mend="Write times in hours, or choose chart g",
        )
    if family.least is not None and figure < family.least:
        raise ClearwayError(f"The count {figure:g} is negative", where=row)


def _check_share(row: str, top: float, bottom: float | None) -> None:
    if top < 0:
        raise ClearwayError(f"The numerator {top:g} is negative", where=row)
    if bottom is not None and top > bottom:
        raise ClearwayError(
            f"The numerator {top:g} is above the denominator {bottom:g}",
            where=row,
            mend="Correct the row; a part cannot be larger than the whole",
        )


def _in_order(
    found: list[Observation], dates: Sequence[When] | None, family: Family, same_date: SameDate
) -> Series:
    if dates is None:
        return Series(tuple(found), (), None)
    dated = sorted(((seen.day, seen) for seen in found if seen.day is not None), key=lambda pair: pair[0])
    if same_date == "refuse":
        for (earlier, first), (later, second) in pairwise(dated):
            if earlier == later:
                raise same_date_error(first.row, second.row, earlier)
    elif same_date != "apart":
        dated = _merged(dated, family, same_date)
    days = list(dict.fromkeys(day for day, _ in dated))
    rhythm = find_rhythm(days) if family.calendar else None
    if rhythm is None and len(days) == 2 and all(isinstance(when, Month) for when in dates):
        rhythm = Rhythm(months=1)
    gaps = absent(days, rhythm)
    return Series(tuple(_placed(dated, gaps)), gaps, rhythm)


def same_date_error(first: str, second: str, day: date) -> ClearwayError:
    """Two rows of one date, which could mean three different things."""
    return ClearwayError(
        f"{first} and {second} have the same date {day.isoformat()}",
        mend="Keep one row a date, or say with same_date whether to sum them, take their mean or keep "
        "them apart",
    )


def _merged(
    dated: list[tuple[date, Observation]], family: Family, same_date: SameDate
) -> list[tuple[date, Observation]]:
    """One observation a date."""
    if not dated:
        return dated
    ratio = any(seen.denominator is not None for _, seen in dated)
    tops = np.array([_top(seen, ratio) for _, seen in dated])
    bottoms = np.array([NAN if seen.denominator is None else seen.denominator for _, seen in dated])
    starts = np.array([i for i in range(len(dated)) if i == 0 or dated[i][0] != dated[i - 1][0]])
    united = merge(tops, bottoms, starts, summed=same_date == "sum")
    values = united.spreads if family.name == "s" else united.values
    result = []
    for place, (first, end) in enumerate(pairwise([*starts, len(dated)])):
        seen, last = dated[first][1], dated[end - 1][1]
        row = seen.row if end == first + 1 else f"{seen.row} to {last.row.removeprefix('row ')}"
        bottom = _number(float(united.denominators[place])) if ratio else None
        one = observe(row, seen.position, seen.day, _number(float(values[place])), bottom, ratio, family)
        one = replace(one, size=float(united.sizes[place]), spread=float(united.spreads[place]))
        result.append((dated[first][0], one))
    return result


def _top(seen: Observation, ratio: bool) -> float:
    if not ratio:
        return seen.value
    return NAN if seen.numerator is None else seen.numerator


def _placed(dated: list[tuple[date, Observation]], gaps: tuple[date, ...]) -> list[Observation]:
    """The observations in order, told which follow a gap."""
    placed: list[Observation] = []
    passed = 0
    for day, seen in dated:
        before = passed
        while passed < len(gaps) and gaps[passed] < day:
            passed += 1
        placed.append(replace(seen, after_gap=True) if passed > before else seen)
    return placed

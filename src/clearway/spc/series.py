"""One series made ready: in order of time, checked, with what is missing told from what is zero."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from math import isfinite, isnan

from clearway.common.errors import ClearwayError
from clearway.common.periods import FinancialYear, Month, parse_period
from clearway.spc.calendar_gaps import Rhythm, absent, find_rhythm
from clearway.spc.limits.base import Family
from clearway.spc.words import PointState

When = date | Month | FinancialYear | str
NAN = float("nan")


@dataclass(frozen=True)
class Observation:
    """One row: `value` is the plotted figure, a number only when `state` is value or excluded.

    `row` is the name of the row for people, `day` None where the series has no dates.
    """

    row: str
    position: int
    day: date | None
    value: float
    numerator: float | None
    denominator: float | None
    state: PointState
    after_gap: bool = False


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
    try:
        return parse_period(when).first_day
    except ClearwayError:
        raise ClearwayError(
            f"'{when}' is not a date", where=row, mend="Write it as 2025-04-01 or 2025-04"
        ) from None


def read_series(
    values: Sequence[float | None],
    dates: Sequence[When] | None,
    denominators: Sequence[float | None] | None,
    rows: Sequence[str | int] | None,
    excluded: frozenset[date],
    family: Family,
) -> Series:
    """Checks and orders one series. Raises ClearwayError naming the first row that does not fit."""
    for name, other in (("dates", dates), ("denominators", denominators), ("rows", rows)):
        if other is not None and len(other) != len(values):
            raise ClearwayError(f"There are {len(values)} values and {len(other)} {name}")
    if family.proportion and denominators is None:
        raise ClearwayError(f"A {family.title} needs denominators", mend="Add them, or choose chart i")
    names = [f"row {name}" for name in (rows if rows is not None else range(1, len(values) + 1))]
    found = []
    for position, value in enumerate(values):
        day = None if dates is None else as_day(dates[position], names[position])
        bottom = None if denominators is None else _number(denominators[position])
        found.append(_observe(names[position], position, day, _number(value), bottom, denominators, family))
    return _in_order(found, dates, excluded)


def _number(value: float | None) -> float | None:
    return None if value is None or isnan(value) else float(value)


def _observe(
    row: str,
    position: int,
    day: date | None,
    top: float | None,
    bottom: float | None,
    denominators: object,
    family: Family,
) -> Observation:
    """One row as an observation; a figure that cannot be is refused, never mended."""
    if any(number is not None and not isfinite(number) for number in (top, bottom)):
        raise ClearwayError("The figure is infinite", where=row, mend="Leave the cell empty if it is unknown")
    if denominators is None:
        state = PointState.MISSING if top is None else PointState.VALUE
        return Observation(row, position, day, NAN if top is None else top, None, None, state)
    if bottom is not None and bottom < 0:
        raise ClearwayError(f"The denominator {bottom:g} is negative", where=row)
    if family.proportion and top is not None and bottom is not None:
        _check_share(row, top, bottom)
    if bottom == 0:
        return Observation(row, position, day, NAN, top, bottom, PointState.NO_CASES)
    if top is None or bottom is None:
        return Observation(row, position, day, NAN, top, bottom, PointState.MISSING)
    return Observation(row, position, day, top / bottom, top, bottom, PointState.VALUE)


def _check_share(row: str, top: float, bottom: float) -> None:
    if top < 0:
        raise ClearwayError(f"The numerator {top:g} is negative", where=row)
    if top > bottom:
        raise ClearwayError(
            f"The numerator {top:g} is above the denominator {bottom:g}",
            where=row,
            mend="Correct the row; a part cannot be larger than the whole",
        )


def _in_order(found: list[Observation], dates: Sequence[When] | None, excluded: frozenset[date]) -> Series:
    if dates is None:
        return Series(tuple(found), (), None)
    dated = sorted(((seen.day, seen) for seen in found if seen.day is not None), key=lambda pair: pair[0])
    for (earlier, first), (later, second) in pairwise(dated):
        if earlier == later:
            raise ClearwayError(
                f"{first.row} and {second.row} have the same date {earlier.isoformat()}",
                mend="Keep one row a date",
            )
    days = [day for day, _ in dated]
    rhythm = find_rhythm(days)
    if rhythm is None and len(days) == 2 and all(isinstance(when, Month) for when in dates):
        rhythm = Rhythm(months=1)
    gaps = absent(days, rhythm)
    return Series(tuple(_placed(dated, gaps, excluded)), gaps, rhythm)


def _placed(
    dated: list[tuple[date, Observation]], gaps: tuple[date, ...], excluded: frozenset[date]
) -> list[Observation]:
    """The observations in order, told which follow a gap and which are excluded."""
    placed: list[Observation] = []
    remaining = list(gaps)
    for day, seen in dated:
        passed = [gap for gap in remaining if gap < day]
        remaining = remaining[len(passed) :]
        state = seen.state
        if day in excluded and state is PointState.VALUE:
            state = PointState.EXCLUDED
        placed.append(
            Observation(
                seen.row,
                seen.position,
                day,
                seen.value,
                seen.numerator,
                seen.denominator,
                state,
                bool(passed),
            )
        )
    return placed

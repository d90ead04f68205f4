"""Months and financial years: the two periods that figures are published for.

The text of a period (`2025-04`, `2019/20`) is what is stored, exported and typed; the objects
here know its days, its neighbours and its order. A financial year runs from 1 April to 31 March.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import total_ordering
from typing import Self, TypeVar

from clearway.common.errors import ClearwayError

_MONTH_NAMES = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTH_NAMES |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_PIVOT = 70  # a two-digit year below this is in this century, as in POSIX


@total_ordering
class _Ordered:
    """Order of periods by their first day, then by their last: April 2019 comes before 2019/20."""

    @property
    def first_day(self) -> date:
        raise AttributeError

    @property
    def last_day(self) -> date:
        raise AttributeError

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, _Ordered):
            return NotImplemented
        return (self.first_day, self.last_day) < (other.first_day, other.last_day)

    def contains(self, day: date) -> bool:
        """Whether `day` falls in the period."""
        return self.first_day <= _plain(day) <= self.last_day


@dataclass(frozen=True)
class Month(_Ordered):
    """A calendar month; `Month(2025, 4)` is April 2025."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (_FIRST_YEAR <= self.year <= _LAST_YEAR and 1 <= self.month <= 12):
            raise ClearwayError(
                f"There is no month {self.month} of {self.year}",
                mend=f"Use a year from {_FIRST_YEAR} to {_LAST_YEAR} and a month from 1 to 12",
            )

    @classmethod
    def of(cls, day: date) -> Self:
        """The month that `day` falls in."""
        return cls(day.year, day.month)

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    @property
    def label(self) -> str:
        """For people: `April 2025`."""
        return f"{calendar.month_name[self.month]} {self.year}"

    @property
    def financial_year(self) -> "FinancialYear":
        """The financial year that the month is in."""
        return FinancialYear(self.year if self.month >= 4 else self.year - 1)

    def shift(self, months: int) -> Self:
        """The month that lies `months` later, or earlier when negative."""
        years, zero_based = divmod(self.year * 12 + self.month - 1 + months, 12)
        return type(self)(years, zero_based + 1)

    def next(self) -> Self:
        return self.shift(1)

    def previous(self) -> Self:
        return self.shift(-1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True)
class FinancialYear(_Ordered):
    """The twelve months from April of `start`; `FinancialYear(2019)` is 2019/20."""

    start: int

    def __post_init__(self) -> None:
        if not _FIRST_YEAR <= self.start <= _LAST_YEAR:
            raise ClearwayError(
                f"There is no financial year that starts in {self.start}",
                mend=f"Use a year from {_FIRST_YEAR} to {_LAST_YEAR}",
            )

    @classmethod
    def of(cls, day: date) -> Self:
        """The financial year that `day` falls in."""
        return cls(day.year if day.month >= 4 else day.year - 1)

    @property
    def first_day(self) -> date:
        return date(self.start, 4, 1)

    @property
    def last_day(self) -> date:
        return date(self.start + 1, 3, 31)

    @property
    def label(self) -> str:
        """For people: `2019/20 (April to March)`."""
        return f"{self} (April to March)"

    @property
    def months(self) -> tuple[Month, ...]:
        """Its twelve months, April first."""
        april = Month(self.start, 4)
        return tuple(april.shift(number) for number in range(12))

    def next(self) -> Self:
        return type(self)(self.start + 1)

    def previous(self) -> Self:
        return type(self)(self.start - 1)

    def __str__(self) -> str:
        return f"{self.start:04d}/{(self.start + 1) % 100:02d}"


Period = Month | FinancialYear
_OnePeriod = TypeVar("_OnePeriod", Month, FinancialYear)


def parse_period(text: str) -> Period:
    """The period that `text` names.

    Months: `2025-04`, `Apr-25`, `APR-2025`, `April 2025`, a first of the month as `01/04/2025` or
    `2025-04-01`. Financial years: `2019/20`, `2019/2020`. `2019-20` is refused here, where it could
    be meant as a month; `parse_financial_year` reads it. Raises ClearwayError.
    """
    tidy = text.strip()
    year = _financial_year(tidy, separators="/")
    if year is not None:
        return year
    month = _month(tidy)
    if month is not None:
        return month
    raise ClearwayError(
        f"'{tidy}' is not a month or a financial year",
        mend="Write a month as 2025-04 and a financial year as 2019/20",
    )


def parse_month(text: str) -> Month:
    """As `parse_period`, for a place where only a month will do. Raises ClearwayError."""
    month = _month(text.strip())
    if month is None:
        raise ClearwayError(f"'{text.strip()}' is not a month", mend="Write it as 2025-04")
    return month


def parse_financial_year(text: str) -> FinancialYear:
    """The financial year that `text` names, as `2019/20`, `2019-20` or `2019/2020`. Raises ClearwayError."""
    year = _financial_year(text.strip(), separators="/-–")
    if year is None:
        raise ClearwayError(f"'{text.strip()}' is not a financial year", mend="Write it as 2019/20")
    return year


def months_between(earlier: Month, later: Month) -> int:
    """How many months `later` lies after `earlier`; negative when it lies before."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def period_range(first: _OnePeriod, last: _OnePeriod) -> Iterator[_OnePeriod]:
    """Every period from `first` to `last`, both included, without a gap; none when `last` is before."""
    period = first
    while period <= last:
        yield period
        period = period.next()


def reporting_month(start: str | date, end: str | date) -> Month:
    """The month that a start and an end cell stand for, where a spreadsheet may have swapped day and month.

    Opening a British CSV in a spreadsheet set to American dates turns 01/04/2025 (1 April) into
    4 January, but cannot misread 30/04/2025. So each cell is read as written and with day and
    month swapped; the month is the one with a reading of the start as its first day and of the end
    as its last. There is never more than one, for a last day cannot be swapped: no month ends
    before the 28th. Raises ClearwayError when there is none.
    """
    starts = _readings(start)
    for last in _readings(end):
        month = Month.of(last)
        if last == month.last_day and month.first_day in starts:
            return month
    raise ClearwayError(
        f"The reporting period {_shown(start)} to {_shown(end)} is not the first and last day of a month",
        mend="Correct the dates in the file, or use the file as it was published",
    )


def parse_date(value: str | date) -> date:
    """A day from a date, `2025-04-30` or `30/04/2025` (day first). Raises ClearwayError."""
    if isinstance(value, date):
        return _plain(value)
    text = value.strip()
    iso = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})(?:[T ][\d:.]+)?", text)
    british = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if british:
            return date(int(british[3]), int(british[2]), int(british[1]))
    except ValueError:
        pass  # a day that the calendar does not have is reported like any other text
    raise ClearwayError(f"'{text}' is not a date", mend="Write it as 2025-04-30 or 30/04/2025")


def _readings(value: str | date) -> set[date]:
    """The day as written, and with day and month swapped; those of the two that are days."""
    american = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", value.strip()) if isinstance(value, str) else None
    if american and int(american[2]) > 12:
        return {parse_date(f"{american[2]}/{american[1]}/{american[3]}")}
    day = parse_date(value)
    return {day, day.replace(month=day.day, day=day.month)} if day.day <= 12 else {day}


def _plain(day: date) -> date:
    return day.date() if isinstance(day, datetime) else day


def _shown(value: str | date) -> str:
    return _plain(value).isoformat() if isinstance(value, date) else value.strip()


def _financial_year(text: str, *, separators: str) -> FinancialYear | None:
    match = re.fullmatch(rf"(\d{{4}})[{re.escape(separators)}](\d{{2}}|\d{{4}})", text)
    if match is None:
        return None
    start, end = int(match[1]), int(match[2])
    return FinancialYear(start) if end == (start + 1) % 10 ** len(match[2]) else None


def _month(text: str) -> Month | None:
    iso = re.fullmatch(r"(\d{4})-(\d{2})", text)
    if iso:
        return Month(int(iso[1]), int(iso[2])) if 1 <= int(iso[2]) <= 12 else None
    named = re.fullmatch(r"([A-Za-z]+)[-\s']+(\d{4}|\d{2})", text)
    if named:
        number = _MONTH_NAMES.get(named[1].lower())
        return Month(_full_year(named[2]), number) if number else None
    try:
        day = parse_date(text)
    except ClearwayError:
        return None
    return Month.of(day) if day.day == 1 else None


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if year < _PIVOT else 1900)

"""The time that a report is about: a month, or a quarter of a financial year."""

import re
from dataclasses import dataclass
from datetime import date

from clearway.common.errors import ClearwayError
from clearway.common.periods import FinancialYear, Month, parse_month

QUARTER = re.compile(r"(\d{4})-(\d{2})-q([1-4])")
MONTHS_OFFERED, QUARTERS_OFFERED = 12, 6


@dataclass(frozen=True, order=True)
class Span:
    """Whole months from `first_month` on."""

    first_month: Month
    months: int

    @property
    def last_month(self) -> Month:
        """The last one."""
        return self.first_month.shift(self.months - 1)

    @property
    def first(self) -> date:
        """The first day."""
        return self.first_month.first_day

    @property
    def last(self) -> date:
        """The last day."""
        return self.last_month.last_day

    @property
    def id(self) -> str:
        """As in an address: "2026-10", or "2026-27-q3"."""
        if self.months == 1:
            return str(self.first_month)
        return f"{str(self._year).replace('/', '-')}-q{self._quarter}"

    @property
    def label(self) -> str:
        """As people say it."""
        if self.months == 1:
            return self.first_month.label
        return f"quarter {self._quarter} of {self._year} ({self.first:%B} to {self.last_month.label})"

    @property
    def name(self) -> str:
        """The label at the beginning of a line."""
        return self.label[:1].upper() + self.label[1:]

    def next(self) -> "Span":
        """The same length after it."""
        return Span(self.first_month.shift(self.months), self.months)

    def previous(self) -> "Span":
        """The same length before it."""
        return Span(self.first_month.shift(-self.months), self.months)

    def holds(self, day: date | None) -> bool:
        """Whether the day lies in it."""
        return day is not None and self.first <= day <= self.last

    def has_ended(self, today: date) -> bool:
        """Whether all of it is over."""
        return self.last < today

    @property
    def _year(self) -> FinancialYear:
        return self.first_month.financial_year

    @property
    def _quarter(self) -> int:
        return (self.first_month.first_day.month - 4) % 12 // 3 + 1


def parse_span(text: str) -> Span:
    """The span of an address. Raises ClearwayError for anything else."""
    found = QUARTER.fullmatch(text)
    if found is None:
        return Span(parse_month(text), 1)
    year = int(found[1])
    if (year + 1) % 100 != int(found[2]):
        raise ClearwayError(f"'{text}' is not a quarter", mend="Write it as 2026-27-q1")
    return Span(Month(year, 4).shift(3 * (int(found[3]) - 1)), 3)


def begun_span(text: str, today: date) -> Span:
    """The span of an address on which there is something to report. Raises ClearwayError for any other."""
    span = parse_span(text)
    if span.first > today:
        raise ClearwayError(f"{span.label} has not begun", mend=f"Ask for {last_month(today).id}")
    return span


def last_month(today: date) -> Span:
    """The last month that has ended."""
    return Span(Month.of(today).previous(), 1)


def last_quarter(today: date) -> Span:
    """The last quarter of a financial year that has ended."""
    month = Month.of(today)
    return Span(month.shift(-((month.first_day.month - 4) % 3) - 3), 3)


def offered(newest: Span) -> tuple[Span, ...]:
    """The newest and those before it."""
    spans = [newest]
    for _ in range((MONTHS_OFFERED if newest.months == 1 else QUARTERS_OFFERED) - 1):
        spans.append(spans[-1].previous())
    return tuple(spans)

"""Scored predictions summed, and quarter by quarter of the year in which they were answered. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

from clearway.common.periods import Month
from clearway.web.cycles.predicting import Scored


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a calendar year, 1 to 4."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        """The one that holds the day."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def label(self) -> str:
        """January to March 2026."""
        first, last = Month(self.year, 3 * self.number - 2), Month(self.year, 3 * self.number)
        return f"{first.first_day:%B} to {last.label}"

    @property
    def short(self) -> str:
        """Jan-Mar 26, where there is little room."""
        first, last = Month(self.year, 3 * self.number - 2), Month(self.year, 3 * self.number)
        return f"{first.first_day:%b}\u2013{last.first_day:%b %y}"

    def next(self) -> Self:
        """The quarter after it."""
        return type(self)(self.year + self.number // 4, self.number % 4 + 1)


@dataclass(frozen=True)
class Sum:
    """So many predictions that met their answer, and how many came true.

    `mean_sure` is how sure people were on average, `share` how many came true, both as fractions; `brier` is
    the mean of the squared distances between chance and answer. All three are None where there is none.
    """

    n: int
    came_true: int
    mean_sure: float | None
    brier: float | None

    @property
    def share(self) -> float | None:
        """How many of them came true."""
        return self.came_true / self.n if self.n else None


def summed(scored: Iterable[Scored]) -> Sum:
    """All of them together."""
    rows = list(scored)
    n = len(rows)
    return Sum(
        n=n,
        came_true=sum(row.came_true for row in rows),
        mean_sure=sum(row.sure for row in rows) / n / 100 if n else None,
        brier=sum(row.brier for row in rows) / n if n else None,
    )


def by_quarter(answered: Iterable[tuple[date, Scored]]) -> list[tuple[Quarter, Sum]]:
    """From the first quarter with an answer to the last; one without any is in its place, and is no zero."""
    found: dict[Quarter, list[Scored]] = defaultdict(list)
    for day, scored in answered:
        found[Quarter.of(day)].append(scored)
    if not found:
        return []
    sums, quarter = [], min(found)
    while quarter <= max(found):
        sums.append((quarter, summed(found.get(quarter, ()))))
        quarter = quarter.next()
    return sums

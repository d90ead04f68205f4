"""From counts by provider and month to every level of organisation, with the states of cells.

A provider and month has values only when its submission for that month was read; any other month is
not_collected. Levels above the provider are sums of its counts, by where the provider belonged on the
first day of the month.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from clearway.common.organisations import NATION, SYNTHETIC_TRUST, Level
from clearway.common.periods import Month
from clearway.measures.computed import Computed
from clearway.measures.results import Result, State

Head = tuple[str, str, str, int, str, str, str]
"""Measure, component, parameter, version, organisation level and code, period."""

Counts = Mapping[tuple[str, int], tuple[int, int]]
"""Numerator and denominator by provider and month number (year x 12 + month - 1)."""


@dataclass(frozen=True)
class Place:
    """Where a provider belonged from a first to a last day; `icb` and `region` may be empty."""

    provider: str
    first_day: date
    last_day: date
    icb: str
    region: str


class Coverage:
    """Which months of which providers were read, and where providers belonged."""

    def __init__(self, submissions: Iterable[tuple[str, date]], places: Iterable[Place]) -> None:
        self.read = {(provider, number_of(period)) for provider, period in submissions}
        self.providers = sorted({provider for provider, _ in self.read})
        numbers = [number for _, number in self.read]
        self.months = range(min(numbers), max(numbers) + 1) if numbers else range(0)
        self._places: dict[str, list[Place]] = defaultdict(list)
        for place in sorted(places, key=lambda place: place.first_day):
            self._places[place.provider].append(place)
        self._above = {
            (provider, number): self._organisations(provider, number)
            for provider in self.providers
            for number in self.months
        }

    def above(self, provider: str, number: int) -> list[tuple[Level, str]]:
        """The organisations that a provider's counts are part of in a month, nearest first.

        The made-up trust is part of none: its figures would be no statement about England.
        """
        return self._above.get((provider, number), [])

    def _organisations(self, provider: str, number: int) -> list[tuple[Level, str]]:
        if provider == SYNTHETIC_TRUST:
            return []
        place = self._place(provider, month_of(number).first_day)
        found = [(Level.ICB, place.icb), (Level.REGION, place.region)] if place else []
        return [(level, code) for level, code in found if code] + [(Level.NATIONAL, NATION)]

    def _place(self, provider: str, day: date) -> Place | None:
        held = self._places.get(provider, [])
        index = bisect_right([place.first_day for place in held], day) - 1
        return held[index] if index >= 0 and day <= held[index].last_day else None


def number_of(day: date) -> int:
    """The month number of a day."""
    return day.year * 12 + day.month - 1


def month_of(number: int) -> Month:
    """The month of a month number."""
    return Month(number // 12, number % 12 + 1)


def all_levels(measure: Computed, counts: Counts, coverage: Coverage) -> list[Result]:
    """Every row of one measure: providers, ICBs, regions and the nation, by code and month."""
    found: dict[tuple[Level, str, int], tuple[int, int] | None] = {}
    for provider in coverage.providers:
        for number in coverage.months:
            cell = None
            if (provider, number) in coverage.read:
                cell = counts.get((provider, number - measure.shift), (0, 0))
            found[Level.PROVIDER, provider, number] = cell
            for level, code in coverage.above(provider, number):
                found[level, code, number] = _sum(found.get((level, code, number)), cell)
    ordered = sorted(found, key=lambda key: (_RANK[key[0]], key[1], key[2]))
    periods = {number: str(month_of(number)) for number in coverage.months}
    heads = {level: (*measure.key, "", measure.version, level.value) for level in _RANK}
    return [
        _result(measure.is_count, (*heads[key[0]], key[1], periods[key[2]]), found[key]) for key in ordered
    ]


_RANK = {Level.PROVIDER: 0, Level.ICB: 1, Level.REGION: 2, Level.NATIONAL: 3}


def _sum(left: tuple[int, int] | None, right: tuple[int, int] | None) -> tuple[int, int] | None:
    """Not collected and a count is the count: nothing is put in the place of what was not sent."""
    if left is None or right is None:
        return left or right
    return left[0] + right[0], left[1] + right[1]


def _result(is_count: bool, head: Head, cell: tuple[int, int] | None) -> Result:
    """One row of the output from its counts, or from none when nothing was collected."""
    if cell is None:
        return Result(*head, None, None, None, State.NOT_COLLECTED)
    numerator, denominator = cell
    if is_count:
        return Result(*head, numerator, None, float(numerator), State.VALUE)
    if denominator == 0:
        return Result(*head, 0, 0, None, State.NOT_APPLICABLE)
    return Result(*head, numerator, denominator, numerator / denominator, State.VALUE)

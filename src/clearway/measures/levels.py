"""From counts by provider and month to every level of organisation, with the states of cells.

A provider and month has values only when its submission for that month was read; any other month is
not_collected. Levels above the provider are sums of its counts, by where the provider belonged on the
first day of the month.
"""

import gc
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from clearway.common.organisations import DEMONSTRATION, NATION, SYNTHETIC_TRUST, Level
from clearway.common.periods import Month
from clearway.measures.computed import Computed
from clearway.measures.results import Result, State

Numbers = NDArray[np.int64]

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

        The made-up trust is part of none, and the made-up collaborative no part of England: their figures
        would be no statement about it.
        """
        return self._above.get((provider, number), [])

    @cached_property
    def grid(self) -> "Grid":
        """The cells of the output, which are the same for every measure."""
        return Grid.of(self)

    def _organisations(self, provider: str, number: int) -> list[tuple[Level, str]]:
        if provider == SYNTHETIC_TRUST:
            return []
        place = self._place(provider, month_of(number).first_day)
        found = [(Level.ICB, place.icb), (Level.REGION, place.region)] if place else []
        nation = [] if place and place.region == DEMONSTRATION else [(Level.NATIONAL, NATION)]
        return [(level, code) for level, code in found if code] + nation

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


@dataclass(frozen=True)
class Grid:
    """The cells of one measure in the order of the output, and which counts are part of which.

    The months of all providers are numbered through, a provider at a time. `part` and `cell` say, pair by
    pair, that the counts of such a month are part of a cell; only months that were read are part of any.
    """

    levels: list[str]
    codes: list[str]
    periods: list[str]
    place: dict[str, int]
    first_month: int
    months: int
    part: Numbers
    cell: Numbers
    not_collected: list[int]

    @classmethod
    def of(cls, coverage: Coverage) -> "Grid":
        """The cells that a coverage gives."""
        parts = [
            (_RANK[level], code, number, index * len(coverage.months) + order, (provider, number))
            for index, provider in enumerate(coverage.providers)
            for order, number in enumerate(coverage.months)
            for level, code in [(Level.PROVIDER, provider), *coverage.above(provider, number)]
        ]
        order = {cell: place for place, cell in enumerate(sorted({part[:3] for part in parts}))}
        read = [
            (part, order[rank, code, number])
            for rank, code, number, part, month in parts
            if month in coverage.read
        ]
        names = {rank: level.value for level, rank in _RANK.items()}
        periods = {number: str(month_of(number)) for number in coverage.months}
        return cls(
            [names[rank] for rank, _, _ in order],
            [code for _, code, _ in order],
            [periods[number] for _, _, number in order],
            {provider: index * len(coverage.months) for index, provider in enumerate(coverage.providers)},
            min(coverage.months, default=0),
            len(coverage.months),
            np.array([part for part, _ in read], np.int64),
            np.array([cell for _, cell in read], np.int64),
            sorted(set(range(len(order))) - {cell for _, cell in read}),
        )

    def sums(self, counts: Counts, shift: int) -> tuple[Numbers, Numbers]:
        """Numerators and denominators of the cells; counts of a month go into the month `shift` later."""
        # Filled as lists: arrays are slow one number at a time.
        above = [0] * (len(self.place) * self.months)
        below = above.copy()
        for (provider, number), (one, other) in counts.items():
            month = number + shift - self.first_month
            if provider in self.place and 0 <= month < self.months:
                place = self.place[provider] + month
                above[place], below[place] = one, other
        return self._added(above), self._added(below)

    def _added(self, counts: list[int]) -> Numbers:
        # Sums are whole numbers far below 2 to the power 53, which floats hold exactly.
        held = np.array(counts, np.int64)[self.part]
        return np.bincount(self.cell, held, len(self.codes)).astype(np.int64)


def all_levels(measure: Computed, counts: Counts, coverage: Coverage) -> list[Result]:
    """Every row of one measure: providers, ICBs, regions and the nation, by code and month.

    Not collected and a count is the count: nothing is put in the place of what was not sent.
    """
    grid = coverage.grid
    above, below = grid.sums(counts, measure.shift)
    numerators, denominators, values, states = _figures(measure, above, below)
    for cell in grid.not_collected:
        numerators[cell] = denominators[cell] = values[cell] = None
        states[cell] = State.NOT_COLLECTED
    same = [repeat(text) for text in (*measure.key, "", measure.version)]
    columns: list[Iterable[object]] = [
        *same, grid.levels, grid.codes, grid.periods, numerators, denominators, values, states,
    ]  # fmt: skip
    with without_search_for_cycles():
        return list(map(Result._make, zip(*columns, strict=False)))


@contextmanager
def without_search_for_cycles() -> Iterator[None]:
    """Rows are in no cycle, and the search would pass over all of them again and again as they are made."""
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


_RANK = {Level.PROVIDER: 0, Level.ICB: 1, Level.REGION: 2, Level.NATIONAL: 3}


def _figures(
    measure: Computed, above: Numbers, below: Numbers
) -> tuple[list[float | None], list[int | None], list[float | None], list[State]]:
    """Numerators, denominators, values and states of cells in which something was collected."""
    states = [State.VALUE] * len(above)
    if measure.is_count:
        return above.tolist(), [None] * len(above), above.astype(float).tolist(), states
    nobody = below == 0
    if measure.divided_by > 1:
        above = above / measure.divided_by  # type: ignore[assignment] # halves are exact
    numerators, values = np.where(nobody, 0, above).tolist(), (above / np.where(nobody, 1, below)).tolist()
    for cell in np.flatnonzero(nobody).tolist():
        values[cell], states[cell] = None, State.NOT_APPLICABLE
    return numerators, below.tolist(), values, states

"""A figure as the rules see it, and small questions about figures."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from clearway.common.periods import parse_period


class Figure(Protocol):
    """What the rules read of a figure: a published value and an `Entry` both are one."""

    @property
    def measure(self) -> str: ...
    @property
    def component(self) -> str: ...
    @property
    def parameter(self) -> str: ...
    @property
    def org_level(self) -> str: ...
    @property
    def org_code(self) -> str: ...
    @property
    def period(self) -> str: ...
    @property
    def numerator(self) -> float | None: ...
    @property
    def denominator(self) -> float | None: ...
    @property
    def value(self) -> float | None: ...


@dataclass(frozen=True)
class Entry:
    """One figure as it is typed or computed, before anybody relies on it.

    `kind` is that of the measure's definition: proportion, count, mean, score or status. Of a count the
    numerator is the number; of a proportion the value may be left out where both counts are given. None is
    missing, and never 0.
    """

    measure: str
    org_level: str
    org_code: str
    period: str
    numerator: float | None = None
    denominator: float | None = None
    value: float | None = None
    component: str = ""
    parameter: str = ""
    kind: str = "proportion"


Values = tuple[Figure, ...]
Series = tuple[str, str, str, str, str]
"""Measure, component, parameter, organisation level and code."""


def series_of(figure: Figure) -> Series:
    """What stays the same from period to period."""
    return figure.measure, figure.component, figure.parameter, figure.org_level, figure.org_code


def place_of(figure: Figure) -> tuple[str, ...]:
    """What the components of one category table have in common."""
    return figure.measure, figure.parameter, figure.org_level, figure.org_code, figure.period


def by_series(figures: Iterable[Figure]) -> Iterator[list[Figure]]:
    """Figures of one measure, component, organisation and kind of period, in order of time."""
    series: dict[tuple[str, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        series[(*series_of(figure), type(parse_period(figure.period)).__name__)].append(figure)
    for group in series.values():
        yield sorted(group, key=lambda figure: parse_period(figure.period))


def measure_words(figure: Figure) -> str:
    """The measure with its component and parameter."""
    return " ".join(part for part in (figure.measure, figure.component, figure.parameter) if part)


def name(figure: Figure) -> str:
    """The figure in words."""
    return f"{measure_words(figure)} of {figure.org_code} ({figure.org_level}), {figure.period}"


def count_words(count: float | None) -> str:
    """A count in words; a missing one is not 0."""
    return "no number" if count is None else f"{count:,.10g}"


def percent(share: float) -> str:
    """A share as a percentage to one decimal place."""
    return f"{100 * share:.1f}%"

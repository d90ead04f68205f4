"""Groups an organisation's rows into series: what may be joined by one line, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from clearway.common.parameters import in_address, reading
from clearway.common.periods import FinancialYear
from clearway.measures.definitions import Definition, Direction, definitions
from clearway.measures.model import Kind
from clearway.web.publications.models import Value
from clearway.web.publications.selectors import of_one_parameter

QUALITY = "cqim-dq-"
"""How the ids of the national data-quality tests begin; they say whether a rate can be believed."""


@dataclass(frozen=True)
class Series:
    """The rows of one measure, component and parameter, all months or all years, oldest first.

    Annual and monthly figures are never one series: some annual files count deliveries where the
    monthly ones count women. `sheet` is None for a measure that has no definition.
    """

    measure: str
    component: str
    parameter: str
    yearly: bool
    rows: tuple[Value, ...]
    sheet: Definition | None

    @property
    def parameter_asked(self) -> str:
        """How an address asks for the parameter; empty for a measure without a blank in its name."""
        return in_address(self.parameter) if self.sheet and self.sheet.parameter else ""

    @property
    def latest(self) -> Value:
        """The newest row, be it a figure or a reason."""
        return self.rows[-1]

    @property
    def is_share(self) -> bool:
        """Whether the figures are fractions, which people read in per cent."""
        return self.kind is Kind.PROPORTION

    @property
    def kind(self) -> Kind:
        """What sort of number the figures are; of a measure without a sheet the rows tell."""
        if self.sheet:
            return self.sheet.kind
        return Kind.COUNT if self.latest.denominator is None else Kind.PROPORTION

    @property
    def direction(self) -> Direction:
        """Which way is better."""
        return self.sheet.direction if self.sheet else Direction.NEUTRAL

    @property
    def title(self) -> str:
        """The measure in a few words."""
        return self.sheet.short_title if self.sheet else self.measure

    @property
    def part(self) -> str:
        """The component and parameter in words, or an empty text."""
        component = self.sheet.component(self.component) if self.sheet else None
        return ", ".join(filter(None, (component.title if component else self.component, self.parameter)))

    @property
    def rank(self) -> int:
        """0: measures with a better direction, 1: counts and categories, 2: data-quality tests."""
        if self.measure.startswith(QUALITY):
            return 2
        return 1 if self.direction is Direction.NEUTRAL else 0


def series_of(rows: Sequence[Value]) -> list[Series]:
    """The series among an organisation's rows, in the order in which people want them.

    Measures with a better direction come first, then the counts and categories behind them, then the
    data-quality tests; within that the order of the sheets, and of the components in their sheet.
    """
    known = definitions()
    places = {name: place for place, name in enumerate(known)}
    found = [
        _series(tuple(of_one_parameter(group)), known.get(key[0]))
        for key, group in groupby(sorted(rows, key=_in_order), key=_group)
    ]
    return sorted(
        found, key=lambda one: (one.rank, places.get(one.measure, len(places)), one.yearly, _part(one))
    )


def _series(rows: tuple[Value, ...], sheet: Definition | None) -> Series:
    last = rows[-1]
    yearly = isinstance(last.when, FinancialYear)
    return Series(last.measure, last.component, last.parameter, yearly, rows, sheet)


def _group(row: Value) -> tuple[str, str, str, bool]:
    return row.measure, row.component, reading(row.parameter), isinstance(row.when, FinancialYear)


def _in_order(row: Value) -> tuple[object, ...]:
    return _group(row), row.period_start, row.pk


def _part(series: Series) -> int:
    parts = [part.id for part in series.sheet.components] if series.sheet else []
    return parts.index(series.component) if series.component in parts else len(parts)

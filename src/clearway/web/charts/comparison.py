"""Organisations of one level side by side in one period, and why some have no figure."""

from collections.abc import Sequence
from dataclasses import dataclass

from clearway.common.errors import ClearwayError
from clearway.common.organisations import NATION, Level, directory
from clearway.common.periods import Period, parse_period
from clearway.spc import wilson
from clearway.web.people.access import NOBODY, Access
from clearway.web.publications import selectors
from clearway.web.publications.models import SourceFile, Value


@dataclass(frozen=True)
class Unit:
    """One organisation's proportion with its 95% Wilson interval, as fractions."""

    code: str
    name: str
    numerator: float
    denominator: float
    value: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Absent:
    """An organisation without a figure, and the reason as published."""

    code: str
    name: str
    reason: str


@dataclass(frozen=True)
class Comparison:
    """All organisations of a level for one measure and period, in the order of their value.

    `nation` is the published national figure, never a sum over the organisations.
    """

    measure: str
    level: Level
    period: Period
    units: tuple[Unit, ...]
    absent: tuple[Absent, ...]
    nation: Value | None
    source: SourceFile | None

    def unit(self, code: str) -> Unit | None:
        """The organisation with that code, when it has a figure."""
        return next((unit for unit in self.units if unit.code == code), None)


def compare(
    measure: str,
    period: str,
    level: Level,
    component: str = "",
    access: Access = NOBODY,
    parameter: str | None = None,
) -> Comparison:
    """Read the comparison from the value table, as far as `access` allows to see it."""
    rows = selectors.comparison(measure, period, level.value, component, access, parameter)
    units = [unit for unit in map(_unit, rows) if unit is not None]
    units.sort(key=lambda unit: (unit.value, unit.name))
    absent = [Absent(row.org_code, _name(row.org_code), reason_of(row)) for row in rows if _unit(row) is None]
    national = selectors.comparison(measure, period, Level.NATIONAL.value, component, parameter=parameter)
    nation = next((row for row in national if row.org_code == NATION and row.value is not None), None)
    source = rows[0].source if rows else None
    absent.sort(key=lambda one: one.name)
    return Comparison(measure, level, parse_period(period), tuple(units), tuple(absent), nation, source)


def _unit(row: Value) -> Unit | None:
    """A row with a proportion that can be compared, else None."""
    if row.value is None or row.numerator is None or not row.denominator:
        return None
    try:
        lower, upper = wilson(row.numerator, row.denominator)
    except ClearwayError:
        return None  # rounded counts can put the numerator above the denominator
    return Unit(row.org_code, _name(row.org_code), row.numerator, row.denominator, row.value, lower, upper)


def _name(code: str) -> str:
    organisation = directory().find(code)
    return organisation.name if organisation else code


STATE_WORDS = {
    "not_applicable": "nobody in the denominator",
    "not_collected": "not collected",
    "not_yet_due": "not yet due",
    "withheld": "withheld",
}


def reason_of(row: Value) -> str:
    """Why a row has no figure that can be drawn, in words."""
    return row.note or STATE_WORDS.get(row.state, "the counts do not make a proportion")


def names(units: Sequence[Absent]) -> str:
    """Organisations with their reasons, as one sentence part."""
    return "; ".join(f"{unit.name} ({unit.reason})" for unit in units)

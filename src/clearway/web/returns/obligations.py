"""What an organisation owes for a month, and what of it is held already."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from clearway.common.organisations import Organisation
from clearway.common.parameters import in_address, reading
from clearway.common.periods import Month
from clearway.measures.definitions import Definition, definitions
from clearway.measures.register import MAIN_PACKAGE
from clearway.package.loader import shipped_packages
from clearway.package.model import PackageMeasure
from clearway.package.parts import MeasureClass
from clearway.web.calendar.guard import dates_of
from clearway.web.publications.models import COMPUTED, RETURN, Value
from clearway.web.returns.cells import TAKEN_BACK as TAKEN_BACK
from clearway.web.returns.cells import CellEntry
from clearway.web.returns.choices import Chosen, choices_of, decided
from clearway.web.returns.keys import CellKey, read_key


class Status(StrEnum):
    """Where the figure of a cell comes from, if there is one."""

    CENTRE = "centre"
    """Published by the centre; nobody types it."""
    RECORDS = "records"
    """Computed from the organisation's own records; nobody types it."""
    ENTERED = "entered"
    """Entered by the organisation, be it a figure or the reason why there is none."""
    MISSING = "missing"


@dataclass(frozen=True)
class Owed:
    """One cell of a month: a measure, with its component and what fills its blank, and what is held.

    `value` is the row of the figure; where it was emptied again, the row that says so, and the status is
    missing. `drivers` are the chosen drivers that ask for the measure.
    """

    measure: str
    component: str
    parameter: str
    class_: MeasureClass
    drivers: tuple[str, ...]
    status: Status
    sampled: bool
    value: Value | None
    due: date

    @property
    def key(self) -> tuple[str, str, str]:
        """What the cell is of."""
        return self.measure, self.component, self.parameter

    @cached_property
    def definition(self) -> Definition:
        """The measure's definition sheet."""
        return definitions()[self.measure]

    @property
    def title(self) -> str:
        """The short name for people, with the component and what fills the blank."""
        part = self.definition.component(self.component)
        extras = [part.title if part else "", self.parameter]
        return ": ".join([self.definition.short_title, *(each for each in extras if each)])

    @property
    def parameter_asked(self) -> str:
        """How an address asks for what fills the blank; empty for a measure without one."""
        return in_address(self.parameter) if self.definition.parameter else ""

    @property
    def held(self) -> bool:
        """Whether there is a figure or a reason."""
        return self.status is not Status.MISSING

    @property
    def to_enter(self) -> bool:
        """Whether it is the organisation's to type."""
        return self.status in (Status.ENTERED, Status.MISSING)


def owed(organisation: Organisation, period: Month, package_id: str = MAIN_PACKAGE) -> tuple[Owed, ...]:
    """What the organisation owes for the month, in the package's order."""
    return owed_of([organisation.code], [period], package_id)[organisation.code, period]


def owed_of(
    org_codes: Collection[str], periods: Collection[Month], package_id: str = MAIN_PACKAGE
) -> Mapping[tuple[str, Month], tuple[Owed, ...]]:
    """What each of these organisations owes for each of these months, in two queries."""
    choices = choices_of(org_codes, package_id)
    rows = _rows(org_codes, periods, package_id)
    return {
        (code, period): tuple(
            _cells(rows[code, str(period)], period, decided(choices.get(code, ()), period), package_id)
        )
        for code in org_codes
        for period in periods
    }


def asked(chosen: Chosen, package_id: str = MAIN_PACKAGE) -> tuple[PackageMeasure, ...]:
    """The measures that follow from the choices: those for all, those of the drivers, those opted into."""
    return tuple(
        measure
        for measure in shipped_packages()[package_id].measures
        if measure.class_ is MeasureClass.ALL
        or (measure.class_ is MeasureClass.DRIVER and set(measure.drivers) & chosen.drivers)
        or (measure.id in chosen.measures and set(measure.drivers) & chosen.drivers)
    )


def _rows(
    org_codes: Collection[str], periods: Collection[Month], package_id: str
) -> Mapping[tuple[str, str], dict[tuple[str, str, str], Value]]:
    wanted: set[str] = set()
    for measure in shipped_packages()[package_id].measures:
        sheet = definitions().get(measure.id)
        wanted |= {measure.id, *(sheet.published_as if sheet else ())}
    values = Value.objects.current().filter(
        org_code__in=set(org_codes), period__in={str(period) for period in periods}, measure__in=wanted
    )
    found: dict[tuple[str, str], dict[tuple[str, str, str], Value]] = defaultdict(dict)
    for row in values.select_related("source", "detail").order_by("recorded_at", "pk"):
        held, key = found[row.org_code, row.period], read_key((row.measure, row.component, row.parameter))
        before = held.get(key)
        if before is None or row.state != TAKEN_BACK or row.parameter == before.parameter:
            held[key] = row  # of two spellings the one recorded last; to empty one empties no other
    return found


def _cells(
    rows: Mapping[tuple[str, str, str], Value], period: Month, chosen: Chosen, package_id: str
) -> Iterator[Owed]:
    due = dates_of(period, package_id).due
    for measure in asked(chosen, package_id):
        sheet = definitions().get(measure.id)
        if sheet is None:  # an example package has no definition sheets, and nothing to enter
            continue
        drivers = tuple(driver for driver in measure.drivers if driver in chosen.drivers)
        for component in [part.id for part in sheet.components] or [""]:
            for parameter in _parameters(sheet, chosen):
                row, status = _held(rows, sheet, component, parameter)
                yield Owed(
                    measure.id,
                    component,
                    parameter,
                    measure.class_,
                    drivers,
                    status,
                    measure.sampled,
                    row,
                    due,
                )


def _parameters(sheet: Definition, chosen: Chosen) -> Sequence[str]:
    """A measure with a blank is owed once for each thing that fills it, once without where nothing does."""
    return (chosen.blanks(sheet.id) or ("",)) if sheet.parameter else ("",)


def _held(
    rows: Mapping[tuple[str, str, str], Value], sheet: Definition, component: str, parameter: str
) -> tuple[Value | None, Status]:
    """The figure by where it comes from: from records, from the centre, typed."""
    blank = reading(parameter)
    own = rows.get((sheet.id, component, blank))
    if own is not None and own.source.layout in COMPUTED:
        return own, Status.RECORDS
    if own is not None and own.source.layout != RETURN:
        return own, Status.CENTRE
    if own is None or own.state == TAKEN_BACK:
        for measure in sheet.published_as:
            published = rows.get((measure, component, blank))
            if published is not None and published.state == "value":
                return published, Status.CENTRE
        return own, Status.MISSING
    return own, Status.ENTERED


def as_asked(cells: Iterable[CellEntry], asked: Iterable[CellKey]) -> list[CellEntry]:
    """The cells, each with what fills its blank as the organisation spells it; others stay as they are."""
    spelt = {read_key(key): key[2] for key in asked}
    return [replace(cell, parameter=spelt.get(read_key(cell.key), cell.parameter)) for cell in cells]

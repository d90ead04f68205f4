"""Reads the grid: three queries, however many trusts and months."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Q
from django.utils import timezone

from clearway.common.organisations import Level, Organisation, directory
from clearway.common.periods import Month
from clearway.measures.definitions import definitions
from clearway.measures.register import MAIN_PACKAGE
from clearway.package.loader import shipped_packages
from clearway.web.calendar.guard import dates_of
from clearway.web.calendar.states import states_of
from clearway.web.coordination.counting import CellKey, Figure, Origin, count_cells
from clearway.web.coordination.grid import Change, Field, Held, Move, Totals, make_field, moved, totals
from clearway.web.publications.models import RETURN, Value
from clearway.web.returns.choices import Chosen, choices_of, decided
from clearway.web.returns.keys import read_key
from clearway.web.returns.models import Look
from clearway.web.returns.obligations import asked

ABOVE_TRUSTS = (Level.ICB, Level.REGION, Level.NATIONAL)
FIRST_LOOK = timedelta(days=30)
"""How far back somebody sees what moved who has never said that they looked."""

Key = tuple[str, Month]
"""A trust and a month."""


@dataclass(frozen=True)
class Grid:
    """Trusts x months of a place, newest month first, on a day."""

    place: Organisation
    trusts: tuple[Organisation, ...]
    months: tuple[Month, ...]
    fields: Mapping[Key, Field]
    today: date

    def of_month(self, period: Month) -> list[Field]:
        """The fields of one month, a trust each."""
        return [self.fields[trust.code, period] for trust in self.trusts]

    def of_trust(self, code: str) -> list[Field]:
        """The fields of one trust, newest month first."""
        return [self.fields[code, period] for period in self.months]

    def totals(self, period: Month) -> Totals:
        """The totals of one month."""
        return totals(period, dates_of(period), self.of_month(period), self.today)

    def moves(self, since: datetime, besides: str = "") -> list[Move]:
        """What moved since a moment by others than one person, newest first."""
        found = [move for one in self.fields.values() if (move := moved(one, since, besides))]
        return sorted(found, key=lambda move: move.at, reverse=True)


def trusts_of(place: Organisation) -> tuple[Organisation, ...]:
    """The trusts of an LMNS, a region or the nation, by name."""
    if place.level not in ABOVE_TRUSTS:
        return ()
    return tuple(sorted(directory().providers(place.code), key=lambda trust: trust.name))


def months_before(today: date, count: int) -> tuple[Month, ...]:
    """The last months that have ended, newest first."""
    newest = Month.of(today).previous()
    return tuple(newest.shift(-back) for back in range(count))


def grid_of(place: Organisation, months: Sequence[Month], today: date | None = None) -> Grid:
    """The grid of a place."""
    day, trusts = today or timezone.localdate(), trusts_of(place)
    codes = [trust.code for trust in trusts]
    fields = fields_of(codes, months, day)
    return Grid(place, trusts, tuple(months), fields, day)


def fields_of(codes: Collection[str], months: Collection[Month], today: date) -> dict[Key, Field]:
    """The field of every one of these trusts in every one of these months."""
    held = _held(codes, months)
    states = states_of(codes, months)
    dates = {period: dates_of(period) for period in months}
    return {
        (code, period): make_field(
            directory().get(code), period, dates[period], held[code, period], states[code, period], today
        )
        for code in codes
        for period in months
    }


def last_look(key: str, place: Organisation) -> datetime | None:
    """When the person last said that they had seen what moved in a place."""
    return Look.objects.filter(key=key, org_code=place.code).values_list("at", flat=True).first()


@lru_cache(maxsize=512)
def cells_owed(chosen: Chosen, package_id: str = MAIN_PACKAGE) -> tuple[CellKey, ...]:
    """The cells that follow from what an organisation chose, by the keys by which they are looked up."""
    found: list[CellKey] = []
    for measure in asked(chosen, package_id):
        sheet = definitions().get(measure.id)
        if sheet is None:  # an example package has nothing to enter
            continue
        blanks = (chosen.blanks(sheet.id) or ("",)) if sheet.parameter else ("",)
        parts = [part.id for part in sheet.components] or [""]
        found += [read_key((sheet.id, part, blank)) for part in parts for blank in blanks]
    return tuple(found)


@lru_cache
def published_names(package_id: str = MAIN_PACKAGE) -> Mapping[str, tuple[str, ...]]:
    """Under which names the centre publishes the package's measures."""
    sheets = [definitions().get(measure.id) for measure in shipped_packages()[package_id].measures]
    return {sheet.id: sheet.published_as for sheet in sheets if sheet}


@dataclass
class _Rows:
    """The current rows of one month of one trust, and what was written to its return."""

    current: dict[CellKey, Figure] = field(default_factory=dict)
    written: list[datetime] = field(default_factory=list)
    last: Change | None = None
    newest: int = 0


def _held(codes: Collection[str], months: Collection[Month]) -> dict[Key, Held]:
    if not codes or not months:
        return {}
    choices, rows = choices_of(codes), _rows(codes, months)
    names = published_names()
    found: dict[Key, Held] = {}
    for code in codes:
        for period in months:
            ours = rows[code, str(period)]
            owed = cells_owed(decided(choices.get(code, ()), period))
            counts = count_cells(owed, ours.current, names)
            found[code, period] = Held(counts, tuple(ours.written), ours.last, ours.newest)
    return found


_COLUMNS = (
    "pk", "supersedes_id", "org_code", "period", "measure", "component", "parameter", "state",
    "recorded_at", "recorded_by", "source__layout", "stamped",
)  # fmt: skip


def _rows(codes: Collection[str], months: Collection[Month]) -> dict[tuple[str, str], _Rows]:
    """Every row of these months, read once: which of them are current is worked out here, not asked."""
    wanted = {name for measure, names in published_names().items() for name in (measure, *names)}
    read = Value.objects.filter(
        Q(org_code__in=set(codes), measure__in=wanted, period__in=[str(month) for month in months])
    ).annotate(stamped=Q(source__stamp__isnull=False))
    rows = list(read.order_by("pk").values_list(*_COLUMNS))
    superseded = {row[1] for row in rows}
    found: dict[tuple[str, str], _Rows] = defaultdict(_Rows)
    for row in rows:
        _take(found[row[2], row[3]], row, current=row[0] not in superseded)
    return found


def _take(month: _Rows, row: tuple[Any, ...], *, current: bool) -> None:
    pk, _, _, _, measure, component, parameter, state, at, by, layout, stamped = row
    if current:
        origin = Origin.RECORDS if stamped else Origin.RETURN if layout == RETURN else Origin.CENTRE
        month.current[read_key((measure, component, parameter))] = Figure(origin, state)
    if layout == RETURN:
        month.written.append(at)
        month.last = Change(at, by)
        month.newest = pk

"""An export becomes rows of this site: all of it, in one transaction, or nothing."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import DatabaseError, transaction

from clearway.common.errors import ClearwayError
from clearway.common.organisations import directory
from clearway.web.archive.cells import ROW, canonical, heard, told
from clearway.web.archive.guests import Guest, guests, who_needs_a_yes
from clearway.web.archive.joining import join_others
from clearway.web.archive.models import Aside, Elsewhere
from clearway.web.archive.own_part import nobodys_part, own_part
from clearway.web.archive.reading import MEND_COPY, Archive
from clearway.web.archive.references import ELSEWHERE, find, inside
from clearway.web.archive.tables import PEOPLE, Column, Table, tables
from clearway.web.audit.checking import check_chain
from clearway.web.audit.checking_accesses import check_accesses
from clearway.web.audit.models import ChainHead, Person, record
from clearway.web.audit.person import CLEARWAY
from clearway.web.audit.tables import BEGIN, INSTANCE

IMPORT = "import organisation"
SHARED = (PEOPLE, "publications.SourceFile")
"""Tables of which rows may be here before: they belong to several organisations."""
TOLD_EVERY = 200

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Arrived:
    """What an import did. `elsewhere` counts references to rows that are not here, `joined` those of others
    that lead to rows of this organisation and waited for them.
    """

    code: str
    rows: int
    accounts: int
    known: int
    roles: int
    elsewhere: int
    joined: int


def bring_in(
    archive: Archive, *, people: bool, by: Person, progress: Progress = lambda done, total: None
) -> Arrived:
    """Make the rows of the export. `people` says that somebody agreed to its accounts and roles.

    Raises ClearwayError, and leaves everything as it was, where: the organisation is not known or has rows
    here, an account or a role was not agreed to, a row does not fit or refers to one that is not there, or
    the logs are not what was written.
    """
    if directory().find(archive.code) is None:
        raise ClearwayError(
            f"The organisation {archive.code} is not in the directory of this version",
            mend="Import it with a newer version of Clearway",
        )
    with transaction.atomic():
        _refuse_present(archive.code)
        found = guests(archive)
        if not people and (waiting := who_needs_a_yes(found)):
            raise ClearwayError(
                f"{_people(len(waiting))} would get an account or a role here",
                where=archive.name,
                mend="Read the list of them, then add --people",
            )
        arrival = _Arrival(archive, found, progress)
        arrival.write()
        _check_arrived(archive)
        joined = join_others(archive.code)
        return _recorded(archive, arrival, found, joined, by)


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number:,} people"


def _refuse_present(code: str) -> None:
    held = {
        name: count
        for name, table in tables().items()
        if name not in SHARED and (count := table.rows(code).count())
    }
    if held:
        first = next(iter(held))
        raise ClearwayError(
            f"{code} has rows here already: {held[first]:,} in {first}"
            + (f", and others in {len(held) - 1} more tables" if len(held) > 1 else ""),
            mend="An organisation is imported only where there is nothing of it: use a fresh site",
        )


def _check_arrived(archive: Archive) -> None:
    """All rows belong to the organisation, and its logs are what was written."""
    for name, table in tables().items():
        said = archive.manifest.tables.get(name)
        there = table.rows(archive.code).count()
        there += Aside.objects.filter(org_code=archive.code, table=name, row="").count()
        if there != (said.rows if said else 0):
            raise ClearwayError(
                f"A row of {name} does not belong to {archive.code}", where=archive.name, mend=MEND_COPY
            )
    for log, state in (("change", check_chain(archive.code)), ("access", check_accesses(archive.code))):
        if state.fault is not None:
            raise ClearwayError(
                f"The {log} log was changed at event {state.fault.sequence}: {state.fault.what}",
                where=archive.name,
                mend="Do not use this export: ask where it was made",
            )


def _recorded(
    archive: Archive, arrival: "_Arrival", found: Mapping[int, Guest], joined: int, by: Person
) -> Arrived:
    """Tell of it in the log of this site; the organisation's own log stays as it came."""
    if ChainHead.objects.filter(organisation=archive.code).exists():
        record(organisation=INSTANCE, action=BEGIN, subject=archive.code, by=CLEARWAY, details={})
    arrived = Arrived(
        code=archive.code,
        rows=archive.rows,
        accounts=sum(guest.account is None for guest in found.values()),
        known=sum(guest.account is not None for guest in found.values()),
        roles=sum(len(guest.roles) for guest in found.values()),
        elsewhere=arrival.away,
        joined=joined,
    )
    details = {
        "manifest": archive.sha256,
        "made_by": archive.manifest.made_by.version,
        "rows": arrived.rows,
        "joined": joined,
        "accounts": arrived.accounts,
        "roles": arrived.roles,
        "people": [guest.email for guest in who_needs_a_yes(found)],
    }
    record(organisation=INSTANCE, action=IMPORT, subject=archive.code, by=by, details=details)
    return arrived


class _AwayError(Exception):
    """A row must refer to something that is not here."""


class _Arrival:
    """One import, table by table and row by row, in the order in which the rows were written."""

    def __init__(self, archive: Archive, found: Mapping[int, Guest], progress: Progress) -> None:
        self.archive, self.guests, self.progress = archive, found, progress
        self.keys: dict[str, dict[int, Any]] = defaultdict(dict)
        self.done = self.away = 0
        self.gone: dict[str, Any] = {}

    def write(self) -> None:
        """Make all rows."""
        for table in tables().values():
            stood = 0
            for cells in self.archive.lines(table.name):
                number = int(cells[ROW])
                try:
                    stood += self._row(table, number, cells, stood)
                except (ValueError, RecursionError) as error:
                    where = f"{table.file}, line {number}"
                    raise ClearwayError(
                        f"The row cannot be taken: {error}", where=where, mend=MEND_COPY
                    ) from None
                except DatabaseError as error:
                    where = f"{table.file}, line {number}"
                    why = str(error).splitlines()[0]
                    raise ClearwayError(
                        f"The database refuses the row: {why}", where=where, mend=MEND_COPY
                    ) from None
                self.done += 1
                if self.done % TOLD_EVERY == 0:
                    self.progress(self.done, self.archive.rows)

    def _row(self, table: Table, number: int, cells: dict[str, Any], stood: int) -> int:
        """Make one row; 1 where it stands in its table, 0 where it is kept aside."""
        self.gone = {}
        try:
            values = self._values(table, cells)
        except _AwayError:
            self._aside(table, cells, stood)
            return 0
        key = self._here_before(table, number, cells)
        if key is None:
            row = table.model(**values)
            row.save_base(raw=True, force_insert=True)  # as it came: no column is set to now
            key = row.pk
        self.keys[table.name][number] = key
        self._remember(table, key)
        return 1

    def _values(self, table: Table, cells: Mapping[str, Any]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for column in table.columns:
            if column.name not in cells:  # the export is older than the column
                values[column.field.attname] = column.default
                continue
            try:
                values[column.field.attname] = self._value(table, column, cells[column.name])
            except ValueError as error:
                raise ValueError(f"{column.name}: {error}") from None
        values |= {name: token_hex(32) for name in table.kept.anew}
        if table.name == PEOPLE:
            values["password"] = make_password(None)
        return values

    def _value(self, table: Table, column: Column, said: Any) -> Any:
        if column.kind == "row":
            return self._reference(table, column, said)
        if column.kind == "file" and said is not None:
            if not isinstance(said, str):
                raise ValueError("a file goes by its SHA-256")
            return self.archive.file(f"files/{said}")
        value = heard(column.kind, column.field, said)
        if column.kind == "json" and isinstance(value, dict):
            for name, where, part, target in inside(table):
                if where == column.name and value.get(part) is not None:
                    value = {**value, part: self._key(table, name, target, value[part])}
        return value

    def _reference(self, table: Table, column: Column, said: Any) -> Any:
        if said is None:
            if not column.field.null:
                raise ValueError("it may not be empty (null)")
            return None
        key = self._key(table, column.name, column.target, said)
        if key is None and not column.field.null:
            raise _AwayError
        return key

    def _key(self, table: Table, name: str, target: str, said: Any) -> Any:
        """The key here of a row that another refers to; None where it is elsewhere."""
        if type(said) is int:
            if said not in self.keys[target]:
                raise ValueError(f"it refers to row {said} of {target}, which is not there")
            return self.keys[target][said]
        if not isinstance(said, dict) or set(said) != {ELSEWHERE} or name not in table.kept.beyond:
            raise ValueError(f"it is no reference to a row of {target}")
        key = find(target, said[ELSEWHERE])
        if key is None:
            self.gone[name] = said[ELSEWHERE]
            self.away += 1
        return key

    def _here_before(self, table: Table, number: int, cells: Mapping[str, Any]) -> Any:
        """The key of a row that is here already and is the same."""
        if table.name == PEOPLE:
            return self.guests[number].account
        if not table.kept.same:
            return None
        row = table.model._base_manager.filter(**{table.kept.same: cells[table.kept.same]}).first()
        if row is None:
            return None
        for column in table.columns:
            if column.name in cells:
                self._check_same(table, column, getattr(row, column.field.attname), cells[column.name])
        return row.pk

    def _check_same(self, table: Table, column: Column, held: Any, said: Any) -> None:
        """A row that is here says the same; its part about this organisation may be missing, and is kept."""
        if told(column.kind, own_part(table, column.name, held, self.archive.code)) == said:
            return
        parts = [canonical(nobodys_part(table, column.name, each)) for each in (held, said)]
        if column.name not in table.kept.own or parts[0] != parts[1]:
            raise ValueError(f"the same is here already, with another {column.name}")
        self.gone[column.name] = said

    def _remember(self, table: Table, key: Any) -> None:
        for name, known_by in self.gone.items():
            Elsewhere.objects.create(
                org_code=self.archive.code, table=table.name, row=str(key), field=name, known_by=known_by
            )

    def _aside(self, table: Table, cells: Mapping[str, Any], stood: int) -> None:
        """Keep a row whole; its references go by keys, because numbers of people may move."""
        if any(column.kind == "file" for column in table.columns) or table.kept.keys:
            raise ValueError("it refers to something that is not here")
        kept = {name: canonical(value) for name, value in cells.items() if name != ROW}
        for column in table.references:
            if type(kept[column.name]) is int:
                key = self.keys[column.target][kept[column.name]]
                kept[column.name] = key if isinstance(key, int) else str(key)
        Aside.objects.create(org_code=self.archive.code, table=table.name, after=stood, cells=kept)

"""An organisation as a folder of files: the same state gives the same bytes, wherever its rows lie."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection, models, transaction

from clearway import __version__
from clearway.common.errors import ClearwayError
from clearway.common.organisations import Organisation
from clearway.web.archive.cells import ROW, canonical, line, told
from clearway.web.archive.models import Aside, Elsewhere
from clearway.web.archive.own_part import own_part
from clearway.web.archive.references import ELSEWHERE, Numbers, inside
from clearway.web.archive.tables import Column, Table, tables

FORMAT = 1
MANIFEST, README = "manifest.json", "README.txt"
CHUNK, CHUNK_WITH_FILES = 1000, 10
TOLD_EVERY = 200
"""After how many rows an export tells how far it has come."""

Progress = Callable[[int, int], None]


@dataclass
class Written:
    """What lies in the folder: the manifest, and the SHA-256 of its bytes."""

    manifest: dict[str, Any] = field(default_factory=dict)
    sha256: str = ""

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(table["rows"] for table in self.manifest["tables"].values())


def write_folder(
    organisation: Organisation, folder: Path, progress: Progress = lambda done, total: None
) -> Written:
    """Write all that is kept of the organisation into an empty folder.

    Raises ClearwayError where a file of it is just being read.
    """
    with transaction.atomic():
        _one_moment()
        refuse_unfinished(organisation.code)
        return _Export(organisation, folder, progress).write()


def _one_moment() -> None:
    """All tables as they were at one moment. SQLite's transactions see only one anyway."""
    outermost = len(connection.atomic_blocks) == 1  # the level can be set only before the first question
    if connection.vendor == "postgresql" and outermost:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def refuse_unfinished(code: str) -> None:
    """Raises ClearwayError where something of the organisation is half done by a job, which stays behind."""
    for table in tables().values():
        waits = dict(table.kept.waits)
        what = waits.pop("what", "")
        if what and table.rows(code).filter(**waits).exists():
            raise ClearwayError(
                f"{what} for {code}", mend="Wait until that is done, or cancel it, then export again"
            )


class _Export:
    """One export, table by table."""

    def __init__(self, organisation: Organisation, folder: Path, progress: Progress) -> None:
        self.organisation, self.folder, self.progress = organisation, folder, progress
        self.numbers = Numbers()
        self.elsewhere = {
            (one.table, one.row, one.field): one.known_by
            for one in Elsewhere.objects.filter(org_code=organisation.code)
        }
        self.files: dict[str, dict[str, Any]] = {}
        self.tables: dict[str, dict[str, Any]] = {}
        self.done = self.total = 0

    def write(self) -> Written:
        """Write all files, the manifest last."""
        self.total = sum(table.rows(self.organisation.code).count() for table in tables().values())
        for table in tables().values():
            self._table(table)
        self._file(README, readme(self.organisation).encode())
        manifest = {
            "format": FORMAT,
            "made_by": {"program": "Clearway", "version": __version__},
            "organisation": {"code": self.organisation.code, "name": self.organisation.name},
            "tables": {name: self.tables[name] for name in sorted(self.tables)},
            "files": {name: self.files[name] for name in sorted(self.files)},
        }
        content = json.dumps(manifest, indent=1).encode("ascii") + b"\n"
        (self.folder / MANIFEST).write_bytes(content)
        return Written(manifest, hashlib.sha256(content).hexdigest())

    def _file(self, name: str, content: bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self.files[name] = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}

    def _table(self, table: Table) -> None:
        aside = list(Aside.objects.filter(org_code=self.organisation.code, table=table.name).order_by("pk"))
        joined = _joined(table, aside)
        every = table.rows(self.organisation.code).values_list("pk", flat=True)
        keys = [key for key in every if key not in joined]
        self.numbers.give(table, [joined_key(table, one) or one for one in _with_gaps(keys, aside)])
        if not keys and not aside:
            return
        path = self.folder / table.file
        path.parent.mkdir(parents=True, exist_ok=True)
        digest, size, count = hashlib.sha256(), 0, 0
        with path.open("wb") as file:
            for cells in self._lines(table, aside):
                count += 1
                written = line({ROW: count, **cells})
                digest.update(written)
                size += file.write(written)
                self.done += 1
                if self.done % TOLD_EVERY == 0:
                    self.progress(self.done, max(self.total, self.done))
        self.files[table.file] = {"sha256": digest.hexdigest(), "bytes": size}
        columns = {column.name: column.told for column in table.columns}
        self.tables[table.name] = {"file": table.file, "rows": count, "columns": columns}

    def _lines(self, table: Table, aside: list[Aside]) -> Iterator[dict[str, Any]]:
        """The rows that are here, and among them those that could not stand here when they came."""
        joined = _joined(table, aside)
        names = [column.field.attname for column in table.columns]
        chunk = CHUNK_WITH_FILES if any(column.kind == "file" for column in table.columns) else CHUNK
        every = table.rows(self.organisation.code).values_list("pk", *names)
        late = {row[0]: row for row in every.filter(pk__in=joined)} if joined else {}
        rows = (row for row in every.iterator(chunk_size=chunk) if row[0] not in joined)
        for one in _with_gaps(rows, aside):
            row = late.get(joined_key(table, one)) if isinstance(one, Aside) else one
            yield self._aside(table, one) if row is None else self._row(table, *row)

    def _row(self, table: Table, key: Any, *values: Any) -> dict[str, Any]:
        return {
            column.name: self._cell(table, column, key, value)
            for column, value in zip(table.columns, values, strict=True)
        }

    def _cell(self, table: Table, column: Column, key: Any, value: Any) -> Any:
        if column.kind == "row":
            return self._reference(table, column.name, key, column.target, value)
        if column.kind == "file":
            return self._body(value)
        if column.name in table.kept.own:
            gone = self.elsewhere.get((table.name, str(key), column.name))
            value = gone if gone is not None else own_part(table, column.name, value, self.organisation.code)
        if column.kind == "json" and isinstance(value, dict):
            for name, where, part, target in inside(table):
                if where == column.name and part in value:
                    value = {**value, part: self._reference(table, name, key, target, value[part])}
        return told(column.kind, value)

    def _reference(self, table: Table, name: str, key: Any, target: str, value: Any) -> Any:
        gone = self.elsewhere.get((table.name, str(key), name)) if value is None else None
        if gone is not None:
            return {ELSEWHERE: canonical(gone)}
        return self.numbers.of(target, value, beyond=name in table.kept.beyond)

    def _body(self, value: Any) -> str | None:
        if value is None:
            return None
        content = bytes(value)
        name = hashlib.sha256(content).hexdigest()
        if f"files/{name}" not in self.files:
            self._file(f"files/{name}", content)
        return name

    def _aside(self, table: Table, one: Aside) -> dict[str, Any]:
        cells = {**_defaults(table), **one.cells}
        for column in table.references:
            if not isinstance(cells[column.name], dict):
                target: models.Field[Any, Any] = tables()[column.target].model._meta.pk
                cells[column.name] = self.numbers.of(column.target, target.to_python(cells[column.name]))
        return {column.name: canonical(cells[column.name]) for column in table.columns}


def _defaults(table: Table) -> dict[str, Any]:
    """What stands in columns that are newer than a row which was kept aside."""
    return {
        column.name: told(column.kind, column.default)
        for column in table.columns
        if column.kind != "row" and (column.field.null or column.field.has_default() or column.field.blank)
    }


def joined_key(table: Table, one: Any) -> Any:
    """The key of a row that was kept aside and stands in its table by now, else None."""
    key: models.Field[Any, Any] = table.model._meta.pk
    return key.to_python(one.row) if isinstance(one, Aside) and one.row else None


def _joined(table: Table, aside: list[Aside]) -> set[Any]:
    return {joined_key(table, one) for one in aside if one.row}


def _with_gaps(rows: Iterable[Any], aside: list[Aside]) -> Iterator[Any]:
    """The rows in the order of their numbers; one that was kept aside has the place at which it came."""
    waiting = list(aside)
    for stood, row in enumerate(rows):
        while waiting and waiting[0].after <= stood:
            yield waiting.pop(0)
        yield row
    yield from waiting


def readme(organisation: Organisation) -> str:
    """What somebody reads who opens the folder and knows nothing of Clearway."""
    text = (Path(__file__).parent / "README.txt").read_text(encoding="utf-8")
    return text.format(name=organisation.name, code=organisation.code)

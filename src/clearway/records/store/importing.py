"""Imports records into a folder that holds all imports so far; nothing goes before the new is validated.

The folder keeps canonical Parquet, one file a table; for submissions and FHIR also what they were made
from (`source`), since a later month restates single records of earlier ones; and rows set aside
(`rejects`).
"""

import json
from dataclasses import dataclass
from pathlib import Path

import duckdb

from clearway.common.errors import ClearwayError
from clearway.common.files import linked_copy, replaced_folder
from clearway.records.contracts import Contract, contract, contracts
from clearway.records.readers import Records, read_records
from clearway.records.readers.staging import Progress
from clearway.records.store.rejects import copy_documents, rejected_files, write_rejects
from clearway.records.store.submissions import add_submissions

_MANIFEST = "records.json"
_REJECTS, _SOURCE = "rejects", "source"
_FROM_SOURCE = {"msds", "fhir"}
"""Kinds of which a later import restates or withdraws single records: all of it is read again."""


@dataclass(frozen=True)
class Imported:
    """What was read, how many rows were set aside, and how many rows each table holds now."""

    records: Records
    rejected: int
    rows: dict[str, int]


def import_records(kind: str, path: Path, out: Path, *, progress: Progress | None = None) -> Imported:
    """Add the records at `path` to the folder `out`, made when it is not there.

    A submission of a month that is held already takes its place when it was created later; a record
    with a key that is held already replaces it. All of it happens or nothing. Raises ClearwayError.
    """
    _check_folder(kind, out)
    new = read_records(kind, path, progress=progress, check=True)
    with replaced_folder(out) as draft:
        for kept in (_REJECTS, _SOURCE):
            linked_copy(out / kept, draft / kept)
        if kind == "msds":
            add_submissions(new, path, draft / _SOURCE)
            merged = read_records("msds", draft / _SOURCE).connection
        elif kind == "fhir":
            copy_documents(path, _fresh(draft / _SOURCE))
            merged = read_records("fhir", draft / _SOURCE).connection
        else:
            merged = _merged(new, out)
        rows = {table.name: _write(merged, table, draft) for table in contracts().values()}
        rejected = write_rejects(path, rejected_files(new), _fresh(draft / _REJECTS))
        (draft / _MANIFEST).write_text(json.dumps({"made_from": kind, "rows": rows}, indent=2) + "\n")
    return Imported(new, rejected, rows)


def _check_folder(kind: str, out: Path) -> None:
    if not out.exists():
        return
    manifest = out / _MANIFEST
    if not manifest.is_file():
        if out.is_dir() and not any(out.iterdir()):
            return
        raise ClearwayError(
            "The folder holds something else", where=str(out), mend="Choose a new folder, or an empty one"
        )
    held = json.loads(manifest.read_text())["made_from"]
    if held != kind and {held, kind} & _FROM_SOURCE:
        raise ClearwayError(
            f"The folder holds records from {held}", where=str(out), mend="Choose another folder for these"
        )


def _fresh(folder: Path) -> Path:
    """A folder for the rejects, or the files, of this import: those of earlier ones are kept."""
    number = 1 + max((int(p.name) for p in folder.glob("*") if p.name.isdigit()), default=0)
    return folder / f"{number:04d}"


def _merged(new: Records, out: Path) -> duckdb.DuckDBPyConnection:
    """Records held already and the new ones in their place: one row a key."""
    connection = new.connection
    for table in contracts().values():
        held = out / f"{table.name}.parquet"
        if held.is_file():
            keys = ", ".join(_restated(table))
            source = f"read_parquet('{str(held).replace(chr(39), chr(39) * 2)}')"
            connection.execute(
                f"INSERT INTO loaded_{table.name} BY NAME SELECT {', '.join(table.column_names)} "  # noqa: S608
                f"FROM {source} ANTI JOIN loaded_{table.name} USING ({keys})"
            )
    return connection


def _restated(table: Contract) -> tuple[str, ...]:
    """All rows of an activity are restated together; any other record by its key."""
    return tuple(name for name in table.key if name != "line")


def _write(connection: duckdb.DuckDBPyConnection, table: Contract, folder: Path) -> int:
    """One Parquet file sorted so that the rows of a pregnancy stand together."""
    names = contract(table.name).column_names
    order: list[str] = [name for name in ("provider", "pregnancy_id") if name in names]
    order += [name for name in table.key if name not in order]
    target = str(folder / f"{table.name}.parquet").replace("'", "''")
    connection.execute(
        f"COPY (SELECT * FROM {table.name} ORDER BY {', '.join(order)}) TO '{target}' "  # noqa: S608
        "(FORMAT parquet, COMPRESSION zstd)"
    )
    return int(connection.execute(f"SELECT count(*) FROM {table.name}").fetchall()[0][0])  # noqa: S608

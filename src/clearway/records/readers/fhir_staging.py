"""Rows of FHIR resources on their way into DuckDB: gathered a table, inserted many at once, files mixed."""

from functools import cache

import pyarrow as pa

from clearway.records.fhir import Row, mapping
from clearway.records.fhir.mapping import FieldRule
from clearway.records.fhir.resources import COMMON, WITHDRAWN
from clearway.records.readers.fields import create_staged_sql
from clearway.records.readers.staging import Staging
from clearway.records.sources import Field, SourceTable

_BATCH = 60_000
_TYPES = {"moment": "timestamp", "days": "integer", "reference": "text", "place": "text", "unit": "text"}


@cache
def fhir_tables() -> dict[str, SourceTable]:
    """The staged tables: common columns and the fields of every kind that goes there."""
    fields: dict[str, dict[str, Field]] = {WITHDRAWN: {}}
    for rule in mapping().resources.values():
        for kind in rule.kinds:
            for name, field in kind.fields.items():
                fields.setdefault(kind.into, {})[name] = Field(name, _type(field))
    common = tuple(Field(name, "text") for name in COMMON)
    return {
        name: SourceTable(name, (*common, *own.values()), ("self", "part")) for name, own in fields.items()
    }


def _type(field: FieldRule) -> str:
    return "text" if field.codes else _TYPES.get(field.type, field.type)


def _typed(table: SourceTable) -> str:
    """The text columns c0, c1 ... as what the fields are, and beside them what could not be read.

    As for CSV files, but for the outer spaces, which are gone by now.
    """
    read = [f"c{n}" if f.type == "text" else f"as_{f.type}(c{n})" for n, f in enumerate(table.fields)]
    bad = [
        f"CASE WHEN {read[n]} IS NULL THEN nullif(value_kind(c{n}), 'nothing') END"
        for n, f in enumerate(table.fields)
        if f.type != "text"
    ]
    return ", ".join(["f.provider", *read, *bad])


class Batches:
    """Collects rows and stages them."""

    def __init__(self, staging: Staging) -> None:
        self._staging = staging
        self._rows: dict[str, list[tuple[int, int, Row]]] = {name: [] for name in fhir_tables()}
        self._held = 0
        for table in fhir_tables().values():
            staging.connection.execute(create_staged_sql(table))
            staging.staged[table.name] = table

    def add(self, file: int, number: int, row: Row) -> None:
        """Take one row; now and then all that is held goes into the database."""
        self._rows[row.table].append((file, number, row))
        self._held += 1
        if self._held >= _BATCH:
            self.flush()

    def withdraw(self, file: int, number: int, identity: str) -> None:
        """Take the word that a resource is no more."""
        self.add(file, number, Row(WITHDRAWN, {"self": identity, "part": "0"}))

    def flush(self) -> None:
        """Stage what is held."""
        for name, rows in self._rows.items():
            if rows:
                self._insert(fhir_tables()[name], rows)
                rows.clear()
        self._held = 0

    def _insert(self, table: SourceTable, rows: list[tuple[int, int, Row]]) -> None:
        names = [field.name for field in table.fields]
        columns = {
            f"c{place}": pa.array([row.cells.get(name) or None for _, _, row in rows], pa.string())
            for place, name in enumerate(names)
        }
        connection = self._staging.connection
        connection.register(
            "cells",
            pa.table(
                {
                    "file": pa.array([file for file, _, _ in rows], pa.int32()),
                    "number": pa.array([number for _, number, _ in rows], pa.int32()),
                    "provider": pa.nulls(len(rows), pa.string()),
                    **columns,
                }
            ),
        )
        connection.execute(
            f"INSERT INTO {table.staged} SELECT f.file, f.number, 0, false, "  # noqa: S608 - names are ours
            f"{_typed(table)} FROM cells f"
        )
        connection.unregister("cells")

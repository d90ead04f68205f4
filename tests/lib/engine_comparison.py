"""Two engines side by side: the fast one on DuckDB tables, the reference on the same rows."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa

from clearway.measures.engines import duckdb as fast
from clearway.measures.engines import reference
from clearway.records.contracts import arrow_schema, contract, create_tables

Cell = tuple[str, str, str, str, str, str]
Given = Mapping[str, Sequence[Mapping[str, Any]]]
Figures = tuple[int, int | None, int | None, float | None, str]
CANONICAL = (
    "submissions", "organisations", "pregnancies", "contacts", "activities", "labours", "births", "referrals",
    "quit_attempts",
)  # fmt: skip


def connection() -> duckdb.DuckDBPyConnection:
    """A database with the empty canonical tables."""
    made = duckdb.connect()
    create_tables(made)
    return made


def fill(database: duckdb.DuckDBPyConnection, tables: Given) -> None:
    """Put these rows, and no others, into the canonical tables; a column that a row lacks is empty."""
    for name in CANONICAL:
        database.execute(f"DELETE FROM {name}")  # noqa: S608 - names are ours
        if tables.get(name):
            schema = arrow_schema(contract(name))
            rows = [{column: row.get(column) for column in schema.names} for row in tables[name]]
            database.register("incoming", pa.Table.from_pylist(rows, schema=schema))
            database.execute(f"INSERT INTO {name} SELECT * FROM incoming")  # noqa: S608
            database.unregister("incoming")


def cells(rows: Sequence[Any]) -> dict[Cell, Figures]:
    """The rows by what identifies a cell; a cell twice is a fault of the engine."""
    found: dict[Cell, Figures] = {}
    for row in rows:
        cell = (row.measure, row.component, row.parameter, row.org_level, row.org_code, row.period)
        assert cell not in found, f"{cell} is there twice"
        found[cell] = (row.version, row.numerator, row.denominator, row.value, str(row.state))
    return found


def differences(fast_rows: Sequence[Any], judged_rows: Sequence[Any]) -> dict[Cell, tuple[Any, Any]]:
    """Cells that are not the same: what the fast engine says, what the reference says."""
    fast_cells, judged_cells = cells(fast_rows), cells(judged_rows)
    return {
        cell: (fast_cells.get(cell), judged_cells.get(cell))
        for cell in sorted({*fast_cells, *judged_cells})
        if fast_cells.get(cell) != judged_cells.get(cell)
    }


def complete(tables: Given) -> dict[str, list[dict[str, Any]]]:
    """The same rows with every column of their contracts."""
    return {
        name: [
            {column: row.get(column) for column in contract(name).column_names}
            for row in tables.get(name, ())
        ]
        for name in CANONICAL
    }


def judged(tables: Given, as_of: date | None) -> list[reference.ResultRow]:
    """What the reference says; a column that a row lacks is empty."""
    return reference.run(complete(tables), as_of)


def disagreements(
    database: duckdb.DuckDBPyConnection, tables: Given, as_of: date | None
) -> dict[Cell, tuple[Any, Any]]:
    """Cells on which the engines differ about these rows."""
    fill(database, tables)
    return differences(fast.run(database, as_of), judged(tables, as_of))

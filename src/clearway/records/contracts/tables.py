"""Contracts as empty tables: DuckDB column types, CREATE TABLE, Arrow schema."""

from collections.abc import Iterable

import duckdb
import pyarrow as pa

from clearway.records.contracts.loader import contracts
from clearway.records.contracts.model import Contract

DUCKDB_TYPES = {
    "text": "VARCHAR",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "integer": "INTEGER",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
}
_ARROW_TYPES = {
    "text": pa.string(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "integer": pa.int32(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
}


def create_table_sql(table: Contract, *, replace: bool = False) -> str:
    """The DuckDB statement that makes the empty table.

    Keys are not declared: an index on every table costs more than all checks in sets, which the
    readers make.
    """
    columns = ", ".join(f"{column.name} {DUCKDB_TYPES[column.type]}" for column in table.columns)
    return f"CREATE {'OR REPLACE ' if replace else ''}TABLE {table.name} ({columns})"


def create_tables(connection: duckdb.DuckDBPyConnection, tables: Iterable[Contract] | None = None) -> None:
    """Make the tables that are not there yet, all contracts when none are named; others stay as they are."""
    there = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    for table in contracts().values() if tables is None else tables:
        if table.name not in there:
            connection.execute(create_table_sql(table))


def arrow_schema(table: Contract) -> pa.Schema:
    """The same columns for Arrow and Parquet; required ones are not nullable."""
    return pa.schema(
        [
            pa.field(column.name, _ARROW_TYPES[column.type], nullable=column.name not in table.required)
            for column in table.columns
        ]
    )

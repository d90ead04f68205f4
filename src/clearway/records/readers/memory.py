"""Rows that Python holds, put into DuckDB at once: one INSERT a row would cost a millisecond each."""

from collections.abc import Iterable, Sequence

import duckdb
import pyarrow as pa


def put_rows(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Sequence[object]], schema: pa.Schema
) -> None:
    """Insert rows into a table, by the names of the schema; its other columns stay empty."""
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    connection.register("put_rows", pa.table(arrays, schema=schema))
    connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM put_rows")  # noqa: S608
    connection.unregister("put_rows")

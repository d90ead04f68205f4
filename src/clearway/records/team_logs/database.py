"""Rows of team logs as tables of a DuckDB connection, whoever made the rows."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import duckdb

from clearway.records.contracts import arrow_schema, create_tables
from clearway.records.readers.memory import put_rows
from clearway.records.readers.places import places
from clearway.records.team_logs import ORGANISATIONS, table_names, team_log_contract

Rows = Mapping[str, Sequence[Mapping[str, object]]]


@contextmanager
def opened(rows: Rows) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory that holds the rows and where their providers belonged, until the block ends.

    A table that is not named is empty, and so is a column that a row does not have.
    """
    connection = duckdb.connect()
    try:
        create_tables(connection, [team_log_contract(name) for name in table_names()])
        for name, listed in {ORGANISATIONS: organisations(rows), **rows}.items():
            schema = arrow_schema(team_log_contract(name))
            if listed:
                put_rows(
                    connection, name, [[row.get(column) for column in schema.names] for row in listed], schema
                )
        yield connection
    finally:
        connection.close()


def organisations(rows: Rows) -> list[dict[str, object]]:
    """The rows of `organisations` for every provider whose months are covered."""
    columns = team_log_contract(ORGANISATIONS).column_names
    providers = sorted({str(row["provider"]) for row in rows.get("log_months", ())})
    return [dict(zip(columns, place, strict=True)) for code in providers for place in places(code)]


def data_version(rows: Rows) -> str:
    """16 signs that stand for the rows, in whatever order they came."""
    digest = hashlib.sha256()
    for name in sorted(rows):
        columns = team_log_contract(name).column_names
        written = sorted(
            json.dumps([row.get(column) for column in columns], default=str) for row in rows[name]
        )
        digest.update(json.dumps([name, written]).encode())
    return digest.hexdigest()[:16]

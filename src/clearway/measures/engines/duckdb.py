"""DuckDB, inside the process: the default engine."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir

from clearway.measures.computation import Computation, Progress, results
from clearway.measures.computation import begin as begin_with
from clearway.measures.computation import prepare as prepare_with
from clearway.measures.results import Result
from clearway.pathway import Settings, Tables


class DuckDB:
    """An engine over one DuckDB connection that holds the canonical tables in its own database."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def store(self, name: str, table: ir.Table, number: str = "") -> None:
        """As `Engine.store`; kept as a temporary table of the connection."""
        rows = _sql(table)
        if number:
            rows = f'SELECT *, row_number() OVER () AS "{number}" FROM ({rows})'  # noqa: S608
        self._connection.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" AS {rows}')

    def fetch(self, table: ir.Table) -> dict[str, list[Any]]:
        """As `Engine.fetch`."""
        rows = self._connection.execute(_sql(table)).fetchall()
        columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in table.columns]
        return dict(zip(table.columns, columns, strict=True))

    @contextmanager
    def only(self, providers: Sequence[str]) -> Iterator[None]:
        """As `BatchEngine.only`: temporary views of the same names, which come before the tables."""
        ((place,),) = self._connection.execute("SELECT current_database()").fetchall()
        codes = ", ".join(_quoted(provider) for provider in providers)
        # The same files are opened for every batch and table; what stands where in them is read once.
        self._connection.execute("SET parquet_metadata_cache = true")
        try:
            for name in Tables.names():
                self._connection.execute(
                    f'CREATE OR REPLACE TEMP VIEW {name} AS SELECT * FROM "{place}".main.{name} '  # noqa: S608
                    f"WHERE provider IN ({codes})"
                )
            yield
        finally:
            for name in Tables.names():
                self._connection.execute(f"DROP VIEW IF EXISTS temp.{name}")
            self._connection.execute("RESET parquet_metadata_cache")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@lru_cache(maxsize=256)
def _sql(table: ir.Table) -> str:
    """The statement; kept, because writing it takes longer than answering it for few records.

    Selections stay one inside the other: made one, Ibis repeats an expression at each of its uses and
    DuckDB computes it as often.
    """
    fused = ibis.options.sql.fuse_selects
    ibis.options.sql.fuse_selects = False
    try:
        return str(ibis.to_sql(table, dialect="duckdb", pretty=False))
    finally:
        ibis.options.sql.fuse_selects = fused


def begin(
    connection: duckdb.DuckDBPyConnection, as_of: date | None = None, settings: Settings | None = None
) -> Computation:
    """The computation of the canonical tables in `connection`, before it is done. Raises ClearwayError."""
    return begin_with(DuckDB(connection), as_of, settings)


def prepare(
    connection: duckdb.DuckDBPyConnection, as_of: date | None = None, settings: Settings | None = None
) -> Computation:
    """The pathway from the canonical tables in `connection`. Raises ClearwayError."""
    return prepare_with(DuckDB(connection), as_of, settings)


def run(
    connection: duckdb.DuckDBPyConnection,
    as_of: date | None = None,
    settings: Settings | None = None,
    *,
    internal: bool = False,
    progress: Progress | None = None,
) -> list[Result]:
    """All measures at all levels from the canonical tables in `connection`. Raises ClearwayError."""
    return results(begin(connection, as_of, settings), internal=internal, progress=progress)

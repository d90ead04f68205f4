"""DuckDB, inside the process: the default engine."""

from datetime import date
from functools import lru_cache
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir

from clearway.measures.computation import Computation, results
from clearway.measures.computation import prepare as prepare_with
from clearway.measures.results import Result
from clearway.pathway import Settings


class DuckDB:
    """An engine over one DuckDB connection that holds the canonical tables."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def store(self, name: str, table: ir.Table) -> None:
        """As `Engine.store`; kept as a temporary table of the connection."""
        self._connection.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" AS {_sql(table)}')

    def fetch(self, table: ir.Table) -> dict[str, list[Any]]:
        """As `Engine.fetch`."""
        rows = self._connection.execute(_sql(table)).fetchall()
        columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in table.columns]
        return dict(zip(table.columns, columns, strict=True))


@lru_cache(maxsize=256)
def _sql(table: ir.Table) -> str:
    """The statement; kept, because writing it takes longer than answering it for few records.

    Selections stay one inside the other: made one, Ibis repeats an expression at each of its uses and
    DuckDB computes it as often.
    """
    fused = ibis.options.sql.fuse_selects
    ibis.options.sql.fuse_selects = False
    try:
        return str(ibis.to_sql(table, dialect="duckdb"))
    finally:
        ibis.options.sql.fuse_selects = fused


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
) -> list[Result]:
    """All measures at all levels from the canonical tables in `connection`. Raises ClearwayError."""
    return results(prepare(connection, as_of, settings), internal=internal)

"""Which copy of a record stands: the one from the submission created last."""

from clearway.records.readers.staging import Staging
from clearway.records.sources import SourceTable
from clearway.records.validation import check, staged_rules


def stand(staging: Staging, table: SourceTable) -> int:
    """Make the table of standing rows from the staged ones, which go. Returns how many rows were restated.

    Rows without a key are findings and stand nowhere. Where a key stands for one row and one
    submission holds it twice, the row further down stands, and that is a finding too.
    """
    connection = staging.connection
    if connection.execute(f"SELECT 1 FROM {table.staged} LIMIT 1").fetchall():  # noqa: S608
        for rule in staged_rules(table):
            check(connection, rule)
    keyed = " AND ".join(f'"{name}" IS NOT NULL' for name in ("provider", *table.key))
    connection.execute(_several(table, keyed) if table.several_rows else _single(table, keyed))
    staged, standing = (
        connection.execute(f"SELECT count(*) FROM {rows}").fetchall()[0][0]  # noqa: S608
        for rows in (f"{table.staged} WHERE {keyed}", table.standing)
    )
    connection.execute(f"DROP TABLE {table.staged}")
    return int(staged - standing)


def _single(table: SourceTable, keyed: str) -> str:
    key = ", ".join(f'"{name}"' for name in table.key)
    return (
        f"CREATE TABLE {table.standing} AS SELECT * EXCLUDE (_blank) FROM {table.staged} "  # noqa: S608
        f"WHERE {keyed} QUALIFY row_number() OVER "
        f"(PARTITION BY provider, {key} ORDER BY _rank DESC, _file DESC, _row DESC) = 1"
    )


def _several(table: SourceTable, keyed: str) -> str:
    """All rows that agree in what is restated, from the last submission that has any; numbered by key."""
    key = ", ".join(f'"{name}"' for name in table.key)
    group = ", ".join(f'"{name}"' for name in table.restated_by)
    kept = (
        f"SELECT * EXCLUDE (_blank) FROM {table.staged} WHERE {keyed} "  # noqa: S608
        f"QUALIFY _rank = max(_rank) OVER (PARTITION BY provider, {group})"
    )
    return (
        f"CREATE TABLE {table.standing} AS SELECT *, CAST(row_number() OVER "  # noqa: S608
        f"(PARTITION BY provider, {key} ORDER BY _rank, _file, _row) AS INTEGER) AS line FROM ({kept})"
    )

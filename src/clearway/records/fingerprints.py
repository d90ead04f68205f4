"""What the records say, in short: by pregnancy, to find those that changed, and whole, to name a version.

A row becomes a number by DuckDB's hash of its columns, mixed once more so that values which trade places
between rows do not cancel out; numbers are added up, so the order of rows and files does not matter.
Two different sets of records share a number by chance once in about 2 to the power of 64.
"""

import hashlib

import duckdb

from clearway.records.contracts import Contract, contracts

FINGERPRINTS = "fingerprints"
_PLACE = frozenset({"folder"})
"""Where a submission was read is no part of what it says."""


def of_pregnancies() -> tuple[str, ...]:
    """The canonical tables whose rows belong to a pregnancy."""
    return tuple(name for name, table in contracts().items() if "pregnancy_id" in table.column_names)


def make_fingerprints(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the temporary table FINGERPRINTS: provider, pregnancy_id, rows, digest.

    One row a pregnancy that any record names; records that name none stand together under an empty one.
    Of a provider without a submission there is none: it has no figures.
    """
    parts = [
        f"SELECT provider, coalesce(pregnancy_id, '') AS pregnancy_id, "  # noqa: S608
        f"{_number(contracts()[name])} AS number FROM {name} SEMI JOIN submissions USING (provider)"
        for name in of_pregnancies()
    ]
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {FINGERPRINTS} AS SELECT provider, pregnancy_id, "  # noqa: S608
        "count(*) AS rows, CAST(sum(number) AS VARCHAR) AS digest "
        f"FROM ({' UNION ALL '.join(parts)}) GROUP BY provider, pregnancy_id"
    )


def data_version(connection: duckdb.DuckDBPyConnection) -> str:
    """16 signs that stand for everything in the canonical tables: the submissions read and all records.

    The same records give the same signs wherever and in whatever order they were read, by the same
    version of DuckDB.
    """
    digest = hashlib.sha256()
    for name, table in sorted(contracts().items()):
        rows, total = connection.execute(
            f"SELECT count(*), sum({_number(table)}) FROM {name}"  # noqa: S608
        ).fetchall()[0]
        digest.update(f"{name} {rows} {total or 0}\n".encode())
    return digest.hexdigest()[:16]


def _number(table: Contract) -> str:
    columns = ", ".join(name for name in table.column_names if name not in _PLACE)
    return f"CAST(hash(hash('{table.name}', {columns})) AS HUGEINT)"

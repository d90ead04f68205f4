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
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {FINGERPRINTS} AS SELECT provider, pregnancy_id, "  # noqa: S608
        f"count(*) AS rows, {_SUM} AS digest FROM ({_followed()}) GROUP BY provider, pregnancy_id"
    )


def data_version(connection: duckdb.DuckDBPyConnection, *, made: bool = False) -> str:
    """16 signs that stand for all that figures rest on: the submissions read and their providers' records.

    The same records give the same signs wherever and in whatever order they were read, by the same
    version of DuckDB. With `made`, FINGERPRINTS is there already and is not made again.
    """
    frame = _frame().items()
    sources = {name: f"SELECT {_number(table)} AS number FROM {name}" for name, table in frame}  # noqa: S608
    sources["records"] = f"SELECT digest AS number FROM {FINGERPRINTS}" if made else _followed()  # noqa: S608
    digest = hashlib.sha256()
    for name, source in sorted(sources.items()):
        ((total,),) = connection.execute(f"SELECT {_SUM} FROM ({source})").fetchall()  # noqa: S608
        digest.update(f"{name} {total or 0}\n".encode())
    return digest.hexdigest()[:16]


def _frame() -> dict[str, Contract]:
    """Tables that are about no pregnancy: which months were read, where providers belong."""
    followed = of_pregnancies()
    return {name: table for name, table in contracts().items() if name not in followed}


def _followed() -> str:
    """Every row of a pregnancy's records as a number."""
    return " UNION ALL ".join(
        "SELECT provider, coalesce(pregnancy_id, '') AS pregnancy_id, "  # noqa: S608
        f"{_number(contracts()[name])} AS number FROM {name} SEMI JOIN submissions USING (provider)"
        for name in of_pregnancies()
    )


_SUM = "CAST(sum(CAST(number AS HUGEINT)) % 18446744073709551616 AS UBIGINT)"
"""A sum of sums is the sum, for all of them leave out what is beyond 64 bits."""


def _number(table: Contract) -> str:
    columns = ", ".join(name for name in table.column_names if name not in _PLACE)
    return f"hash(hash('{table.name}', {columns}))"

"""Puts the rows of CSV files into a staged table: many plain files at once, others one by one."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa

from clearway.records.readers.csv_files import CarefulRow, CsvFile, careful_rows, is_utf8
from clearway.records.readers.fields import select_fields
from clearway.records.sources import SourceTable

_BATCH = 500
_DIALECT = (
    "auto_detect = false, delim = ',', quote = '\"', escape = '\"', header = false, skip = 1, "
    "null_padding = true, filename = true"
)


@dataclass(frozen=True)
class Probed:
    """A file with its number in the lineage columns, its owner and its rank."""

    file: CsvFile
    number: int
    provider: str
    rank: int


@dataclass
class Inserted:
    """Rows by file number, blank ones aside; rows too long to be placed; files that are not UTF-8."""

    rows: dict[int, int] = field(default_factory=dict)
    overlong: list[tuple[str, int]] = field(default_factory=list)
    other_encoding: list[str] = field(default_factory=list)


def insert_files(
    connection: duckdb.DuckDBPyConnection,
    table: SourceTable,
    header: Sequence[str],
    files: Sequence[Probed],
) -> Inserted:
    """Insert all rows of files with this header. A row that is longer than it is left out and told."""
    inserted = Inserted()
    plain = [probed for probed in files if probed.file.plain]
    careful = [probed for probed in files if not probed.file.plain]
    for start in range(0, len(plain), _BATCH):
        careful += _insert_plain(connection, table, header, plain[start : start + _BATCH])
    for probed in careful:
        _insert_careful(connection, table, header, probed, inserted)
    connection.execute(f"DELETE FROM {table.staged} WHERE _blank")  # noqa: S608
    numbers = [probed.number for probed in files]
    counted = connection.execute(
        f"SELECT _file, count(*) FROM {table.staged} WHERE list_contains(?, _file) GROUP BY _file",  # noqa: S608
        [numbers],
    ).fetchall()
    inserted.rows = dict(counted)
    for label, _ in inserted.overlong:
        number = next(probed.number for probed in files if probed.file.label == label)
        inserted.rows[number] = inserted.rows.get(number, 0) + 1
    return inserted


def _insert_plain(
    connection: duckdb.DuckDBPyConnection, table: SourceTable, header: Sequence[str], files: list[Probed]
) -> list[Probed]:
    """Insert by DuckDB. Returns the files whose rows it counts otherwise than a spreadsheet: not inserted.

    DuckDB skips blank lines and joins lines inside quotes, both of which only lower the count, so a
    file with as many rows as lines has had neither.
    """
    if not files:
        return []
    connection.execute("BEGIN")
    try:
        _read_csv(connection, table, header, files)
    except duckdb.Error:
        connection.execute("ROLLBACK")
        if len(files) == 1:
            return files
        half = len(files) // 2
        first = _insert_plain(connection, table, header, files[:half])
        return first + _insert_plain(connection, table, header, files[half:])
    counted = dict(
        connection.execute(
            f"SELECT _file, count(*) FROM {table.staged} GROUP BY _file"  # noqa: S608
        ).fetchall()
    )
    odd = [probed for probed in files if counted.get(probed.number, 0) != probed.file.rows]
    if not odd:
        connection.execute("COMMIT")
        return []
    connection.execute("ROLLBACK")
    return odd + _insert_plain(connection, table, header, [probed for probed in files if probed not in odd])


def _read_csv(
    connection: duckdb.DuckDBPyConnection, table: SourceTable, header: Sequence[str], files: list[Probed]
) -> None:
    before, total = [], 0
    for probed in files:
        before.append(total)
        total += probed.file.rows
    _register(connection, files, before)
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(header)))
    connection.execute(
        f"INSERT INTO {table.staged} SELECT f.number, CAST(n - f.before + 1 AS INTEGER), f.rank, "  # noqa: S608
        f"{_blank(header)}, {select_fields(table, header)} FROM (SELECT *, row_number() OVER () AS n "
        f"FROM read_csv(?, columns = {{{columns}}}, {_DIALECT})) JOIN reading f ON filename = f.path",
        [[str(probed.file.path) for probed in files]],
    )
    connection.unregister("reading")


def _register(connection: duckdb.DuckDBPyConnection, files: list[Probed], before: list[int]) -> None:
    connection.register(
        "reading",
        pa.table(
            {
                "path": [str(probed.file.path) for probed in files],
                "number": pa.array([probed.number for probed in files], pa.int32()),
                "rank": pa.array([probed.rank for probed in files], pa.int32()),
                "provider": pa.array([probed.provider or None for probed in files], pa.string()),
                "before": pa.array(before, pa.int64()),
            }
        ),
    )


def _blank(header: Sequence[str]) -> str:
    return "coalesce(" + ", ".join(f"tidy(c{place})" for place in range(len(header))) + ") IS NULL"


def _insert_careful(
    connection: duckdb.DuckDBPyConnection,
    table: SourceTable,
    header: Sequence[str],
    probed: Probed,
    inserted: Inserted,
) -> None:
    """Insert the rows of one file read by Python's own CSV reader, which keeps count of blank lines."""
    width, kept = len(header), []
    for row in careful_rows(probed.file.path):
        if any(cell.strip() for cell in row.cells[width:]):
            inserted.overlong.append((probed.file.label, row.number))
        else:
            kept.append(row)
    if not is_utf8(probed.file.path):
        inserted.other_encoding.append(probed.file.label)
    insert_rows(connection, table, header, probed, kept)


def insert_rows(
    connection: duckdb.DuckDBPyConnection,
    table: SourceTable,
    header: Sequence[str],
    probed: Probed,
    rows: Sequence[CarefulRow],
) -> None:
    """Insert rows held in memory as if they stood in the file."""
    columns = {
        f"c{place}": pa.array([_cell(row, place) for row in rows], pa.string())
        for place in range(len(header))
    }
    numbers = pa.array([row.number for row in rows], pa.int32())
    _register(connection, [probed], [0])
    connection.register("cells", pa.table({"n": numbers, **columns}))
    connection.execute(
        f"INSERT INTO {table.staged} SELECT f.number, n, f.rank, {_blank(header)}, "  # noqa: S608
        f"{select_fields(table, header)} FROM cells CROSS JOIN reading f"
    )
    connection.unregister("cells")
    connection.unregister("reading")


def _cell(row: CarefulRow, place: int) -> str | None:
    return row.cells[place] if place < len(row.cells) else None

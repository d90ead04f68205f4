"""Reads many files of one source table into one DuckDB table of typed columns, with row numbers."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

import duckdb
import pyarrow as pa

from clearway.records.readers.csv_files import CarefulRow, CsvFile, probe
from clearway.records.readers.fields import create_staged_sql
from clearway.records.readers.insert import Probed, insert_files, insert_rows
from clearway.records.readers.memory import put_rows
from clearway.records.readers.report import FileRead
from clearway.records.sources import SourceTable

Progress = Callable[[int, int], None]

_FINDINGS = pa.schema(
    [
        ("rule", pa.string()),
        ("source_table", pa.string()),
        ("file", pa.int32()),
        ("row", pa.int32()),
        ("column_name", pa.string()),
        ("kind", pa.string()),
    ]
)


@dataclass(frozen=True)
class SourceFile:
    """A file to read: whose rows they are when it does not say, and its rank (a later copy ranks higher)."""

    path: Path
    label: str
    provider: str = ""
    rank: int = 0


@dataclass
class Staging:
    """A connection with the staged tables, the files read, and findings so far."""

    connection: duckdb.DuckDBPyConnection
    progress: Progress | None = None
    files: list[FileRead] = field(default_factory=list)
    labels: dict[str, int] = field(default_factory=dict)
    staged: dict[str, SourceTable] = field(default_factory=dict)
    noted: list[tuple[object, ...]] = field(default_factory=list)
    headings: bool = False
    """Whether the files call their columns as the `source` of the contracts says, not as the contracts."""

    def __post_init__(self) -> None:
        self.connection.execute("SET preserve_insertion_order = true")
        self.connection.execute(resources.files(__package__).joinpath("sql", "macros.sql").read_text("utf-8"))
        self.connection.execute(
            "CREATE OR REPLACE TABLE findings (rule VARCHAR, source_table VARCHAR, file INTEGER, "
            "row INTEGER, column_name VARCHAR, kind VARCHAR)"
        )

    def file_number(self, label: str) -> int:
        """The number that stands for a file in lineage columns; the same label has the same number."""
        return self.labels.setdefault(label, len(self.labels))

    def find(self, rule: str, table: str, label: str, row: int | None, column: str, kind: str = "") -> None:
        """Note one finding; `kind` says what stood there without repeating it."""
        self.noted.append((rule, table, self.file_number(label), row, column, kind or None))

    def flush(self) -> None:
        """Put the findings noted so far into the table of findings."""
        put_rows(self.connection, "findings", self.noted, _FINDINGS)
        self.noted.clear()

    def tell(self, done: int, total: int) -> None:
        """How far it has come, to whoever watches."""
        if self.progress is not None:
            self.progress(done, total)


def stage(staging: Staging, table: SourceTable, sources: Sequence[SourceFile]) -> None:
    """Read the files into the staged table: every row of every file, blank rows aside.

    Files that cannot be used (empty, no key column) and columns that nobody knows are findings.
    """
    staging.connection.execute(create_staged_sql(table))
    staging.staged[table.name] = table
    groups: dict[tuple[str, ...], list[Probed]] = defaultdict(list)
    for source in sources:
        number = staging.file_number(source.label)
        probed = Probed(probe(source.path, source.label), number, source.provider, source.rank)
        if _usable(staging, table, probed):
            groups[tuple(name.lower() for name in probed.file.header)].append(probed)
    for header, group in groups.items():
        _note_columns(staging, table, group[0])
        inserted = insert_files(staging.connection, table, header, group)
        for label, row in inserted.overlong:
            staging.find("too-many-cells", table.name, label, row, "")
        for label in inserted.other_encoding:
            staging.find("not-utf-8", table.name, label, None, "")
        for probed in group:
            rows = inserted.rows.get(probed.number, 0)
            staging.files.append(FileRead(probed.file.label, table.name, rows))


def stage_rows(staging: Staging, table: SourceTable, label: str, rows: Sequence[CarefulRow]) -> None:
    """Add rows held in memory (a sheet of a workbook) to a table that is staged; the first is the header."""
    if not rows:
        staging.find("empty-file", table.name, label, None, "")
        return
    header = tuple(cell.strip() for cell in rows[0].cells)
    file = CsvFile(Path(label), label, header, len(rows) - 1, plain=False)
    probed = Probed(file, staging.file_number(label), "", 0)
    if _usable(staging, table, probed):
        _note_columns(staging, table, probed)
        insert_rows(staging.connection, table, [name.lower() for name in header], probed, rows[1:])
        staging.files.append(FileRead(label, table.name, len(rows) - 1))


def _usable(staging: Staging, table: SourceTable, probed: Probed) -> bool:
    file = probed.file
    there = {name.lower() for name in file.header}
    needed = [*table.key, *([table.provider_field] if table.provider_field and not probed.provider else [])]
    missing = [name for name in needed if name.lower() not in there]
    if not file.header:
        staging.find("empty-file", table.name, file.label, None, "")
        staging.files.append(FileRead(file.label, table.name, 0, "empty"))
    elif missing:
        staging.find("missing-column", table.name, file.label, 1, missing[0])
        staging.files.append(FileRead(file.label, table.name, file.rows, f"no column {missing[0]}"))
    return bool(file.header) and not missing


def _note_columns(staging: Staging, table: SourceTable, first: Probed) -> None:
    """Columns nobody knows, and columns given twice, of which the first is read; once for all files alike."""
    known = {name.lower() for name in (*table.known, *(f.name for f in table.fields))}
    names = [name.lower() for name in first.file.header]
    for name in {name.lower(): name for name in reversed(first.file.header)}.values():
        if name and name.lower() not in known:
            staging.find("extra-column", table.name, first.file.label, 1, name)
        if name and names.count(name.lower()) > 1:
            staging.find("column-twice", table.name, first.file.label, 1, name)

"""Reader of team logs: a folder with one CSV file a table, named and headed like the contract."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from clearway.common.errors import ClearwayError
from clearway.common.findings import Finding, errors
from clearway.records.contracts import Contract
from clearway.records.readers.csv_files import careful_rows, is_utf8, probe
from clearway.records.readers.templates import INSTRUCTION
from clearway.records.team_logs import team_log_contracts
from clearway.records.team_logs.rows import LogRow, Notes, read_row

NEEDED = "log_months"
"""Without it no month counts as collected."""

Rows = Mapping[str, Sequence[Mapping[str, object]]]
"""Rows of each table by its name."""


@dataclass(frozen=True)
class TeamLogs:
    """What was read: `rows` by table, `read` how many rows stood in each file, and what was found."""

    rows: Rows
    read: Mapping[str, int]
    findings: tuple[Finding, ...]

    @property
    def set_aside(self) -> int:
        """How many findings stop a row, or a file, from being used."""
        return len(errors(self.findings))


def read_team_logs(folder: Path) -> TeamLogs:
    """The logs in a folder; a table without a file is empty.

    Findings name the file, the row as a spreadsheet shows it and the column, and never repeat a value.
    Raises ClearwayError when there is no such folder, or no file of the months that the logs cover.
    """
    files = _files(folder)
    rows: dict[str, list[LogRow]] = {}
    read: dict[str, int] = {}
    findings: list[Finding] = []
    for name, table in team_log_contracts().items():
        rows[name] = []
        if name in files:
            notes = Notes(files[name].name)
            numbered, read[name] = _read(table, files[name], notes)
            rows[name] = [row for _, row in numbered]
            _orphans(table, numbered, rows, notes)
            findings += notes.findings
    return TeamLogs(rows, read, tuple(findings))


def _files(folder: Path) -> Mapping[str, Path]:
    if not folder.is_dir():
        raise ClearwayError("There is no such folder", where=str(folder), mend="Check the name")
    files = {path.stem.lower(): path for path in sorted(folder.iterdir()) if path.suffix.lower() == ".csv"}
    if NEEDED not in files:
        names = ", ".join(team_log_contracts())
        raise ClearwayError(
            f"There is no {NEEDED}.csv, so no month counts as collected",
            where=str(folder),
            mend=f"Add it, and what there is of: {names}",
        )
    return files


def _read(table: Contract, path: Path, notes: Notes) -> tuple[list[tuple[int, LogRow]], int]:
    header = [name.lower() for name in probe(path, path.name).header]
    if not _headed(table, header, notes):
        return [], 0
    if not is_utf8(path):
        notes.note("not-utf-8", None)
    found: dict[tuple[object, ...], tuple[int, LogRow]] = {}
    count = 0
    for each in careful_rows(path):
        cells = [" ".join(cell.split()) for cell in each.cells]
        if cells[0].startswith(INSTRUCTION):
            continue
        count += 1
        if any(cells[len(header) :]):
            notes.note("too-many-cells", each.number)
            continue
        # Of columns of the same name the first is read.
        texts = dict(reversed(list(zip(header, cells, strict=False))))
        row = read_row(table, texts, each.number, notes)
        if row is None:
            continue
        key = tuple(row[name] for name in table.key)
        if key in found:
            notes.note("duplicate-key", each.number, ", ".join(table.key))
        found[key] = (each.number, row)
    return list(found.values()), count


def _headed(table: Contract, header: Sequence[str], notes: Notes) -> bool:
    """Whether the file has the columns without which no row can be used."""
    if not header:
        notes.note("empty-file", None)
        return False
    for name in sorted({name for name in header if name not in table.column_names}):
        notes.note("extra-column", 1, name)
    for name in sorted({name for name in header if header.count(name) > 1}):
        notes.note("column-twice", 1, name)
    missing = [name for name in table.required if name not in header and name != "period_end"]
    for name in missing:
        notes.note("missing-column", 1, name)
    return not missing


def _orphans(
    table: Contract,
    numbered: Iterable[tuple[int, LogRow]],
    rows: Mapping[str, Sequence[LogRow]],
    notes: Notes,
) -> None:
    for reference in table.references:
        key = team_log_contracts()[reference.table].key
        held = {tuple(row[name] for name in key) for row in rows[reference.table]}
        for number, row in numbered:
            if tuple(row[name] for name in reference.columns) not in held:
                notes.note("orphan", number, reference.columns[-1])

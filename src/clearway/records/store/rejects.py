"""Rows that could not be used, written as they came, so that they can be mended and imported again."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from clearway.common.findings import Severity
from clearway.records.readers.csv_files import careful_rows, probe
from clearway.records.readers.report import Records

MARK = "Rejects"
"""A column of MSD000.csv that says: these rows are added to a submission, they do not restate it."""


@dataclass(frozen=True)
class RejectedFile:
    """A file with rows set aside: its name below the root, their row numbers, None for the whole file."""

    label: str
    rows: frozenset[int] | None


def rejected_files(records: Records) -> tuple[RejectedFile, ...]:
    """Which rows of which files a reading set aside."""
    found = records.connection.execute(
        "SELECT label, list(DISTINCT row), bool_or(coalesce(row, 1) <= 1) FROM findings "
        "JOIN severities USING (rule) JOIN files USING (file) WHERE severity = ? "
        "GROUP BY label ORDER BY label",
        [str(Severity.ERROR)],
    ).fetchall()
    return tuple(RejectedFile(label, None if whole else frozenset(rows)) for label, rows, whole in found)


def write_rejects(root: Path, rejected: tuple[RejectedFile, ...], folder: Path) -> int:
    """Write the rejected rows of CSV files below `root` to files of the same names below `folder`.

    The header of a submission goes with its rows, marked so that importing them adds to it. Returns
    how many rows were written.
    """
    total = 0
    for file in rejected:
        source = root / file.label if root.is_dir() else root
        if source.suffix.lower() != ".csv" or not source.is_file():
            continue
        if source.name.upper().startswith("MSD000"):
            _whole_folder(source, folder / file.label)
            continue
        rows = [cells for number, cells in numbered(source) if file.rows is None or number in file.rows]
        write_rows(folder / file.label, probe(source, file.label).header, rows)
        total += len(rows)
        for header in source.parent.iterdir() if source.name.upper().startswith("MSD") else ():
            if header.name.upper() == "MSD000.CSV":
                _marked(header, (folder / file.label).with_name(header.name))
    return total


def numbered(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Rows below the header with the number a spreadsheet shows."""
    for row in careful_rows(path):
        yield row.number, row.cells


def write_rows(path: Path, header: tuple[str, ...], rows: list[list[str]]) -> None:
    """A CSV file with these rows."""
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(header)
    out.writerows(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.getvalue(), encoding="utf-8")


def _marked(source: Path, target: Path) -> None:
    header = probe(source, source.name).header
    width = len(header)
    rows = [[*cells[:width], *[""] * (width - len(cells)), "Y"] for _, cells in numbered(source)]
    write_rows(target, (*header, MARK), rows)


def _whole_folder(header: Path, target: Path) -> None:
    """A submission whose header cannot be used: all its files, unmarked, for they were not read at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for path in header.parent.glob("*.[cC][sS][vV]"):
        target.with_name(path.name).write_bytes(path.read_bytes())

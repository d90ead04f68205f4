"""Rows that could not be used, written as they came, so that they can be mended and imported again."""

import csv
import io
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from clearway.common.findings import Severity
from clearway.records.fhir import documents, is_fhir
from clearway.records.readers.csv_files import careful_rows, probe
from clearway.records.readers.report import Records
from clearway.records.readers.templates import SHEET, sheet_rows

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
        "SELECT label, list(DISTINCT row), bool_or(row IS NULL OR rule = 'missing-column') FROM findings "
        "JOIN severities USING (rule) JOIN files USING (file) WHERE severity = ? "
        "GROUP BY label ORDER BY label",
        [str(Severity.ERROR)],
    ).fetchall()
    return tuple(RejectedFile(label, None if whole else frozenset(rows)) for label, rows, whole in found)


def write_rejects(root: Path, rejected: tuple[RejectedFile, ...], folder: Path) -> int:
    """Write the rejected rows of files below `root` to CSV files of the same names below `folder`.

    The header of a submission goes with its rows, marked so that importing them adds to it. Returns
    how many rows were written.
    """
    if any(is_fhir(file.label) for file in rejected):
        copy_documents(root, folder)
        return sum(len(file.rows or (None,)) for file in rejected)
    total = 0
    for file in rejected:
        name, _, sheet = file.label.partition(SHEET)
        source = root / name if root.is_dir() else root
        if source.name.upper().startswith("MSD000"):
            if source.is_file():
                _whole_folder(source, folder / file.label)
            continue
        target = (folder / name).with_name(f"{sheet.strip().lower() or source.stem}.csv")
        header, rows = _rows(source, sheet)
        kept = [cells for number, cells in rows if file.rows is None or number in file.rows]
        write_rows(target, header, kept)
        total += len(kept)
        for beside in source.parent.iterdir() if source.name.upper().startswith("MSD") else ():
            if beside.name.upper() == "MSD000.CSV":
                _marked(beside, target.with_name(beside.name))
    return total


def copy_documents(root: Path, folder: Path) -> None:
    """FHIR files as they came, all of them: a resource alone would lose what it refers to."""
    for document in documents(root):
        target = folder / document.label
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(document.path, target)


def _rows(source: Path, sheet: str) -> tuple[tuple[str, ...], Iterable[tuple[int, list[str]]]]:
    """Header and numbered rows of a CSV file, a sheet or a Parquet file."""
    if source.suffix.lower() == ".xlsx":
        header, *rows = sheet_rows(source, sheet)
        return tuple(header.cells), ((row.number, row.cells) for row in rows)
    if source.suffix.lower() == ".parquet":
        table = pq.read_table(source)
        cells = zip(*(column.to_pylist() for column in table.columns), strict=True)
        text = ([_shown(cell) for cell in row] for row in cells)
        return tuple(table.column_names), enumerate(text, start=2)
    return probe(source, source.name).header, numbered(source)


def _shown(cell: object) -> str:
    """A value as a template takes it."""
    if isinstance(cell, bool):
        return "Y" if cell else "N"
    return "" if cell is None else str(cell)


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

"""A published file as a table: headings and rows of cells, whatever program wrote it.

Reads CSV with commas, semicolons or tabs, in UTF-8 (with or without byte-order mark), UTF-16 with
one, or Windows' Western European code page; and XLSX and the older XLS. What a file is goes by its
first bytes, never by its name.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path

import python_calamine

from clearway.common.errors import ClearwayError

Cell = str | float | bool | date | datetime | time | timedelta
_WORKBOOK_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # XLSX is a zip archive; XLS a compound file
_DELIMITERS = ",;\t"


@dataclass(frozen=True)
class Table:
    """One sheet. `rows` are (row number as a spreadsheet shows it, cells); blank rows are left out."""

    headings: tuple[str, ...]
    heading_row: int
    rows: tuple[tuple[int, Sequence[Cell]], ...]
    sheet: str = ""


@dataclass(frozen=True)
class ReadFile:
    """A file's name, the SHA-256 of its bytes, its sheets that hold anything, the coding of its text."""

    name: str
    sha256: str
    tables: tuple[Table, ...]
    coding: str


def read_file(path: Path) -> ReadFile:
    """Read `path` whole. Raises ClearwayError when there is no such file or nothing to read in it."""
    data = _bytes(path)
    coding = ""
    if data.startswith(_WORKBOOK_STARTS):
        tables = tuple(_sheets(data, path.name))
    else:
        text, coding = _decoded(data, path.name)
        tables = tuple(_table(_records(text, path.name)))
    if not tables:
        raise ClearwayError(
            "The file is empty", where=path.name, mend="Save or download it again and check that it has rows"
        )
    return ReadFile(path.name, sha256(data).hexdigest(), tables, coding)


def text_of(cell: Cell) -> str:
    """A cell as a person reads it: without outer spaces, whole numbers without a decimal point."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return str(cell)


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise ClearwayError("This is a folder, not a file", where=str(path), mend="Name the files in it")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ClearwayError(
            "There is no such file", where=str(path), mend="Check the name and folder"
        ) from None
    except OSError as error:
        raise ClearwayError(
            f"The file cannot be opened ({error.strerror})",
            where=str(path),
            mend="Check that you may read it and that no other program holds it",
        ) from None


def _sheets(data: bytes, name: str) -> Iterator[Table]:
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet_name in workbook.sheet_names:
            rows = workbook.get_sheet_by_name(sheet_name).to_python(skip_empty_area=False)
            yield from _table(iter(rows), sheet_name)
    except python_calamine.PasswordError:
        raise ClearwayError(
            "The workbook is protected by a password", where=name, mend="Save it without a password"
        ) from None
    except (python_calamine.CalamineError, OSError) as error:
        raise ClearwayError(
            f"The workbook cannot be read ({error})",
            where=name,
            mend="Download it again; if it is a zip archive, unpack it; or save it as CSV",
        ) from None


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    # Spreadsheets save "Unicode text" as UTF-16 with a mark in front.
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    codings = ["utf-16"] if marked else ["utf-8-sig", "cp1252"]
    for coding in codings:
        try:
            return data.decode(coding), coding
        except UnicodeDecodeError:
            continue
    raise ClearwayError(
        "The file is neither text nor a workbook", where=name, mend="Save it as CSV (UTF-8) or XLSX"
    )


def _records(text: str, name: str) -> Iterator[list[Cell]]:
    first = next((line for line in text.splitlines() if line.strip(_DELIMITERS + ' \t"')), "")
    delimiter = max(_DELIMITERS, key=lambda sign: len(next(csv.reader([first], delimiter=sign), [])))
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield list(record)
    except csv.Error as error:
        raise ClearwayError(
            f"The file cannot be read as CSV ({error})", where=name, mend="Save it as CSV (UTF-8) or XLSX"
        ) from None


def _table(records: Iterator[Sequence[Cell]], sheet: str = "") -> Iterator[Table]:
    """The first row with anything in it holds the headings; nothing comes of an empty sheet."""
    numbered = ((number, cells) for number, cells in enumerate(records, start=1) if not _blank(cells))
    heading_row, headings = next(numbered, (0, ()))
    if heading_row:
        yield Table(tuple(text_of(cell) for cell in headings), heading_row, tuple(numbered), sheet)


def _blank(cells: Sequence[Cell]) -> bool:
    return all(isinstance(cell, str) and not cell.strip() for cell in cells)

"""CSV files as they come: what their header says, how many lines they have, and a careful way to read them.

Most files go straight to DuckDB, which does not say which line a row stood on. A file is plain when
its lines and its rows are the same thing (no blank lines, no line breaks inside quotes, no row longer
than the header); then the row number follows from the order. Any other file is read carefully.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from clearway.common.errors import ClearwayError

_CHUNK = 1 << 20
_GLOB = set("*?[")
_LONGEST_CELL = 1 << 24


@dataclass(frozen=True)
class CsvFile:
    """One file: `label` is how it is called in findings, `header` its column names as they stand.

    `rows` is the number of lines below the header, `plain` false when DuckDB would certainly count
    rows otherwise than a spreadsheet does.
    """

    path: Path
    label: str
    header: tuple[str, ...]
    rows: int
    plain: bool


@dataclass(frozen=True)
class CarefulRow:
    """A row with the number a spreadsheet shows (the header is row 1 when nothing stands above it)."""

    number: int
    cells: list[str]


def probe(path: Path, label: str) -> CsvFile:
    """Looks at the first line and counts the others. Raises ClearwayError for a file that cannot be read."""
    try:
        with path.open("rb") as file:
            first = file.readline(_CHUNK)
            breaks, tail = first.count(b"\n"), first[-64:]
            while chunk := file.read(_CHUNK):
                breaks += chunk.count(b"\n")
                tail = (tail + chunk)[-64:]
    except OSError as error:
        raise ClearwayError(
            f"The file cannot be read: {error.strerror}", where=label, mend="Check who may read it"
        ) from None
    trailing = tail[len(tail.rstrip(b"\r\n")) :].count(b"\n")
    text = _decoded(first)
    header = _header(text)
    plain = bool(
        header
        and text.count('"') % 2 == 0
        and "\r" not in text.rstrip("\r\n")
        and first.endswith(b"\n")
        and not _GLOB & set(str(path))
    )
    if not header:
        header = _header_below(path)
    return CsvFile(path, label, header, max(breaks - trailing, 0), plain)


def careful_rows(path: Path) -> Iterator[CarefulRow]:
    """Every row below the header, blank ones left out, with its number."""
    below = False
    for number, cells in enumerate(_rows(_text(path)), start=1):
        if not any(cell.strip() for cell in cells):
            continue
        if below:
            yield CarefulRow(number, cells)
        below = True


def is_utf8(path: Path) -> bool:
    """Whether the file is UTF-8 text; others are read as Windows Latin, which every byte fits."""
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _rows(text: str) -> list[list[str]]:
    """All rows; a cell may be longer than the csv module allows by itself, for this reader only."""
    usual = csv.field_size_limit(_LONGEST_CELL)
    try:
        return list(csv.reader(io.StringIO(text, newline="")))
    finally:
        csv.field_size_limit(usual)


def _text(path: Path) -> str:
    return _decoded(path.read_bytes())


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _header(text: str) -> tuple[str, ...]:
    names = next(iter(_rows(text.rstrip("\r\n"))), [])
    return tuple(name.strip() for name in names) if any(name.strip() for name in names) else ()


def _header_below(path: Path) -> tuple[str, ...]:
    """The first row that is not blank."""
    for cells in _rows(_text(path)):
        if any(cell.strip() for cell in cells):
            return tuple(cell.strip() for cell in cells)
    return ()

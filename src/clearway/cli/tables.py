"""Files that commands read and write: tables by column name, with the row numbers of a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from clearway.common.errors import ClearwayError

_NUMBER = re.compile(
    r"[+-]?([1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]*)?|[0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?", re.I
)


@dataclass(frozen=True)
class Row:
    """One row: `number` is the one a spreadsheet shows (the header is row 1)."""

    file: Path
    number: int
    cells: Mapping[str, str]

    @property
    def where(self) -> str:
        return f"{self.file}, row {self.number}"

    def text(self, column: str) -> str:
        """The cell without outer spaces; empty where there is none."""
        return self.cells.get(column, "").strip()


def number(row: Row, column: str) -> float | None:
    """The figure in a cell, None where it is empty. Raises ClearwayError for anything else."""
    text = row.text(column)
    if not text:
        return None
    value = figure(text)
    if value is None:
        raise ClearwayError(
            f"{column} is '{text}', which is not a number",
            where=row.where,
            mend="Write a number such as 1234.5, or leave the cell empty when it is missing",
        )
    return value


def figure(text: str) -> float | None:
    """The number that `text` is, None where it is none.

    Commas part thousands and nothing else: `0,5` is no number, for read without its comma it would be 5.
    """
    if not _NUMBER.fullmatch(text):
        return None
    value = float(text.replace(",", ""))
    return value if isfinite(value) else None


def read_table(path: Path, *, required: Sequence[str], optional: Sequence[str] = ()) -> Iterator[Row]:
    """The rows of a CSV file or workbook with a header; case, byte-order marks and blank rows do not matter.

    Of a workbook's sheets it is the first one with the required columns. Raises ClearwayError for a
    file that cannot be read, a column that is missing, unknown or there twice, and a row with more
    cells than the header.
    """
    lines = _sheet(path, required) if _is_workbook(path) else _records(path)
    lines = ((place, cells) for place, cells in lines if any(cell.strip() for cell in cells))
    top, names = next(lines, (1, []))
    header = [name.strip().lower() for name in names]
    _check_header(f"{path}, row {top}", header, required, optional)
    for place, cells in lines:
        if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
            raise ClearwayError(
                f"There are {len(cells)} cells under {len(header)} headings",
                where=f"{path}, row {place}",
                mend="Put text with commas in quotes",
            )
        yield Row(path, place, dict(zip(header, cells, strict=False)))


def _records(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file with their numbers; the first line is row 1."""
    rows = enumerate(csv.reader(io.StringIO(_text(path), newline="")), start=1)
    try:
        yield from rows
    except csv.Error as error:
        raise ClearwayError(
            f"The file cannot be read as CSV: {error}", where=str(path), mend="Save it again as CSV UTF-8"
        ) from None


def _is_workbook(path: Path) -> bool:
    """By its name: what is named so and is none is reported as unreadable."""
    return path.suffix.lower() in (".xlsx", ".xlsm", ".xls", ".ods")


def _sheet(path: Path, required: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """The rows of a sheet with their numbers, the header first."""
    # A text file needs no workbook reader.
    from clearway.records.publications.tables import read_file, text_of

    sheets = read_file(path).tables

    def has_all(headings: Sequence[str]) -> bool:
        return set(required) <= {heading.strip().lower() for heading in headings}

    sheet = next((one for one in sheets if has_all(one.headings)), sheets[0])
    yield sheet.heading_row, list(sheet.headings)
    for number, cells in sheet.rows:
        yield number, [text_of(cell) for cell in cells]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ClearwayError(
            f"The file cannot be read: {error.strerror}", where=str(path), mend="Check the name"
        ) from None
    except UnicodeDecodeError:
        raise ClearwayError(
            "The file is not UTF-8 text", where=str(path), mend="Save it as CSV UTF-8"
        ) from None


def _check_header(
    where: str, header: Sequence[str], required: Sequence[str], optional: Sequence[str]
) -> None:
    for name in required:
        if name not in header:
            raise ClearwayError(
                f"There is no column '{name}'", where=where, mend=f"It needs {', '.join(required)}"
            )
    for name in header:
        if name and name not in (*required, *optional):
            known = ", ".join((*required, *optional))
            raise ClearwayError(f"The column '{name}' is not known", where=where, mend=f"Known are {known}")
        if name and header.count(name) > 1:
            raise ClearwayError(f"The column '{name}' is there twice", where=where, mend="Keep one")

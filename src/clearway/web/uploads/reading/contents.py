"""What a file is, by what is in it and never by its name, and its table."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from clearway.common.errors import ClearwayError
from clearway.web.uploads.reading.columns import likeness
from clearway.web.uploads.reading.limits import MOST_BYTES, MOST_COLUMNS, MOST_ROWS
from clearway.web.uploads.reading.lines import Line, decoded, read_lines, separator_of
from clearway.web.uploads.reading.workbook import COMPOUND, ZIP, check_workbook, sheets

CSV, XLSX = "CSV", "XLSX"
INSTRUCTION = ("#", "required", "optional")
"""A row that begins like this tells how to fill in the file; it holds no figure."""
_OTHERS = {b"%PDF": "a PDF", b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture"}


@dataclass(frozen=True)
class Sheet:
    """A table: its headings and the numbered rows below them, without blank and instruction rows."""

    kind: str
    headings: tuple[str, ...]
    rows: tuple[Line, ...]
    title: str = ""
    how: str = ""  # coding and separator of a text


def kind_of(data: bytes, name: str) -> str:
    """CSV or XLSX. Raises ClearwayError, in words for whoever chose the file, where it can be neither."""
    if not data.strip(b"\x00 \r\n\t"):
        raise ClearwayError("The file is empty", where=name, mend="Save it again and check that it has rows")
    if len(data) > MOST_BYTES:
        size = f"{len(data) / 1e6:.1f} MB"
        raise ClearwayError(
            f"The file has {size}; the most is {MOST_BYTES / 1e6:.0f} MB",
            where=name,
            mend="Split it by month",
        )
    if data.startswith((ZIP, COMPOUND)):
        check_workbook(data, name)
        return XLSX
    for start, what in _OTHERS.items():
        if data.startswith(start):
            raise ClearwayError(f"This is {what}, not a table", where=name, mend="Choose a CSV or XLSX file")
    text, _ = decoded(data, name)
    if text.lstrip().startswith(("<", "{")):
        raise ClearwayError(
            "This is a web page or a document, not a table",
            where=name,
            mend="Save it as CSV (UTF-8) or as XLSX",
        )
    return CSV


def read_sheet(data: bytes, name: str) -> Sheet:
    """The table of a file; of several sheets the one whose headings look most like ours.

    Raises ClearwayError where the file is not what can be read, has no rows, or more than MOST_ROWS.
    """
    tables = list(_tables(data, name))
    if not tables:
        raise ClearwayError("The file has no rows", where=name, mend="Begin with the template")
    sheet = max(tables, key=lambda table: likeness(table.headings))
    if not sheet.rows:
        raise ClearwayError(
            "There are headings and no rows below them", where=name, mend="Fill in the template"
        )
    if len(sheet.rows) > MOST_ROWS:
        raise ClearwayError(
            f"The file has {len(sheet.rows):,} rows; the most is {MOST_ROWS:,}",
            where=name,
            mend="Split it by month",
        )
    if len(sheet.headings) > MOST_COLUMNS:
        raise ClearwayError(
            f"The file has {len(sheet.headings)} columns; the most is {MOST_COLUMNS}",
            where=name,
            mend="Leave some out",
        )
    return sheet


def _tables(data: bytes, name: str) -> list[Sheet]:
    if kind_of(data, name) == CSV:
        text, coding = decoded(data, name)
        separator = separator_of(text)
        how = f"{coding}, separator {separator!r}"
        found = _table(list(read_lines(text, separator, name)))
        return [replace(found, kind=CSV, how=how)] if found else []
    made = []
    for title, cells in sheets(data, name):
        found = _table([Line(number, tuple(row)) for number, row in enumerate(cells, start=1)])
        if found:
            made.append(replace(found, kind=XLSX, title=title))
    return made


def _table(lines: Sequence[Line]) -> Sheet | None:
    """The headings are the first row with at least two cells filled that is not an instruction."""
    filled = [line for line in lines if any(cell.strip() for cell in line.cells)]
    rows = [line for line in filled if not _instructs(line)]
    if not rows:
        return None
    head, *below = rows
    headings = tuple(cell.strip() for cell in head.cells)
    while headings and not headings[-1]:
        headings = headings[:-1]
    return Sheet("", headings, tuple(below))


def _instructs(line: Line) -> bool:
    first = next((cell.strip().casefold() for cell in line.cells if cell.strip()), "")
    return first.startswith(INSTRUCTION)

"""The rows of a sheet by our columns; a wide sheet gives one row for each month of a line."""

from collections.abc import Iterator, Mapping

from clearway.common.cells import FORMULA
from clearway.web.uploads.reading.columns import Matching
from clearway.web.uploads.reading.contents import Sheet
from clearway.web.uploads.reading.drafts import RawRow
from clearway.web.uploads.reading.lines import Line

FIGURE = ("numerator", "denominator", "value_status", "comment")
"""Columns that say something; a row with none of them filled was left as the template has it."""


def raw_rows(sheet: Sheet, matching: Matching) -> Iterator[RawRow]:
    """Every figure of the sheet, in the order of its rows."""
    for line in sheet.rows:
        yield from _wide(line, matching) if matching.wide else (_long(line, matching),)


def is_left_blank(row: RawRow) -> bool:
    """Whether nobody filled the row in: nothing is entered, and nothing that is held goes away."""
    return not row.unclosed and not any(row.cell(column) for column in FIGURE)


def _long(line: Line, matching: Matching) -> RawRow:
    return RawRow(line.number, _cells(line, matching.certain), "", line.unclosed, _extra(line, matching))


def _wide(line: Line, matching: Matching) -> Iterator[RawRow]:
    shared = _cells(line, matching.certain)
    by_month: dict[str, dict[str, str]] = {}
    for number, (month, column) in matching.months.items():
        by_month.setdefault(str(month), {})[column] = _cell(line, number)
    for period, cells in by_month.items():
        remark = cells.get("comment") or shared.get("comment", "")
        if not any(cells.values()) and not line.unclosed:
            remark = ""  # a remark on the line alone fills in no month
        whole = {**shared, "period": period, **cells, "comment": remark}
        yield RawRow(line.number, whole, period, line.unclosed, _extra(line, matching))


def _cells(line: Line, places: Mapping[int, str]) -> dict[str, str]:
    return {column: _cell(line, number) for number, column in places.items()}


def _cell(line: Line, number: int) -> str:
    """The text of a cell; without the apostrophe that keeps a spreadsheet from running it."""
    text = line.cells[number].strip() if number < len(line.cells) else ""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def _extra(line: Line, matching: Matching) -> int:
    return sum(bool(cell.strip()) for cell in line.cells[len(matching.headings) :])

"""Sheets as an Excel workbook. It stands beside the numbers, which need no library of workbooks.

Numbers are numbers and dates are dates. Text is written as text, whatever it begins with, so that no cell
of anybody's file is ever run as a formula or opened as a link.
"""

import io
from collections.abc import Callable, Sequence
from datetime import date
from math import isfinite

import xlsxwriter

from clearway.common.errors import ClearwayError
from clearway.spc.sheet import Cell, Sheet

# What Excel can hold.
MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767
FIRST_DATE = date(1900, 3, 1)  # before it Excel counts a day that never was

_SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_NARROW, _WIDE = 14, 90
_WIDTHS = {"series": 32, "label": 32, "text": _WIDE}

Progress = Callable[[int, int], None]


def workbook(sheets: Sequence[Sheet], *, progress: Progress | None = None) -> bytes:
    """The workbook with these sheets, each with its header frozen and a filter on every column.

    `progress` is called with the number of rows written and 0, as their number is not known before.
    Raises ClearwayError for more rows or a longer text than Excel can hold.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _SAFE)
    styles = {
        "header": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "date": book.add_format({"num_format": "d mmm yyyy", "align": "left", "valign": "top"}),
        "prose": book.add_format({"text_wrap": True, "valign": "top"}),
        "plain": book.add_format({"valign": "top"}),
    }
    for sheet in sheets:
        _write(book.add_worksheet(sheet.title), sheet, styles, progress)
    book.close()
    return out.getvalue()


def _write(
    page: xlsxwriter.worksheet.Worksheet, sheet: Sheet, styles: dict[str, object], progress: Progress | None
) -> None:
    for column, name in enumerate(sheet.header):
        page.set_column(column, column, _WIDTHS.get(name, _NARROW), styles["plain"])
        page.write_string(0, column, name, styles["header"])
    prose = {sheet.header.index(name) for name in sheet.prose}
    row = 0
    for row, cells in enumerate(sheet.rows, start=1):
        if row >= MOST_ROWS:
            raise ClearwayError(
                f"Excel holds {MOST_ROWS:,} rows on a sheet and there are more", mend="Write a CSV file"
            )
        for column, cell in enumerate(cells):
            _put(page, row, column, cell, styles["prose" if column in prose else "plain"], styles["date"])
        if progress is not None and row % 1000 == 0:
            progress(row, 0)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, row, len(sheet.header) - 1)


def _put(
    page: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Cell, style: object, dates: object
) -> None:
    """One cell by its type; nothing at all for None and for empty text."""
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        page.write_boolean(row, column, cell, style)
    elif isinstance(cell, int | float) and isfinite(cell):
        page.write_number(row, column, cell, style)
    elif isinstance(cell, date) and cell >= FIRST_DATE:
        page.write_datetime(row, column, cell, dates)
    else:
        # Infinities and dates before Excel's first have no number there.
        _put_text(page, row, column, str(cell), style)


def _put_text(page: xlsxwriter.worksheet.Worksheet, row: int, column: int, text: str, style: object) -> None:
    if len(text) > MOST_CHARACTERS:
        raise ClearwayError(
            f"Excel holds {MOST_CHARACTERS:,} characters in a cell and there are {len(text):,}",
            where=f"row {row + 1} of the workbook",
            mend="Write a CSV file",
        )
    page.write_string(row, column, text, style)

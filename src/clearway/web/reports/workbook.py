"""A report as a workbook: a sheet of facts, then a sheet a section, with the figures of page and paper."""

import io
from datetime import date

import xlsxwriter

from clearway.web.reports.report import Cell, Number, Report, Section

# Text is text, whatever it begins with: no cell of anybody is run as a formula or opened as a link.
SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
LONGEST_NAME = 31
WIDE, NARROW = 48, 20


def workbook(report: Report) -> bytes:
    """The workbook. A number is a number with its format, a day a day, what is missing its words."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, SAFE)
    styles = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "share": book.add_format({"num_format": "0.0%", "valign": "top"}),
        "number": book.add_format({"num_format": "#,##0.00", "valign": "top"}),
        "score": book.add_format({"num_format": "0.0", "valign": "top"}),
        "whole": book.add_format({"num_format": "#,##0", "valign": "top"}),
        "day": book.add_format({"num_format": "d mmmm yyyy", "align": "left", "valign": "top"}),
    }
    _facts(book.add_worksheet("Report"), report, styles)
    for section in report.sections:
        _section(book.add_worksheet(sheet_name(section)), section, styles)
    book.close()
    return out.getvalue()


def sheet_name(section: Section) -> str:
    """The title without what Excel refuses in the name of a sheet."""
    return "".join(letter for letter in section.title if letter not in "[]:*?/\\'")[:LONGEST_NAME]


def _facts(sheet: xlsxwriter.worksheet.Worksheet, report: Report, styles: dict[str, object]) -> None:
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, report.title, styles["title"])
    lines: list[tuple[str, Cell]] = [("Of", report.about)]
    if report.of:
        lines.append(("In", report.of))
    lines += [("Made on", report.made_on)]
    if report.note:
        lines.append(("Note", report.note))
    for number, (label, cell) in enumerate([*lines, *report.facts], start=1):
        sheet.write_string(number, 0, label, styles["head"])
        _put(sheet, number, 1, cell, styles)


def _section(sheet: xlsxwriter.worksheet.Worksheet, section: Section, styles: dict[str, object]) -> None:
    row = 0
    for words in section.words or ((section.empty,) if section.is_empty else ()):
        sheet.write_string(row, 0, words, styles["text"])
        row += 1
    sheet.set_column(0, 0, WIDE)
    if section.table is None or not section.rows:
        return
    for place, heading in enumerate(section.table.headings):
        sheet.set_column(
            place, place, NARROW if place in section.table.numeric else WIDE if place < 2 else 32
        )
        sheet.write_string(row, place, heading, styles["head"])
    for number, cells in enumerate(section.rows, start=row + 1):
        for place, cell in enumerate(cells):
            _put(sheet, number, place, cell, styles)
    if row == 0:
        sheet.freeze_panes(1, 0)


def _put(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Cell, styles: dict[str, object]
) -> None:
    if isinstance(cell, Number):
        sheet.write_number(row, column, cell.value, styles[_format(cell)])
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, styles["day"])
    elif isinstance(cell, int):
        sheet.write_number(row, column, cell, styles["whole"])
    else:
        sheet.write_string(row, column, cell, styles["text"])


def _format(cell: Number) -> str:
    if cell.share:
        return "share"
    if cell.digits is not None:
        return "score" if cell.digits == 1 else "number"
    return "whole" if float(cell.value).is_integer() else "number"

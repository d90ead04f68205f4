"""The file that people fill in: every figure owed for the open months, with what is held by now.

Texts that a spreadsheet would run are quoted in CSV and written as plain texts in XLSX.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import xlsxwriter

from clearway.common.cells import safe_cell
from clearway.common.organisations import Organisation
from clearway.common.periods import Month
from clearway.measures.definitions import Definition, definitions
from clearway.measures.model import HAS_DENOMINATOR
from clearway.web.calendar.guard import is_open
from clearway.web.calendar.states import states_of
from clearway.web.returns.cells import NEEDS_REASON, STATES, TAKEN_BACK
from clearway.web.returns.obligations import Owed, owed_of
from clearway.web.uploads.reading.columns import TEMPLATE, columns

BACK = 24  # months that are looked through for open ones
INSTRUCTION = (
    "# One row for each figure. Fill in numerator and denominator; where there is no number, "
    "say why in value_status and comment."
)
WIDTHS = {"measure_code": 44, "component": 22, "parameter": 22, "comment": 50}
Cell = str | float | None


@dataclass(frozen=True)
class TemplateRow:
    """One figure to fill in."""

    cells: tuple[Cell, ...]
    has_denominator: bool


def open_months(organisation: Organisation, today: date) -> list[Month]:
    """The months over by now whose figures may be entered today, oldest first."""
    months = [Month.of(today).shift(-number) for number in range(BACK, 0, -1)]
    states = states_of([organisation.code], months)
    return [month for month in months if is_open(states[organisation.code, month], month, today)]


def template_rows(organisation: Organisation, months: Sequence[Month]) -> list[TemplateRow]:
    """A row for each figure that the organisation enters itself, in order of month and package."""
    asked = owed_of([organisation.code], months)
    return [
        _row(organisation, month, cell)
        for month in months
        for cell in asked[organisation.code, month]
        if cell.to_enter
    ]


def as_csv(rows: Sequence[TemplateRow]) -> bytes:
    """The template as CSV with a byte-order mark, by which spreadsheets know UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(TEMPLATE)
    writer.writerow([INSTRUCTION])
    writer.writerows([safe_cell(_whole(cell)) for cell in row.cells] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(organisation: Organisation, rows: Sequence[TemplateRow]) -> bytes:
    """The template as a workbook: figures, how to fill them in, what the measures count."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    styles = {
        "head": book.add_format({"bold": True, "bg_color": "#005eb8", "font_color": "#ffffff"}),
        "hint": book.add_format({"italic": True, "font_color": "#4c6272"}),
        "off": book.add_format({"bg_color": "#e8edee"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    _figures(book, rows, styles)
    _guide(book, organisation, styles)
    _measures(book, rows, styles)
    book.close()
    return out.getvalue()


def _row(organisation: Organisation, month: Month, cell: Owed) -> TemplateRow:
    held = cell.value if cell.value is not None and cell.value.state != TAKEN_BACK else None
    beside = getattr(held, "detail", None)
    with_denominator = cell.definition.kind in HAS_DENOMINATOR
    numerator = denominator = None
    status = comment = ""
    if held is not None:
        numerator = held.numerator if with_denominator else held.value
        denominator = held.denominator
        status = "" if held.state == "value" else held.state
        comment = held.note if held.state in NEEDS_REASON else (beside.comment if beside else "")
    figure = (numerator, denominator, status, comment)
    return TemplateRow(
        (organisation.code, str(month), cell.measure, cell.component, cell.parameter, *figure),
        with_denominator,
    )


def _figures(book: xlsxwriter.Workbook, rows: Sequence[TemplateRow], styles: dict[str, object]) -> None:
    sheet = book.add_worksheet("Figures")
    for number, name in enumerate(TEMPLATE):
        sheet.write_string(0, number, name, styles["head"])
        sheet.set_column(number, number, WIDTHS.get(name, 18))
    sheet.write_string(1, 0, INSTRUCTION, styles["hint"])
    for number, row in enumerate(rows, start=2):
        for place, cell in enumerate(row.cells):
            if isinstance(cell, str):
                sheet.write_string(number, place, cell)
            elif cell is not None:
                sheet.write_number(number, place, cell)
            elif TEMPLATE[place] == "denominator" and not row.has_denominator:
                sheet.write_blank(number, place, None, styles["off"])
    status = TEMPLATE.index("value_status")
    sheet.data_validation(
        2, status, max(len(rows) + 1, 2), status, {"validate": "list", "source": list(STATES)}
    )
    sheet.freeze_panes(2, 3)


def _guide(book: xlsxwriter.Workbook, organisation: Organisation, styles: dict[str, object]) -> None:
    sheet = book.add_worksheet("How to fill in")
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    for number, (name, words) in enumerate(_guidance(organisation)):
        sheet.write_string(number, 0, name, styles["wrap"])
        sheet.write_string(number, 1, words, styles["wrap"])


def _guidance(organisation: Organisation) -> Iterator[tuple[str, str]]:
    yield "For", f"{organisation.name} ({organisation.code})"
    yield "Zero and blank", "0 is a number. A row left blank changes nothing: what is held stays."
    yield "No number", "Write why into value_status, and the reason into comment."
    for name, column in columns().items():
        yield name, f"{column.help}."
    for state, words in STATES.items():
        yield f"value_status: {state}", f"{words}."


def _measures(book: xlsxwriter.Workbook, rows: Sequence[TemplateRow], styles: dict[str, object]) -> None:
    sheet = book.add_worksheet("Measures")
    for number, (name, width) in enumerate(
        (("measure_code", 44), ("name", 60), ("numerator", 80), ("denominator", 80), ("parts", 60))
    ):
        sheet.write_string(0, number, name, styles["head"])
        sheet.set_column(number, number, width)
    codes = dict.fromkeys(str(row.cells[TEMPLATE.index("measure_code")]) for row in rows)
    for number, code in enumerate(codes, start=1):
        for place, words in enumerate(_about(definitions()[code])):
            sheet.write_string(number, place, words, styles["wrap"])
    sheet.freeze_panes(1, 1)


def _about(sheet: Definition) -> tuple[str, ...]:
    parts = "; ".join(f"{part.id}: {part.title}" for part in sheet.components)
    none = "None: the measure is one number, in the column numerator."
    return sheet.id, sheet.title, sheet.numerator, sheet.denominator or none, parts


def _whole(cell: Cell) -> Cell:
    """A count without a decimal point, nothing for nothing."""
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return "" if cell is None else cell

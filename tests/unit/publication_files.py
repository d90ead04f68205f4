"""Small published files for tests, written as CSV or as the XLSX that a spreadsheet would save."""

import csv
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

Cell = str | float | date | None

MONTHLY = [
    "ReportingPeriodStartDate",
    "ReportingPeriodEndDate",
    "Dimension",
    "Org_Level",
    "Org_Code",
    "Org_Name",
    "Measure",
    "Count_Of",
    "Final_value",
]
MEASURES = [
    "Org_Code",
    "Org_Name",
    "Org_Level",
    "RPStartDate",
    "RPEndDate",
    "IndicatorFamily",
    "Indicator",
    "Currency",
    "Value",
]
ANNUAL = ["Period", "Dimension", "Org_Level", "Org_Code", "Org_Name", "Measure", "Count_Of", "Value"]

_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
<Override PartName="/xl/styles.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>"""
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_ROOT = f"""<Relationships xmlns="{_PACKAGE}"><Relationship Id="a" Type="{_RELATION}/officeDocument"
 Target="xl/workbook.xml"/></Relationships>"""
_BOOK = f"""<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}"><sheets>
<sheet name="data" sheetId="1" r:id="a"/></sheets></workbook>"""
_BOOK_PARTS = f"""<Relationships xmlns="{_PACKAGE}">
<Relationship Id="a" Type="{_RELATION}/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="b" Type="{_RELATION}/styles" Target="styles.xml"/></Relationships>"""
# Format 14 is the short date.
_STYLES = f"""<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>"""


def write_csv(path: Path, *rows: Sequence[Cell], delimiter: str = ",", coding: str = "utf-8") -> Path:
    """A CSV as spreadsheets write it: numbers without needless decimals, nothing for None."""
    with path.open("w", encoding=coding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def write_xlsx(path: Path, *rows: Sequence[Cell]) -> Path:
    """A workbook of one sheet; dates are real date cells and numbers real numbers."""
    sheet = "".join(f'<row r="{n}">{_row(n, cells)}</row>' for n, cells in enumerate(rows, start=1))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _ROOT)
        archive.writestr("xl/workbook.xml", _BOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", _BOOK_PARTS)
        archive.writestr("xl/styles.xml", _STYLES)
        archive.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{_MAIN}"><sheetData>{sheet}</sheetData></worksheet>',
        )
    return path


def _row(number: int, cells: Sequence[Cell]) -> str:
    return "".join(_cell(f"{chr(ord('A') + column)}{number}", cell) for column, cell in enumerate(cells))


def _cell(place: str, cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f'<c r="{place}" s="1"><v>{(cell - date(1899, 12, 30)).days}</v></c>'
    if isinstance(cell, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
    return f'<c r="{place}"><v>{cell}</v></c>'


def status_rows(
    counts: dict[str, Cell],
    *,
    code: str = "R0A",
    level: str = "Provider",
    start: Cell = "01/02/2025",
    end: Cell = "28/02/2025",
    dimension: str = "SmokingStatusGroupBooking",
) -> list[list[Cell]]:
    """Rows of a monthly category table."""
    return [
        [start, end, dimension, level, code, "A NAME", name, "Women", count] for name, count in counts.items()
    ]


def rate_rows(
    parts: dict[str, Cell],
    *,
    indicator: str = "CQIMSmokingBooking",
    code: str = "R0A",
    level: str = "Provider",
) -> list[list[Cell]]:
    """Rows of a monthly measures file."""
    start = [code, "A NAME", level, "01/04/2025", "30/04/2025", "CQIM_Rate", indicator]
    return [[*start, part, value] for part, value in parts.items()]

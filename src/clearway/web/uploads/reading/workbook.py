"""The sheets of an XLSX file, once it is known to be one and to be of a bearable size.

XLSX is a zip archive. What is in it decides: macros, binary sheets, documents of other programs and archives
of anything else are refused before a cell is read.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import python_calamine

from clearway.common.errors import ClearwayError
from clearway.records.publications.tables import Cell, text_of
from clearway.web.uploads.reading.limits import MOST_COLUMNS, MOST_ROWS, MOST_UNPACKED

ZIP = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0"  # XLS, and XLSX under a password
_AS_XLSX = "Save it as an Excel workbook (.xlsx) without macros, or as CSV (UTF-8)"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
# A cell that holds something; an empty one that only has a colour closes itself.
# The reader shows errors and formulas that were never worked out as empty cells; as texts they are seen.
_ERROR = re.compile(rb"""(<(?:\w+:)?c\b[^>]*?\b)t=(["'])e\2""")
_NOT_WORKED_OUT = re.compile(
    rb"""<((?:\w+:)?)c\b((?:[^>"']|"[^"]*"|'[^']*')*?)>\s*<\1f\b[^>]*?(?:/>|>([^<]*)</\1f>)\s*"""
    rb"""(?:<\1v\s*/>|<\1v></\1v>)?\s*</\1c>"""
)
_FILLED = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br=["\']([A-Z]{1,3})(\d{1,7})["\'][^>]*(?<!/)>')


def check_workbook(data: bytes, name: str) -> None:
    """Raises ClearwayError where the archive is not a plain workbook of a bearable size."""
    if data.startswith(COMPOUND):
        raise ClearwayError("This is an old or a protected Excel file", where=name, mend=_AS_XLSX)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = {part.filename: part for part in archive.infolist()}
        if "xl/workbook.xml" not in parts:
            raise ClearwayError("This is a zip archive of something else", where=name, mend=_AS_XLSX)
        if sum(part.file_size for part in parts.values()) > MOST_UNPACKED:
            raise ClearwayError("The workbook is far larger than it seems", where=name, mend=_AS_XLSX)
        kinds = archive.read("[Content_Types].xml").lower() if "[Content_Types].xml" in parts else b""
        macros = any(part.lower().endswith("vbaproject.bin") for part in parts)
        if macros or b"macroenabled" in kinds:
            raise ClearwayError("The workbook has macros", where=name, mend=_AS_XLSX)
        for part in parts:
            if _SHEET.fullmatch(part):
                _check_extent(archive.read(part), name)
    # NotImplementedError is the library's word for a compression that it does not know.
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise ClearwayError(f"The workbook is damaged ({error})", where=name, mend=_AS_XLSX) from None


def sheets(data: bytes, name: str) -> Iterator[tuple[str, list[list[str]]]]:
    """The name of each sheet and the text of its cells, from the first row and column on."""
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(_told(data)))
        for title in workbook.sheet_names:
            rows = workbook.get_sheet_by_name(title).to_python(skip_empty_area=False)
            yield title, [[shown(cell) for cell in row] for row in rows]
    except (python_calamine.CalamineError, OSError) as error:
        raise ClearwayError(f"The workbook cannot be read ({error})", where=name, mend=_AS_XLSX) from None


def shown(cell: Cell) -> str:
    """A cell as a person reads it; yes and no as such, a day as 2026-10-01."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime) and cell.time() == time.min:
        return cell.date().isoformat()
    if isinstance(cell, datetime | date | time | timedelta):
        return str(cell)
    return text_of(cell).replace("\0", "\N{REPLACEMENT CHARACTER}")


def _told(data: bytes) -> bytes:
    """The workbook with its errors and its formulas without a result as texts."""
    out = io.BytesIO()
    changed = False
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as copy:
        for part in archive.infolist():
            content = archive.read(part)
            if _SHEET.fullmatch(part.filename):
                plain = _NOT_WORKED_OUT.sub(_as_text, _ERROR.sub(rb"\1t=\2str\2", content))
                changed, content = changed or plain != content, plain
            copy.writestr(part.filename, content)
    return out.getvalue() if changed else data


def _as_text(match: re.Match[bytes]) -> bytes:
    prefix, about, formula = match[1], re.sub(rb"""\bt=(["'])\w+\1""", b"", match[2]), match[3] or b""
    return b'<%sc%s t="str"><%sv>=%s</%sv></%sc>' % (prefix, about, prefix, formula, prefix, prefix)


def _check_extent(sheet: bytes, name: str) -> None:
    """One far cell would make the reader hold every empty one before it."""
    for match in _FILLED.finditer(sheet):
        if int(match[2]) > 2 * MOST_ROWS or _column(match[1]) > MOST_COLUMNS:
            where = (match[1] + match[2]).decode()
            raise ClearwayError(
                f"Cell {where} lies outside {MOST_ROWS:,} rows and {MOST_COLUMNS} columns",
                where=name,
                mend="Take away what stands far from the table, or save the table as CSV (UTF-8)",
            )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number

"""Text with separators as numbered rows, the way a spreadsheet numbers them.

A row may run over several lines inside double quotes, as comments do. A quote that is never closed would
swallow the rows after it: it is noticed, costs its own row only, and reading goes on at the next line.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from clearway.common.errors import ClearwayError
from clearway.web.uploads.reading.limits import LONGEST_LINE

SEPARATORS = ",;\t|"
SAMPLE = 10_000  # characters that are looked at
_MOST_LINES = 50  # that one row may run over


@dataclass(frozen=True)
class Line:
    """One row: its number, its cells, and whether a quote in it is not closed."""

    number: int
    cells: tuple[str, ...]
    unclosed: bool = False


class _Source:
    """Hands lines to the CSV reader, and can go back to one."""

    def __init__(self, lines: list[str]) -> None:
        self.lines, self.at, self.began = lines, 0, 0

    def __iter__(self) -> "_Source":
        return self

    def __next__(self) -> str:
        if self.at >= len(self.lines) or self.at - self.began >= _MOST_LINES:
            raise StopIteration
        self.at += 1
        return self.lines[self.at - 1]


def decoded(data: bytes, name: str) -> tuple[str, str]:
    """The text of a file and the name of its coding. Raises ClearwayError where it is no text."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for coding in ["utf-16"] if marked else ["utf-8-sig", "cp1252"]:
        try:
            text = data.decode(coding)
        except UnicodeDecodeError:
            continue
        if _is_text(text):
            return text, coding
    raise ClearwayError(
        "This is neither a table as text nor a workbook", where=name, mend="Save it as CSV (UTF-8) or as XLSX"
    )


def _is_text(text: str) -> bool:
    """Whether no more than a few signs are none that a person types. NUL is in programs and pictures only."""
    odd = sum(sign < " " and sign not in "\t\r\n\f" for sign in text[:SAMPLE])
    return "\0" not in text and odd <= len(text[:SAMPLE]) // 100 + 1


def separator_of(text: str) -> str:
    """The sign between the cells: the one that parts the first line with anything in it most often."""
    first = next((line for line in text.splitlines() if line.strip(SEPARATORS + ' "')), "")
    return max(SEPARATORS, key=lambda sign: len(next(csv.reader([first], delimiter=sign), [])))


def read_lines(text: str, separator: str, name: str) -> Iterator[Line]:
    """All rows, blank ones too: their numbers count. Raises ClearwayError for a line without end."""
    lines = list(io.StringIO(text, newline=""))
    if any(len(line) > LONGEST_LINE for line in lines):
        raise ClearwayError(
            "A line is too long for a table", where=name, mend="Save the file again as CSV or XLSX"
        )
    source, width, number = _Source(lines), 0, 0
    reader = csv.reader(source, delimiter=separator)
    while source.at < len(lines):
        source.began = source.at
        cells = next(reader, [])
        number += 1
        width = width or len(cells)
        ran_over = source.lines[source.began + 1 : source.at]
        if ran_over and _swallowed(ran_over, separator, width, cells):
            source.at = source.began + 1
            alone = lines[source.began].rstrip("\r\n").split(separator)
            yield Line(number, tuple(alone), unclosed=True)
        else:
            yield Line(number, tuple(cells), unclosed=_open_at_end(lines, source, separator))


def _swallowed(ran_over: list[str], separator: str, width: int, cells: list[str]) -> bool:
    """Whether lines that a quote took in were rows of their own."""
    if len(ran_over) + 1 >= _MOST_LINES:
        return True
    return width > 1 and any(line.count(separator) >= width - 1 for line in ran_over)


def _open_at_end(lines: list[str], source: _Source, separator: str) -> bool:
    """Whether the last row of the file ends inside a quote."""
    if source.at < len(lines) or lines[source.began].count('"') % 2 == 0:
        return False
    whole = "".join(lines[source.began : source.at])
    return whole.count('"') % 2 == 1 and f'{separator}"' in f"{separator}{whole}"

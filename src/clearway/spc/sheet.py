"""A table for people and other programs, before it is a file: a header and rows of typed cells."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

# None is a cell without anything: what is missing is never 0.
Cell = str | int | float | bool | date | None


@dataclass(frozen=True)
class Sheet:
    """`rows` have a cell for each column of the `header`; they may be made while they are read, once.

    `prose` are the columns with sentences.
    """

    title: str
    header: tuple[str, ...]
    rows: Iterable[Sequence[Cell]]
    prose: tuple[str, ...] = ()


def known(figure: float) -> float | None:
    """The figure, None where it is not a number."""
    return None if figure != figure else figure


def as_count(figure: float) -> int | float:
    """A whole number without decimals."""
    return int(figure) if figure.is_integer() else figure


def csv_text(sheet: Sheet) -> str:
    """The table as CSV, figures with all their digits."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(sheet.header)
    writer.writerows([_text(cell) for cell in row] for row in sheet.rows)
    return out.getvalue()


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    return repr(cell) if isinstance(cell, float) else str(cell)

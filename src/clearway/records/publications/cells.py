"""Reads single cells: numbers, the words printed in place of one, periods."""

import math
import re
from dataclasses import dataclass
from datetime import date, datetime

from clearway.common.errors import ClearwayError
from clearway.common.periods import (
    FinancialYear,
    Month,
    Period,
    parse_financial_year,
    parse_period,
    reporting_month,
)
from clearway.records.publications.layouts import Sign, known
from clearway.records.publications.tables import Cell, text_of

_PLAIN_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_GROUPED_NUMBER = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)


@dataclass(frozen=True)
class Problem:
    """Why a cell cannot be used: the rule broken, what is wrong, what to do."""

    rule: str
    what: str
    mend: str


def number(cell: Cell) -> float | None:
    """The number in a cell, with or without commas between thousands; None when it holds none."""
    if isinstance(cell, bool) or not isinstance(cell, str | float | int):
        return None
    if not isinstance(cell, str):
        return float(cell) if math.isfinite(cell) else None
    text = cell.strip()
    if _GROUPED_NUMBER.fullmatch(text):
        text = text.replace(",", "")
    return float(text) if _PLAIN_NUMBER.fullmatch(text) else None


def sign(cell: Cell) -> Sign | None:
    """What a word printed in place of a number means; None for any other text."""
    text = text_of(cell).casefold()
    return next((candidate for candidate in known().signs if candidate.text.casefold() == text), None)


def count(cell: Cell, *, whole: bool) -> float | Sign | Problem:
    """A published count, the sign in its place, or why it is neither. `whole` refuses parts of a person."""
    shown = text_of(cell)
    found = number(cell)
    if found is None:
        if not shown:
            return Problem("no-number", "There is no number in the cell.", "Fill it in or leave the row out.")
        return sign(cell) or Problem(
            "not-a-number", f"'{shown}' is not a number.", "Correct the cell or leave the row out."
        )
    if found < 0:
        return Problem("negative", f"{shown} is below zero.", "Correct the cell or leave the row out.")
    if whole and not found.is_integer():
        return Problem(
            "not-a-whole-number",
            f"{shown} is not a whole number, and this file counts people.",
            "Correct the cell or leave the row out.",
        )
    return found


def month_of(start: Cell, end: Cell) -> Month:
    """The reporting month of a row, whatever a spreadsheet made of its dates. Raises ClearwayError."""
    return reporting_month(_day_or_text(start), _day_or_text(end))


def year_of(cell: Cell) -> FinancialYear:
    """A financial year from `2019-20`, `2019/20` or, as Fingertips prints it, its first year.

    Raises ClearwayError.
    """
    text = text_of(cell)
    if re.fullmatch(r"\d{4}", text):
        return FinancialYear(int(text))
    return parse_financial_year(text)


def period_of(cell: Cell) -> Period:
    """A month or financial year as a person typed it, or a spreadsheet's date. Raises ClearwayError."""
    if isinstance(cell, datetime | date):
        return parse_period(cell.strftime("%Y-%m-%d"))
    return parse_period(text_of(cell))


def _day_or_text(cell: Cell) -> str | date:
    if isinstance(cell, datetime):
        return cell.date()
    return cell if isinstance(cell, date) else text_of(cell)


def problem_of(error: ClearwayError) -> Problem:
    """An unreadable period as a problem of its row."""
    return Problem("unreadable-period", f"{error.what}.", f"{error.mend}.")

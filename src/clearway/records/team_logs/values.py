"""Cells of team logs as values: the same dates, numbers and words as in the templates of patient records."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime

from clearway.common.errors import ClearwayError
from clearway.common.periods import parse_date

Cell = str | int | float | bool | date | datetime | None
"""A value of a row; None where the cell was empty or could not be read."""

_YES, _NO = {"Y", "YES", "TRUE", "1"}, {"N", "NO", "FALSE", "0"}
_STAMPS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M")


def read_cell(kind: str, text: str) -> Cell:
    """The cell as a value of the type of its column; None where it cannot be read. `text` is not empty."""
    return _READERS[kind](text)


def told(text: str) -> str:
    """What stood in a cell, without repeating it: it may be an identifier."""
    if re.fullmatch(r"[-+]?[\d.,]+", text):
        return "a number"
    if re.fullmatch(r"[\d/.: T-]+", text):
        return "something like a date"
    return f"text of {len(text)} signs"


def _date(text: str) -> date | None:
    try:
        return parse_date(text)
    except ClearwayError:
        return None


def _timestamp(text: str) -> datetime | None:
    for form in _STAMPS:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 - logs are kept in local time
        except ValueError:
            continue
    day = _date(text)
    return datetime(day.year, day.month, day.day) if day else None  # noqa: DTZ001


def _integer(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[-+]?[0-9]{1,9}", text) else None


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"[-+]?[0-9]{1,12}(\.[0-9]{1,12})?", text) else None


def _boolean(text: str) -> bool | None:
    word = text.upper()
    return True if word in _YES else False if word in _NO else None


_READERS: Mapping[str, Callable[[str], Cell]] = {
    "text": lambda text: text,
    "date": _date,
    "timestamp": _timestamp,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
}

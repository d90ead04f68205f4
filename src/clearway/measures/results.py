"""The rows of the output: columns, order, and the CSV writer."""

import csv
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, TextIO


class State(StrEnum):
    """What a cell holds. Zero is a value; missing is never zero."""

    VALUE = "value"
    NOT_APPLICABLE = "not_applicable"
    """Nobody is in the denominator."""
    NOT_COLLECTED = "not_collected"
    """The submission of that month was not read."""
    WITHHELD = "withheld"
    """Left out on purpose: data quality, or so that nobody can be recognised."""


class Result(NamedTuple):
    """One cell: a measure's number for an organisation and month.

    `period` is `YYYY-MM`. `value` is the unrounded fraction, for a count the count. A count has no
    denominator. The numerator is a whole number, but for a mean, where it is a sum of scores. Numerator,
    denominator and value are None where `state` says why.
    """

    measure: str
    component: str
    parameter: str
    version: int
    org_level: str
    org_code: str
    period: str
    numerator: float | None
    denominator: int | None
    value: float | None
    state: State

    @property
    def cell(self) -> tuple[str, str, str, str, str, str]:
        """What identifies the cell."""
        return self.measure, self.component, self.parameter, self.org_level, self.org_code, self.period


COLUMNS = Result._fields


def write_results(results: Iterable[Result], file: TextIO) -> None:
    """Write the rows as CSV with a header; an empty cell is a number that is not there."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in results:
        writer.writerow(result_cells(row))


def save_results(results: Iterable[Result], path: Path) -> None:
    """Write the rows into a file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        write_results(results, file)


def result_cells(row: Result) -> list[object]:
    """The cells of a row as they are written; an empty one is a number that is not there."""
    return [_cell(value) for value in row]


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, float):
        return int(value) if value.is_integer() else repr(value)
    return value

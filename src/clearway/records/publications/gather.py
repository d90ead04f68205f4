"""Gathers the rows that belong together: one measure, organisation and period."""

from dataclasses import dataclass, field
from typing import NamedTuple

from clearway.records.publications.cells import Problem
from clearway.records.publications.layouts import Sign
from clearway.records.publications.report import Report


class Key(NamedTuple):
    """What a published number is about."""

    measure: str
    period: str
    org_level: str
    org_code: str

    def __str__(self) -> str:
        return f"{self.measure} of {self.org_code} ({self.org_level}), {self.period}"


@dataclass(frozen=True)
class Entry:
    """The content of one row's value cell, and where it stood."""

    content: float | Sign | str
    row: int
    column: str


@dataclass
class Group:
    """The rows of one key by part: a numerator, a category ...

    `refused` are rows that belong here and cannot be used; a group with one gives no values, for a
    rate or a total without one of its parts is wrong.
    """

    org_name: str
    published_code: str
    note: str = ""
    entries: dict[str, Entry] = field(default_factory=dict)
    refused: list[int] = field(default_factory=list)

    @property
    def row(self) -> int:
        """The first row of the group."""
        return min([entry.row for entry in self.entries.values()] + self.refused)

    def number(self, part: str) -> float | None:
        """The number of a part; None when there is no such row, or a sign in its place."""
        entry = self.entries.get(part)
        return entry.content if entry is not None and isinstance(entry.content, float) else None

    def sign(self, part: str) -> Sign | None:
        """The sign printed in place of the number of a part."""
        entry = self.entries.get(part)
        return entry.content if entry is not None and isinstance(entry.content, Sign) else None

    def add(self, part: str, entry: Entry, report: Report) -> None:
        """Add a row. The same row twice is kept once; two rows that disagree are both refused."""
        earlier = self.entries.get(part)
        if earlier is None:
            self.entries[part] = entry
        elif earlier.content == entry.content:
            report.note(entry.row, entry.column, repeated(earlier.row))
        else:
            report.error(entry.row, entry.column, conflicting(earlier.row))
            self.refused.append(entry.row)


def repeated(earlier: int) -> Problem:
    """A row that says again what an earlier one said."""
    return Problem("repeated-row", f"This row repeats row {earlier}; it is counted once.", "")


def conflicting(earlier: int) -> Problem:
    """Two rows about one thing with different numbers: nothing in the file tells which is right."""
    what = f"This row and row {earlier} give different numbers for the same thing; neither is kept."
    return Problem("conflicting-rows", what, "Take one of them out.")


def left_out(key: Key, row: int) -> Problem:
    """The values of a group that has a refused row."""
    what = f"{key} is left out, because row {row}, which belongs to it, cannot be used."
    return Problem("value-left-out", what, f"Mend row {row} and read the file again.")

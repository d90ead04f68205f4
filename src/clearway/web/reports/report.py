"""What a report is: facts, sections, tables. Page, PDF and workbook are made from the same one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from clearway.web.design.filters import count, day, percent
from clearway.web.design.pictures import Picture


@dataclass(frozen=True)
class Number:
    """A figure: a fraction where it is a share, else the number itself. There is none for what is missing.

    `digits` after the point, where they are always shown: a score of 4 is "4.0".
    """

    value: float
    share: bool = False
    digits: int | None = None

    def __str__(self) -> str:
        """As people read it: "8.1%", "1,204", "2.5"."""
        if self.share:
            return percent(self.value)
        if self.digits is not None:
            return f"{self.value:.{self.digits}f}"
        return count(self.value) if float(self.value).is_integer() else f"{self.value:,.2f}".rstrip("0")


Cell = str | int | date | Number
"""A missing cell is words that say so, never 0 and never nothing."""


def shown(cell: Cell) -> str:
    """A cell as the page and the paper say it."""
    return day(cell) if isinstance(cell, date) else str(cell)


@dataclass(frozen=True)
class Table:
    """Rows under headings; `numeric` are the columns set right."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: tuple[int, ...] = ()

    @property
    def said(self) -> "Table":
        """The same with every cell as words."""
        rows = tuple(tuple(shown(cell) for cell in row) for row in self.rows)
        return Table(self.headings, rows, self.numeric)


@dataclass(frozen=True)
class Section:
    """A part of a report. `empty` is said where the records hold nothing for it."""

    id: str
    title: str
    empty: str
    words: tuple[str, ...] = ()
    table: Table | None = None
    pictures: tuple[Picture, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is neither a row nor a word."""
        return not self.words and not self.rows

    @property
    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows of its table."""
        return self.table.rows if self.table else ()


@dataclass(frozen=True)
class Report:
    """The whole of it. `about` is the project or the organisation, `note` what a reader has to know first."""

    kind: str
    about: str
    of: str
    period: str
    made_on: date
    facts: tuple[tuple[str, Cell], ...]
    sections: tuple[Section, ...]
    note: str = ""

    @property
    def title(self) -> str:
        """Its head."""
        return f"{self.kind}, {self.period}"

    @property
    def facts_said(self) -> Iterator[tuple[str, str]]:
        """The facts as words."""
        return ((label, shown(cell)) for label, cell in self.facts)


def table(many: bool, headings: tuple[str, ...], rows: list[tuple[Cell, ...]], *numeric: str) -> Table:
    """A table whose first column is the project, left away where the report is of one project."""
    start = 0 if many else 1
    kept = ("Project", *headings)[start:]
    return Table(kept, tuple(row[start:] for row in rows), tuple(kept.index(name) for name in numeric))

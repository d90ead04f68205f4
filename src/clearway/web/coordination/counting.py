"""How much of a month is there: cells counted by where their figure comes from. Pure: rows in, counts out.

Zero is a figure. A reason why there is none is an answer and no figure. What is not owed is not counted, so
that nothing is more than complete.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from clearway.web.returns.obligations import TAKEN_BACK

CellKey = tuple[str, str, str]
"""Measure, component, and what fills the measure's blank."""


class Origin(StrEnum):
    """Where a figure's row comes from."""

    RECORDS = "records"
    CENTRE = "centre"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class Figure:
    """What is needed of a current row of the value table to count it."""

    origin: Origin
    state: str


@dataclass(frozen=True)
class Counts:
    """The cells that one organisation owes for one month, each counted once.

    `figures` were typed or imported by the organisation, `reasons` are its answers why there is no figure.
    """

    owed: int = 0
    centre: int = 0
    records: int = 0
    figures: int = 0
    reasons: int = 0

    @property
    def answered(self) -> int:
        """What the organisation itself entered: figures and reasons."""
        return self.figures + self.reasons

    @property
    def held(self) -> int:
        """Cells with a figure or a reason, wherever it comes from."""
        return self.centre + self.records + self.answered

    @property
    def missing(self) -> int:
        """Cells with neither."""
        return self.owed - self.held

    @property
    def to_enter(self) -> int:
        """Cells that are the organisation's to fill in."""
        return self.owed - self.centre - self.records

    @property
    def empty(self) -> bool:
        """Whether the organisation had something to enter and entered nothing."""
        return self.to_enter > 0 and self.answered == 0

    @property
    def complete(self) -> bool:
        """Whether every cell that is owed has a figure or a reason."""
        return self.owed > 0 and self.missing == 0

    @property
    def completeness(self) -> float | None:
        """The share of the owed cells that are held, from 0 to 1; None where nothing is owed."""
        return self.held / self.owed if self.owed else None

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.owed + other.owed,
            self.centre + other.centre,
            self.records + other.records,
            self.figures + other.figures,
            self.reasons + other.reasons,
        )


def count_cells(
    owed: Collection[CellKey], rows: Mapping[CellKey, Figure], published_as: Mapping[str, Collection[str]]
) -> Counts:
    """Count the owed cells. `rows` are current rows by cell, `published_as` a measure's national names."""
    counted = dict.fromkeys(("centre", "records", "figures", "reasons"), 0)
    cells = set(owed)
    for cell in cells:
        kind = _kind(cell, rows, published_as.get(cell[0], ()))
        if kind:
            counted[kind] += 1
    return Counts(owed=len(cells), **counted)


def _kind(cell: CellKey, rows: Mapping[CellKey, Figure], national: Collection[str]) -> str:
    own = rows.get(cell)
    if own is not None and own.origin is not Origin.RETURN:
        return own.origin.value
    if own is not None and own.state != TAKEN_BACK:
        return "figures" if own.state == "value" else "reasons"
    for name in national:
        published = rows.get((name, cell[1], cell[2]))
        if published is not None and published.state == "value":
            return "centre"
    return ""

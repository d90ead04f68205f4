"""A row of a file as it will be entered, and the row as it came."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from clearway.common.parameters import reading
from clearway.common.periods import Month

Key = tuple[str, str, str, str]
"""Period, measure, component, and the reading of the parameter."""


@dataclass(frozen=True)
class RawRow:
    """The cells of one figure by column, as the file has them.

    `number` is the row as the spreadsheet shows it; `place` the month where months stand side by side.
    `extra` counts filled cells beyond the headings.
    """

    number: int
    cells: Mapping[str, str]
    place: str = ""
    unclosed: bool = False
    extra: int = 0

    def cell(self, column: str) -> str:
        """The text of a cell, without outer spaces; empty where the file has no such column."""
        return self.cells.get(column, "").strip()


@dataclass(frozen=True)
class Draft:
    """One figure as a row of a file gives it. None is missing and never 0."""

    period: Month
    measure: str
    component: str = ""
    parameter: str = ""
    numerator: float | None = None
    denominator: float | None = None
    state: str = "value"
    comment: str = ""
    follow_up: bool = False
    columns: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def key(self) -> Key:
        """What the figure is of."""
        return str(self.period), self.measure, self.component, reading(self.parameter)

"""A row of a recognised table, read by field."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from clearway.records.publications.cells import Problem
from clearway.records.publications.recognise import Recognised
from clearway.records.publications.tables import Cell, text_of

Progress = Callable[[int, int], None]
"""Called now and then with the rows done and the rows in all."""

_STEP = 5_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `number` as a spreadsheet shows it."""

    number: int
    cells: Sequence[Cell]
    source: Recognised

    def cell(self, field: str) -> Cell:
        """The cell of `field`; empty when the file has no such column or the row is short."""
        position = self.source.positions.get(field)
        return self.cells[position] if position is not None and position < len(self.cells) else ""

    @property
    def overflow(self) -> Problem | None:
        """What is wrong when the row has cells beyond the headings, and so perhaps none in its place."""
        beyond = [text_of(cell) for cell in self.cells[len(self.source.table.headings) :]]
        if not any(beyond):
            return None
        what = f"The row has more cells than there are headings (the last is '{beyond[-1]}')."
        mend = "Put cells that hold a comma in quotation marks, or save the file as XLSX."
        return Problem("too-many-cells", what, mend)

    def text(self, field: str) -> str:
        """The cell of `field` as text."""
        return text_of(self.cell(field))


def rows_of(source: Recognised, progress: Progress | None) -> Iterator[Row]:
    """The rows in order, telling `progress` every few thousand and at the end."""
    total = len(source.table.rows)
    for done, (number, cells) in enumerate(source.table.rows, start=1):
        yield Row(number, cells, source)
        if progress is not None and (done % _STEP == 0 or done == total):
            progress(done, total)

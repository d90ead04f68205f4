"""Small numbers left out, and as many others as it takes that nobody can work them out.

A pure last step on exports that show true counts. A numerator or denominator of 1 to 7 is withheld. Where
an organisation shows its total and exactly one part of it is withheld, the total minus the other parts
would give it away; the smallest other part is withheld too, and where there is none, the total.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from clearway.common.periods import parse_month
from clearway.measures.disclosure import SMALL, withheld
from clearway.measures.levels import Coverage, number_of
from clearway.measures.results import Result, State

Cell = tuple[str, str, str, str, str, str]


def suppressed(rows: Sequence[Result], coverage: Coverage) -> list[Result]:
    """`rows` with small counts, and those that would reveal them, withheld."""
    by_cell = {row.cell: row for row in rows}
    parts = _parts(rows, coverage)
    hidden = {cell for cell, row in by_cell.items() if _small(row)}
    while more := _revealing(parts, hidden, by_cell):
        hidden |= more
    return [withheld(row) if row.cell in hidden else row for row in rows]


def _small(row: Result) -> bool:
    return any(count is not None and 0 < count <= SMALL for count in (row.numerator, row.denominator))


def _parts(rows: Iterable[Result], coverage: Coverage) -> dict[Cell, set[Cell]]:
    """The cells that each cell is the sum of, one level down."""
    found: dict[Cell, set[Cell]] = defaultdict(set)
    for row in rows:
        if row.org_level != "provider":
            continue
        below = row.cell
        for level, code in coverage.above(row.org_code, number_of(parse_month(row.period).first_day)):
            above = (*row.cell[:3], str(level), code, row.period)
            found[above].add(below)
            below = above
    return found


def _revealing(parts: dict[Cell, set[Cell]], hidden: set[Cell], by_cell: dict[Cell, Result]) -> set[Cell]:
    """One more cell to withhold for each total that still gives a withheld part away."""
    more: set[Cell] = set()
    for total, below in sorted(parts.items()):
        shown = [cell for cell in below - hidden if by_cell[cell].state is State.VALUE]
        if total in hidden or len(below & hidden) != 1:
            continue
        smallest = min(shown, key=lambda cell: (by_cell[cell].numerator or 0, cell), default=total)
        more.add(smallest)
    return more

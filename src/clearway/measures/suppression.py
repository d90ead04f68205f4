"""Small numbers left out, and as many others as it takes that nobody can work them out.

A pure last step on exports that show true counts. A numerator or denominator of 1 to 7 is withheld. Where
an organisation shows its total and exactly one part of it is withheld, the total minus the other parts
would give it away; the smallest other part is withheld too, and where there is none, the total.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from clearway.common.periods import parse_month
from clearway.measures.disclosure import withheld
from clearway.measures.levels import Coverage, number_of
from clearway.measures.results import Result, State
from clearway.measures.rounding import SMALL

Cell = tuple[str, str, str, str, str, str]
Key = TypeVar("Key", bound=tuple[str, ...])


def suppressed(rows: Sequence[Result], coverage: Coverage) -> list[Result]:
    """`rows` with small counts, and those that would reveal them, withheld."""
    hidden = hidden_cells(rows, coverage)
    return [withheld(row) if row.cell in hidden else row for row in rows]


def hidden_cells(rows: Sequence[Result], coverage: Coverage) -> set[Cell]:
    """The cells that `suppressed` withholds."""
    small = {row.cell for row in rows if is_small(row)}
    return protected(
        small, level_sums(rows, coverage), {row.cell: size for row in rows if (size := people(row))}
    )


def is_small(row: Result) -> bool:
    """Whether its numerator or denominator is from 1 to 7."""
    return any(count is not None and 0 < count <= SMALL for count in (row.numerator, row.denominator))


def people(row: Result) -> int:
    """How many a shown cell counts; 0 for one that counts nobody, and so can hide nobody."""
    if row.state is not State.VALUE:
        return 0
    return int(row.numerator or 0) if row.denominator is None else row.denominator


def level_sums(rows: Iterable[Result], coverage: Coverage) -> dict[Cell, set[Cell]]:
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


def protected(small: set[Key], sums: Mapping[Key, set[Key]], sizes: Mapping[Key, int]) -> set[Key]:
    """`small` and the further cells to withhold so that no sum gives one of them away.

    `sums` are the parts of each total, `sizes` how many people the cells count. A total that is
    not in `sizes` was published elsewhere: it is known, and cannot be withheld here.
    """
    hidden = set(small)
    alone = {
        next(iter(there))
        for total, parts in sums.items()
        if total not in sizes and len(there := {part for part in parts if part in sizes}) == 1
    }
    while more := _revealing(hidden, sums, sizes, alone):
        hidden |= more
    return hidden


def _revealing(
    hidden: set[Key], sums: Mapping[Key, set[Key]], sizes: Mapping[Key, int], alone: set[Key]
) -> set[Key]:
    """One more cell to withhold for each total that still gives a withheld part away.

    A part that is `alone` below a known total hides nothing: it equals that total.
    """
    more: set[Key] = set()
    for total, parts in sorted(sums.items()):
        if total in hidden or len(parts & hidden) != 1:
            continue
        shown = [cell for cell in parts - hidden if cell in sizes and cell not in alone]
        smallest = min(shown, key=lambda cell: (sizes[cell], cell), default=total)
        if smallest in sizes:
            more.add(smallest)
    return more

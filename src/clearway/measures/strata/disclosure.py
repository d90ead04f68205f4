"""Breakdowns before they leave an organisation.

A stratum is a smaller group than an organisation, so small counts are withheld in the published form
too, where totals show them as 5. What would give a withheld stratum away goes with it: another stratum
of the same organisation, since the total is published, and another organisation of the same stratum,
since the level above is.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from clearway.measures.computation import Computation, results
from clearway.measures.disclosure import published, rounded_row, withheld
from clearway.measures.levels import Coverage
from clearway.measures.results import Result, State
from clearway.measures.strata.counting import Breakdown
from clearway.measures.strata.kinds import SITE
from clearway.measures.strata.rows import StratumCell, StratumRow
from clearway.measures.suppression import Cell, hidden_cells, is_small, level_sums, people, protected

TOTAL = ""
"""In the place of the stratum: the cell of all strata together."""


def suppressed_strata(breakdown: Breakdown, computation: Computation) -> list[StratumRow]:
    """True counts, with small ones and those that would reveal them withheld.

    Totals are those of `suppressed`: one that is withheld there gives no stratum away.
    """
    totals = results(computation)
    secret = {(*cell, TOTAL) for cell in hidden_cells(totals, computation.coverage)}
    hidden = _hidden(breakdown, breakdown.rows, computation.coverage, secret)
    return [_withheld(row) if row.cell in hidden else row for row in breakdown.rows]


def published_strata(breakdown: Breakdown, computation: Computation) -> list[StratumRow]:
    """Published form: gates by the organisation's total, small strata withheld, the others rounded to 5."""
    totals = results(computation, internal=True)
    rows = _gated(breakdown, totals, computation.coverage)
    hidden = _hidden(breakdown, rows, computation.coverage, set())
    return [_withheld(row) if row.cell in hidden else row for row in rows]


def _gated(breakdown: Breakdown, totals: Sequence[Result], coverage: Coverage) -> list[StratumRow]:
    """Rounded rows; those of providers whose total did not pass the gates are withheld."""
    if breakdown.kind == SITE:
        stopped = {row.cell for row in published(totals, coverage) if row.state is State.WITHHELD}
        return [
            _withheld(row)
            if _stopped(row, breakdown, stopped)
            else row._replace(result=rounded_row(row.result))
            for row in breakdown.rows
        ]
    apart: dict[str, list[Result]] = defaultdict(list)
    for row in breakdown.rows:
        apart[row.stratum].append(row.result)
    wanted = {row.result.measure for row in breakdown.rows}
    gates = [row for row in totals if row.measure not in wanted]
    return [
        StratumRow(row, breakdown.kind, stratum)
        for stratum, rows in apart.items()
        for row in published([*rows, *gates], coverage)
    ]


def _stopped(row: StratumRow, breakdown: Breakdown, stopped: set[Cell]) -> bool:
    """Whether a gate stops a provider that is counted at this site."""
    measure, component, parameter, level, code, period = row.result.cell
    holders = breakdown.holders[level, code, row.stratum]
    return any((measure, component, parameter, "provider", held, period) in stopped for held in holders)


def _hidden(
    breakdown: Breakdown, rows: Sequence[StratumRow], coverage: Coverage, secret: set[StratumCell]
) -> set[StratumCell]:
    """Cells to withhold. `rows` may be rounded or stopped by gates; what is small goes by true counts."""
    shown = {row.cell for row in rows if row.result.state is State.VALUE}
    true = {row.cell: row.result for row in breakdown.rows if row.cell in shown}
    sizes = {cell: size for cell, result in true.items() if (size := people(result))}
    small = {cell for cell, result in true.items() if is_small(result)}
    sums = {**_over_strata(breakdown, rows), **_over_levels(rows, coverage)}
    return protected(small | secret, sums, sizes) - secret


def _over_strata(breakdown: Breakdown, rows: Iterable[StratumRow]) -> Mapping[StratumCell, set[StratumCell]]:
    """The strata of each organisation's total; by site, the sites of each provider's."""
    found: dict[StratumCell, set[StratumCell]] = defaultdict(set)
    for row in rows:
        measure, component, parameter, level, code, period = row.result.cell
        if breakdown.kind != SITE:
            found[(*row.result.cell, TOTAL)].add(row.cell)
            continue
        for provider in breakdown.holders[level, code, row.stratum]:
            found[measure, component, parameter, "provider", provider, period, TOTAL].add(row.cell)
    return found


def _over_levels(rows: Iterable[StratumRow], coverage: Coverage) -> Mapping[StratumCell, set[StratumCell]]:
    """The organisations of the level below, in the same stratum."""
    apart: dict[str, list[Result]] = defaultdict(list)
    for row in rows:
        apart[row.stratum].append(row.result)
    return {
        (*total, stratum): {(*part, stratum) for part in parts}
        for stratum, held in apart.items()
        for total, parts in level_sums(held, coverage).items()
    }


def _withheld(row: StratumRow) -> StratumRow:
    return row._replace(result=withheld(row.result))

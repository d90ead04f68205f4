"""Breakdowns: engine and reference agree cell by cell, and the parts make the whole."""

from collections import defaultdict
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.lib.attributed import with_attributes
from tests.lib.engine_comparison import Given, complete, connection, fill
from tests.lib.record_strategies import Tables, record_sets, sets_by_chance

from clearway.measures import computation
from clearway.measures.computation import results
from clearway.measures.computed import computed_measures
from clearway.measures.engines import duckdb as fast
from clearway.measures.engines.reference import members
from clearway.measures.engines.reference import strata as judge
from clearway.measures.results import State
from clearway.measures.strata import (
    SITE,
    Breakdown,
    by_stratum,
    kind_ids,
    published_strata,
    suppressed_strata,
)
from clearway.measures.suppression import level_sums, people, protected, suppressed

AS_OF = date(2025, 12, 1)
DISTINCT = {measure.key for measure in computed_measures() if measure.distinct}


@pytest.fixture(scope="module")
def records() -> Given:
    return with_attributes(sets_by_chance(7, 4, 150, AS_OF), 3)


@pytest.fixture(scope="module")
def prepared(records: Given) -> computation.Computation:
    database = connection()
    fill(database, records)
    return fast.prepare(database, AS_OF)


@pytest.fixture(scope="module")
def breakdowns(prepared: computation.Computation) -> dict[str, Breakdown]:
    return {kind: by_stratum(prepared, kind) for kind in kind_ids()}


def by_cell(found: Breakdown) -> dict[tuple[str, ...], tuple[object, ...]]:
    cells = {row.cell: (*row.result[7:10], str(row.result.state)) for row in found.rows}
    assert len(cells) == len(found.rows), "a cell is there twice"
    return cells


def judged(records: Given, kind: str) -> dict[tuple[str, ...], tuple[object, ...]]:
    tables = complete(records)
    counted = members(tables, AS_OF)
    rows = judge.by_site(tables, counted) if kind == SITE else judge.by_stratum(tables, counted, kind)
    return {
        (r.measure, r.component, r.parameter, r.org_level, r.org_code, r.period, stratum): (
            r.numerator, r.denominator, r.value, r.state,
        )
        for r, stratum in rows
    }  # fmt: skip


@pytest.mark.parametrize("kind", kind_ids())
def test_the_engine_and_the_reference_agree_on_every_stratum(
    kind: str, records: Given, breakdowns: dict[str, Breakdown]
) -> None:
    found, wanted = by_cell(breakdowns[kind]), judged(records, kind)
    assert {
        c: (found.get(c), wanted.get(c)) for c in {*found, *wanted} if found.get(c) != wanted.get(c)
    } == {}
    reached = {row.stratum for row in breakdowns[kind].rows if row.result.numerator}
    assert len(reached) > 4
    assert "missing" in reached


@settings(max_examples=3, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(drawn=record_sets(), seed=st.integers(0, 99))
def test_they_agree_on_any_records(drawn: tuple[Tables, date | None], seed: int) -> None:
    records = with_attributes(drawn[0], seed)
    with connection() as database:
        fill(database, records)
        if not records.get("submissions"):
            return
        made = fast.prepare(database, AS_OF)
        for kind in kind_ids():
            assert by_cell(by_stratum(made, kind)) == judged(records, kind)


@pytest.mark.parametrize("kind", kind_ids())
def test_the_strata_of_a_provider_add_up_to_it_where_a_measure_counts_pregnancies(
    kind: str, prepared: computation.Computation, breakdowns: dict[str, Breakdown]
) -> None:
    """A mother with two pregnancies in a month can be in two strata; so counts of mothers may be above."""
    sums: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0])
    for row in breakdowns[kind].rows:
        measure, component, _, level, code, period = row.result.cell
        if kind != SITE and level != "provider":
            continue
        whole = (measure, component, period) if kind == SITE else (measure, component, code, period)
        sums[whole][0] += row.result.numerator or 0
        sums[whole][1] += row.result.denominator or 0
    totals: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0])
    for result in results(prepared):
        if result.org_level == "provider":
            measure, component, _, _, code, period = result.cell
            whole = (measure, component, period) if kind == SITE else (measure, component, code, period)
            totals[whole][0] += result.numerator or 0
            totals[whole][1] += result.denominator or 0
    for whole, (above, below) in totals.items():
        if whole[:2] in DISTINCT:
            assert sums[whole][0] >= above
            assert sums[whole][1] >= below
        else:
            assert sums[whole] == [above, below], whole


def test_breakdowns_by_batches_of_providers_are_the_same(
    records: Given, breakdowns: dict[str, Breakdown], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(computation, "BATCH", 150)
    with connection() as database:
        fill(database, records)
        for kind in ("age-band", SITE):
            assert by_stratum(fast.begin(database, AS_OF), kind) == breakdowns[kind]


@pytest.mark.parametrize("kind", kind_ids())
@pytest.mark.parametrize("disclose", [suppressed_strata, published_strata])
def test_no_small_stratum_is_shown_and_none_can_be_worked_out(
    kind: str, disclose: object, prepared: computation.Computation, breakdowns: dict[str, Breakdown]
) -> None:
    true = {row.cell: row.result for row in breakdowns[kind].rows}
    shown = {row.cell: row.result for row in disclose(breakdowns[kind], prepared)}  # type: ignore[operator]
    assert shown.keys() == true.keys()
    small = {
        cell
        for cell, row in true.items()
        if any(count is not None and 0 < count <= 7 for count in (row.numerator, row.denominator))
    }
    assert small
    assert all(shown[cell].numerator is None for cell in small)
    assert {row.state for row in shown.values()} >= {State.WITHHELD, State.VALUE}
    if kind == SITE:
        return
    totals = results(prepared)
    if disclose is suppressed_strata:
        totals = suppressed(totals, prepared.coverage)
    known = {row.cell for row in totals if row.state is State.VALUE}
    parts: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for cell, row in true.items():
        if cell[:6] in known and (row.denominator or row.numerator):
            parts[cell[:6]].append(cell)
    lone = [cells for cells in parts.values() if len([c for c in cells if shown[c].numerator is None]) == 1]
    assert [cells for cells in lone if len(cells) > 1] == []


@pytest.mark.parametrize("disclose", [suppressed_strata, published_strata])
def test_the_level_above_gives_no_withheld_stratum_away(
    disclose: object, prepared: computation.Computation, breakdowns: dict[str, Breakdown]
) -> None:
    """Of the parts of a shown sum that count anybody, none or at least two are withheld."""
    found = breakdowns["age-band"]
    true = {row.cell: row.result for row in found.rows}
    shown = {row.cell: row.result for row in disclose(found, prepared)}  # type: ignore[operator]
    compared = 0
    for stratum in {row.stratum for row in found.rows}:
        rows = [row.result for row in found.rows if row.stratum == stratum]
        for total, parts in level_sums(rows, prepared.coverage).items():
            there = [(*part, stratum) for part in parts if people(true[*part, stratum])]
            hidden = [cell for cell in there if shown[cell].state is State.WITHHELD]
            if shown[*total, stratum].state is State.VALUE and len(there) > 1:
                compared += len(hidden) > 1
                assert len(hidden) != 1, (total, stratum)
    assert compared


cells = st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz"))


@given(st.dictionaries(cells, st.integers(1, 30), min_size=1))
def test_in_any_table_no_row_or_column_gives_one_cell_away(table: dict[tuple[str, str], int]) -> None:
    """Row totals are known from elsewhere, column totals are in the table and can be withheld with it."""
    sizes: dict[tuple[str, str], int] = dict(table)
    sums: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for row, column in table:
        sums[row, "known"].add((row, column))
        sums["all", column].add((row, column))
        sizes["all", column] = sizes.get(("all", column), 0) + table[row, column]
    small = {cell for cell, size in table.items() if size <= 7}
    hidden = protected(small, sums, sizes)
    assert small <= hidden <= set(sizes)
    for (row, column), parts in sums.items():
        if len(parts & hidden) == 1:
            (only,) = parts & hidden
            # Protected by its column's total; or it is its row's only cell, whose size the known total tells.
            assert (row, column) in hidden or len(parts) == 1, (row, column, only)

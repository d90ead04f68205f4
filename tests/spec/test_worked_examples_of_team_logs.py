"""Every worked example about improvement work is computed: each case alone, and all together."""

from collections import defaultdict
from collections.abc import Mapping

import pytest

from clearway.measures.computed import team_measures
from clearway.measures.definitions import Available, ComputedFrom, definitions
from clearway.measures.engines.duckdb import DuckDB
from clearway.measures.results import Result
from clearway.measures.team_examples import LogExample, team_examples
from clearway.measures.teamwork import begin_team
from clearway.records.team_logs.database import opened

Figures = Mapping[tuple[str, str], Result]
TOGETHER = "together"


@pytest.fixture(scope="module")
def figures() -> Figures:
    """The figure of the month by measure and case: each has logs of its own, and so have all of a measure."""
    tables = defaultdict(list)
    for example in team_examples():
        trusts = {TOGETHER: example.cases, **{case.case: [case] for case in example.cases}}
        for name, cases in trusts.items():
            for table, row in example.rows(cases, f"{example.measure}/{name}"):
                tables[table].append(row)
    with opened(tables) as database:
        rows = begin_team(DuckDB(database)).results()
    found = {(row.measure, row.org_code): row for row in rows if row.org_level == "provider"}
    return {
        (measure, code.partition("/")[2]): row
        for (measure, code), row in found.items()
        if code.startswith(f"{measure}/")
    }


def as_told(row: Result) -> str:
    if row.denominator is None:
        return "counted" if row.numerator else "neither"
    if not row.denominator:
        return "neither"
    return "numerator" if row.numerator else "denominator only"


@pytest.mark.parametrize("example", team_examples(), ids=lambda each: each.measure)
def test_each_case_alone_counts_as_the_example_says_and_all_give_its_figure(
    example: LogExample, figures: Figures
) -> None:
    assert {case.case: as_told(figures[example.measure, case.case]) for case in example.cases} == {
        case.case: case.counts for case in example.cases
    }
    together = figures[example.measure, TOGETHER]
    assert (together.numerator, together.denominator) == (
        example.gives.numerator,
        example.gives.denominator,
    )


def test_every_measure_of_team_logs_has_an_example_of_something_in_and_something_out() -> None:
    assert {example.measure for example in team_examples()} == {each.measure for each in team_measures()}
    for example in team_examples():
        assert len({case.counts for case in example.cases}) > 1, example.measure


def test_the_sheets_of_these_measures_say_that_clearway_computes_them() -> None:
    for each in team_measures():
        sheet = definitions()[each.measure]
        assert (sheet.computed_from, sheet.available) == (ComputedFrom.TEAM_LOGS, Available.COMPUTED)
        assert (sheet.denominator is None) == each.is_count

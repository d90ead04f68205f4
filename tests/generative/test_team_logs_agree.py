"""The expressions over team logs and the plain reference agree cell by cell; members explain the numbers."""

from collections import Counter

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from tests.lib.engine_comparison import differences
from tests.lib.record_strategies import Tables
from tests.lib.team_log_strategies import logs_by_chance, team_logs

from clearway.common.periods import parse_month
from clearway.measures.computed import team_measure, team_measures
from clearway.measures.engines.duckdb import DuckDB
from clearway.measures.engines.reference.teamwork import run_team_logs
from clearway.measures.results import State
from clearway.measures.teamwork import begin_team, team_members
from clearway.records.team_logs.database import opened


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(tables=team_logs())
def test_the_engines_agree_on_any_logs(tables: Tables) -> None:
    with opened(tables) as database:
        assert differences(begin_team(DuckDB(database)).results(), run_team_logs(tables)) == {}


def test_the_engines_agree_on_many_logs_which_reach_both_sides_of_every_measure() -> None:
    judged = []
    for size in (40, 400):
        tables = logs_by_chance(5, size)
        found = run_team_logs(tables)
        with opened(tables) as database:
            assert differences(begin_team(DuckDB(database)).results(), found) == {}
        judged += [row for row in found if row.org_level == "provider"]
    for measure in team_measures():
        rows = [row for row in judged if row.measure == measure.measure]
        inside = sum(row.numerator or 0 for row in rows)
        assert inside >= 5, measure.measure
        if not measure.is_count:
            assert sum(row.denominator or 0 for row in rows) - inside != 0, measure.measure


def test_the_rows_behind_a_number_are_as_many_as_the_number_says() -> None:
    with opened(logs_by_chance(6, 150)) as database:
        computation = begin_team(DuckDB(database))
        results = {
            (row.measure, row.org_code, row.period): row
            for row in computation.results()
            if row.org_level == "provider"
        }
        for (name, code, period), row in results.items():
            measure = team_measure(name)
            mine = team_members(computation, measure, parse_month(period), code)
            people = {one.person for one in mine} if measure.distinct else mine
            if row.state is State.NOT_COLLECTED:
                assert mine == []
            elif measure.is_count:
                assert len(people) == row.numerator
            else:
                assert len(mine) == row.denominator
                if measure.divided_by == 1:
                    assert sum(one.in_numerator for one in mine) == row.numerator


def test_counts_above_the_provider_are_sums_and_the_made_up_collaborative_is_no_part_of_england() -> None:
    tables = {
        "log_months": [
            {"provider": code, "period": day, "period_end": last}
            for code in ("RAA", "RBB", "DEMO1")
            for day, last in [(parse_month("2025-04").first_day, parse_month("2025-04").last_day)]
        ],
        "uploads": [
            {"provider": code, "system": "dashboard", "day": parse_month("2025-04").first_day}
            for code in ("RAA", "RBB", "DEMO1")
        ],
    }
    with opened(tables) as database:
        rows = begin_team(DuckDB(database)).results()
    found = Counter({row.org_code: row.value for row in rows if row.measure == "measures-uploaded"})
    assert found["DEMO1"] == found["DEMO-N"] == found["DEMO"] == 1
    assert found["ENG"] == found["RAA"] + found["RBB"]


def test_no_covered_month_is_said_and_not_computed() -> None:
    with opened({}) as database, pytest.raises(Exception, match="No month counts as collected"):
        begin_team(DuckDB(database))
    assert isinstance(database, duckdb.DuckDBPyConnection)

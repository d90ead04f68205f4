"""The fast engine and the slow plain one agree cell by cell, and so do two readers of the same folders."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from tests.lib.engine_comparison import connection, differences, disagreements, judged
from tests.lib.msds_folders import Layout
from tests.lib.plain_reader import read_folder
from tests.lib.record_strategies import Tables, record_sets, sets_by_chance

from clearway.measures.engines import duckdb as fast
from clearway.records.readers import read_records

LONG_AFTER = date(2025, 12, 1)


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with connection() as opened:
        yield opened


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(drawn=record_sets())
def test_the_engines_agree_on_any_records(drawn: tuple[Tables, date | None]) -> None:
    with connection() as database:
        assert disagreements(database, *drawn) == {}


@pytest.mark.parametrize("as_of", [None, date(2025, 5, 13), LONG_AFTER], ids=str)
def test_the_engines_agree_on_many_records(database: duckdb.DuckDBPyConnection, as_of: date | None) -> None:
    assert disagreements(database, sets_by_chance(7, 20, 120, as_of), as_of) == {}


def test_the_records_reach_both_sides_of_every_measure() -> None:
    inside: Counter[tuple[str, str]] = Counter()
    outside: Counter[tuple[str, str]] = Counter()
    for row in judged(sets_by_chance(7, 20, 120, LONG_AFTER), LONG_AFTER):
        if row.org_level == "provider":
            inside[row.measure, row.component] += row.numerator or 0
            outside[row.measure, row.component] += (row.denominator or 0) - (row.numerator or 0)
    del outside["brief-intervention-conversations", ""]  # a count has no other side
    assert {measure: found for measure, found in (*inside.items(), *outside.items()) if found < 5} == {}


def test_reader_and_engine_agree_with_plain_reader_and_reference(tmp_path: Path) -> None:
    Layout(tmp_path, random.Random(7)).write(sets_by_chance(7, 2, 60, None))  # noqa: S311
    records = read_records("msds", tmp_path)
    plain = read_folder(tmp_path)
    columns = ("provider", "first_day", "last_day", "icb", "region")
    places = records.connection.execute(f"SELECT {', '.join(columns)} FROM organisations").fetchall()  # noqa: S608
    plain["organisations"] = [dict(zip(columns, place, strict=True)) for place in places]
    assert differences(fast.run(records.connection), judged(plain, None)) == {}

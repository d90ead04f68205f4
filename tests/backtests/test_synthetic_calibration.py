"""Measures over made-up records give the published national figures back, within Monte Carlo error."""

import math
from collections import defaultdict
from pathlib import Path

import pytest

from clearway.measures.engines import duckdb as engine
from clearway.records.readers import read_records
from clearway.records.synthetic import default_calibration, synthesise

PUBLISHED = default_calibration().published
Counted = dict[str, tuple[int, int]]
ERRORS = 4
"""Standard errors allowed."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("nation") / "made"
    synthesise(pregnancies=24_000, seed=2025, months=24, providers=6, out=out)
    return out


@pytest.fixture(scope="module")
def counted(folder: Path) -> Counted:
    """Numerators and denominators of the nation over all months."""
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in engine.run(read_records("parquet", folder).connection):
        if row.org_level == "national" and row.denominator:
            totals[row.measure][0] += int(row.numerator or 0)
            totals[row.measure][1] += int(row.denominator)
    return {measure: (above, below) for measure, (above, below) in totals.items()}


@pytest.mark.parametrize(
    ("measure", "published"),
    [
        ("cqim-smoking-booking", PUBLISHED.smoke_at_booking),
        ("smoke-delivery", PUBLISHED.smoke_at_delivery),
        ("sbl-co-booking", PUBLISHED.co_test_at_booking),
        ("sbl-co-36-weeks", PUBLISHED.co_test_at_36_weeks),
    ],
)
def test_the_published_proportion_comes_back(measure: str, published: float, counted: Counted) -> None:
    above, below = counted[measure]
    error = math.sqrt(published * (1 - published) / below)
    assert abs(above / below - published) < ERRORS * error


def test_twins_come_back(folder: Path) -> None:
    connection = read_records("parquet", folder).connection
    labours, twins = connection.execute(
        "SELECT count(*), count(*) FILTER (babies = 2) FROM "
        "(SELECT count(*) AS babies FROM births GROUP BY provider, labour_id)"
    ).fetchall()[0]
    error = math.sqrt(PUBLISHED.twins * (1 - PUBLISHED.twins) / labours)
    assert abs(twins / labours - PUBLISHED.twins) < ERRORS * error


def test_women_of_more_deprived_places_smoke_more(folder: Path) -> None:
    connection = read_records("parquet", folder).connection
    elevated = connection.execute(
        "SELECT imd_decile, avg((observation_value::INT >= 4)::INT) FROM activities "
        "JOIN pregnancies USING (provider, pregnancy_id) "
        "WHERE observation_code = '251900003' AND activity_date = booking_date "
        "AND imd_decile IN (1, 2, 9, 10) GROUP BY 1 ORDER BY 1"
    ).fetchall()
    shares = [share for _, share in elevated]
    assert min(shares[:2]) > 2 * max(shares[2:])


def test_each_step_of_support_is_smaller_than_the_one_before(counted: Counted) -> None:
    """Referred, quit dates, quit at 4 weeks: women are lost at each step, as in published services."""
    referred, quit_dates = counted["referred-specialist"], counted["quit-date-set"]
    assert 0.5 < referred[0] / referred[1] < 0.95
    assert 0.05 < quit_dates[0] / quit_dates[1] < referred[0] / referred[1]


def test_completeness_differs_between_trusts(folder: Path) -> None:
    connection = read_records("parquet", folder).connection
    rates = connection.execute(
        "SELECT avg(tested) FROM (SELECT provider, pregnancy_id, "
        "max(observation_code = '251900003')::INT AS tested "
        "FROM activities JOIN pregnancies USING (provider, pregnancy_id) "
        "WHERE activity_date BETWEEN booking_date - 3 AND booking_date + 3 GROUP BY ALL) GROUP BY provider"
    ).fetchall()
    found = [rate for (rate,) in rates if rate is not None]
    assert max(found) - min(found) > 0.1

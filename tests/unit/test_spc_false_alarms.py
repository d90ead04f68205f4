"""How often a stable process gives a signal: simulated again here, against figures found elsewhere."""

from math import sqrt

import pytest
from tools.simulate_false_alarms import simulate

from clearway.spc.false_alarms import false_alarm
from clearway.spc.profiles import PROFILES, Profile, custom_profile, profile

SERIES = 4_000
ELSEWHERE = 20_000

# Shares found with another program: 20,000 series a cell, 4,000 for Anhøj; limits from the series.
FOUND_ELSEWHERE = {
    13: {"plotthedots": 0.080, "two_of_three": 0.024, "runs": 0.013, "last": 0.014},
    24: {"plotthedots": 0.192, "two_of_three": 0.044, "runs": 0.029, "last": 0.017},
    36: {"plotthedots": 0.296, "two_of_three": 0.060, "runs": 0.041, "last": 0.016},
    60: {"plotthedots": 0.476, "two_of_three": 0.092, "runs": 0.041, "last": 0.020},
}


def agrees(ours: float, theirs: float, elsewhere: int = ELSEWHERE) -> bool:
    """Two binomial shares no further apart than four standard errors of their difference."""
    error = sqrt(theirs * (1 - theirs) * (1 / SERIES + 1 / elsewhere))
    return abs(ours - theirs) <= 4 * error + 1 / SERIES


def shares(chart: str, rules: Profile, points: int):
    return simulate(chart, rules, points, 0.0, SERIES, seed=7)


@pytest.mark.parametrize("points", FOUND_ELSEWHERE)
def test_any_of_the_four_rules_fires_as_often_as_found_elsewhere(points: int) -> None:
    found = shares("i", profile("plotthedots-0.2.2"), points)
    assert agrees(found.any_point, FOUND_ELSEWHERE[points]["plotthedots"])
    assert agrees(found.last_point, FOUND_ELSEWHERE[points]["last"])


@pytest.mark.parametrize("points", FOUND_ELSEWHERE)
def test_two_of_three_counting_points_outside_fires_as_often_as_found_elsewhere(points: int) -> None:
    rules = custom_profile("plotthedots-0.2.2", two_of_three="beyond_two_sigma")
    assert agrees(shares("i", rules, points).by_rule["two_of_three"], FOUND_ELSEWHERE[points]["two_of_three"])


@pytest.mark.parametrize("points", FOUND_ELSEWHERE)
def test_runs_about_the_median_fire_as_often_as_found_elsewhere(points: int) -> None:
    found = shares("run", profile("healthcare-run"), points)
    assert agrees(found.any_point, FOUND_ELSEWHERE[points]["runs"], elsewhere=4_000)


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize(("points", "alike"), [(13, 0.3), (24, 0.0), (48, 0.6)])
def test_the_table_is_what_the_rules_give_today(name: str, points: int, alike: float) -> None:
    for chart in ("i", "run"):
        kept = false_alarm(name, points, autocorrelation=alike, chart=chart)
        again = simulate(chart, profile(name), points, alike, SERIES, seed=8)
        assert kept is not None
        assert agrees(again.any_point, kept.any_point)
        assert agrees(again.last_point, kept.last_point)


def test_the_same_seed_gives_the_same_shares() -> None:
    first, second = (simulate("i", profile("mdc"), 24, 0.3, 300, seed=3) for _ in range(2))
    assert first == second


def test_between_the_numbers_of_the_table_the_chance_lies_between() -> None:
    less, here, more = (false_alarm("mdc", points) for points in (36, 41, 48))
    assert less is not None
    assert here is not None
    assert more is not None
    assert less.any_point < here.any_point < more.any_point
    alike = false_alarm("mdc", 36, autocorrelation=0.2)
    very = false_alarm("mdc", 36, autocorrelation=0.3)
    assert alike is not None
    assert very is not None
    assert less.any_point < alike.any_point < very.any_point


def test_beyond_the_table_the_chance_is_at_least_its_last() -> None:
    last, beyond = false_alarm("mdc", 120), false_alarm("mdc", 300)
    assert last is not None
    assert beyond is not None
    assert (beyond.any_point, beyond.at_least, last.at_least) == (last.any_point, True, False)
    strong = false_alarm("mdc", 36, autocorrelation=0.8)
    assert strong is not None
    assert strong.at_least


def test_nothing_is_said_where_nothing_was_simulated() -> None:
    assert false_alarm("mdc", 12) is None
    assert false_alarm("custom", 36) is None
    assert false_alarm("mdc", 36, chart="t") is None


def test_charts_of_shares_and_rates_use_the_figures_of_the_xmr_chart() -> None:
    assert false_alarm("mdc", 36, chart="pp") == false_alarm("mdc", 36)
    assert false_alarm("mdc", 36, autocorrelation=-0.4) is not None

"""How often a stable process gives a signal: simulated again here, against figures found elsewhere."""

from math import sqrt

import numpy as np
import pytest
from tools.simulate_false_alarms import COUNT_CHARTS, judged, simulate, simulate_counts, stable_counts
from tools.simulate_false_alarms import shares as of_verdicts

from clearway.spc import explanation, spc
from clearway.spc.false_alarms import chance_of, false_alarm
from clearway.spc.judge import Method
from clearway.spc.limits import family
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


def test_a_negative_autocorrelation_counts_as_none() -> None:
    found, none = (false_alarm("mdc", 36, autocorrelation=alike) for alike in (-0.4, 0.0))
    assert found is not None
    assert none is not None
    assert found.any_point == none.any_point


@pytest.mark.parametrize("kind", COUNT_CHARTS)
@pytest.mark.parametrize(
    ("name", "expected", "points", "alike"),
    [("mdc", 1, 24, 0.0), ("qicharts2", 3, 13, 0.6), ("nelson", 30, 24, 0.3), ("mdc-6", 10, 48, 0.0)],
)
def test_the_table_of_counts_is_what_the_rules_give_today(
    kind: str, name: str, expected: float, points: int, alike: float
) -> None:
    chart, exact, vary = COUNT_CHARTS[kind]
    kept = false_alarm(
        name, points, autocorrelation=alike, chart=chart, expected=expected, vary=vary, exact=exact
    )
    again = simulate_counts(kind, profile(name), expected, points, alike, SERIES, seed=8)
    assert kept is not None
    assert agrees(again.any_point, kept.any_point)
    assert agrees(again.last_point, kept.last_point)


@pytest.mark.parametrize("vary", [False, True])
def test_simulated_counts_are_poisson_with_just_that_correlation(vary: bool) -> None:
    random = np.random.default_rng(4)
    counts, sizes = stable_counts(random, 20_000, 3, 3.0, 0.5, vary)
    standard = (counts - 3 * sizes) / np.sqrt(3 * sizes)
    assert standard.mean() == pytest.approx(0, abs=0.02)
    assert standard.var() == pytest.approx(1, abs=0.04)
    assert (standard[:, 1] * standard[:, 2]).mean() == pytest.approx(0.5, abs=0.04)


def test_binomial_shares_give_the_false_alarms_of_poisson_counts() -> None:
    cases, size = 10, 100  # shares of 10% of a hundred
    shares_of = np.random.default_rng(5).binomial(size, cases / size, (SERIES, 24)) / size
    verdict = judged(
        shares_of, Method(family("p"), profile("mdc"), "none"), np.full(shares_of.shape, float(size))
    )
    kept = false_alarm("mdc", 24, chart="p", expected=cases)
    assert kept is not None
    assert of_verdicts([verdict], SERIES, 24).any_point == pytest.approx(kept.any_point, abs=0.04)


def test_rare_cases_give_many_more_false_alarms_and_many_cases_those_of_normal_figures() -> None:
    found = [false_alarm("mdc", 36, chart="c", expected=cases) for cases in (0.5, 1, 2, 10, 30, 60, 100)]
    chances = [one.any_point for one in found if one is not None]
    assert chances[0] == chances[1]
    assert chances[1:] == sorted(chances[1:], reverse=True)
    assert [one.at_least for one in found if one is not None] == [True, *[False] * 6]
    assert found[-1] == false_alarm("mdc", 36)


def test_a_chart_of_counts_says_which_simulated_series_its_chance_comes_from() -> None:
    cases = [3, 2, 4, 3, 2, 3, 4, 3, 2, 3, 3, 4, 2, 3, 3, 2, 4, 3, 3, 12]
    varied = [100 + place for place in range(20)]
    told = {
        "c": chance_of(spc(cases, chart="c")),
        "c-exact": chance_of(spc(cases, chart="c", limits="exact")),
        "cp": chance_of(spc(cases, chart="cp")),
        "u": chance_of(spc(cases, denominators=varied, chart="u")),
        "p": chance_of(spc(cases, denominators=varied, chart="p")),
        "many": chance_of(spc([one * 1000 for one in cases], chart="c")),
    }
    tables = {name: "" if one is None else one.table for name, one in told.items()}
    assert tables == {
        "c": "Poisson counts with equal denominators",
        "c-exact": "Poisson counts with equal denominators and exact limits",
        "cp": "Poisson counts with equal denominators on a Laney chart",
        "u": "Poisson counts with denominators that vary",
        "p": "Poisson counts with denominators that vary",
        "many": "normal figures on an XmR chart",
    }
    text = explanation(spc(cases, chart="c")).text
    assert (
        f"simulation of Poisson counts with equal denominators, about {sum(cases) / 20:.2g} a point" in text
    )


def test_of_a_share_the_rarer_of_cases_and_the_rest_counts() -> None:
    few = [3, 2, 4, 3, 2, 3, 4, 3, 2, 3, 3, 4, 2, 3, 3, 2, 4, 3, 3, 12]
    most = [100 - one for one in few]
    rare, common = (chance_of(spc(one, denominators=[100] * 20, chart="p")) for one in (few, most))
    assert rare is not None
    assert common is not None
    assert rare.any_point == common.any_point
    assert rare.expected == pytest.approx(common.expected)

"""Every chart's lines and Nelson's tests are those of a slow judge in plain Python."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
import spc_reference_charts as slow
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from clearway.spc import Chart, custom_profile, spc

UNTIMED = settings(deadline=None)  # how long a machine takes is no law
COUNTS = st.lists(st.integers(0, 12), min_size=13, max_size=30)
PAIRS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 30)), min_size=13, max_size=30)


def assert_lines(chart: Chart, lines: list[slow.Lines]) -> None:
    for point, theirs in zip(chart.points, lines, strict=True):
        assert (point.centre, point.lower, point.upper) == pytest.approx(theirs, rel=1e-9, abs=1e-9)


@UNTIMED
@given(PAIRS, st.sampled_from(["p", "pp", "u", "up"]))
def test_lines_of_shares_and_rates(pairs: list[tuple[int, int]], chart: str) -> None:
    share = chart.startswith("p")
    tops = [float(min(pair) if share else pair[0]) for pair in pairs]
    bottoms = [float(max(pair)) for pair in pairs]
    assume(0 < sum(tops) < (sum(bottoms) if share else 1e9))
    found = spc(tops, denominators=bottoms, chart=chart)
    assert_lines(found, slow.counts(tops, bottoms, share, laney=chart.endswith("p") and chart != "p"))


@UNTIMED
@given(COUNTS, st.booleans())
def test_lines_of_counts_are_those_of_rates_of_one(counts: list[int], laney: bool) -> None:
    assume(sum(counts))
    ones = [1.0] * len(counts)
    chart = spc(counts, chart="cp" if laney else "c", direction="decrease", target=3)
    assert_lines(chart, slow.counts([float(count) for count in counts], ones, share=False, laney=laney))
    rate = spc(counts, denominators=ones, chart="up" if laney else "u", direction="decrease", target=3)
    assert [point.rules for point in rate.points] == [point.rules for point in chart.points]
    assert rate.summary.target_probability == pytest.approx(chart.summary.target_probability)


@UNTIMED
@given(PAIRS)
def test_lines_of_i_prime(pairs: list[tuple[int, int]]) -> None:
    tops, bottoms = [float(pair[0]) for pair in pairs], [float(pair[1]) for pair in pairs]
    chart = spc(tops, denominators=bottoms, chart="ip", bounds=(None, None))
    assert_lines(chart, slow.individuals_prime(tops, bottoms))


@UNTIMED
@given(COUNTS)
def test_lines_of_counts_and_times_between_events(counts: list[int]) -> None:
    assert_lines(spc(counts, chart="g"), [slow.between([float(one) for one in counts])] * len(counts))
    times = [one + 0.5 for one in counts]
    assert_lines(spc(times, chart="t"), [slow.times(times, 2.66 / 3)] * len(times))


@UNTIMED
@given(COUNTS)
def test_a_moving_range_chart_plots_the_distances(counts: list[int]) -> None:
    counts = [*counts, 5]
    chart = spc(counts, chart="mr")
    distances = [abs(b - a) for a, b in pairwise(counts)]
    assert [point.value for point in chart.points] == [None, *distances]
    assert chart.points[0].state == "no_range"
    centre = sum(distances) / len(distances)
    assert_lines(chart, [(centre, 0.0, 3.267 * centre)] * len(counts))
    assert {rule for point in chart.points for rule in point.rules} <= {"outside"}


@UNTIMED
@given(
    st.lists(st.lists(st.integers(0, 20), min_size=2, max_size=6), min_size=13, max_size=20), st.booleans()
)
def test_lines_of_subgroups(groups: list[list[int]], alike: bool) -> None:
    groups = [group[:2] for group in groups] if alike else groups
    days = [date(2024, 1, 1) + timedelta(days=7 * place) for place, group in enumerate(groups) for _ in group]
    figures = [float(value) for group in groups for value in group]
    means, spreads = slow.subgroups([[float(value) for value in group] for group in groups])
    assert_lines(spc(figures, dates=days, chart="xbar"), means)
    assert_lines(spc(figures, dates=days, chart="s"), spreads)


ZIGZAG = st.lists(st.integers(1, 6), min_size=20, max_size=34).map(
    lambda steps: [step * (1 if place % 2 else -1) for place, step in enumerate(steps)]
)
DRIFT = st.lists(st.integers(-2, 3), min_size=20, max_size=34).map(
    lambda steps: [sum(steps[: place + 1]) for place in range(len(steps))]
)


@UNTIMED
@given(st.one_of(ZIGZAG, DRIFT, st.lists(st.integers(-9, 9), min_size=20, max_size=34)))
def test_nelsons_tests_are_those_of_the_slow_judge(whole: list[int]) -> None:
    values = [float(value) for value in whole]
    assume(len(set(values)) > 1)
    chart = spc(values, profile="nelson")
    centre, upper = chart.points[0].centre, chart.points[0].upper
    assert centre is not None
    assert upper is not None
    sigma = (upper - centre) / 3
    lines = [centre + many * sigma for many in range(-3, 4)]
    assume(all(abs(value - line) > 1e-6 for value in values for line in lines))
    assert [set(point.rules) for point in chart.points] == slow.nelson(values, centre, sigma)


@UNTIMED
@given(COUNTS, st.integers(5, 9), st.integers(5, 9))
def test_shorter_runs_and_trends_signal_at_least_as_often(counts: list[int], short: int, long: int) -> None:
    short, long = min(short, long), max(short, long)
    few, many = (
        spc(counts, profile=custom_profile("mdc", shift_length=length, trend_length=length))
        for length in (long, short)
    )
    for rarer, oftener in zip(few.points, many.points, strict=True):
        assert set(rarer.rules) <= set(oftener.rules)

"""The default rule set, Making Data Count as announced, one rule at a time."""

import itertools

import pytest

from clearway.common.errors import ClearwayError
from clearway.spc import Assurance, Chart, PointState, PointType, Rule, Variation, spc

CALM = [10.0, 12, 9, 11, 10, 12, 8, 11, 9, 12, 10, 11, 9, 12, 8, 11, 10, 12, 9, 11]


def rules_of(values: list[float | None], **options: object) -> list[tuple[Rule, ...]]:
    return [point.rules for point in spc(values, **options).points]  # type: ignore[arg-type]


def with_lines(values: list[float], tail: list[float], **options: object) -> Chart:
    """The tail judged by limits that the first values alone set."""
    return spc(values + tail, baseline_points=len(values), **options)  # type: ignore[arg-type]


def test_limits_are_the_mean_and_2_66_mean_moving_ranges() -> None:
    point = spc(CALM).points[0]
    mean = sum(CALM) / len(CALM)
    steps = sum(abs(b - a) for a, b in itertools.pairwise(CALM)) / (len(CALM) - 1)
    assert point.centre == pytest.approx(mean)
    assert (point.lower, point.upper) == (
        pytest.approx(mean - 2.66 * steps),
        pytest.approx(mean + 2.66 * steps),
    )
    assert point.near_upper == pytest.approx(mean + 2.66 * steps * 2 / 3)


def test_moving_ranges_are_not_screened() -> None:
    values = [*CALM, 40.0]
    assert spc(values).points[0].upper == spc(values, screen=False).points[0].upper
    assert spc(values).points[0].upper > spc(values, screen=True).points[0].upper


@pytest.mark.parametrize(("n", "shown"), [(12, False), (13, True)])
def test_limits_and_icons_come_with_thirteen_points(n: int, shown: bool) -> None:
    chart = spc(CALM[:n], target=5, direction="increase")
    assert (chart.points[0].upper is not None) == shown
    assert (chart.points[0].centre is not None) == shown
    assert (chart.summary.variation is not Variation.TOO_FEW_POINTS) == shown
    assert (chart.summary.assurance is not Assurance.NONE) == shown
    if not shown:
        assert "12 points" in chart.summary.text
        assert "need 13" in chart.summary.text


def test_a_point_on_a_limit_is_not_outside() -> None:
    upper = spc(CALM).points[0].upper
    assert upper is not None
    on, above = with_lines(CALM, [upper, upper + 0.01]).points[-2:]
    assert Rule.OUTSIDE not in on.rules
    assert Rule.OUTSIDE in above.rules


def test_a_shift_is_seven_points_on_one_side_and_six_are_none() -> None:
    mean = sum(CALM) / len(CALM)
    six = [mean + 0.5 + 0.1 * (place % 2) for place in range(6)]
    below = mean - 0.5
    assert all(Rule.SHIFT not in point.rules for point in with_lines(CALM, [below, *six, below]).points[20:])
    seven = with_lines(CALM, [below, *six, mean + 0.7, below]).points
    assert [Rule.SHIFT in point.rules for point in seven[20:]] == [False, *[True] * 7, False]


def test_a_shift_passes_over_a_point_on_the_line() -> None:
    mean = sum(CALM) / len(CALM)
    tail = [
        mean - 0.5,
        *[mean + 0.5, mean + 0.6] * 2,
        mean,
        *[mean + 0.5, mean + 0.6],
        mean + 0.5,
        mean - 0.5,
    ]
    found = [Rule.SHIFT in point.rules for point in with_lines(CALM, tail).points[20:]]
    assert found == [False, *[True] * 4, False, *[True] * 3, False]
    older = with_lines(CALM, tail, profile="plotthedots-0.2.2").points[20:]
    assert not any(Rule.SHIFT in point.rules for point in older)


def test_a_trend_is_seven_points_and_ignores_repeats() -> None:
    rising = [7.0, 8, 9, 9, 10, 11, 12, 13]
    found = [Rule.TREND in point.rules for point in with_lines(CALM, [9.5, *rising, 12]).points[20:]]
    assert found == [False, True, True, True, False, True, True, True, True, False]
    six = [7.0, 8, 9, 9, 10, 11, 12]
    assert not any(Rule.TREND in point.rules for point in with_lines(CALM, [9.5, *six, 11]).points[20:])


def two_of_three(tail_in_sigma: list[float], **options: object) -> list[bool]:
    point = spc(CALM).points[0]
    assert point.centre is not None
    assert point.upper is not None
    sigma = (point.upper - point.centre) / 3
    tail = [point.centre + many * sigma for many in tail_in_sigma]
    chart = with_lines(CALM, tail, **options)
    return [Rule.TWO_OF_THREE in found.rules for found in chart.points[len(CALM) :]]


def test_two_of_three_counts_points_beyond_three_sigma() -> None:
    assert two_of_three([3.2, 2.5, 0.5]) == [True, True, False]
    assert two_of_three([3.2, 2.5, 0.5], profile="plotthedots-0.2.2") == [False, False, False]


def test_two_of_three_needs_all_three_on_one_side() -> None:
    assert two_of_three([2.5, -0.5, 2.5, -0.5]) == [False] * 4
    assert two_of_three([2.5, 0.5, 2.5]) == [True, False, True]


def test_improvement_wins_where_a_point_is_both() -> None:
    values = [20.0] * 6 + [21.0] * 6 + [1.0, 2, 3, 4, 5, 6, 7]  # rising, yet below the mean
    values[0] = 22.0
    for direction, expected in (("increase", "improvement"), ("decrease", "improvement")):
        chart = spc(values, direction=direction)
        last = chart.points[-1]
        assert {Rule.TREND, Rule.SHIFT} <= set(last.rules)
        assert last.type == expected


def test_every_rule_that_fired_is_on_the_point() -> None:
    chart = spc([5.0, 6] * 10 + [30.0 + place for place in range(7)])
    assert set(chart.points[-1].rules) >= {Rule.OUTSIDE, Rule.SHIFT, Rule.TREND}


@pytest.mark.parametrize(
    ("direction", "target", "verdict"),
    [
        ("increase", 100, Assurance.FAIL),
        ("increase", 1, Assurance.PASS),
        ("increase", 10, Assurance.HIT_OR_MISS),
        ("decrease", 100, Assurance.PASS),
        ("decrease", 1, Assurance.FAIL),
        ("neutral", 1, Assurance.NONE),
        ("increase", None, Assurance.NONE),
    ],
)
def test_assurance_compares_target_and_limits(direction: str, target: float | None, verdict: str) -> None:
    assert spc(CALM, direction=direction, target=target).summary.assurance == verdict


def test_a_target_on_a_limit_is_hit_or_miss() -> None:
    upper = spc(CALM).points[0].upper
    assert spc(CALM, direction="increase", target=upper).summary.assurance == Assurance.HIT_OR_MISS


@pytest.mark.parametrize(
    ("direction", "target", "verdict"),
    [("increase", 5, "pass"), ("increase", 5.1, "fail"), ("decrease", 5, "pass"), ("decrease", 4, "fail")],
)
def test_without_variation_the_value_meets_the_target_or_not(
    direction: str, target: float, verdict: str
) -> None:
    chart = spc([5.0] * 14, direction=direction, target=target)
    assert chart.summary.variation == Variation.NO_VARIATION
    assert chart.summary.assurance == verdict
    assert all(point.rules == () and point.upper == point.centre == 5 for point in chart.points)


def test_p_limits_are_shown_within_zero_and_one_and_rules_use_them_unclipped() -> None:
    chart = spc([0, 1, 0, 2, 0, 1, 0, 0, 1, 0, 0, 1, 0], denominators=[12] * 13, chart="p")
    assert all(point.lower == 0 for point in chart.points)
    assert all(Rule.OUTSIDE not in point.rules for point in chart.points)
    full = spc([12, 11] * 7, denominators=[12] * 14, chart="p")
    assert all(point.upper == 1 for point in full.points)


def test_p_chart_of_nothing_but_hundred_per_cent_has_no_variation() -> None:
    chart = spc([20] * 13, denominators=[20] * 13, chart="p", direction="increase", target=1)
    assert (chart.summary.variation, chart.summary.assurance) == ("no_variation", "pass")


def test_a_point_without_cases_is_kept_and_counts_for_nothing() -> None:
    tops, bottoms = [3, 4] * 7, [20, 21] * 7
    chart = spc([*tops, 0], denominators=[*bottoms, 0], chart="p")
    assert chart.points[-1].state == PointState.NO_CASES
    assert chart.points[-1].value is None
    assert chart.points[0].centre == pytest.approx(sum(tops) / sum(bottoms))
    assert "1 period had no cases" in chart.summary.text


def test_excluded_points_are_shown_and_neither_set_limits_nor_are_judged() -> None:
    days = [f"2024-01-{day:02d}" for day in range(1, 22)]
    chart = spc([*CALM[:10], 90.0, *CALM[10:]], dates=days, exclude_dates=["2024-01-11"])
    point = chart.points[10]
    assert (point.value, point.state, point.rules) == (90.0, PointState.EXCLUDED, ())
    assert chart.points[0].centre == pytest.approx(sum(CALM) / len(CALM))


def test_rules_do_not_cross_a_new_phase_and_its_date_moves_to_the_next_point() -> None:
    days = [f"{2022 + month // 12}-{month % 12 + 1:02d}" for month in range(40)]
    values = CALM + [value + 20 for value in CALM]
    chart = spc(values, dates=days, rebase_dates=["2023-08-15"])
    assert [phase.n for phase in chart.phases] == [20, 20]
    assert all(point.rules == () for point in chart.points)
    assert chart.points[20].centre == pytest.approx(sum(CALM) / 20 + 20)
    assert chart.notes == (
        "A new phase was asked for from 15 August 2023, which is not a date of the series; "
        "it starts on 1 September 2023.",
    )


def test_a_short_last_phase_has_no_verdict() -> None:
    days = [f"{2023 + month // 12}-{month % 12 + 1:02d}" for month in range(20)]
    chart = spc(CALM, dates=days, rebase_dates=["2024-06"])
    assert chart.summary.variation == Variation.TOO_FEW_POINTS
    assert chart.points[0].upper is not None
    assert chart.points[-1].upper is None


def test_a_run_chart_has_a_median_and_no_limits() -> None:
    chart = spc([1.0, 9] * 3 + [2.0] * 10 + [8.0] * 9, chart="run", direction="increase")
    assert chart.points[0].centre == 2
    assert chart.points[0].upper is None
    assert chart.summary.runs_signal is True
    assert {point.rules for point in chart.valued} == {(Rule.RUNS,)}
    assert chart.summary.variation == Variation.IMPROVEMENT_HIGH


def test_too_few_crossings_alone_say_that_it_is_not_chance_and_no_more() -> None:
    values = ([1.0] * 5 + [2.0] * 5) * 2 + [1.0, 2.0]
    chart = spc(values, chart="run", direction="increase")
    assert chart.summary.crossings is not None
    assert chart.summary.crossings_min is not None
    assert chart.summary.crossings < chart.summary.crossings_min
    assert chart.summary.variation == Variation.NEUTRAL_HIGH
    assert all(point.type == PointType.COMMON_CAUSE for point in chart.points)


def test_the_text_is_two_to_four_plain_sentences() -> None:
    chart = spc([10.0, 12] * 7, direction="increase", target=30)
    assert chart.summary.text == (
        "The latest figure is 12; the mean is 11.0, and chance alone would keep it between 5.7 and 16.3. "
        "It is common cause variation: nothing but chance is needed to explain the latest figure. "
        "The target of at least 30 will not be met unless the process changes."
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"chart": "q"},
        {"profile": "excel"},
        {"direction": "up"},
        {"baseline_points": 5},
        {"target": float("nan")},
        {"rebase_dates": ["2024-01"]},
        {"unit": "percentage"},
    ],
)
def test_options_that_do_not_fit_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ClearwayError):
        spc(CALM, **wrong)  # type: ignore[arg-type]

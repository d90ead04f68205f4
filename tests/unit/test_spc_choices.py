"""What a person may choose: rule sets, phases and exclusions with reasons, baselines, targets, limits."""

import math

import pytest

from clearway.common.errors import ClearwayError
from clearway.common.periods import Month
from clearway.spc import Baseline, PointState, Rule, spc
from clearway.spc.profiles import PROFILES, custom_profile, read_profiles

CALM = [10.0, 12, 9, 11, 10, 12, 8, 11, 9, 12, 10, 11, 9, 12, 8, 11, 10, 12, 9, 11]
MONTHS = [Month(2022, 1).shift(place) for place in range(40)]
LEVELS = CALM + [value + 20 for value in CALM]


def test_the_rule_sets_of_the_contract_exist() -> None:
    assert {"mdc", "plotthedots-0.2.2", "qicharts2", "healthcare-run", "nelson"} <= set(PROFILES)


@pytest.mark.parametrize(
    ("asked", "meant"), [("XmR", "i"), ("P", "p"), ("P'", "pp"), ("u'", "up"), ("I'", "ip"), ("Run", "run")]
)
def test_charts_are_known_by_the_names_that_people_use(asked: str, meant: str) -> None:
    sizes = {"denominators": [100.0] * len(CALM)} if meant in ("p", "pp", "up", "ip") else {}
    assert spc(CALM, chart=asked, **sizes) == spc(CALM, chart=meant, **sizes)


def test_rule_sets_and_directions_may_be_written_in_capitals() -> None:
    chart = spc(LEVELS, profile="MDC", direction="Increase")
    assert chart == spc(LEVELS, profile="mdc", direction="increase")


def test_six_points_can_be_chosen_instead_of_seven() -> None:
    mean = sum(CALM) / len(CALM)
    tail = [mean - 0.5, *[mean + 0.5, mean + 0.6] * 3, mean - 0.5]
    for name, expected in (("mdc", 0), ("mdc-6", 6)):
        chart = spc([*CALM, *tail], baseline_points=20, profile=name)
        assert sum(Rule.SHIFT in point.rules for point in chart.points) == expected


def test_a_rule_set_of_ones_own_is_named_and_says_what_it_changes() -> None:
    own = custom_profile("mdc", rules=["outside"], minimum_points=20)
    chart = spc(LEVELS, profile=own)
    assert chart.profile == "custom"
    assert chart.profile_title == "Custom: Making Data Count with rules outside, minimum_points 20"
    assert {rule for point in chart.points for rule in point.rules} <= {"outside"}
    assert spc(CALM[:19], profile=own).summary.variation == "too_few_points"


def test_a_point_on_a_limit_is_outside_where_boundaries_are_inclusive() -> None:
    upper = spc(CALM).points[0].upper
    on = [*CALM, upper]
    strict, inclusive = (
        spc(on, baseline_points=20, profile=custom_profile("mdc", boundaries=word)).points[-1]
        for word in ("strict", "inclusive")
    )
    assert Rule.OUTSIDE not in strict.rules
    assert Rule.OUTSIDE in inclusive.rules
    flat = spc([5.0] * 14, profile=custom_profile("mdc", boundaries="inclusive"))
    assert all(point.rules == () for point in flat.points)


def test_a_target_on_a_limit_can_count_as_beyond_it() -> None:
    upper = spc(CALM).points[0].upper
    own = custom_profile("mdc", target_on_limit="inclusive")
    assert spc(CALM, direction="increase", target=upper).summary.assurance == "hit_or_miss"
    assert spc(CALM, direction="increase", target=upper, profile=own).summary.assurance == "fail"


def test_screening_can_be_repeated_until_no_range_is_too_large() -> None:
    values = [*[10.0, 11] * 10, 20, 10, 11, 60, 10, 11, 10]
    widths = [
        point.upper - point.centre
        for screen in ("none", "one_pass", "repeated")
        if (point := spc(values, screen=screen).points[0]).upper is not None and point.centre is not None
    ]
    assert widths[0] > widths[1] > widths[2]


def test_concern_can_win_where_a_point_is_both() -> None:
    values = [20.0] * 6 + [21.0] * 6 + [1.0, 2, 3, 4, 5, 6, 7]
    values[0] = 22.0
    own = custom_profile("mdc", conflict="concern_wins")
    assert spc(values, direction="increase", profile=own).points[-1].type == "concern"
    assert spc(values, direction="increase").points[-1].type == "improvement"


def test_missing_figures_can_be_bridged() -> None:
    values = [10.0, None, 30.0, 31.0, 30.0, 31.0, *[30.0, 31.0] * 5]
    apart, bridged = spc(values), spc(values, profile=custom_profile("mdc", bridge_missing=True))
    assert bridged.points[0].upper > apart.points[0].upper


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"colour": "red"}, "A profile has no 'colour'"),
        ({"conflict": "coin"}, "conflict is 'coin'"),
        ({"shift_length": 1}, "shift_length is 1"),
        ({"rules": ["luck"]}, "rule is 'luck'"),
        ({"skip_ties": "perhaps"}, "skip_ties is 'perhaps'"),
    ],
)
def test_a_rule_set_that_cannot_be_is_refused(changes: dict[str, object], words: str) -> None:
    with pytest.raises(ClearwayError, match=words):
        custom_profile("mdc", **changes)


def test_rule_sets_can_be_read_from_a_file_of_ones_own() -> None:
    found = read_profiles('[ward]\nbase = "mdc"\n[ward-6]\nbase = "ward"\nshift_length = 6\n')
    assert (found["ward"].shift_length, found["ward-6"].shift_length) == (7, 6)
    with pytest.raises(ClearwayError, match="not TOML"):
        read_profiles("[ward", "own.toml")


def test_phases_and_exclusions_keep_their_reasons() -> None:
    chart = spc(
        LEVELS,
        dates=MONTHS,
        rebase_dates={Month(2023, 9): "new clinic"},
        exclude_dates={Month(2022, 3): "strike", Month(2023, 12): "flood"},
    )
    assert [phase.reason for phase in chart.phases] == ["", "new clinic"]
    left_out = [point for point in chart.points if point.state is PointState.EXCLUDED]
    assert [point.reason for point in left_out] == ["strike", "flood"]
    assert not any(point.in_baseline or point.rules for point in left_out)
    assert [phase.n for phase in chart.phases] == [19, 19]


def test_a_reason_moves_with_the_date_to_the_next_point() -> None:
    chart = spc(LEVELS, dates=MONTHS, rebase_dates={"2023-08-15": "new clinic"})
    assert chart.phases[1].reason == "new clinic"
    assert "it starts on 1 September 2023" in chart.notes[0]


def test_a_baseline_and_an_exclusion_hold_together() -> None:
    chart = spc(CALM, dates=MONTHS[:20], exclude_dates=[Month(2022, 2)], baseline_points=12)
    used = [value for place, value in enumerate(CALM[:13]) if place != 1]
    assert chart.points[0].centre == pytest.approx(sum(used) / 12)
    assert chart.phases[0].baseline_n == 12


@pytest.mark.parametrize(
    ("baseline", "words"),
    [
        (Baseline(first=3), "3 points is too short"),
        (Baseline(start="2022-01", end="2022-04"), "has 4 points with figures"),
        (Baseline(first=12, start="2022-01"), "Give one of them"),
        (Baseline(), "Give one of them"),
    ],
)
def test_a_baseline_that_cannot_serve_is_refused(baseline: Baseline, words: str) -> None:
    with pytest.raises(ClearwayError, match=words):
        spc(CALM, dates=MONTHS[:20], baseline=baseline)


def test_a_phase_without_baseline_dates_uses_all_its_points() -> None:
    chart = spc(
        LEVELS,
        dates=MONTHS,
        rebase_dates=[Month(2023, 9)],
        baseline=Baseline(start="2022-01", end="2022-12", reason="the year before"),
    )
    assert [phase.baseline_n for phase in chart.phases] == [12, 20]
    assert chart.phases[0].baseline_reason == "the year before"


def test_a_stepped_target_holds_from_each_date_and_the_last_one_decides() -> None:
    steps = {"2022-06": 5.0, "2023-06": 30.0}
    chart = spc(CALM, dates=MONTHS[:20], direction="increase", target=steps)
    assert [point.target for point in chart.points[4:6]] == [None, 5.0]
    assert chart.points[-1].target == chart.target == 30.0
    assert chart.summary.assurance == "fail"


def test_a_trajectory_reaches_into_the_future() -> None:
    path = {MONTHS[place]: 5.0 + place for place in range(25)}
    chart = spc(CALM, dates=MONTHS[:20], direction="increase", trajectory=path)
    assert chart.target == 24.0
    assert chart.next_target == 25.0
    assert len(chart.targets) == 25
    by_row = spc(CALM, direction="increase", trajectory=[None] * 19 + [3.0])
    assert by_row.summary.assurance == "pass"
    with pytest.raises(ClearwayError, match="20 values and 2 targets"):
        spc(CALM, trajectory=[1.0, 2.0])


def test_the_chance_of_meeting_the_target_is_that_of_the_process() -> None:
    chart = spc(CALM, direction="increase", target=sum(CALM) / len(CALM))
    assert chart.summary.target_probability == pytest.approx(0.5)
    tops = [3] * 13 + [4]
    share = spc(tops, denominators=[10] * 14, chart="p", direction="decrease", target=0.3)
    p = sum(tops) / 140
    at_most_three = sum(math.comb(10, k) * p**k * (1 - p) ** (10 - k) for k in range(4))
    assert share.summary.target_probability == pytest.approx(at_most_three)
    strict = spc(
        tops,
        denominators=[10] * 14,
        chart="p",
        direction="decrease",
        target=0.3,
        profile=custom_profile("mdc", meeting="strict"),
    )
    at_most_two = sum(math.comb(10, k) * p**k * (1 - p) ** (10 - k) for k in range(3))
    assert strict.summary.target_probability == pytest.approx(at_most_two)
    assert spc([5.0] * 14, direction="increase", target=5).summary.target_probability == 1.0
    assert spc(CALM, chart="run", direction="increase", target=9).summary.target_probability is None


def test_exact_limits_leave_no_more_outside_than_a_normal_process() -> None:
    counts = [1, 0, 2, 1, 0, 1, 3, 0, 1, 1, 0, 2, 1, 1]
    chart = spc(counts, chart="c", limits="exact")
    mean = sum(counts) / len(counts)
    upper = chart.points[0].upper
    assert upper is not None
    beyond = 1 - sum(math.exp(-mean) * mean**k / math.factorial(k) for k in range(int(upper) + 1))
    assert beyond <= 0.00135 < beyond + math.exp(-mean) * mean ** int(upper) / math.factorial(int(upper))
    assert chart.exact_limits
    with pytest.raises(ClearwayError, match="no exact limits"):
        spc(counts, limits="exact")


def test_a_centre_can_be_given() -> None:
    chart = spc(CALM, centre=9.0)
    assert chart.points[0].centre == 9.0


def test_events_of_one_date_stay_apart_and_other_rows_are_what_a_person_says() -> None:
    days = ["2025-01-01", "2025-01-01", "2025-01-05"]
    assert [point.value for point in spc([3, 0, 7], dates=days, chart="g").points] == [3, 0, 7]
    assert [point.value for point in spc([3, 1, 7], dates=days, chart="c", same_date="sum").points] == [4, 7]
    assert [point.value for point in spc([3, 1, 7], dates=days, same_date="mean").points] == [2, 7]
    pooled = spc([3, 1, 7], denominators=[4, 4, 10], dates=days, chart="p", same_date="sum")
    assert [point.value for point in pooled.points] == [0.5, 0.7]
    missing = spc([3, None, 7], dates=days, chart="c", same_date="sum").points[0]
    assert (missing.value, missing.state) == (None, "missing")
    with pytest.raises(ClearwayError, match="never merged"):
        spc([3, 0, 7], dates=days, chart="g", same_date="sum")

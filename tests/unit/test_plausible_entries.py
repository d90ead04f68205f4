"""One figure as it is typed: each question that is asked of it, with its past and what stands beside it."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.common.findings import Severity
from clearway.records.plausibility import Entry, check_entry, plausibility

MONTHS = [f"2024-{month:02d}" for month in range(4, 13)] + [f"2025-{month:02d}" for month in range(1, 5)]
NOW = MONTHS[-1]


def entry(
    numerator: float | None,
    denominator: float | None = None,
    *,
    measure: str = "co-test-booking",
    **about: object,
) -> Entry:
    given_ = {"org_level": "provider", "org_code": "RJ7", "period": NOW, **about}
    return Entry(measure=measure, numerator=numerator, denominator=denominator, **given_)  # type: ignore[arg-type]


def past(*counts: tuple[float, float | None], **about: object) -> list[Entry]:
    """The months just before, oldest first."""
    periods = MONTHS[-1 - len(counts) : -1]
    return [entry(n, d, period=p, **about) for (n, d), p in zip(counts, periods, strict=True)]


def rules(*arguments: object) -> list[str]:
    return [finding.rule for finding in check_entry(*arguments)]  # type: ignore[arg-type]


STEADY = past(*((80 + n % 3, 100 + n % 5) for n in range(12)))


def test_a_figure_like_those_before_gives_nothing() -> None:
    assert rules(entry(81, 101), STEADY) == []


def test_missing_is_no_error_and_is_not_0() -> None:
    assert rules(entry(None), STEADY) == []
    assert rules(entry(None, 100), STEADY) == []


def test_more_in_the_numerator_than_in_the_denominator_is_an_error() -> None:
    (finding,) = check_entry(entry(11, 10))
    assert (finding.severity, finding.rule) == (Severity.ERROR, "numerator-above-denominator")
    assert rules(entry(10, 10)) == []


def test_another_sources_average_may_be_exceeded_and_a_mean_is_no_share() -> None:
    assert rules(entry(110, 100, measure="cqim-dq-02")) == []
    assert rules(entry(17.5, 5, measure="mean-progress-score", kind="mean", value=3.5)) == []


@pytest.mark.parametrize(
    ("numbers", "rule"),
    [((-1, 10), "count-negative"), ((1, -10), "count-negative"), ((1.5, 10), "count-not-whole"),
     ((1, 10.25), "count-not-whole")],
)  # fmt: skip
def test_counts_are_whole_numbers_from_0(numbers: tuple[float, float], rule: str) -> None:
    assert rule in rules(entry(*numbers))


@pytest.mark.parametrize("value", [-0.01, 1.01, 12])
def test_a_proportion_lies_between_0_and_1(value: float) -> None:
    assert rules(entry(None, None, value=value)) == ["rate-impossible"]


def test_all_of_some_is_a_proportion() -> None:
    assert rules(entry(10, 10, value=1.0)) == []


def test_a_value_that_is_not_that_of_its_counts_is_an_error() -> None:
    assert rules(entry(1, 3, value=0.333)) == []
    assert rules(entry(1, 3, value=0.33)) == ["rate-differs"]


def test_0_and_100_percent_of_many_are_odd_where_the_past_was_not_so() -> None:
    assert "zero-percent" in rules(entry(0, 100), STEADY)
    assert "hundred-percent" in rules(entry(101, 101), STEADY)
    always = past(*((50 + n, 50 + n) for n in range(12)))
    assert rules(entry(60, 60), always) == []


def test_0_percent_of_few_is_chance() -> None:
    """At 8%, none of 25 has the chance 0.92^25 = 0.12, and none of 83 less than 0.001."""
    usual = past(*((8, 100) for _ in range(5)), measure="smoke-booking")
    assert "zero-percent" not in rules(entry(0, 25, measure="smoke-booking"), usual)
    assert "zero-percent" not in rules(entry(0, 82, measure="smoke-booking"), usual)
    assert "zero-percent" in rules(entry(0, 83, measure="smoke-booking"), usual)


def test_without_a_past_0_and_100_percent_are_asked_about_from_20_on() -> None:
    assert rules(entry(0, 19)) == []
    assert rules(entry(0, 20)) == ["zero-percent"]
    assert rules(entry(20, 20)) == ["hundred-percent"]


def test_the_same_counts_three_months_running_are_odd() -> None:
    before = past((70, 90), (80, 100), (80, 100))
    assert rules(entry(80, 100), before) == ["same-number"]
    assert rules(entry(80, 101), before) == []
    assert rules(entry(80, 100), before[:-1]) == []


def test_small_numbers_repeat_by_chance_and_a_gap_breaks_the_run() -> None:
    few = past((2, 9), (2, 9))
    assert rules(entry(2, 9), few) == []
    apart = [
        replace(one, period=period)
        for one, period in zip(past((80, 100), (80, 100)), MONTHS[-4:-2], strict=True)
    ]
    assert rules(entry(80, 100), apart) == []
    events = past((12, None), (12, None), measure="listening-events", kind="count")
    assert rules(entry(12, measure="listening-events", kind="count"), events) == ["same-number"]


def test_a_value_outside_the_limits_of_the_months_before_is_odd() -> None:
    """Values 80, 82, 80, ... of 100: mean 0.81, mean moving range 0.02, limits 0.81 -+ 0.0532."""
    before = past(*((80 + 2 * (n % 2), 100) for n in range(12)))
    assert rules(entry(76, 100), before) == []
    (finding,) = check_entry(entry(75, 100), before)
    assert (finding.severity, finding.rule) == (Severity.WARNING, "sudden-change")
    assert "75.0% is outside 75.7% to 86.3%" in finding.what


def test_one_wild_month_does_not_widen_the_limits() -> None:
    wild = past(*((20 if n == 5 else 80 + 2 * (n % 2), 100) for n in range(12)))
    assert rules(entry(55, 100), wild) == ["sudden-change"]


def test_after_months_that_are_all_the_same_a_small_change_is_none() -> None:
    level = past(*((80 + n // 12, 100) for n in range(12)))
    assert rules(entry(84, 100), level) == []
    assert rules(entry(87, 100), level) == ["sudden-change"]


def test_with_less_than_six_months_a_count_of_three_times_the_last_is_odd() -> None:
    short = past((20, 100), (21, 100))
    assert rules(entry(63, 100), short) == []
    assert rules(entry(64, 100), short) == ["sudden-fold"]
    assert rules(entry(6, 100), short) == ["sudden-fold"]
    assert rules(entry(4, 100), past((19, 100))) == []


def test_repeats_are_odd_from_their_smallest_count_on() -> None:
    smallest = plausibility_of("same-number")["smallest_count"]
    for count, found in ((smallest, ["same-number"]), (smallest - 1, [])):
        assert rules(entry(3, count), past((3, count), (3, count))) == found


def plausibility_of(rule: str) -> Mapping[str, float]:
    return next(one.limits for one in plausibility().rules if one.id == rule)


def test_only_the_12_months_before_count_in_whatever_order() -> None:
    old = [entry(20, 100, period=f"2023-{month:02d}") for month in range(1, 13)]
    assert rules(entry(81, 101), [*reversed(STEADY), *old]) == []


def test_later_months_and_other_series_say_nothing() -> None:
    other = [replace(one, org_code="RJ1") for one in past((80, 100), (80, 100))]
    later = [entry(80, 100, period=period) for period in ("2025-05", "2025-06")]
    assert rules(entry(80, 100), [*other, *later]) == []


def test_what_was_held_for_the_month_itself_is_not_its_past() -> None:
    assert rules(entry(30, 100), [*past((30, 100)), entry(95, 100)]) == []


def test_a_denominator_that_halves_is_odd_as_in_published_figures() -> None:
    assert rules(entry(40, 49), past((80, 100))) == ["denominator-jumps"]


def table(**counts: float) -> list[Entry]:
    """A table of smoking status with 100 women."""
    names = {"non_smoker": "non-smoker"}
    return [
        entry(count, 100, measure="msds-smoking-status-booking", component=names.get(name, name))
        for name, count in counts.items()
    ]


def test_smokers_non_smokers_and_unknown_make_the_total() -> None:
    assert rules(*table(smoker=10), [], table(non_smoker=80, unknown=4, missing=6)) == []
    (finding,) = check_entry(*table(smoker=10), [], table(non_smoker=80, unknown=4, missing=5))
    assert finding.rule == "parts-not-total"
    assert "smoker + non-smoker + unknown + missing add up to 99, and the total is 100" in finding.what
    assert rules(*table(smoker=10), [], table(non_smoker=80)) == ["parts-not-total"]


def test_a_part_not_yet_given_is_waited_for_unless_the_others_are_too_many() -> None:
    assert rules(*table(smoker=10), [], table(unknown=4)) == []
    assert rules(*table(smoker=60), [], table(unknown=41)) == ["parts-not-total"]


def test_the_parts_of_another_organisation_are_not_added() -> None:
    others = [replace(one, org_code="RJ1") for one in table(non_smoker=95)]
    assert rules(*table(smoker=10), [], others) == []


@pytest.mark.parametrize(
    ("candidate", "sibling", "rule"),
    [
        (entry(51, 60), entry(50, measure="msds-total-bookings", kind="count"), "above-related"),
        (entry(9, 12, measure="elevated-co-referred"), entry(3, 8, measure="brief-intervention-positive"),
         "above-related"),
        (entry(5, 12, measure="elevated-co-referred"), entry(3, 11, measure="brief-intervention-positive"),
         "differs-from-related"),
        (entry(5, 12, measure="quit-date-set"), entry(3, 11, measure="referred-specialist"),
         "differs-from-related"),
        (entry(3, 12, measure="quit-success", component="4-weeks"), entry(3, 11, measure="nrt"),
         "above-related"),
    ],
)  # fmt: skip
def test_counts_that_depend_on_each_other(candidate: Entry, sibling: Entry, rule: str) -> None:
    """Tested at most booked, elevated at least referred, the same women in both denominators."""
    assert rule in rules(candidate, [], [sibling])
    assert rule in rules(sibling, [], [candidate])
    assert rules(candidate, [], [replace(sibling, period="2025-03")]) == []


def test_as_many_tested_as_booked_is_not_above() -> None:
    assert rules(entry(51, 60), [], [entry(51, measure="msds-total-bookings", kind="count")]) == []


def test_what_a_trust_held_before_is_not_added_to_what_it_gives_now() -> None:
    nation = replace(entry(100, 180), org_level="national", org_code="ENG")
    assert rules(entry(60, 100), [], [entry(55, 100), nation]) == []


def test_trusts_that_add_up_to_more_than_the_nation_are_said_where_it_is_given() -> None:
    other = replace(entry(60, 100), org_code="RJ1")
    nation = replace(entry(100, 180), org_level="national", org_code="ENG")
    assert rules(entry(60, 100), [], [other]) == []
    assert rules(entry(60, 100), [], [other, nation]) == ["sum-above-nation", "sum-above-nation"]


counts = st.one_of(st.none(), st.floats(-5, 200), st.integers(0, 200).map(float))
entries = st.builds(
    Entry,
    measure=st.sampled_from(["co-test-booking", "msds-smoking-status-booking", "mean-progress-score"]),
    component=st.sampled_from(["", "smoker", "missing"]),
    org_level=st.sampled_from(["provider", "national"]),
    org_code=st.sampled_from(["RJ7", "ENG"]),
    period=st.sampled_from([*MONTHS, "2023/24"]),
    numerator=counts,
    denominator=counts,
    value=st.one_of(st.none(), st.floats(-1, 2)),
    kind=st.sampled_from(["proportion", "count", "mean"]),
)


@given(entries, st.lists(entries, max_size=15), st.lists(entries, max_size=6))
def test_any_figures_are_answered_the_same_in_any_order_and_every_finding_says_what_to_do(
    candidate: Entry, history: list[Entry], siblings: list[Entry]
) -> None:
    one_each = list({one.period: one for one in history}.values())
    found = check_entry(candidate, one_each, siblings)
    assert found == check_entry(candidate, one_each[::-1], siblings)
    assert all(finding.what and finding.mend and "{" not in finding.what + finding.mend for finding in found)

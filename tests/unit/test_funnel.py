"""Funnels: exact limits, who lies outside, and what is left out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from clearway.common.errors import ClearwayError
from clearway.spc import funnel


@given(
    st.lists(st.tuples(st.integers(0, 400), st.integers(1, 400)), min_size=1, max_size=12),
    st.floats(0.01, 0.99),
)
def test_a_unit_is_outside_exactly_when_its_binomial_tail_is_below_half_of_what_is_left(
    pairs: list[tuple[int, int]], target: float
) -> None:
    tops, bottoms = [min(pair) for pair in pairs], [max(pair) for pair in pairs]
    found = funnel(tops, bottoms, [str(place) for place in range(len(pairs))], target=target)
    for unit in found.units:
        tails = {
            side: binomtest(int(unit.numerator), int(unit.denominator), target, alternative=way).pvalue
            for side, way in (("low", "less"), ("high", "greater"))
        }
        for level, lower, upper in zip(found.levels, unit.lower, unit.upper, strict=True):
            half = (1 - level) / 2
            if min(abs(tail - half) for tail in tails.values()) < 1e-9:
                continue
            assert (unit.value < lower) == (tails["low"] < half)
            assert (unit.value > upper) == (tails["high"] < half)


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(1, 90)), min_size=2, max_size=9))
def test_counting_the_other_outcome_mirrors_the_funnel(pairs: list[tuple[int, int]]) -> None:
    tops, bottoms = [min(pair) for pair in pairs], [max(pair) for pair in pairs]
    names = [str(place) for place in range(len(pairs))]
    one = funnel(tops, bottoms, names)
    other = funnel([b - t for t, b in zip(tops, bottoms, strict=True)], bottoms, names)
    for here, there in zip(one.units, other.units, strict=True):
        assert here.lower == pytest.approx([1 - line for line in there.upper], abs=1e-9)
        assert here.value == pytest.approx(1 - there.value)


def test_limits_narrow_towards_the_target_as_units_grow() -> None:
    found = funnel([10], [100], ["a"])
    for lower, upper in found.limits_at([50, 500, 5000, 500_000]):
        assert np.all(np.diff(lower) > 0)
        assert np.all(np.diff(upper) < 0)
        assert lower[-1] == pytest.approx(0.1, abs=0.002)
    inner, outer = found.limits_at([300])
    assert outer[0] < inner[0] < 0.1 < inner[1] < outer[1]


def test_the_line_is_the_pooled_proportion_unless_a_target_is_given() -> None:
    assert funnel([1, 9], [10, 30], ["a", "b"]).target == pytest.approx(10 / 40)
    assert funnel([1, 9], [10, 30], ["a", "b"], target=0.5).target == 0.5


def test_units_outside_carry_the_highest_level_and_the_side() -> None:
    found = funnel([100, 160, 60, 120], [1000] * 4, list("abcd"), target=0.1)
    assert [(unit.outside, unit.side) for unit in found.units] == [
        (None, ""),
        (0.998, "high"),
        (0.998, "low"),
        (0.95, "high"),
    ]


def test_units_without_figure_or_cases_are_left_out_and_listed() -> None:
    found = funnel([5, None, 0, 7], [10, 10, 0, None], list("abcd"))
    assert [unit.label for unit in found.units] == ["a"]
    assert found.left_out == (("b", "no figure"), ("c", "no cases"), ("d", "no figure"))
    assert "Left out, without a figure or without cases: 3 (b, c and d)." in found.text


def test_a_unit_with_nothing_counted_is_a_zero_and_not_left_out() -> None:
    assert funnel([0, 5], [50, 50], ["a", "b"]).units[0].value == 0


@pytest.mark.parametrize(
    ("tops", "bottoms", "labels", "words"),
    [
        ([5, 11], [10, 10], ["a", "b"], "row 2: The numerator 11 is above the denominator 10"),
        ([5, -1], [10, 10], ["a", "b"], "row 2"),
        ([5, 5], [10, 10], ["a", "a"], "'a' is in row 1 and in row 2"),
        ([None], [None], ["a"], "No unit has a figure"),
    ],
)
def test_rows_that_cannot_be_are_refused(tops, bottoms, labels: list[str], words: str) -> None:
    with pytest.raises(ClearwayError, match=words):
        funnel(tops, bottoms, labels)

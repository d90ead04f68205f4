"""The interval of the difference of two proportions: the examples of the paper, and what has to hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.common.errors import ClearwayError
from clearway.spc import newcombe, wilson

# Newcombe 1998, Statistics in Medicine 17, 873-890, table II, method 10 (printed with four decimals).
PUBLISHED = [
    (56, 70, 48, 80, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.1705, 0.8090),
    (6, 7, 2, 7, 0.0582, 0.8062),
    (5, 56, 0, 29, -0.0381, 0.1926),
    (0, 10, 0, 20, -0.1611, 0.2775),
    (0, 10, 0, 10, -0.2775, 0.2775),
    (10, 10, 0, 20, 0.6791, 1.0000),
    (10, 10, 0, 10, 0.6075, 1.0000),
]


@pytest.mark.parametrize(("x", "n", "y", "m", "lower", "upper"), PUBLISHED)
def test_the_published_examples_come_out(x: int, n: int, y: int, m: int, lower: float, upper: float) -> None:
    found = newcombe(x, n, y, m)
    assert found[0] == pytest.approx(x / n - y / m)
    assert found[1:] == pytest.approx((lower, upper), abs=0.00006)


def test_no_cases_have_no_difference() -> None:
    with pytest.raises(ClearwayError, match="no cases"):
        newcombe(1, 2, 0, 0)


counts = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts, counts)
def test_it_holds_the_difference_stays_within_one_and_turns_round_with_the_groups(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    difference, lower, upper = newcombe(*one, *other)
    assert -1 - 1e-9 <= lower <= difference <= upper <= 1 + 1e-9
    assert newcombe(*other, *one) == pytest.approx((-difference, -upper, -lower))


@given(counts)
def test_two_equal_groups_are_never_called_different(one: tuple[int, int]) -> None:
    _, lower, upper = newcombe(*one, *one)
    assert lower < 0 < upper
    low, high = wilson(*one)
    assert upper - lower > high - low, "the difference of two is less sure than one of them"

"""Nelson's further tests: from how many points on, and never across two phases."""

from collections.abc import Callable

import numpy as np
import pytest

from clearway.spc import rules
from clearway.spc.profiles import TwoOfThree
from clearway.spc.rules import Hits


def signs(numbers: list[int]) -> np.ndarray:
    return np.array(numbers, dtype=np.int8)


def fired(rule: Callable[..., Hits], numbers: list[int], groups: list[int] | None = None) -> list[bool]:
    usable = np.ones(len(numbers), dtype=bool)
    group = np.array(groups or [0] * len(numbers), dtype=np.int64)
    return rule(signs(numbers), usable, group).fired.tolist()


def alternating(numbers: list[int]) -> list[bool]:
    values = np.array(numbers, dtype=float)
    usable, group = np.ones(values.size, dtype=bool), np.zeros(values.size, dtype=np.int64)
    return rules.alternating(values, usable, group, near=np.zeros(values.size)).fired.tolist()


@pytest.mark.parametrize(
    ("rule", "numbers", "length"),
    [(rules.near_centre, [0], 15), (rules.away_from_centre, [1, -1], 8)],
)
def test_the_run_has_its_length_and_lies_in_one_phase(
    rule: Callable[..., Hits], numbers: list[int], length: int
) -> None:
    run = (numbers * length)[:length]
    assert fired(rule, run) == [True] * length
    assert not any(fired(rule, run[:-1]))
    assert not any(fired(rule, run, [0] + [1] * (length - 1)))


def test_a_point_beyond_one_sigma_on_either_side_is_not_near_the_centre() -> None:
    for beyond in (1, -1):
        assert not any(fired(rules.near_centre, [0] * 7 + [beyond] + [0] * 7))


def test_fourteen_points_go_up_and_down_by_turns() -> None:
    assert alternating([1, 2] * 7) == [True] * 14
    assert not any(alternating([1, 2] * 6 + [1]))


def test_four_of_five_lie_beyond_one_sigma_on_one_side() -> None:
    assert fired(rules.four_of_five, [1, 1, 0, 1, 1]) == [True, True, False, True, True]
    assert not any(fired(rules.four_of_five, [1, 1, 0, 0, 1, 1]))
    assert not any(fired(rules.four_of_five, [1, 1, -1, 1, -1]))
    assert not any(fired(rules.four_of_five, [1, 1, 0, 1, 1], [0, 0, 0, 0, 1]))


@pytest.mark.parametrize(("variant", "found"), [("third_anywhere", True), ("beyond_two_sigma", False)])
def test_where_the_third_of_three_may_lie_is_the_variants_matter(variant: TwoOfThree, found: bool) -> None:
    hits = rules.two_of_three(
        signs([1, -1, 1]),
        signs([1, 0, 1]),
        np.ones(3, dtype=bool),
        np.zeros(3, dtype=np.int64),
        beyond_limit=signs([0, 0, 0]),
        variant=variant,
    )
    assert hits.fired.tolist() == [found, False, found]

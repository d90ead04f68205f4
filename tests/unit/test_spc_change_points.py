"""The second opinion: lasting changes of level, their place and their size."""

import itertools

import numpy as np
import pytest

from clearway.spc import spc
from clearway.spc.change_points import MINIMUM_STRETCH, change_points, partition, usual_sigma


def cost(values: np.ndarray, weights: np.ndarray, cuts: tuple[int, ...], penalty: float) -> float:
    edges = [0, *cuts, values.size]
    total = penalty * len(cuts)
    for start, end in itertools.pairwise(edges):
        mean = np.average(values[start:end], weights=weights[start:end])
        total += float(np.sum(weights[start:end] * (values[start:end] - mean) ** 2))
    return total


@pytest.mark.parametrize("seed", range(12))
def test_the_cuts_are_the_cheapest_of_all_cuts(seed: int) -> None:
    random = np.random.default_rng(seed)
    values = random.normal(size=18) + np.repeat(random.normal(scale=2, size=3), 6)
    weights = random.uniform(0.5, 2.0, size=18)
    allowed = [
        cuts
        for many in range(4)
        for cuts in itertools.combinations(range(1, 18), many)
        if all(b - a >= MINIMUM_STRETCH for a, b in itertools.pairwise([0, *cuts, 18]))
    ]
    cheapest = min(allowed, key=lambda cuts: cost(values, weights, cuts, 4.0))
    assert partition(values, weights, 1.0, penalty=4.0) == list(cheapest)


def test_a_step_has_its_place_and_size() -> None:
    steps = [1.0, -1.0, 0.5, -0.5] * 5
    (found,) = change_points(spc([10 + step for step in steps] + [20 + step for step in steps]))
    assert found.position == 20
    assert (found.before, found.after) == pytest.approx((10, 20))
    assert found.higher
    assert found.effect == pytest.approx(10 / usual_sigma(np.array(steps), np.ones(20)), rel=0.1)


def test_one_wild_point_is_no_change_of_level() -> None:
    values = [10.0, 11.0, 9.0, 10.5] * 6
    values[12] = 60.0
    assert change_points(spc(values)) == ()


def test_a_constant_series_and_a_short_one_have_no_change() -> None:
    assert change_points(spc([3.0] * 30)) == ()
    assert change_points(spc([1.0, 2, 3])) == ()
    assert change_points(spc([])) == ()


def test_small_counts_with_many_repeats_still_have_a_scale() -> None:
    values = np.array([0.0, 0, 0, 1, 0, 0, 0, 0, 2, 0, 0, 0])
    assert usual_sigma(values, np.ones(12)) > 0


def test_a_stable_series_is_rarely_cut() -> None:
    random = np.random.default_rng(20261101)
    cut = sum(
        bool(partition(values, np.ones(36), usual_sigma(values, np.ones(36))))
        for values in random.normal(size=(400, 36))
    )
    assert cut / 400 < 0.08

"""Neighbouring points that are alike make limits too narrow; the estimate and the advice."""

import numpy as np
import pytest

from clearway.common.periods import Month
from clearway.spc import spc
from clearway.spc.autocorrelation import autocorrelation, correlation_of_sums


def process(lag1: float, points: int, seed: int) -> list[float]:
    random = np.random.default_rng(seed)
    values = random.normal(size=points)
    for place in range(1, points):
        values[place] = lag1 * values[place - 1] + values[place] * np.sqrt(1 - lag1**2)
    return [float(value) for value in values]


@pytest.mark.parametrize("lag1", [0.0, 0.3, 0.6])
def test_the_estimate_is_right_on_average(lag1: float) -> None:
    found = [autocorrelation(spc(process(lag1, 60, seed))) for seed in range(150)]
    assert np.mean([one.lag1 for one in found if one]) == pytest.approx(lag1, abs=0.05)


def test_independent_points_are_rarely_notable() -> None:
    found = [autocorrelation(spc(process(0.0, 36, seed))) for seed in range(300)]
    assert sum(one.notable for one in found if one) / 300 < 0.06


def test_strong_autocorrelation_is_notable_and_says_what_to_do() -> None:
    found = autocorrelation(spc(process(0.8, 80, 3)))
    assert found is not None
    assert found.notable
    assert found.widen == pytest.approx(1 / np.sqrt(1 - found.lag1))
    assert f"correlation {found.lag1:.2f}" in found.text
    assert f"make the limits {found.widen:.2f} times as wide" in found.text


def test_alternating_points_are_not_notable() -> None:
    found = autocorrelation(spc([1.0, 2.0] * 20))
    assert found is not None
    assert found.lag1 < -0.8
    assert not found.notable
    assert found.widen == 1.0


def test_sums_of_periods_are_less_alike() -> None:
    """Checked against the variances and covariance of sums written out term by term."""
    for lag1, periods in ((0.6, 3), (0.3, 2), (-0.4, 4), (0.9, 12)):
        place = np.arange(2 * periods)
        covariance = lag1 ** np.abs(place[:, None] - place[None, :])
        inside = covariance[:periods, :periods].sum()
        assert correlation_of_sums(lag1, periods) == pytest.approx(
            covariance[:periods, periods:].sum() / inside
        )


def test_a_change_of_phase_is_no_autocorrelation() -> None:
    values = process(0.0, 30, 5) + [value + 20 for value in process(0.0, 30, 6)]
    months = [Month(2019, 1).shift(place) for place in range(60)]
    whole = autocorrelation(spc(values, dates=months))
    phased = autocorrelation(spc(values, dates=months, rebase_dates=[months[30].first_day]))
    assert whole is not None
    assert phased is not None
    assert whole.notable
    assert not phased.notable


def test_pairs_across_a_gap_do_not_count() -> None:
    months = [Month(2019, 1).shift(place + (place >= 20)) for place in range(40)]
    found = autocorrelation(spc(process(0.3, 40, 1), dates=months))
    assert found is not None
    assert found.pairs == 38


def test_few_points_and_constant_points_have_no_estimate() -> None:
    assert autocorrelation(spc(process(0.5, 15, 1))) is None
    assert autocorrelation(spc([4.0] * 40)) is None
    assert autocorrelation(spc([])) is None

"""Predictions: when one comes true, and when a team is as sure as it may be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.web.cycles.predicting import FEWEST, Scored, calibration, came_true

predictions = st.lists(st.builds(Scored, sure=st.integers(50, 99), came_true=st.booleans()), max_size=60)


@pytest.mark.parametrize(
    ("low", "high", "number", "expected"),
    [
        (0.60, 0.70, 0.65, True),
        (0.60, 0.70, 0.60, True),
        (0.60, 0.70, 0.70, True),
        (0.60, 0.70, 0.7001, False),
        (0.60, None, 0.99, True),
        (None, 0.10, 0.0, True),
        (None, 0.10, 0.11, False),
    ],
)
def test_the_ends_of_a_range_belong_to_it_and_an_open_end_has_no_limit(low, high, number, expected):
    assert came_true(low, high, number) is expected


def test_the_brier_score_by_hand():
    found = calibration([Scored(80, True), Scored(90, False), Scored(60, True)])
    assert found.brier == pytest.approx((0.2**2 + 0.9**2 + 0.4**2) / 3)
    assert (found.n, found.came_true) == (3, 2)


def test_without_an_answer_there_is_no_score():
    found = calibration([])
    assert found.brier is None
    assert {band.verdict for band in found.bands} == {"too few to say"}


def test_a_team_that_is_always_wrong_at_ninety_percent_is_too_sure():
    band = calibration([Scored(90, False)] * FEWEST).bands[-1]
    assert (band.verdict, band.n, band.came_true) == ("too sure", FEWEST, 0)


def test_a_team_that_is_right_as_often_as_it_said_is_as_sure_as_it_may_be():
    said = [Scored(80, right) for right in (True, True, True, True, False)]
    assert calibration(said * 4).bands[3].verdict == "as sure as it may be"


def test_a_team_that_is_always_right_at_fifty_percent_is_not_sure_enough():
    assert calibration([Scored(50, True)] * 12).bands[0].verdict == "not sure enough"


def test_one_wrong_prediction_is_no_verdict_on_a_team():
    assert calibration([Scored(95, False)]).bands[-1].verdict == "too few to say"


@given(predictions)
def test_every_prediction_is_in_one_band(scored):
    found = calibration(scored)
    assert sum(band.n for band in found.bands) == found.n == len(scored)
    assert sum(band.came_true for band in found.bands) == found.came_true


@given(predictions.filter(bool))
def test_the_score_lies_between_perfect_and_certainly_wrong(scored):
    assert 0 <= calibration(scored).brier <= 1

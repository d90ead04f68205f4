"""Calibration over time, worked by hand: what falls into a quarter, and the sums of it."""

from datetime import date

import pytest

from clearway.web.cycles.over_quarters import Quarter, Sum, by_quarter, summed
from clearway.web.cycles.predicting import Scored


def test_the_sums_by_hand() -> None:
    # 80% and right: 0.04; 90% and wrong: 0.81; 60% and right: 0.16; together 1.01, a third of it 0.33667.
    one = summed([Scored(80, True), Scored(90, False), Scored(60, True)])
    assert (one.n, one.came_true) == (3, 2)
    assert one.mean_sure == pytest.approx(230 / 300)
    assert one.brier == pytest.approx(1.01 / 3)
    assert one.share == pytest.approx(2 / 3)


def test_without_predictions_there_is_no_share_and_no_score_rather_than_nought() -> None:
    none = summed([])
    assert none == Sum(0, 0, None, None)
    assert none.share is None


@pytest.mark.parametrize(
    ("day", "quarter", "label", "short"),
    [
        (date(2026, 1, 1), Quarter(2026, 1), "January to March 2026", "Jan\u2013Mar 26"),
        (date(2026, 3, 31), Quarter(2026, 1), "January to March 2026", "Jan\u2013Mar 26"),
        (date(2026, 4, 1), Quarter(2026, 2), "April to June 2026", "Apr\u2013Jun 26"),
        (date(2025, 12, 31), Quarter(2025, 4), "October to December 2025", "Oct\u2013Dec 25"),
    ],
)
def test_a_day_lies_in_its_quarter(day: date, quarter: Quarter, label: str, short: str) -> None:
    assert Quarter.of(day) == quarter
    assert (quarter.label, quarter.short) == (label, short)


def test_the_year_goes_on_after_its_fourth_quarter() -> None:
    assert Quarter(2025, 3).next() == Quarter(2025, 4)
    assert Quarter(2025, 4).next() == Quarter(2026, 1)


def test_a_quarter_without_an_answer_keeps_its_place() -> None:
    found = by_quarter(
        [
            (date(2026, 5, 2), Scored(70, False)),
            (date(2025, 11, 30), Scored(80, True)),
            (date(2025, 10, 1), Scored(90, True)),
        ]
    )
    assert [(quarter.label, one.n, one.came_true) for quarter, one in found] == [
        ("October to December 2025", 2, 2),
        ("January to March 2026", 0, 0),
        ("April to June 2026", 1, 0),
    ]
    # 80% and right: 0.04; 90% and right: 0.01; the mean is 0.025. 70% and wrong: 0.49.
    assert found[0][1].brier == pytest.approx(0.025)
    assert found[2][1].brier == pytest.approx(0.49)
    assert by_quarter([]) == []

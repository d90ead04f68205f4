"""What a series may hold: dates in any order, gaps told from zeros, and rows that cannot be."""

from datetime import date

import pytest

from clearway.common.errors import ClearwayError
from clearway.common.periods import FinancialYear, Month
from clearway.spc import PointState, spc


def absent(*dates: str) -> list[str]:
    return [day.isoformat() for day in spc([1.0] * len(dates), dates=dates).absent]


def test_a_month_that_is_not_there_is_found_from_the_calendar() -> None:
    assert absent("2025-01", "2025-02", "2025-05") == ["2025-03-01", "2025-04-01"]


def test_month_ends_weeks_quarters_and_years_have_their_own_calendar() -> None:
    assert absent("2024-01-31", "2024-02-29", "2024-04-30") == ["2024-03-31"]
    assert absent("2024-01-01", "2024-01-08", "2024-01-22") == ["2024-01-15"]
    assert absent("2023-04-01", "2023-07-01", "2024-01-01") == ["2023-10-01"]
    assert absent("2018/19", "2019/20", "2021/22") == ["2020-04-01"]


def test_weekends_are_not_missing_from_working_days() -> None:
    assert absent("2024-01-04", "2024-01-05", "2024-01-08", "2024-01-09", "2024-01-11") == ["2024-01-10"]


def test_dates_of_events_have_no_gaps() -> None:
    assert absent("2024-01-03", "2024-01-19", "2024-03-30", "2024-04-02", "2024-09-09") == []


def test_dates_may_be_dates_months_years_or_text() -> None:
    for dates in ([date(2025, 4, 1)], [Month(2025, 4)], [FinancialYear(2025)], ["2025-04"], ["2025-04-01"]):
        assert spc([1.0], dates=dates).points[0].date == date(2025, 4, 1)


def test_a_moving_range_is_not_taken_across_a_gap() -> None:
    values = [10.0, 11.0] * 7
    level = [*values, *[value + 50 for value in values]]
    days = [Month(2020, 1).shift(place + (place >= 14)) for place in range(28)]
    with_gap, without = spc(level, dates=days), spc(level)
    assert with_gap.points[0].upper == pytest.approx(with_gap.points[0].centre + 2.66)
    assert without.points[0].upper > with_gap.points[0].upper


def test_zero_is_a_figure_and_nothing_is_missing() -> None:
    chart = spc([0.0, None, float("nan")])
    assert [point.value for point in chart.points] == [0.0, None, None]
    assert [point.state for point in chart.points] == ["value", "missing", "missing"]
    assert chart.summary.n == 1


def test_no_cases_are_no_figure() -> None:
    chart = spc([0, 0], denominators=[10, 0], chart="p")
    assert [point.state for point in chart.points] == [PointState.VALUE, PointState.NO_CASES]


@pytest.mark.parametrize(
    ("tops", "bottoms", "words"),
    [
        ([1, 12], [10, 11], "row 7: The numerator 12 is above the denominator 11"),
        ([1, 12], [10, 0], "row 7: The numerator 12 is above the denominator 0"),
        ([1, -2], [10, 11], "row 7: The numerator -2 is negative"),
        ([1, 2], [10, -11], "row 7: The denominator -11 is negative"),
        ([1, float("inf")], [10, 11], "row 7: The figure is infinite"),
    ],
)
def test_a_figure_that_cannot_be_is_refused_by_its_row(tops, bottoms, words: str) -> None:
    with pytest.raises(ClearwayError, match=words):
        spc(tops, denominators=bottoms, chart="p", rows=[6, 7])


def test_two_rows_of_one_date_are_refused() -> None:
    with pytest.raises(ClearwayError, match="row 1 and row 3 have the same date 2025-04-01"):
        spc([1.0, 2, 3], dates=["2025-04", "2025-05", "2025-04-01"])


def test_a_date_that_is_none_is_refused_by_its_row() -> None:
    with pytest.raises(ClearwayError, match="row 2: 'soon' is not a date"):
        spc([1.0, 2], dates=["2025-04", "soon"])


def test_a_p_chart_needs_denominators_and_lists_of_one_length() -> None:
    with pytest.raises(ClearwayError, match="needs denominators"):
        spc([1.0], chart="p")
    with pytest.raises(ClearwayError, match="2 values and 1 dates"):
        spc([1.0, 2.0], dates=["2025-04"])


def test_a_rate_above_one_is_no_share_and_needs_no_correction() -> None:
    chart = spc([30, 40], denominators=[10, 20])
    assert [point.value for point in chart.points] == [3.0, 2.0]
    assert chart.unit == "number"


def test_an_empty_series_is_a_chart_without_figures() -> None:
    chart = spc([])
    assert chart.points == ()
    assert chart.summary.variation == "too_few_points"
    assert chart.summary.text == "There are no figures to show yet."

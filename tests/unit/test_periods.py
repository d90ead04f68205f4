"""Months and financial years: what is read, how they follow each other, and swapped dates mended."""

from datetime import date, datetime

import pytest

from clearway.common.errors import ClearwayError
from clearway.common.periods import (
    FinancialYear,
    Month,
    months_between,
    parse_date,
    parse_financial_year,
    parse_month,
    parse_period,
    period_range,
    reporting_month,
)


@pytest.mark.parametrize(
    "text", ["2025-04", " 2025-04 ", "Apr-25", "APR-2025", "April 2025", "01/04/2025", "2025-04-01"]
)
def test_every_common_way_to_write_a_month_is_read(text):
    assert parse_period(text) == Month(2025, 4)
    assert parse_month(text) == Month(2025, 4)


@pytest.mark.parametrize("text", ["2019/20", "2019/2020"])
def test_a_slash_makes_a_financial_year(text):
    assert parse_period(text) == FinancialYear(2019)


@pytest.mark.parametrize("text", ["2019/20", "2019-20", "2019/2020", "2019–20"])
def test_where_only_a_financial_year_will_do_a_hyphen_is_enough(text):
    assert parse_financial_year(text) == FinancialYear(2019)


def test_the_financial_year_over_the_turn_of_the_century_is_read():
    assert parse_financial_year("1999/00") == FinancialYear(1999)
    assert parse_financial_year("1999/2000") == FinancialYear(1999)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2019-20",
        "2025-13",
        "2025-00",
        "2019/21",
        "2019/19",
        "2025",
        "Foo-25",
        "15/04/2025",
        "31/02/2025",
        "April",
    ],
)
def test_anything_else_is_refused_with_the_right_way_to_write_it(text):
    with pytest.raises(ClearwayError, match="2025-04"):
        parse_period(text)


def test_a_financial_year_must_end_in_the_year_after_it_starts():
    with pytest.raises(ClearwayError, match="2019/20"):
        parse_financial_year("2019-21")


def test_a_month_that_does_not_exist_cannot_be_made():
    with pytest.raises(ClearwayError):
        Month(2025, 13)
    with pytest.raises(ClearwayError):
        FinancialYear(25)


def test_days_and_labels():
    assert (Month(2024, 2).first_day, Month(2024, 2).last_day) == (date(2024, 2, 1), date(2024, 2, 29))
    assert FinancialYear(2019).first_day == date(2019, 4, 1)
    assert FinancialYear(2019).last_day == date(2020, 3, 31)
    assert Month(2025, 4).label == "April 2025"
    assert FinancialYear(2019).label == "2019/20 (April to March)"


def test_december_is_followed_by_january_of_the_next_year():
    assert Month(2024, 12).next() == Month(2025, 1)
    assert Month(2025, 1).previous() == Month(2024, 12)


def test_a_financial_year_has_twelve_months_from_april():
    months = FinancialYear(2023).months
    assert [str(months[0]), str(months[8]), str(months[-1]), len(months)] == [
        "2023-04",
        "2023-12",
        "2024-03",
        12,
    ]


def test_the_year_turns_between_march_and_april():
    assert FinancialYear.of(date(2025, 3, 31)) == FinancialYear(2024)
    assert FinancialYear.of(date(2025, 4, 1)) == FinancialYear(2025)
    assert Month(2025, 3).financial_year == FinancialYear(2024)


def test_months_and_years_sort_together_by_when_they_begin_then_by_when_they_end():
    mixed = [Month(2019, 5), FinancialYear(2019), Month(2019, 4), FinancialYear(2018)]
    assert [str(period) for period in sorted(mixed)] == ["2018/19", "2019-04", "2019/20", "2019-05"]


def test_months_between_counts_forward_and_backward():
    assert months_between(Month(2024, 11), Month(2025, 2)) == 3
    assert months_between(Month(2025, 2), Month(2024, 11)) == -3


def test_a_range_has_both_ends_and_is_empty_when_turned_round():
    assert [str(m) for m in period_range(Month(2024, 11), Month(2025, 2))] == [
        "2024-11",
        "2024-12",
        "2025-01",
        "2025-02",
    ]
    assert list(period_range(Month(2025, 2), Month(2024, 11))) == []
    assert [str(y) for y in period_range(FinancialYear(2018), FinancialYear(2019))] == ["2018/19", "2019/20"]


def test_a_day_is_in_its_period():
    assert FinancialYear(2024).contains(date(2025, 3, 31))
    assert not Month(2025, 4).contains(date(2025, 3, 31))


@pytest.mark.parametrize(
    ("start", "end", "month"),
    [
        ("2025-01-02", "28/02/2025", Month(2025, 2)),  # as in the file of February 2025
        ("2025-01-04", "30/04/2025", Month(2025, 4)),  # as in the file of April 2025
        (date(2025, 1, 3), "31/03/2025", Month(2025, 3)),
        (datetime(2025, 1, 3, 0, 0), "31/03/2025", Month(2025, 3)),  # noqa: DTZ001 - a spreadsheet's cell
        ("01/04/2025", "30/04/2025", Month(2025, 4)),  # unharmed
        ("2025-04-01", "2025-04-30", Month(2025, 4)),
        ("2025-01-01", "31/01/2025", Month(2025, 1)),  # the same either way round
        ("04/01/2025", "04/30/2025", Month(2025, 4)),  # American throughout
        ("2024-01-02 00:00:00", date(2024, 2, 29), Month(2024, 2)),
    ],
)
def test_a_month_is_known_whose_day_and_month_a_spreadsheet_swapped(start, end, month):
    assert reporting_month(start, end) == month


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2025-01-02", "31/03/2025"),  # first of February, last of March
        ("2025-04-02", "30/04/2025"),  # neither reading is a first day
        ("2025-04-01", "29/04/2025"),
        ("2025-04-01", "31/03/2026"),  # a year
        ("30/04/2025", "01/04/2025"),
    ],
)
def test_dates_that_are_not_one_whole_month_are_refused_and_shown(start, end):
    with pytest.raises(ClearwayError) as caught:
        reporting_month(start, end)
    assert start in str(caught.value)
    assert end in str(caught.value)


def test_a_cell_that_is_no_date_is_refused():
    with pytest.raises(ClearwayError, match="DNS"):
        reporting_month("DNS", "30/04/2025")


def test_a_date_is_read_day_first():
    assert parse_date("02/01/2025") == date(2025, 1, 2)

"""Who waits to be told of progress longer than planned; worked examples of rhythms written in words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.web.projects.telling import days_of, waited

TODAY = date(2026, 11, 22)
LONG_AGO = date(2025, 12, 1)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("Every week", 7), ("weekly", 7), ("every two weeks", 14), ("every 6 weeks", 42), ("Monthly", 31),
        ("every month", 31), ("every other month", 62), ("once a month", 31), ("twice a year", 183),
        ("Every quarter", 92), ("daily", 1), ("at each handover", None), ("every Tuesday", None),
        ("when there is news", None), ("", None), ("Once a quarter, at the board", 92), ("bi-weekly", 7),
        ("every 0 weeks", None), ("each day", 1), ("0 times a week", None),
    ],
)  # fmt: skip
def test_a_rhythm_is_read_from_words_and_other_words_name_none(words: str, days: int | None) -> None:
    assert days_of(words) == days


def test_a_week_after_ten_months_is_said_with_the_last_day_and_how_long_ago() -> None:
    told = [date(2025, 12, 30), date(2026, 1, 6)]
    assert waited("Every week", told, LONG_AGO, TODAY) == (
        "every week; last told on 6 January 2026, 45 weeks ago"
    )


def test_half_as_long_again_is_in_time_and_a_day_more_is_not() -> None:
    assert waited("every week", [date(2026, 11, 12)], LONG_AGO, TODAY) == ""
    assert waited("every week", [date(2026, 11, 11)], LONG_AGO, TODAY).endswith("11 days ago")


def test_who_was_never_told_waits_since_it_was_planned_and_words_without_a_rhythm_are_never_late() -> None:
    assert waited("Monthly", [], LONG_AGO, TODAY) == "monthly; never told, 50 weeks after it was planned"
    assert waited("Monthly", [], date(2026, 11, 1), TODAY) == ""
    assert waited("When there is news", [], LONG_AGO, TODAY) == ""


@given(st.text(max_size=60))
def test_any_words_give_a_number_of_days_or_none(words: str) -> None:
    found = days_of(words)
    assert found is None or found >= 1

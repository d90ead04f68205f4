"""A team's own measure: which periods it has, what stands for each, and that missing is never 0."""

from datetime import date

import pytest

from clearway.web.projects.models import OwnValue, PlannedMeasure
from clearway.web.projects.own_values import (
    OFFERED,
    judged,
    last_periods,
    named,
    said,
    series,
    standing,
)


def line(**fields: object) -> PlannedMeasure:
    return PlannedMeasure(
        title="Days to first contact", **{"unit": "days", "direction": "decrease", **fields}
    )


def row(key: int, start: str, value: float | None, **fields: object) -> OwnValue:
    return OwnValue(pk=key, start=date.fromisoformat(start), value=value, **fields)


def test_the_last_twelve_months_are_offered_and_none_that_is_not_over() -> None:
    periods = last_periods(line(), date(2026, 11, 22))
    assert (len(periods), periods[0], periods[-1]) == (OFFERED, date(2026, 10, 1), date(2025, 11, 1))
    assert named(line(), periods[0]) == "October 2026"


def test_weeks_begin_on_monday() -> None:
    weekly = line(rhythm="week")
    assert last_periods(weekly, date(2026, 11, 22))[:2] == (date(2026, 11, 9), date(2026, 11, 2))
    assert last_periods(weekly, date(2026, 11, 23))[0] == date(2026, 11, 16)
    assert named(weekly, date(2026, 11, 9)) == "week of 9 November 2026"


def test_the_newest_row_of_a_period_stands() -> None:
    rows = [row(2, "2026-01-01", 7.0), row(1, "2026-01-01", 9.0), row(3, "2026-02-01", None)]
    stands = standing(rows)
    assert stands[date(2026, 1, 1)].value == 7.0
    assert stands[date(2026, 1, 1)].corrected
    assert stands[date(2026, 2, 1)].value is None


def test_a_period_without_a_figure_is_a_gap_and_zero_is_a_figure() -> None:
    drawn = series(line(), [row(1, "2026-01-01", 4.0), row(2, "2026-04-01", 0.0)])
    assert [one.value for one in drawn] == [4.0, None, None, 0.0]
    assert [point.value for point in judged(line(), drawn).valued] == [4.0, 0.0]


def test_a_figure_that_was_taken_back_at_the_end_draws_no_gap() -> None:
    drawn = series(line(), [row(1, "2026-01-01", 4.0), row(2, "2026-02-01", 5.0), row(3, "2026-02-01", None)])
    assert [one.value for one in drawn] == [4.0]


def test_the_engine_judges_it_by_its_direction_and_target() -> None:
    values = [10.0, 11.0] * 8 + [4.0, 5.0] * 4
    rows = [
        row(place + 1, str(date(2024 + place // 12, place % 12 + 1, 1)), value)
        for place, value in enumerate(values)
    ]
    chart = judged(line(target=6.0), series(line(), rows))
    assert chart.summary.variation.value.startswith("improvement")
    assert chart.target == 6.0


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("share", 0.125, "12.5%"),
        ("count", 1200.0, "1,200 days"),
        ("", None, "no figure"),
        ("", 2.5, "2.5 days"),
    ],
)
def test_figures_in_words(kind: str, value: float | None, words: str) -> None:
    assert said(line(number_kind=kind), value) == words

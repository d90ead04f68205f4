"""Recalculation is suggested with a date and a reason, and nothing is applied."""

from datetime import date
from itertools import cycle, islice

import pytest

from clearway.common.errors import ClearwayError
from clearway.common.periods import Month
from clearway.spc import Chart, spc
from clearway.spc.recalculation import Recalculation, suggest_recalculation
from clearway.spc.stable_shift import Settings


def around(level: float, points: int) -> list[float]:
    """Points that cross their level at every step."""
    return [level + step for step in islice(cycle([-2, 1, -1, 2]), points)]


def monthly(values: list[float], **more) -> Chart:
    months = [Month(2019, 4).shift(place) for place in range(len(values))]
    return spc(values, dates=months, direction="decrease", **more)


def last(found: Recalculation) -> str:
    return found.suggestions[-1].reason


def test_a_lasting_shift_is_suggested_from_its_first_point() -> None:
    found = suggest_recalculation(monthly(around(50, 24) + around(40, 24)))
    (suggestion,) = found.suggestions
    assert suggestion.accepted
    assert suggestion.date == date(2021, 4, 1)
    assert not suggestion.higher
    assert suggestion.run == 24
    assert suggestion.centre == pytest.approx(40, abs=0.2)
    assert found.rebase_dates == (date(2021, 4, 1),)


def test_the_suggestion_is_what_the_chart_becomes_when_a_person_takes_it() -> None:
    values = around(50, 24) + around(40, 21)
    before = monthly(values)
    found = suggest_recalculation(before)
    assert monthly(values) == before
    taken = monthly(values, rebase_dates=found.rebase_dates).points[-1]
    suggestion = found.suggestions[0]
    assert (taken.centre, taken.lower, taken.upper) == pytest.approx(
        (suggestion.centre, suggestion.lower, suggestion.upper)
    )


def test_a_shift_that_goes_back_is_rejected_with_the_date() -> None:
    found = suggest_recalculation(monthly(around(50, 24) + around(40, 10) + around(50, 14)))
    assert not any(suggestion.accepted for suggestion in found.suggestions)
    assert found.suggestions[0].reason == (
        "Rejected: a shift back above the new mean starts in February 2022."
    )


def test_a_run_back_at_the_end_of_the_data_makes_it_wait() -> None:
    found = suggest_recalculation(monthly(around(50, 24) + around(40, 19) + around(60, 5)))
    assert found.suggestions[0].reason == (
        "Rejected for now: the latest points run back above the new mean from November 2022 "
        "and may become a shift."
    )


def test_too_few_points_after_a_shift_say_how_many_more() -> None:
    found = suggest_recalculation(monthly(around(50, 24) + around(40, 20)))
    assert last(found) == (
        "Not yet: new limits need 21 points from here on, and there are 20; look again after 1 more point."
    )
    assert found.suggestions[0].centre is None


def test_every_shift_may_be_taken_when_asked_for() -> None:
    chart = monthly(around(50, 24) + around(40, 10) + around(50, 14))
    found = suggest_recalculation(chart, Settings(every_shift=True))
    assert found.suggestions[0].accepted


def test_a_wild_point_is_left_out_of_the_limits_of_its_period() -> None:
    wild = [*around(50, 24), *around(40, 10), 90.0, *around(40, 10)]
    found = suggest_recalculation(monthly(wild))
    assert found.suggestions[0].centre == pytest.approx(40, abs=0.3)


def test_a_stable_process_gets_no_suggestion_and_says_so() -> None:
    found = suggest_recalculation(monthly(around(50, 40)))
    assert found.suggestions == ()
    assert found.log[-1] == "No run of 8 points on one side follows, so nothing is suggested."


def test_a_short_series_says_what_is_needed() -> None:
    found = suggest_recalculation(monthly(around(50, 20)))
    assert found.log == (
        "There are 20 points in this phase; 21 are needed to set limits before a recalculation "
        "can be judged.",
    )


def test_only_the_last_phase_is_looked_at() -> None:
    values = around(50, 24) + around(40, 24)
    found = suggest_recalculation(monthly(values, rebase_dates=[date(2021, 4, 1)]))
    assert found.suggestions == ()


def test_points_that_a_person_excluded_do_not_take_part() -> None:
    values = around(50, 24) + around(40, 24)
    excluded = monthly(values, exclude_dates=[Month(2021, 4).first_day])
    assert suggest_recalculation(excluded).rebase_dates == (date(2021, 5, 1),)


def test_both_methods_agree_on_a_clear_step() -> None:
    found = suggest_recalculation(monthly(around(50, 24) + around(40, 24)))
    assert found.suggestions[0].agreed
    assert found.log[-1] == (
        "The second opinion agrees: the level falls from 50.0 to 40.0 from April 2021 on, "
        "a step of 3.2 standard deviations."
    )


def test_a_change_that_only_the_second_opinion_sees_is_logged() -> None:
    found = suggest_recalculation(monthly(around(50, 24) + around(30, 7)))
    assert found.suggestions == ()
    assert found.log[-1].startswith("The second opinion alone: the level falls")


def test_proportions_are_written_as_percentages() -> None:
    tops = [int(value) for value in around(120, 24) + around(60, 24)]
    chart = monthly(tops, denominators=[1000] * 48, chart="pp")
    found = suggest_recalculation(chart)
    assert found.rebase_dates == (date(2021, 4, 1),)
    assert found.log[0] == "The first 21 points of this phase give a mean of 12.0%."


def test_a_run_chart_is_declined_in_words() -> None:
    found = suggest_recalculation(monthly(around(50, 40), chart="run"))
    assert found.log == ("Recalculation is not suggested for a run chart: it has no mean to shift.",)


def test_a_series_without_dates_names_points() -> None:
    found = suggest_recalculation(spc(around(50, 24) + around(40, 24)))
    assert found.log[1].startswith("From point 25: 24 points in a row below the mean.")
    assert found.rebase_dates == ()


def test_settings_that_cannot_be_are_refused() -> None:
    with pytest.raises(ClearwayError, match="at least 2 points"):
        Settings(period=1)

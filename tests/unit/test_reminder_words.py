"""What people are reminded of, when, and in which words."""

from datetime import timedelta

import pytest

from clearway.common.organisations import directory
from clearway.common.periods import Month
from clearway.web.calendar.guard import dates_of
from clearway.web.calendar.replay import Event, MonthState, Step, replay
from clearway.web.coordination.counting import Counts
from clearway.web.coordination.grid import Field, Held, make_field
from clearway.web.coordination.reminders import (
    Occasion,
    coordinator_line,
    message,
    occasion,
    rules,
    trust_line,
)

PERIOD = Month(2026, 3)
DATES = dates_of(PERIOD)
FIVE, SEVEN = timedelta(rules().before_due.days), timedelta(rules().before_closing.days)
DAY = timedelta(days=1)


def _field(today: object, counts: Counts = Counts(owed=4, figures=1), *steps: Step) -> Field:  # noqa: B008
    from datetime import UTC, datetime

    at = datetime(2026, 4, 2, tzinfo=UTC)
    state = replay(Event(step, at, "x") for step in steps) if steps else MonthState()
    return make_field(directory().get("DEMO1"), PERIOD, DATES, Held(counts), state, today)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "near"),
    [
        (DATES.due - FIVE - DAY, None),
        (DATES.due - FIVE, Occasion.BEFORE_DUE),
        (DATES.due - DAY, Occasion.BEFORE_DUE),
        (DATES.due, Occasion.DUE),
        (DATES.closing - SEVEN - DAY, Occasion.DUE),
        (DATES.closing - SEVEN, Occasion.BEFORE_CLOSING),
        (DATES.closing, Occasion.BEFORE_CLOSING),
        (DATES.closing + DAY, None),
    ],
)
def test_a_date_is_near_from_some_days_before_it(day: object, near: Occasion | None) -> None:
    assert occasion(DATES, day) is near  # type: ignore[arg-type]


def test_a_trust_hears_how_much_is_missing_and_until_when() -> None:
    line = trust_line(_field(DATES.due - DAY), DATES.due - DAY, approves=False)
    assert line is not None
    assert "March 2026: 3 figures are missing of 4 owed." in line.words
    assert "21 April 2026 (tomorrow)" in line.words


def test_a_complete_month_that_is_not_handed_in_is_said_so() -> None:
    line = trust_line(_field(DATES.due, Counts(owed=2, figures=2)), DATES.due, approves=False)
    assert line is not None
    assert "not handed in yet" in line.words


@pytest.mark.parametrize("steps", [(Step.SUBMIT, Step.APPROVE), (Step.SUBMIT, Step.APPROVE, Step.ACCEPT)])
def test_nothing_is_said_once_the_trust_has_approved(steps: tuple[Step, ...]) -> None:
    assert trust_line(_field(DATES.due, Counts(owed=4, figures=1), *steps), DATES.due, approves=True) is None


def test_a_submitted_month_is_said_only_to_whoever_approves() -> None:
    field = _field(DATES.due, Counts(owed=4, figures=4), Step.SUBMIT)
    assert trust_line(field, DATES.due, approves=False) is None
    line = trust_line(field, DATES.due, approves=True)
    assert line is not None
    assert "waits for approval" in line.words


def test_nothing_is_said_where_nothing_is_the_trusts_to_enter() -> None:
    counts = Counts(owed=2, centre=1, records=1)
    assert trust_line(_field(DATES.due, counts), DATES.due, approves=True) is None
    late = DATES.timely + DAY
    assert coordinator_line(_field(late, counts), late) is None


def test_a_coordinator_hears_of_a_late_trust_after_the_timely_date_and_until_it_closes() -> None:
    assert coordinator_line(_field(DATES.timely), DATES.timely) is None
    line = coordinator_line(_field(DATES.timely + DAY), DATES.timely + DAY)
    assert line is not None
    assert line.words.startswith("Alderbrook Hospitals")
    after = DATES.closing + DAY
    assert coordinator_line(_field(after), after) is None


def test_a_message_holds_every_line_its_address_and_the_way_out() -> None:
    line = trust_line(_field(DATES.due), DATES.due, approves=False)
    assert line is not None
    subject, text = message(
        "Ann", [(line, "https://x.example/a/"), (line, "https://x.example/b/")], "https://x.example/r/"
    )
    assert subject == "Clearway: 2 months wait for you"
    assert "https://x.example/a/" in text
    assert "https://x.example/b/" in text
    assert "To get none: https://x.example/r/" in text
    assert message("Ann", [(line, "")], "")[0] == "Clearway: 1 month waits for you"

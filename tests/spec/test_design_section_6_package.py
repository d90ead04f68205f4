"""The measures of the package itself, from referral to after birth: the decided table, with few records."""

import pytest
from tests.tiny_records import DECLINED, NEVER, SMOKER, UNKNOWN, Records

BOOKED, MONTH = "2025-04-14", "2025-04"
EDD = "2025-11-10"  # day 245 is 2025-10-06, day 252 2025-10-13, day 258 2025-10-19


def smoker(records: Records, booking: str = BOOKED, **more: object) -> str:
    pregnancy = records.pregnancy(booking, **more)
    records.finding(pregnancy, booking, SMOKER)
    return pregnancy


def elevated(**referral: object) -> tuple[int, int]:
    """elevated-co-referred for a high reading on 14 April and one referral."""
    records = Records(MONTH)
    pregnancy = records.pregnancy("2025-03-20")
    records.co(pregnancy, BOOKED, 4)
    records.co(pregnancy, "2025-04-28", 12)
    if referral:
        records.referral(pregnancy, str(referral.pop("on")), **referral)
    cell: tuple[int, int] = records.cell("elevated-co-referred", MONTH)
    return cell


@pytest.mark.parametrize(
    ("referral", "numerator"),
    [
        ({}, 0),
        ({"on": "2025-04-21"}, 1),
        ({"on": "2025-04-22"}, 0),
        ({"on": "2025-01-01"}, 1),
        ({"on": "2025-04-01", "declined_date": "2025-04-13"}, 0),
        ({"on": "2025-04-01", "declined_date": "2025-04-14"}, 1),
        ({"on": "2025-04-01", "closed_date": "2025-04-13"}, 0),
        ({"on": "2025-04-15", "declined_date": "2025-04-15"}, 1),
    ],
)
def test_elevated_is_referred_by_a_referral_up_to_7_days_later_still_standing_on_the_day_of_the_reading(
    referral: dict[str, object], numerator: int
) -> None:
    assert elevated(**referral) == (numerator, 1)


@pytest.mark.parametrize(
    ("code", "on", "given"),
    [
        ("225323000", BOOKED, 1),
        ("171055003", BOOKED, 1),
        ("225323000", "2025-04-15", 0),
        ("225324006", BOOKED, 0),
    ],
)
def test_a_brief_intervention_is_looked_for_on_the_day_of_the_earliest_high_reading(
    code: str, on: str, given: int
) -> None:
    records = Records(MONTH)
    pregnancy = records.pregnancy("2025-03-20")
    records.co(pregnancy, BOOKED, 4)
    records.education(pregnancy, on, code)
    assert records.cell("brief-intervention-positive", MONTH) == (given, 1)


@pytest.mark.parametrize(
    ("on", "referred"), [("2025-04-10", 0), ("2025-04-11", 1), ("2025-05-12", 1), ("2025-05-13", 0)]
)
def test_referred_specialist_is_any_referral_from_3_days_before_to_28_after(on: str, referred: int) -> None:
    records = Records(MONTH)
    records.referral(smoker(records), on, declined_date="2025-04-12")
    records.referral(records.pregnancy(BOOKED), BOOKED)  # not a smoker at booking: in neither number
    assert records.cell("referred-specialist", MONTH) == (referred, 1)


@pytest.mark.parametrize(("on", "counted"), [("2025-11-05", 1), ("2025-11-06", 0), ("2025-01-01", 1)])
def test_a_quit_date_counts_strictly_before_the_end_of_the_pregnancy(on: str, counted: int) -> None:
    records = Records(MONTH)
    pregnancy = smoker(records)
    records.birth(pregnancy, "2025-11-06", outcome="98")
    records.attempt(pregnancy, on)
    assert records.cell("quit-date-set", MONTH) == (counted, 1)


def test_any_quit_date_counts_while_the_pregnancy_goes_on() -> None:
    records = Records(MONTH)
    records.attempt(smoker(records), "2025-12-01")
    assert records.cell("quit-date-set", MONTH) == (1, 1)


@pytest.mark.parametrize(
    ("component", "as_of", "closed"),
    [
        ("4-weeks", "2025-05-26", 0),  # 42 days
        ("4-weeks", "2025-05-27", 1),
        ("12-weeks", "2025-07-21", 0),  # 98 days
        ("12-weeks", "2025-07-22", 1),
        ("end-of-pregnancy", "2025-11-06", 0),  # the day of the birth is not past
        ("end-of-pregnancy", "2025-11-07", 1),
    ],
)
def test_a_quit_attempt_counts_once_it_is_closed(component: str, as_of: str, closed: int) -> None:
    records = Records(MONTH)
    pregnancy = smoker(records)
    records.birth(pregnancy, "2025-11-06")
    records.attempt(pregnancy, BOOKED, outcome_4_week="quit", outcome_12_week="quit", outcome_delivery="quit")
    assert records.cell(f"quit-success:{component}", MONTH, as_of) == (closed, closed)


@pytest.mark.parametrize(
    ("follow_up", "quit_then"),
    [(None, 1), ("2025-05-08", 0), ("2025-05-09", 1), ("2025-05-26", 1), ("2025-05-27", 0)],
)
def test_quit_at_4_weeks_does_not_count_with_a_follow_up_outside_days_25_to_42(
    follow_up: str | None, quit_then: int
) -> None:
    records = Records(MONTH)
    records.attempt(smoker(records), BOOKED, outcome_4_week="quit", follow_up_4_week_date=follow_up)
    assert records.cell("quit-success:4-weeks", MONTH, "2026-01-01") == (quit_then, 1)


@pytest.mark.parametrize("outcome", ["lost", "not_quit", None])
def test_lost_or_blank_after_closing_is_not_quit(outcome: str | None) -> None:
    records = Records(MONTH)
    records.attempt(smoker(records), BOOKED, outcome_4_week=outcome, outcome_12_week=outcome)
    for component in ("4-weeks", "12-weeks"):
        assert records.cell(f"quit-success:{component}", MONTH, "2026-01-01") == (0, 1)


def test_an_attempt_after_the_end_of_the_pregnancy_is_not_in_its_component() -> None:
    records = Records("2025-11")
    pregnancy = smoker(records)
    records.birth(pregnancy, "2025-11-06")
    records.attempt(pregnancy, "2025-11-06", outcome_delivery="quit")
    assert records.cell("quit-success:end-of-pregnancy", "2025-11", "2026-01-01") == (0, 0)


def test_nrt_is_a_share_of_the_quit_attempts_of_the_month_each_a_row() -> None:
    records = Records(MONTH)
    pregnancy = smoker(records)
    records.attempt(pregnancy, "2025-04-20", nrt=True)
    records.attempt(pregnancy, "2025-04-28", nrt=None)
    assert records.cell("nrt", MONTH) == (1, 2)


@pytest.mark.parametrize(
    ("days", "cell"),
    [
        ((("2025-11-06", SMOKER),), (0, 0)),
        ((("2025-11-07", SMOKER),), (1, 1)),
        ((("2026-01-01", NEVER),), (0, 1)),  # day 56
        ((("2026-01-02", NEVER),), (0, 0)),
        ((("2025-11-10", SMOKER), ("2025-12-10", NEVER)), (0, 1)),
        ((("2025-12-10", NEVER), ("2025-12-10", SMOKER)), (1, 1)),
        ((("2025-12-10", SMOKER), ("2025-12-20", UNKNOWN)), (1, 1)),
    ],
)
def test_after_childbirth_the_last_known_status_of_days_1_to_56_decides(
    days: tuple[tuple[str, str], ...], cell: tuple[int, int]
) -> None:
    records = Records("2025-11")
    pregnancy = records.pregnancy(BOOKED)
    records.birth(pregnancy, "2025-11-06")
    for on, code in days:
        records.finding(pregnancy, on, code)
    assert records.cell("smoke-after-childbirth", "2025-11") == cell


def test_brief_intervention_conversations_count_once_a_woman_and_day() -> None:
    records = Records(MONTH)
    pregnancy = records.pregnancy(BOOKED)
    records.education(pregnancy, BOOKED)
    records.education(pregnancy, BOOKED, "171055003")
    records.education(pregnancy, "2025-04-20")
    assert records.results()["brief-intervention-conversations", "provider", "RSY", MONTH].numerator == 2


def test_care_omitted_is_steps_due_and_not_done_unless_she_refused() -> None:
    records = Records(MONTH)
    records.pregnancy(BOOKED)  # test due, not done: omitted
    records.finding(records.pregnancy(BOOKED), BOOKED, DECLINED)  # due, refused
    high = records.pregnancy(BOOKED)  # tested; intervention omitted; referral declined on offer
    records.co(high, BOOKED, 9)
    records.referral(high, "2025-05-30", declined_date="2025-05-30")
    assert records.cell("care-omitted", MONTH) == (2, 5)

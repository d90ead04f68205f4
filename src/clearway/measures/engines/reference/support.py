"""Who is supported: referral, quit dates, quit attempts and what came of them."""

from collections.abc import Iterator
from datetime import date, timedelta

from clearway.measures.engines.reference.members import Member, month_of
from clearway.measures.engines.reference.pregnancy import Pregnancy
from clearway.measures.engines.reference.rows import Row, Status
from clearway.measures.engines.reference.smoking import status_at_booking

REFERRED_FROM_DAYS, REFERRED_TO_DAYS = -3, 28
FOLLOW_UP_DAYS = range(25, 43)
CLOSED_AFTER_DAYS = {"4-weeks": 42, "12-weeks": 98}


def smokers_at_booking(pregnancy: Pregnancy) -> Iterator[Member]:
    """Pregnancies booked in the month and Smoker at booking: referred, and with a quit date."""
    booked = pregnancy.booking
    if booked is None or status_at_booking(pregnancy) is not Status.SMOKER:
        return
    for measure, done in (
        ("referred-specialist", referred_around(pregnancy, booked)),
        ("quit-date-set", quit_date_in_pregnancy(pregnancy)),
    ):
        yield Member(measure, "", pregnancy.provider, month_of(booked), pregnancy.id, pregnancy.id, done)


def referred_around(pregnancy: Pregnancy, booked: date) -> bool:
    """Any referral from booking - 3 to booking + 28 days."""
    first, last = (booked + timedelta(days=days) for days in (REFERRED_FROM_DAYS, REFERRED_TO_DAYS))
    return any(first <= referral["referral_date"] <= last for referral in pregnancy.referrals)


def quit_date_in_pregnancy(pregnancy: Pregnancy) -> bool:
    """Any quit date strictly before the end of the pregnancy; one that has not ended has it still ahead."""
    end = pregnancy.end()
    return any(end is None or attempt["quit_date"] < end for attempt in pregnancy.quit_attempts)


def is_closed(attempt: Row, component: str, as_of: date) -> bool:
    """As-of more than 42 days after the quit date (4 weeks), more than 98 (12 weeks)."""
    return bool((as_of - attempt["quit_date"]).days > CLOSED_AFTER_DAYS[component])


def quit_at_4_weeks(attempt: Row) -> bool:
    """Outcome quit, unless a follow-up date is given outside days 25-42. Lost or blank after closing is
    not quit."""
    followed_up: date | None = attempt["follow_up_4_week_date"]
    on_time = followed_up is None or (followed_up - attempt["quit_date"]).days in FOLLOW_UP_DAYS
    return attempt["outcome_4_week"] == "quit" and on_time


def ended_after(attempt: Row, end: date | None, as_of: date) -> bool:
    """Attempts whose quit date is before the end of the pregnancy, birth past: before the as-of day."""
    return end is not None and attempt["quit_date"] < end < as_of


def quit_attempt(attempt: Row, pregnancy: Pregnancy | None, as_of: date) -> Iterator[Member]:
    """Quit attempts with a quit date in the month: nicotine replacement, and the three outcomes."""
    counted = [("nrt", "", attempt["nrt"] is True)]
    if is_closed(attempt, "4-weeks", as_of):
        counted.append(("quit-success", "4-weeks", quit_at_4_weeks(attempt)))
    if is_closed(attempt, "12-weeks", as_of):
        counted.append(("quit-success", "12-weeks", attempt["outcome_12_week"] == "quit"))
    if pregnancy is not None and ended_after(attempt, pregnancy.end(), as_of):
        counted.append(("quit-success", "end-of-pregnancy", attempt["outcome_delivery"] == "quit"))
    for measure, component, done in counted:
        yield Member(
            measure,
            component,
            attempt["provider"],
            month_of(attempt["quit_date"]),
            attempt["quit_attempt_id"],
            "" if pregnancy is None else pregnancy.id,
            done,
        )

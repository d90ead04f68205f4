"""Who is tested: carbon monoxide at booking and at 36 weeks, and what follows a high reading."""

from collections.abc import Iterator
from datetime import date, timedelta

from clearway.measures.engines.reference.members import Member, month_of
from clearway.measures.engines.reference.pregnancy import Pregnancy
from clearway.measures.engines.reference.rows import Row, is_brief_intervention, is_elevated, reading
from clearway.measures.engines.reference.smoking import at_thirty_six_weeks

REFERRED_WITHIN_DAYS = 7
TESTED_AFTER_BOOKING_DAYS = 3


def tested_by(pregnancy: Pregnancy, last_day: date) -> bool:
    """Tested in any contact up to that day, however early."""
    return any(
        reading(row) is not None and row["activity_date"] is not None and row["activity_date"] <= last_day
        for row in pregnancy.care
    )


def co_at_booking(pregnancy: Pregnancy) -> Iterator[Member]:
    """Bookings of the month, tested in any contact up to 3 days after booking however early."""
    if pregnancy.booking is None:
        return
    tested = tested_by(pregnancy, pregnancy.booking + timedelta(days=TESTED_AFTER_BOOKING_DAYS))
    for measure in ("sbl-co-booking", "co-test-booking"):
        yield Member(
            measure,
            "",
            pregnancy.provider,
            month_of(pregnancy.booking),
            pregnancy.id,
            pregnancy.id,
            tested,
        )


def tested_at(pregnancy: Pregnancy, contact: Row) -> bool:
    """A reading among the coded rows of that contact."""
    return any(
        row["contact_id"] == contact["contact_id"] and reading(row) is not None for row in pregnancy.care
    )


def thirty_six_week_contacts(pregnancy: Pregnancy, month: date) -> list[Row]:
    """The month's contacts at 245-258 days, attended or not."""
    return [
        contact
        for contact in pregnancy.contacts
        if at_thirty_six_weeks(pregnancy, contact) and month_of(contact["contact_date"]) == month
    ]


def co_at_36_weeks(pregnancy: Pregnancy) -> Iterator[Member]:
    """Pregnancies with any contact at 245-258 days, counted in every month with one, tested at one of
    that month's; attended or not."""
    contacts = [contact for contact in pregnancy.contacts if at_thirty_six_weeks(pregnancy, contact)]
    for month in sorted({month_of(contact["contact_date"]) for contact in contacts}):
        tested = any(tested_at(pregnancy, contact) for contact in thirty_six_week_contacts(pregnancy, month))
        for measure in ("sbl-co-36-weeks", "co-test-36-weeks"):
            yield Member(measure, "", pregnancy.provider, month, pregnancy.id, pregnancy.id, tested)


def first_elevated(pregnancy: Pregnancy) -> date | None:
    """The day of the earliest reading >= 4 ppm; any reading in the pregnancy counts, postnatal ones too."""
    return min(
        (
            row["activity_date"]
            for row in pregnancy.care
            if row["activity_date"] is not None and is_elevated(reading(row))
        ),
        default=None,
    )


def open_referral(referral: Row, day: date) -> bool:
    """A referral dated no later than 7 days after that reading and neither declined nor closed before
    its day."""
    in_time: bool = referral["referral_date"] <= day + timedelta(days=REFERRED_WITHIN_DAYS)
    declined = referral["declined_date"] is not None and referral["declined_date"] < day
    closed = referral["closed_date"] is not None and referral["closed_date"] < day
    return in_time and not declined and not closed


def after_elevated(pregnancy: Pregnancy) -> Iterator[Member]:
    """Pregnancies whose earliest reading >= 4 ppm falls in the month; each once: referred, and given a
    brief intervention on that day."""
    day = first_elevated(pregnancy)
    if day is None:
        return
    referred = any(open_referral(referral, day) for referral in pregnancy.referrals)
    advised = any(is_brief_intervention(row) and row["activity_date"] == day for row in pregnancy.care)
    for measure, done in (("elevated-co-referred", referred), ("brief-intervention-positive", advised)):
        yield Member(measure, "", pregnancy.provider, month_of(day), pregnancy.id, pregnancy.id, done)

"""What was said and what was left out: brief intervention conversations, and steps due and not done.

DESIGN leaves both to the measures' own sheets; the sentences here are theirs.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from clearway.measures.engines.reference.members import Member, month_of
from clearway.measures.engines.reference.pregnancy import Pregnancy
from clearway.measures.engines.reference.rows import is_brief_intervention, is_declined_test
from clearway.measures.engines.reference.testing import (
    TESTED_AFTER_BOOKING_DAYS,
    after_elevated,
    co_at_36_weeks,
    co_at_booking,
    first_elevated,
    thirty_six_week_contacts,
)


def conversations(pregnancy: Pregnancy) -> Iterator[Member]:
    """One conversation is a coded brief intervention for one pregnancy on one day."""
    days = {row["activity_date"] for row in pregnancy.care if is_brief_intervention(row)}
    for day in sorted(day for day in days if day is not None):
        yield Member(
            "brief-intervention-conversations",
            "",
            pregnancy.provider,
            month_of(day),
            f"{pregnancy.id} {day}",
            pregnancy.id,
            True,
        )


def care_omitted(pregnancy: Pregnancy) -> Iterator[Member]:
    """Occasions on which a step was due: a CO test at booking, a CO test at 36 weeks, a brief intervention
    and a referral after a reading of 4 ppm or more, each with that measure's denominator and window.
    Omitted is what was not done and for which no refusal is recorded."""
    for rule in (co_at_booking, co_at_36_weeks, after_elevated):
        for due in rule(pregnancy):
            if due.measure.startswith("sbl-"):
                continue
            yield Member(
                "care-omitted",
                "",
                due.provider,
                due.month,
                f"{due.measure} {pregnancy.id}",
                pregnancy.id,
                not due.numerator and not refused(pregnancy, due),
            )


def refused(pregnancy: Pregnancy, due: Member) -> bool:
    """A test or referral that the woman declined is not care omitted."""
    if due.measure == "co-test-booking":
        return test_declined_at_booking(pregnancy)
    if due.measure == "co-test-36-weeks":
        return test_declined_at_36_weeks(pregnancy, due.month)
    return due.measure == "elevated-co-referred" and referral_declined(pregnancy)


def test_declined_at_booking(pregnancy: Pregnancy) -> bool:
    """A declined test at any contact up to 3 days after booking, the window of the test itself."""
    if pregnancy.booking is None:
        return False
    last = pregnancy.booking + timedelta(days=TESTED_AFTER_BOOKING_DAYS)
    return any(
        is_declined_test(row) and row["activity_date"] is not None and row["activity_date"] <= last
        for row in pregnancy.care
    )


def test_declined_at_36_weeks(pregnancy: Pregnancy, month: date) -> bool:
    """A declined test at one of that month's contacts at 245-258 days."""
    contacts = {contact["contact_id"] for contact in thirty_six_week_contacts(pregnancy, month)}
    return any(is_declined_test(row) and row["contact_id"] in contacts for row in pregnancy.care)


def referral_declined(pregnancy: Pregnancy) -> bool:
    """A referral that she declined on the day of the reading or later: what she declined before it was
    another offer."""
    day = first_elevated(pregnancy)
    return day is not None and any(
        referral["declined_date"] is not None and referral["declined_date"] >= day
        for referral in pregnancy.referrals
    )

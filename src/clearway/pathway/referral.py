"""Referral to specialist stop smoking support, and each step that follows it.

Opt-out referral after a reading of 4 ppm or more: NICE guideline NG209. The 7 days after the reading
and the 28 days after booking are local choices. A referral sent is not contact, attendance or consent.
"""

import ibis.expr.types as ir

from clearway.pathway.expressions import any_row, beside, date_when, days, flag, together, with_keys
from clearway.pathway.settings import Settings
from clearway.pathway.tables import KEY, NUMBER


def referral_facts(
    referrals: ir.Table, pregnancies: ir.Table, readings: ir.Table, settings: Settings
) -> ir.Table:
    """One row a pregnancy with a referral; `booking_date` and `elevated_date` come from the others."""
    steps = (
        "referral_date", "reason", "declined_date", "accepted_date", "first_contact_date",
        "assessment_date", "feedback_date", "closed_date",
    )  # fmt: skip
    rows = together(
        with_keys(referrals).select(*KEY, *steps), pregnancies.select(*KEY, *NUMBER, "booking_date")
    )
    rows = beside(rows, readings.select(*NUMBER, "elevated_date"), NUMBER)
    window = settings.referral_around_booking
    around_booking = days(rows.referral_date, rows.booking_date).between(window.first, window.last)
    in_time = days(rows.referral_date, rows.elevated_date) <= settings.referral_after_reading_days
    stands = (
        flag(_before_reading(rows, rows.declined_date)) + flag(_before_reading(rows, rows.closed_date)) == 0
    )
    return rows.group_by(*NUMBER).agg(
        referred_date=rows.referral_date.min(),
        last_referred_date=rows.referral_date.max(),
        referred_around_booking=any_row(around_booking),
        referred_after_reading=any_row(in_time & stands),
        contacted_date=rows.first_contact_date.min(),
        assessed_date=rows.assessment_date.min(),
        engaged_date=rows.accepted_date.min(),
        declined_date=rows.declined_date.min(),
        last_declined_date=rows.declined_date.max(),
        feedback_date=rows.feedback_date.min(),
        re_referred_date=date_when(rows.reason == "re_referral", rows.referral_date).min(),
        # Still to be contacted: neither contacted, nor declined, nor closed.
        waiting_since=date_when(
            rows.first_contact_date.isnull() & rows.declined_date.isnull() & rows.closed_date.isnull(),
            rows.referral_date,
        ).min(),
    )


def _before_reading(rows: ir.Table, day: ir.DateValue) -> ir.BooleanValue:
    """Whether a referral ended before the day of the reading it is to answer."""
    return days(day, rows.elevated_date) < 0

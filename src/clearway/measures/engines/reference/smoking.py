"""Who smokes: at booking, at delivery, at 36 weeks, after the birth."""

from collections.abc import Iterator
from datetime import date, timedelta

from clearway.measures.engines.reference.members import Member, month_after, month_of
from clearway.measures.engines.reference.pregnancy import Pregnancy
from clearway.measures.engines.reference.rows import Row, Status, delivery_row_status, row_status
from clearway.measures.engines.reference.status import booking_status, day_status, ranked

AFTER_BIRTH_DAYS = range(1, 57)
THIRTY_SIX_WEEKS = range(245, 259)


def status_at_booking(pregnancy: Pregnancy) -> Status | None:
    """Ranking around the booking day; without a booking day there is no status."""
    return None if pregnancy.booking is None else booking_status(pregnancy.care, pregnancy.booking)


def status_at_delivery(pregnancy: Pregnancy) -> Status | None:
    """Ranking around the anchor day: LabourOnsetDate or CaesareanDate, from MSD202 and MSD302. The day
    of birth is no fallback."""
    anchors = [
        labour[column]
        for labour in pregnancy.labours
        for column in ("onset_date", "caesarean_date")
        if labour[column] is not None
    ]
    return ranked([*pregnancy.care, *pregnancy.labour_care], anchors, delivery_row_status)


def smoking_at_booking(pregnancy: Pregnancy) -> Iterator[Member]:
    """Distinct mothers booked in the month with a status, Unknown too; those whose status is Smoker."""
    found = status_at_booking(pregnancy)
    if found is None or pregnancy.booking is None:
        return
    for measure in ("cqim-smoking-booking", "smoke-booking"):
        yield Member(
            measure,
            "",
            pregnancy.provider,
            month_of(pregnancy.booking),
            pregnancy.mother,
            pregnancy.id,
            found is Status.SMOKER,
        )


def smoking_at_delivery(pregnancy: Pregnancy) -> Iterator[Member]:
    """Distinct mothers with a birth and Smoker or Non. `cqim-smoking-delivery`: reporting month = month
    after the birth; `smoke-delivery`: month of the birth. A mother counts in each month in which a baby of
    hers was born."""
    found = status_at_delivery(pregnancy)
    if found is None:
        return
    for month in sorted({month_of(day) for day in pregnancy.deliveries()}):
        for measure, reported in (
            ("cqim-smoking-delivery", month_after(month)),
            ("smoke-delivery", month),
        ):
            yield Member(
                measure,
                "",
                pregnancy.provider,
                reported,
                pregnancy.mother,
                pregnancy.id,
                found is Status.SMOKER,
            )


def at_thirty_six_weeks(pregnancy: Pregnancy, contact: Row) -> bool:
    """A contact at 245-258 days of gestation."""
    return pregnancy.gestation(contact["contact_date"]) in THIRTY_SIX_WEEKS


def smoking_at_36_weeks(pregnancy: Pregnancy) -> Iterator[Member]:
    """The earliest attended contact at 245-258 days with Smoker or Non within 3 days of it, in its month;
    Smoker by the row rule as at booking."""
    days = sorted(
        contact["contact_date"]
        for contact in pregnancy.contacts
        if contact["attended"] and at_thirty_six_weeks(pregnancy, contact)
    )
    for day in days:
        found = ranked(pregnancy.care, [day], row_status)
        if found is not None:
            yield Member(
                "smoke-36-weeks",
                "",
                pregnancy.provider,
                month_of(day),
                pregnancy.id,
                pregnancy.id,
                found is Status.SMOKER,
            )
            return


def last_status_after(pregnancy: Pregnancy, birth: date) -> Status | None:
    """Known status 1-56 days after birth: that of the last day with one."""
    for days in reversed(AFTER_BIRTH_DAYS):
        found = day_status(pregnancy.care, birth + timedelta(days=days))
        if found is not None:
            return found
    return None


def smoking_after_birth(pregnancy: Pregnancy) -> Iterator[Member]:
    """Births in the month with a known status 1-56 days after birth; Smoker on the last day with one.
    Twins born in one month are one, and the days count from the first; born in two months they are two."""
    for month in sorted({month_of(day) for day in pregnancy.deliveries()}):
        birth = min(day for day in pregnancy.deliveries() if month_of(day) == month)
        found = last_status_after(pregnancy, birth)
        if found is not None:
            yield Member(
                "smoke-after-childbirth",
                "",
                pregnancy.provider,
                month,
                pregnancy.id,
                pregnancy.id,
                found is Status.SMOKER,
            )

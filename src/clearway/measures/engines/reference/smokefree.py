"""The national measure Smokefree pregnancy.

Where the published rule is silent, the publication's own computation decides: the day of 252 days goes by
dates and no birth is looked at, a pregnancy without a booking day is left out, and the signed difference
is the anchor minus the reading.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from clearway.measures.engines.reference.members import Member, month_after, month_of
from clearway.measures.engines.reference.pregnancy import Pregnancy
from clearway.measures.engines.reference.rows import (
    Row,
    cigarettes_smokefree,
    is_elevated,
    is_smoker_finding_smokefree,
    reading,
)

REACHED_DAYS = 252
WINDOW_DAYS = 7


def day_reached(pregnancy: Pregnancy) -> date | None:
    """The day with 252 days of gestation."""
    start = pregnancy.start()
    return None if start is None else start + timedelta(days=REACHED_DAYS)


def discharged_before(pregnancy: Pregnancy, day: date) -> bool:
    """Not discharged before; on the day itself is not before it."""
    discharged: date | None = pregnancy.record["discharge_date"]
    return discharged is not None and discharged < day


def window(pregnancy: Pregnancy, anchor: date) -> list[Row]:
    """The coded rows within 7 days of the anchor."""
    return [
        row
        for row in pregnancy.care
        if row["activity_date"] is not None and abs((row["activity_date"] - anchor).days) <= WINDOW_DAYS
    ]


def reading_around(pregnancy: Pregnancy, anchor: date) -> Decimal | None:
    """On-date first, then signed date difference ascending, then latest record."""

    def order(row: Row) -> tuple[bool, int]:
        difference = (anchor - row["activity_date"]).days
        return (difference != 0, difference)

    readings = [row for row in window(pregnancy, anchor) if reading(row) is not None]
    latest_first = sorted(readings, key=record_order, reverse=True)
    return reading(min(latest_first, key=order)) if readings else None


def record_order(row: Row) -> tuple[int, str, int]:
    """Identifiers grow: A10 is later than A9; within one activity the later row."""
    return (len(row["activity_id"]), row["activity_id"], row["line"])


def below_limit(pregnancy: Pregnancy, anchor: date) -> bool:
    """CO < 4 ppm; no reading is not below it."""
    ppm = reading_around(pregnancy, anchor)
    return ppm is not None and not is_elevated(ppm)


def smoked(pregnancy: Pregnancy, anchor: date) -> bool:
    """Cigarettes > 0 or a smoker finding in the window."""
    return any(
        is_smoker_finding_smokefree(row) or (cigarettes_smokefree(row) or 0) > 0
        for row in window(pregnancy, anchor)
    )


def smokefree_pregnancy(pregnancy: Pregnancy) -> Iterator[Member]:
    """Pregnancies reaching 252 days' gestation in the previous month, not discharged before, not booked
    after 36 weeks; booking CO < 4 ppm AND 36-week CO < 4 ppm, and no cigarettes > 0 and no smoker finding in
    either window."""
    day, booked = day_reached(pregnancy), pregnancy.booking
    if day is None or booked is None or booked > day or discharged_before(pregnancy, day):
        return
    smokefree = all(
        below_limit(pregnancy, anchor) and not smoked(pregnancy, anchor) for anchor in (booked, day)
    )
    yield Member(
        "smokefree-pregnancy",
        "",
        pregnancy.provider,
        month_after(month_of(day)),
        pregnancy.id,
        pregnancy.id,
        smokefree,
    )

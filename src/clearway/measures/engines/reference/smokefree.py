"""The national measure Smokefree pregnancy."""

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
    """The day with 252 days of gestation, when the pregnancy had not ended before it."""
    start = pregnancy.start()
    if start is None:
        return None
    day, end = start + timedelta(days=REACHED_DAYS), pregnancy.end()
    return None if end is not None and end < day else day


def eligible(pregnancy: Pregnancy, day: date) -> bool:
    """Not discharged before, not booked after 36 weeks."""
    discharged: date | None = pregnancy.record["discharge_date"]
    booked = pregnancy.booking
    return not (discharged is not None and discharged < day) and not (booked is not None and booked > day)


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
        away = (row["activity_date"] - anchor).days
        return (away != 0, away)

    readings = [row for row in window(pregnancy, anchor) if reading(row) is not None]
    if not readings:
        return None
    latest_first = sorted(readings, key=lambda row: (row["activity_id"], row["line"]), reverse=True)
    return reading(sorted(latest_first, key=order)[0])


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
    """Pregnancies reaching 252 days' gestation in the previous month; booking CO < 4 ppm AND 36-week
    CO < 4 ppm, and no cigarettes > 0 and no smoker finding in either window."""
    day = day_reached(pregnancy)
    if day is None or not eligible(pregnancy, day):
        return
    booked = pregnancy.booking
    smokefree = booked is not None and all(
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

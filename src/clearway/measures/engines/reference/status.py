"""Smoking status around a day: which of several rows decides."""

from collections.abc import Callable, Iterable
from datetime import date

from clearway.measures.engines.reference.rows import Row, Rows, Status, row_status

NEAR_DAYS = 3

RowRule = Callable[[Row], Status | None]


def days_from(row: Row, anchors: Iterable[date]) -> int | None:
    """How far the row's day is from the nearest of the anchor days, whether before or after."""
    if row["activity_date"] is None:
        return None
    return min((abs((row["activity_date"] - anchor).days) for anchor in anchors), default=None)


def ranked(rows: Rows, anchors: Iterable[date], rule: RowRule) -> Status | None:
    """Same day before +-3 days; on equal rank smoker before non. Unknown does not take part."""
    days = list(anchors)
    same_day = [rule(row) for row in rows if days_from(row, days) == 0]
    near = [rule(row) for row in rows if (away := days_from(row, days)) is not None and 0 < away <= NEAR_DAYS]
    for found in (same_day, near):
        for wanted in (Status.SMOKER, Status.NON_SMOKER):
            if wanted in found:
                return wanted
    return None


def booking_status(rows: Rows, booking: date) -> Status | None:
    """266927001 on the booking day gives no status, within 3 days off it gives Unknown."""
    known = ranked(rows, [booking], row_status)
    if known is not None:
        return known
    for row in rows:
        away = days_from(row, [booking])
        if away is not None and 0 < away <= NEAR_DAYS and row_status(row) is Status.UNKNOWN:
            return Status.UNKNOWN
    return None


def day_status(rows: Rows, day: date) -> Status | None:
    """Smoker or Non-smoker on that very day; smoker before non."""
    found = [row_status(row) for row in rows if row["activity_date"] == day]
    return next((s for s in (Status.SMOKER, Status.NON_SMOKER) if s in found), None)

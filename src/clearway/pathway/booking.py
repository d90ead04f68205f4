"""Booking: the smoking status and the CO test at the formal antenatal booking appointment.

Status: NHS England, CQIMSmokingBooking. The booking day first, else within 3 days either side;
Unknown (266927001) on the day itself gives no status. Test: Saving Babies' Lives indicator a.i; a
reading up to 3 days after the appointment, however early before it. A declined test is not a test.
"""

import ibis.expr.types as ir

from clearway.pathway.expressions import any_row, date_when, days
from clearway.pathway.settings import Settings
from clearway.pathway.status import rank_around


def booking_facts(rows: ir.Table, settings: Settings) -> dict[str, ir.Scalar]:
    """From a pregnancy's evidence, beside its `booking_date`: best rank of status, tested, declined."""
    in_time = days(rows.day, rows.booking_date) <= settings.test_after_booking_days
    tested = in_time & rows.reading.notnull()
    return {
        "booking_rank": rank_around(rows.status, rows.day, rows.booking_date, settings.status_days).min(),
        "tested_at_booking": any_row(tested),
        "booking_test_date": date_when(tested, rows.day).max(),
        "declined_at_booking": any_row(in_time & (rows.declined == 1)),
    }

"""Booking: the smoking status and the CO test at the formal antenatal booking appointment.

Status: NHS England, CQIMSmokingBooking. The booking day first, else within 3 days either side;
Unknown (266927001) on the day itself gives no status. Test: Saving Babies' Lives indicator a.i; a
reading up to 3 days after the appointment, however early before it. A declined test is not a test.
"""

import ibis.expr.types as ir

from clearway.pathway.expressions import any_row, date_when
from clearway.pathway.settings import Settings


def booking_facts(rows: ir.Table, settings: Settings) -> dict[str, ir.Scalar]:
    """From a pregnancy's evidence, in days from its booking: best rank of status, tested, declined."""
    in_time = rows.from_booking <= settings.test_after_booking_days
    tested = in_time & rows.high.notnull()
    return {
        "booking_rank": rows.rank_at_booking.min(),
        "tested_at_booking": any_row(tested),
        "booking_test_date": date_when(tested, rows.day).max(),
        "declined_at_booking": any_row(in_time & rows.declined),
    }

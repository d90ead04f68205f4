"""Smoke-free pregnancy, the national measure: proof at both ends of pregnancy.

Source: NHS England, Smokefree_pregnancy. A CO reading below 4 ppm within 7 days of booking and
another within 7 days of the day the pregnancy reaches 252 days, with no cigarettes above 0 and no
smoker finding in either window. Of several readings the one on the day itself counts; else the one
with the smallest signed difference, anchor minus reading, which is the latest reading; on one day the
latest record. The day of 252 days goes by dates; births before it are not looked at, as in the
publication, which goes by the discharge.
"""

import ibis
import ibis.expr.types as ir

from clearway.pathway.expressions import any_row, days, flag, together
from clearway.pathway.gestation import date_at, gestation_days
from clearway.pathway.settings import Settings
from clearway.pathway.tables import KEY, NUMBER

_ON_DAY = 20_000
"""Comes before any number of days of a window."""


def reached_date(pregnancies: ir.Table, settings: Settings) -> ir.DateValue:
    """The day on which the pregnancy reaches 252 days of gestation."""
    return date_at(settings.smokefree.reached, pregnancies.edd, pregnancies.lmp, settings)


def smokefree_facts(rows: ir.Table, settings: Settings) -> dict[str, ir.Scalar]:
    """From a pregnancy's evidence: the best day with a low and with a high reading, any smoking seen.

    The better day of the two decides; where it is the same day, the latest record of it
    (`latest_records`).
    """
    at_booking, at_36 = rows.from_booking, rows.gestation - settings.smokefree.reached
    near_booking, near_36 = _near(at_booking, settings), _near(at_36, settings)
    low, high = rows.high == 0, rows.high == 1
    seen = rows.smokes & (near_booking | near_36)
    return {
        "low_booking": _place(at_booking, near_booking & low).max(),
        "high_booking": _place(at_booking, near_booking & high).max(),
        "low_36_weeks": _place(at_36, near_36 & low).max(),
        "high_36_weeks": _place(at_36, near_36 & high).max(),
        "smoking_seen": any_row(seen),
    }


def undecided(readings: ir.Table, pregnancies: ir.Table) -> ir.Table:
    """The pregnancies with a low and a high reading on the best day of either end: few have that.

    `readings` have `smokefree_facts`; the days that things are measured from are beside them.
    """
    rows = readings.filter(
        (readings.low_booking == readings.high_booking) | (readings.low_36_weeks == readings.high_36_weeks)
    )
    rows = rows.select(*NUMBER, "low_booking", "low_36_weeks")
    return together(rows, pregnancies.select(*NUMBER, *KEY, "booking_date", "edd", "lmp"), NUMBER)


def latest_records(readings: ir.Table, settings: Settings) -> ir.Table:
    """`last_booking` and `last_36_weeks` of the pregnancies that are `undecided`.

    `readings` are those of the pregnancies, one a row, with their records and what `undecided` gives.
    """
    rows = readings
    at_booking = days(rows.day, rows.booking_date)
    at_36 = gestation_days(rows.day, rows.edd, rows.lmp, settings) - settings.smokefree.reached
    on_booking = _place(at_booking, _near(at_booking, settings)) == rows.low_booking
    on_36 = _place(at_36, _near(at_36, settings)) == rows.low_36_weeks
    nothing, record = ibis.null("string"), _record(rows, settings)
    return rows.group_by(*NUMBER).agg(
        last_booking=ibis.ifelse(on_booking, record, nothing).max(),
        last_36_weeks=ibis.ifelse(on_36, record, nothing).max(),
    )


def is_low(low: ir.IntegerValue, high: ir.IntegerValue, last: ir.StringValue) -> ir.IntegerValue:
    """1 where the reading that counts was below the limit, from the best days and the latest record."""
    return flag(low > high.fill_null(0)) + flag((low == high) & (last.right(1) == "1"))


def _record(rows: ir.Table, settings: Settings) -> ir.StringValue:
    """Text that sorts by the record's identifier and line, and ends in 1 for a reading below the limit.

    Identifiers sort by length first, so that A10 is later than A9.
    """
    return (
        rows.activity_id.length().cast("string").lpad(4, "0")
        + rows.activity_id
        + rows.line.cast("string").lpad(9, "0")
        + ibis.ifelse(rows.reading < settings.elevated_ppm, "1", "0")
    )


def _near(off: ir.IntegerValue, settings: Settings) -> ir.BooleanValue:
    return off.between(-settings.smokefree.around, settings.smokefree.around)


def _place(off: ir.IntegerValue, counts: ir.BooleanValue) -> ir.IntegerValue:
    """How good a day is, above 0, for the rows that count: the day itself first, then the latest."""
    day = ibis.ifelse(off == 0, _ON_DAY, off) + _ON_DAY
    return ibis.ifelse(counts, day, ibis.null("int32"))

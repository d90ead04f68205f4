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

from clearway.pathway.expressions import any_row, days
from clearway.pathway.gestation import date_at, gestation_days
from clearway.pathway.settings import Settings

_ON_DAY = 10_000
"""Comes before any number of days."""


def reached_date(pregnancies: ir.Table, settings: Settings) -> ir.DateValue:
    """The day on which the pregnancy reaches 252 days of gestation."""
    return date_at(settings.smokefree.reached, pregnancies.edd, pregnancies.lmp, settings)


def smokefree_facts(rows: ir.Table, settings: Settings) -> dict[str, ir.Scalar]:
    """From a pregnancy's evidence: the reading that counts at either end (ppm), and any smoking seen."""
    around = settings.smokefree.around
    at_booking = days(rows.day, rows.booking_date)
    at_36 = gestation_days(rows.day, rows.edd, rows.lmp, settings) - settings.smokefree.reached
    near_booking, near_36 = at_booking.between(-around, around), at_36.between(-around, around)
    seen = (rows.smokes == 1) & (near_booking.fill_null(False) | near_36.fill_null(False))
    return {
        "smokefree_booking": _place_of_reading(rows, at_booking, near_booking, settings).max(),
        "smokefree_36_weeks": _place_of_reading(rows, at_36, near_36, settings).max(),
        "smoking_seen": any_row(seen),
    }


def low(best: ir.StringValue) -> ir.BooleanValue:
    """Whether the reading with the best place (the largest) was below the limit."""
    return best.right(1) == "1"


def _place_of_reading(
    rows: ir.Table, off: ir.IntegerValue, inside: ir.BooleanValue, settings: Settings
) -> ir.StringValue:
    """Text that sorts by day, then by the record's identifier, and ends in 1 for a reading below the limit.

    The largest text of a pregnancy is its reading that counts: one aggregate that all engines have.
    Identifiers sort by length first, so that A10 is later than A9.
    """
    day = ibis.ifelse(off == 0, _ON_DAY, off) + _ON_DAY
    place = (
        day.cast("string").lpad(5, "0")
        + rows.activity_id.length().cast("string").lpad(4, "0")
        + rows.activity_id
        + rows.line.cast("string").lpad(9, "0")
        + ibis.ifelse(rows.reading < settings.elevated_ppm, "1", "0")
    )
    return ibis.ifelse(inside & rows.reading.notnull(), place, ibis.null("string"))

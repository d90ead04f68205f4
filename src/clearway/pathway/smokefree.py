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

from clearway.pathway.expressions import any_row
from clearway.pathway.gestation import date_at
from clearway.pathway.settings import Settings

_ON_DAY = 20_000
"""Comes before any number of days; its double, and it with any days of a window, have five digits."""


def reached_date(pregnancies: ir.Table, settings: Settings) -> ir.DateValue:
    """The day on which the pregnancy reaches 252 days of gestation."""
    return date_at(settings.smokefree.reached, pregnancies.edd, pregnancies.lmp, settings)


def smokefree_facts(rows: ir.Table, settings: Settings) -> dict[str, ir.Scalar]:
    """From a pregnancy's evidence: the place of the reading that counts at either end, any smoking seen."""
    at_booking, at_36 = rows.from_booking, rows.gestation - settings.smokefree.reached
    near_booking, near_36 = _near(at_booking, settings), _near(at_36, settings)
    seen = (rows.smokes == 1) & (near_booking | near_36)
    return {
        "smokefree_booking": _place_of_reading(rows, at_booking, near_booking).max(),
        "smokefree_36_weeks": _place_of_reading(rows, at_36, near_36).max(),
        "smoking_seen": any_row(seen),
    }


def record_of_reading(rows: ir.Table, settings: Settings) -> ir.StringValue:
    """Text that sorts by the record's identifier and line, and ends in 1 for a reading below the limit.

    Identifiers sort by length first, so that A10 is later than A9. Nothing for rows that are no reading
    of either end: making text is slow.
    """
    at_booking, at_36 = rows.from_booking, rows.gestation - settings.smokefree.reached
    wanted = rows.reading.notnull() & (_near(at_booking, settings) | _near(at_36, settings))
    text = (
        rows.activity_id.length().cast("string").lpad(4, "0")
        + rows.activity_id
        + rows.line.cast("string").lpad(9, "0")
        + ibis.ifelse(rows.reading < settings.elevated_ppm, "1", "0")
    )
    return ibis.ifelse(wanted, text, ibis.null("string"))


def low(best: ir.StringValue) -> ir.BooleanValue:
    """Whether the reading with the best place (the largest) was below the limit."""
    return best.right(1) == "1"


def _near(off: ir.IntegerValue, settings: Settings) -> ir.BooleanValue:
    around = settings.smokefree.around
    return off.between(-around, around).fill_null(False)


def _place_of_reading(rows: ir.Table, off: ir.IntegerValue, inside: ir.BooleanValue) -> ir.StringValue:
    """Text that sorts by day, then by record (`record_of_reading`), for readings inside the window.

    The largest text of a pregnancy is its reading that counts: one aggregate that all engines have.
    """
    day = ibis.ifelse(off == 0, _ON_DAY, off) + _ON_DAY
    place = day.cast("string") + rows.record
    return ibis.ifelse(inside & rows.record.notnull(), place, ibis.null("string"))

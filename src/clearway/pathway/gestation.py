"""How many days pregnant on a day.

Source: NHS England's derivation: the day minus (the agreed due date minus 280 days); without an
agreed due date, the day minus the first day of the last menstrual period; else not known.
"""

import ibis
import ibis.expr.types as ir

from clearway.pathway.expressions import days, plus_days
from clearway.pathway.settings import Settings


def gestation_days(
    day: ir.DateValue, edd: ir.DateValue, lmp: ir.DateValue, settings: Settings
) -> ir.IntegerValue:
    """Completed days of gestation on `day`; nothing without a due date and a last period."""
    return ibis.coalesce(days(day, edd) + settings.pregnancy_days, days(day, lmp))


def date_at(gestation: int, edd: ir.DateValue, lmp: ir.DateValue, settings: Settings) -> ir.DateValue:
    """The date on which the pregnancy reaches that day of gestation."""
    return ibis.coalesce(plus_days(edd, gestation - settings.pregnancy_days), plus_days(lmp, gestation))

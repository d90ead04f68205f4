"""When a coded row is a carbon monoxide (CO) reading, and when it is a test that was declined.

Sources: Maternity Services Data Set guidance on recording smoking status (code 251900003, a number,
unit ppm or coppm); NHS England's derivation of the CO reading. One difference is on purpose: 0 ppm is
a reading here. NHS England's code reads 0 as nothing recorded when it derives a status.
"""

import ibis
import ibis.expr.types as ir

from clearway.pathway.coded import found, observed
from clearway.pathway.settings import Settings

SPACE = r"[ \t\n\r\x0b\x0c]*"
NUMBER = rf"^{SPACE}[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+){SPACE}$"


def number(text: ir.StringValue) -> ir.FloatingValue:
    """The number that a value is: when trimmed, digits with at most one sign and one decimal point.

    `4`, ` 4.0 `, `+4` and `.5` are numbers; `4 ppm`, `<4`, `4,0` and `1e1` are not. Spaces are left to the
    pattern and to the cast, for taking them off each value is slower than both.
    """
    return ibis.ifelse(text.re_search(NUMBER), text, ibis.null("string")).try_cast("float64")


def with_numbers(rows: ir.Table) -> ir.Table:
    """`rows` with the number that each observation value is, read once: the rules below ask for it often."""
    return rows.select(*rows.columns, number=number(rows.observation_value))


def _number_when(rows: ir.Table, coded: ir.BooleanValue) -> ir.FloatingValue:
    """The row's number where it is coded so and not negative."""
    return ibis.ifelse(coded & (rows.number >= 0), rows.number, ibis.null("float64"))


def co_reading(rows: ir.Table, settings: Settings) -> ir.FloatingValue:
    """Parts per million, or nothing where the row (`with_codes`, `with_numbers`) is no reading.

    The unit is ppm or coppm, whatever the case and with outer spaces taken off. A negative value is
    no reading; 0 is one; 3.9 stays 3.9.
    """
    coded = observed(rows, settings.codes.co_observations, settings)
    # Most are written as they should be, and only the others are worth the work on their text.
    plain = rows.unit.isin(settings.co_units)
    return _number_when(rows, coded & (plain | rows.unit.strip().lower().isin(settings.co_units)))


def co_reading_at_delivery(rows: ir.Table, settings: Settings) -> ir.FloatingValue:
    """As `co_reading`, with any unit that contains ppm (spaces aside): NHS England's delivery view."""
    coded = observed(rows, settings.codes.co_observations, settings)
    unit = rows.unit.lower().replace(" ", "").contains(settings.delivery_unit_contains)
    return _number_when(rows, coded & unit)


def declined_test(rows: ir.Table, reading: ir.FloatingValue, settings: Settings) -> ir.BooleanValue:
    """Whether the row says that she declined the test. A reading on the same row wins over it."""
    return found(rows, settings.codes.co_declined_findings, settings) & reading.isnull()


def cigarettes(rows: ir.Table, codes: frozenset[str], settings: Settings) -> ir.FloatingValue:
    """Cigarettes a day, or nothing where the row does not say; a negative number is nothing."""
    return _number_when(rows, observed(rows, codes, settings))

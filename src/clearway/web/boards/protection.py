"""Figures before everybody sees them: published ones as they are, own ones with small numbers protected.

Counts are rounded as NHS England rounds them (`clearway.measures.disclosure`): 0 stays, 1 to 7 becomes 5,
any other goes to the nearest 5. A rate follows from the rounded counts. Where fewer than 20 people are
behind it the figure is left out, and it is said: a rate of so few says more of the rounding than of care.
"""

from collections.abc import Sequence
from copy import copy

from clearway.measures.definitions import Definition
from clearway.measures.model import Kind
from clearway.measures.rounding import rounded
from clearway.web.publications.models import COMPUTED, RETURN, Value

LEAST = 20
"""The smallest denominator that is shown: a choice of Clearway."""
TOO_FEW = f"left out: fewer than {LEAST} people"
WITHOUT_COUNTS = "left out: its counts are not known"
ROUNDED = "Own figures: counts are rounded to the nearest 5, rates follow from the rounded counts."


def is_own(row: Value) -> bool:
    """Whether the organisation entered or computed the figure itself."""
    return row.source.layout in (RETURN, *COMPUTED)


def protected(sheet: Definition, row: Value) -> Value:
    """The row as everybody may see it: a published one as it is, an own one without what somebody typed."""
    if not is_own(row):
        return row
    if row.value is None:
        return _without_note(row)
    if sheet.kind is Kind.COUNT and row.denominator is None:
        return _with(row, None, None, float(rounded(round(row.value))))
    if sheet.kind is not Kind.PROPORTION or row.numerator is None or row.denominator is None:
        return _left_out(row, WITHOUT_COUNTS)
    if row.denominator < LEAST:
        return _left_out(row, TOO_FEW)
    numerator, denominator = (float(rounded(round(count))) for count in (row.numerator, row.denominator))
    return _with(row, numerator, denominator, numerator / denominator)


def left_out(rows: Sequence[Value]) -> int:
    """How many figures were held and are not shown."""
    return sum(1 for row in rows if row.note in (TOO_FEW, WITHOUT_COUNTS) and row.value is None)


def _with(row: Value, numerator: float | None, denominator: float | None, value: float) -> Value:
    shown = copy(row)
    shown.numerator, shown.denominator, shown.value, shown.note = numerator, denominator, value, ""
    return shown


def _without_note(row: Value) -> Value:
    shown = copy(row)
    shown.note = ""
    return shown


def _left_out(row: Value, why: str) -> Value:
    shown = copy(row)
    shown.numerator = shown.denominator = shown.value = None
    shown.state, shown.note = "withheld", why
    return shown

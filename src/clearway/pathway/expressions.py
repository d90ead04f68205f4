"""Small pieces that every step of the pathway is written with.

Two habits keep the engines alike. A condition becomes a number at once (`flag`), so that "not known"
counts as no everywhere; and days are counted as whole numbers between dates; where a date is added to
(`plus_days`), the answer is made a date again, for some engines turn it into a time.
"""

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from clearway.pathway.tables import KEY


def flag(condition: ir.BooleanValue) -> ir.IntegerValue:
    """1 where the condition holds, 0 where it does not or is not known."""
    return ibis.ifelse(condition, ibis.literal(1, "int64"), ibis.literal(0, "int64")).cast("int8")


def any_row(condition: ir.BooleanValue) -> ir.IntegerScalar:
    """1 when the condition holds in any row of the group."""
    return flag(condition).max()


def days(later: ir.DateValue, earlier: ir.DateValue) -> ir.IntegerValue:
    """Days from `earlier` to `later`; negative when it lies before."""
    return later.delta(earlier, unit="day").cast("int64")


def narrow(number: ir.IntegerValue) -> ir.IntegerValue:
    """The same whole number in less room, for tables that are kept."""
    return number.cast("int32")


def tiny(number: ir.IntegerValue) -> ir.IntegerValue:
    """A flag, a rank or a code in the least room, for the rows of evidence, which are many."""
    return number.cast("int8")


def plus_days(day: ir.DateValue, by: int) -> ir.DateValue:
    """The day `by` days later, earlier when negative; by way of a time, which is what engines answer."""
    return (day + ibis.interval(days=by)).cast("timestamp").cast("date")


def month_number(day: ir.DateValue) -> ir.IntegerValue:
    """The month as a number that counts up by one a month (year x 12 + month - 1)."""
    return day.year().cast("int64") * 12 + day.month().cast("int64") - 1


def date_when(condition: ir.BooleanValue, day: ir.DateValue) -> ir.DateValue:
    """The day where the condition holds, else nothing."""
    return ibis.ifelse(condition, day, ibis.null("date"))


def with_keys(table: ir.Table) -> ir.Table:
    """Rows that belong to a pregnancy."""
    return table.filter(table.pregnancy_id.notnull())


def beside(base: ir.Table, facts: ir.Table, keys: Sequence[str] = KEY) -> ir.Table:
    """`base` with the columns of `facts` beside it where the keys agree, and nothing where none do.

    Columns are selected by name: an engine then computes a shared table once.
    """
    added = [name for name in facts.columns if name not in base.columns]
    joined = base.left_join(facts.select(*keys, *added), list(keys))
    return joined.select(*base.columns, *added)


def together(left: ir.Table, right: ir.Table, keys: Sequence[str] = KEY) -> ir.Table:
    """Rows of both where the keys agree; `left` wins where both have a column of that name."""
    added = [name for name in right.columns if name not in left.columns]
    joined = left.inner_join(right.select(*keys, *added), list(keys))
    return joined.select(*left.columns, *added)

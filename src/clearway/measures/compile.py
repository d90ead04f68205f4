"""Turns the definitions of `computed.yaml` into Ibis queries: one a family of rows, month and unit.

A family's query counts every measure of the family at once, by provider and month. Levels above the
provider are sums of these counts (see `clearway.measures.levels`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import ibis
import ibis.expr.types as ir

from clearway.measures.computed import Computed, computed_measures
from clearway.pathway import Settings, Steps, Tables, attempts, births, contact_months, conversations
from clearway.pathway.expressions import days, flag
from clearway.pathway.gaps import OMITTED, stacked
from clearway.pathway.status import NON_SMOKER, SMOKER


@dataclass(frozen=True)
class Query:
    """`expression` has columns provider, month and, for each number i of `columns`, `n<i>` and `d<i>`.

    `columns` are the numbers of the measures in turn; measures that count the same share one.
    """

    measures: tuple[Computed, ...]
    columns: tuple[int, ...]
    expression: ir.Table


def measure_rows(tables: Tables, pathway: ir.Table, done: Steps, settings: Settings) -> dict[str, ir.Table]:
    """The tables that measures count rows of, by the name used in `computed.yaml`."""
    steps = stacked(pathway, OMITTED, settings)
    known = flag(pathway.booking_status.isin((SMOKER, NON_SMOKER)))
    return {
        "pregnancies": pathway.select(*pathway.columns, known_at_booking=known),
        "contact_months": contact_months(pathway),
        "births": births(tables, pathway, done, settings),
        "attempts": attempts(tables, pathway, settings),
        "conversations": conversations(done),
        "steps": steps.select(*steps.columns, omitted=(1 - steps.done) * (1 - steps.refused)),
    }


def counted(rows: ir.Table, measure: Computed, as_of: date, settings: Settings) -> ir.Table:
    """`rows` with columns `in_denominator` and `in_numerator` (0 or 1) of one measure."""
    below, above = _flags(rows, measure, as_of, settings)
    return rows.select(*rows.columns, in_denominator=below, in_numerator=above)


def compile_queries(
    rows: Mapping[str, ir.Table],
    as_of: date,
    settings: Settings,
    measures: Iterable[Computed] | None = None,
    by: tuple[str, ...] = (),
) -> list[Query]:
    """One query a family for the measures (all when none are named).

    `by` names columns of the rows to count by besides provider and month; they are in the answer.
    """
    wanted = sorted(computed_measures() if measures is None else measures, key=_family)
    return [
        _query(tuple(family), rows[name], as_of, settings, by)
        for (name, _, _), family in groupby(wanted, key=_family)
    ]


def _family(measure: Computed) -> tuple[str, str, str]:
    return measure.rows, measure.month, measure.distinct


def _flags(
    rows: ir.Table, measure: Computed, as_of: date, settings: Settings
) -> tuple[ir.IntegerValue, ir.IntegerValue]:
    below = rows[measure.denominator] if measure.denominator else ibis.literal(1, "int64")
    if measure.closes is not None:
        past = days(ibis.literal(as_of), rows[measure.closes.from_])
        below = below * flag(past > measure.closes.days(settings))
    return below, below * (rows[measure.numerator] if measure.numerator else 1)


def _query(
    family: tuple[Computed, ...], rows: ir.Table, as_of: date, settings: Settings, by: tuple[str, ...]
) -> Query:
    month, distinct = family[0].month, family[0].distinct
    same = [(measure.denominator, measure.numerator, measure.closes) for measure in family]
    numbers = tuple(same.index(counted) for counted in same)
    columns: dict[str, ir.IntegerValue] = {}
    for number in sorted(set(numbers)):
        columns[f"d{number}"], columns[f"n{number}"] = _flags(rows, family[number], as_of, settings)
    keys = ("provider", "month", *by)
    unit = {"unit": rows[distinct]} if distinct else {}
    flags = rows.select(*by, provider=rows.provider, month=rows[month], **unit, **columns)
    flags = flags.filter(flags.month.notnull())
    if distinct:
        # A mother with two pregnancies in a month is one: she is in when either is.
        units = flags.group_by(*keys, "unit").agg(**{name: flags[name].max() for name in columns})
        flags = units.select(*keys, *columns)
    sums = {name: flags[name].sum().cast("int64") for name in columns}
    return Query(family, numbers, flags.group_by(*keys).agg(**sums))

"""Turns the definitions of `computed.yaml` into Ibis queries: one a family of rows, month and unit.

A family's query counts every measure of the family at once, by provider and month. Levels above the
provider are sums of these counts (see `clearway.measures.levels`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import groupby

import ibis
import ibis.expr.types as ir

from clearway.measures.computed import Computed, computed_measures
from clearway.pathway import (
    KEY,
    NUMBER,
    Settings,
    Steps,
    Tables,
    attempts,
    births,
    contact_months,
    contacts_by_half,
    conversations,
)
from clearway.pathway.expressions import days, flag
from clearway.pathway.gaps import OMITTED, due_steps, stacked


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
    return {
        "pregnancies": pathway,
        "contact_months": contact_months(pathway),
        "births": births(tables, pathway, done, settings),
        "attempts": attempts(tables, pathway, settings),
        "conversations": conversations(done),
        "steps": _omitted(stacked(pathway, OMITTED, settings)),
    }


def stacks(pathway: ir.Table, settings: Settings) -> dict[str, tuple[ir.Table, ...]]:
    """Those of `measure_rows` that are tables one under the other, apart.

    Each is counted by itself and few sums are added up, where all rows together would have to be counted.
    """
    return {
        "contact_months": contacts_by_half(pathway),
        "steps": tuple(_omitted(rows) for rows in due_steps(pathway, OMITTED, settings)),
    }


_ASKED_BY_ROWS = (
    "contact_36_weeks_first", "contact_36_weeks_second", "month_36_weeks", "edd", "lmp",
    "tested_36_weeks_first", "tested_36_weeks_second", "declined_36_weeks_first",
    "declined_36_weeks_second", "mother_key", "smoker_at_delivery", "known_at_delivery", "ended_date",
    "booking_date", "tested_at_booking", "declined_at_booking", "elevated", "elevated_date",
    "brief_intervention_given", "referred_after_reading", "last_declined_date",
)  # fmt: skip


def measured(pathway: ir.Table) -> ir.Table:
    """The pathway with the columns that measures ask about and no more."""
    asked = [
        name
        for one in computed_measures()
        if one.rows == "pregnancies"
        for name in (one.month, one.distinct, one.denominator, one.numerator)
        if name
    ]
    return pathway.select(*dict.fromkeys((*NUMBER, *KEY, *_ASKED_BY_ROWS, *asked)))


def _omitted(steps: ir.Table) -> ir.Table:
    return steps.select(*steps.columns, omitted=(1 - steps.done) * (1 - steps.refused))


def counted(rows: ir.Table, measure: Computed, as_of: date, settings: Settings) -> ir.Table:
    """`rows` with columns `in_denominator` and `in_numerator` (0 or 1) of one measure."""
    below, above = _flags(rows, measure, as_of, settings)
    return rows.select(*rows.columns, in_denominator=below, in_numerator=above)


def compile_queries(
    rows: Mapping[str, ir.Table | tuple[ir.Table, ...]],
    as_of: date,
    settings: Settings,
    measures: Iterable[Computed] | None = None,
    by: tuple[str, ...] = (),
) -> list[Query]:
    """One query a family for the measures (all when none are named).

    Rows may be several tables one under the other (`stacks`). `by` names columns of the rows to count by
    besides provider and month; they are in the answer.
    """
    wanted = sorted(computed_measures() if measures is None else measures, key=_family)
    return [
        _query(tuple(family), _apart(rows[name]), as_of, settings, by)
        for (name, _, _), family in groupby(wanted, key=_family)
    ]


def _apart(rows: ir.Table | tuple[ir.Table, ...]) -> tuple[ir.Table, ...]:
    return rows if isinstance(rows, tuple) else (rows,)


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
    family: tuple[Computed, ...],
    stack: tuple[ir.Table, ...],
    as_of: date,
    settings: Settings,
    by: tuple[str, ...],
) -> Query:
    same = [(measure.denominator, measure.numerator, measure.closes) for measure in family]
    numbers = tuple(same.index(counted) for counted in same)
    asked = {number: family[number] for number in sorted(set(numbers))}
    keys = ("provider", "month", *by)
    sums = [_sums(rows, asked, as_of, settings, keys) for rows in stack]
    together = reduce(lambda above, below: above.union(below), sums)
    if len(sums) > 1:
        together = _added(together, keys)
    return Query(family, numbers, together)


def _sums(
    rows: ir.Table, asked: Mapping[int, Computed], as_of: date, settings: Settings, keys: tuple[str, ...]
) -> ir.Table:
    """The counts of one table by provider and month."""
    one = next(iter(asked.values()))
    columns: dict[str, ir.IntegerValue] = {}
    for number, measure in asked.items():
        columns[f"d{number}"], columns[f"n{number}"] = _flags(rows, measure, as_of, settings)
    unit = {"unit": rows[one.distinct]} if one.distinct else {}
    others = [name for name in keys if name != "month"]
    flags = rows.select(*others, month=rows[one.month], **unit, **columns)
    flags = flags.filter(flags.month.notnull())
    if one.distinct:
        # A mother with two pregnancies in a month is one: she is in when either is.
        units = flags.group_by(*keys, "unit").agg(**{name: flags[name].max() for name in columns})
        flags = units.select(*keys, *columns)
    return _added(flags, keys)


def _added(rows: ir.Table, keys: tuple[str, ...]) -> ir.Table:
    columns = [name for name in rows.columns if name not in keys]
    return rows.group_by(*keys).agg(**{name: rows[name].sum().cast("int64") for name in columns})

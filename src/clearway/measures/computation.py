"""Computes the measures with any engine: the pathway once, then counts, then levels."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

import ibis
import ibis.expr.types as ir

from clearway.common.errors import ClearwayError
from clearway.measures.compile import Query, compile_queries, measure_rows
from clearway.measures.computed import Computed, computed_measures
from clearway.measures.engine import Engine, canonical_tables
from clearway.measures.levels import Counts, Coverage, Place, all_levels
from clearway.measures.results import Result
from clearway.pathway import Settings, Tables, default_settings, pathway, steps


@dataclass(frozen=True)
class Computation:
    """The pathway of one set of records, computed once; everything else is asked of it.

    `pathway` has one row a pregnancy, `rows` the tables that measures count rows of.
    """

    engine: Engine
    pathway: ir.Table
    rows: dict[str, ir.Table]
    coverage: Coverage
    as_of: date
    settings: Settings


@dataclass(frozen=True)
class Plan:
    """What to compute and keep, in order, and the tables that can be asked afterwards."""

    stored: tuple[tuple[str, ir.Table], ...]
    pathway: ir.Table
    rows: dict[str, ir.Table]


@cache
def plan(settings: Settings) -> Plan:
    """The plan of the computation: the same whatever the records and the engine."""
    stored: list[tuple[str, ir.Table]] = []

    def keep(name: str, table: ir.Table) -> ir.Table:
        stored.append((name, table))
        return ibis.table(table.schema(), name=name)

    tables = canonical_tables()
    done = steps(tables, settings, keep)
    table = keep("pathway", pathway(tables, settings, done))
    rows = measure_rows(tables, table, done, settings)
    # Two families of measures count births, and putting them together is the dear part.
    rows["births"] = keep("pathway_births", rows["births"])
    return Plan(tuple(stored), table, rows)


def prepare(engine: Engine, as_of: date | None = None, settings: Settings | None = None) -> Computation:
    """Compute the pathway from the canonical tables that `engine` holds.

    `as_of` is by default the last day of the latest period read. Raises ClearwayError when no
    submission was read.
    """
    chosen = settings or default_settings()
    coverage, latest = _coverage(engine, canonical_tables())
    planned = plan(chosen)
    for name, table in planned.stored:
        engine.store(name, table)
    return Computation(engine, planned.pathway, planned.rows, coverage, as_of or latest, chosen)


@cache
def _queries(settings: Settings, as_of: date, measures: tuple[Computed, ...]) -> tuple[Query, ...]:
    return tuple(compile_queries(plan(settings).rows, as_of, settings, measures))


def counts(computation: Computation, measures: Iterable[Computed]) -> dict[tuple[str, str], Counts]:
    """Numerator and denominator by provider and month number, for each measure and component."""
    found: dict[tuple[str, str], Counts] = {}
    for query in _queries(computation.settings, computation.as_of, tuple(measures)):
        answer = computation.engine.fetch(query.expression)
        keys = list(zip(answer["provider"], answer["month"], strict=True))
        for number, measure in zip(query.columns, query.measures, strict=True):
            cells = zip(keys, answer[f"n{number}"], answer[f"d{number}"], strict=True)
            found[measure.key] = {key: (above, below) for key, above, below in cells}
    return found


def results(computation: Computation, *, internal: bool = False) -> list[Result]:
    """Every measure at every level, in the order of `computed.yaml`; `internal` adds the gates' counts."""
    wanted = tuple(measure for measure in computed_measures() if internal or not measure.internal)
    counted = counts(computation, wanted)
    return [
        row for measure in wanted for row in all_levels(measure, counted[measure.key], computation.coverage)
    ]


def _coverage(engine: Engine, tables: Tables) -> tuple[Coverage, date]:
    read = engine.fetch(tables.submissions.select("provider", "period", "period_end"))
    if not read["provider"]:
        raise ClearwayError("No submission was read", mend="Name a folder whose folders hold MSD000.csv")
    held = engine.fetch(tables.organisations)
    names = ("provider", "first_day", "last_day", "icb", "region")
    places = [
        Place(provider, first, last, icb or "", region or "")
        for provider, first, last, icb, region in zip(*(held[name] for name in names), strict=True)
    ]
    return Coverage(zip(read["provider"], read["period"], strict=True), places), max(read["period_end"])

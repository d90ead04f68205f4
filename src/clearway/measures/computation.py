"""Computes the measures with any engine: the pathway once, then counts, then levels.

Nothing joins across providers, and levels above them are sums of their counts. So a nation is computed
by batches of providers, one after the other, in the memory of one batch; each counts as it would among
all the others.
"""

from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from typing import Any

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from clearway.common.errors import ClearwayError
from clearway.measures.compile import Query, compile_queries, measure_rows, measured, stacks
from clearway.measures.computed import Computed, computed_measures
from clearway.measures.engine import BatchEngine, Engine, canonical_tables
from clearway.measures.levels import Counts, Coverage, Place, all_levels, without_search_for_cycles
from clearway.measures.results import Result
from clearway.pathway import DETAILS, NUMBER, Settings, default_settings, pathway, steps

BATCH = 150_000
"""Pregnancies computed at once: large enough to keep the processor busy, small enough for its caches."""

Progress = Callable[[int, int], None]
"""Called with (done, in all)."""


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
    """What to compute and keep, in order, and the tables that can be asked afterwards.

    What is kept has a name, a table, and the name of a column of numbers to add, or nothing.
    """

    stored: tuple[tuple[str, ir.Table, str], ...]
    pathway: ir.Table
    rows: dict[str, ir.Table]
    stacks: dict[str, tuple[ir.Table, ...]]


@cache
def plan(settings: Settings, *, measures_only: bool = False) -> Plan:
    """The plan of the computation: the same whatever the records and the engine.

    With `measures_only`, pathway and rows have what measures ask about and nothing for lists or
    breakdowns, which is more than half of their columns.
    """
    stored: list[tuple[str, ir.Table, str]] = []

    def keep(name: str, table: ir.Table, *, numbered: bool = False) -> ir.Table:
        (number,) = NUMBER if numbered else ("",)
        stored.append((name, table, number))
        held = dict(table.schema().items()) | ({number: dt.int64} if number else {})
        return ibis.table(held, name=name)

    tables = canonical_tables()
    if measures_only:
        tables = replace(tables, pregnancies=tables.pregnancies.drop(*DETAILS))
    done = steps(tables, settings, keep)
    found = pathway(tables, settings, done)
    table = keep("pathway", measured(found) if measures_only else found)
    rows = measure_rows(tables, table, done, settings)
    # Putting these together is dearer than counting them, and births are counted twice.
    for name in ("births", "attempts", "conversations"):
        rows[name] = keep(f"pathway_{name}", rows[name])
    return Plan(tuple(stored), table, rows, stacks(table, settings))


class WhenAsked:
    """An engine that computes and keeps what is planned once something is asked of it, not before."""

    def __init__(self, engine: Engine, planned: Plan) -> None:
        self.inner = engine
        self.filled = False
        self._planned = planned

    def fill(self) -> None:
        """Compute and keep it now, if that was not done."""
        if not self.filled:
            for name, table, number in self._planned.stored:
                self.inner.store(name, table, number)
            self.filled = True

    def store(self, name: str, table: ir.Table, number: str = "") -> None:
        """As `Engine.store`."""
        self.fill()
        self.inner.store(name, table, number)

    def fetch(self, table: ir.Table) -> dict[str, list[Any]]:
        """As `Engine.fetch`."""
        self.fill()
        return self.inner.fetch(table)


def begin(engine: Engine, as_of: date | None = None, settings: Settings | None = None) -> Computation:
    """The computation of the canonical tables that `engine` holds, before anything is computed.

    The pathway is computed when it is first asked for; `results` can do without the whole of it at
    once. `as_of` is by default the last day of the latest period read. Raises ClearwayError when no
    submission was read.
    """
    chosen = settings or default_settings()
    tables = canonical_tables()
    coverage, latest = covered(engine, tables.submissions, tables.organisations)
    planned = plan(chosen)
    asked = WhenAsked(engine, planned)
    return Computation(asked, planned.pathway, planned.rows, coverage, as_of or latest, chosen)


def prepare(engine: Engine, as_of: date | None = None, settings: Settings | None = None) -> Computation:
    """As `begin`, with the pathway of all records computed and kept."""
    computation = begin(engine, as_of, settings)
    _filled(computation)
    return computation


def parts(
    computation: Computation,
    progress: Progress | None = None,
    size: int | None = None,
    *,
    measures_only: bool = False,
    provider: str = "",
) -> Generator[Computation]:
    """The computation in parts that are computed one after the other: each of some of the providers.

    What counts within providers can be asked of each part in turn and put together. A part can be asked
    until the next is taken, and has the coverage of the whole. `size` is how many pregnancies a part has
    at the most (BATCH when not given), unless one provider has more. There is one part, the whole, where
    it is computed already or the engine has no parts. `progress` is called with (parts done, parts in all).
    With `measures_only`, no more of it is computed than measures ask about (`plan`), and only for providers
    whose submissions were read. With `provider`, the part is that of this provider, where there are parts.
    """
    asked = computation.engine
    if not isinstance(asked, WhenAsked) or asked.filled:
        yield computation
        return
    engine, planned = asked.inner, plan(computation.settings, measures_only=measures_only)
    afresh = replace(computation, pathway=planned.pathway, rows=planned.rows)
    batches: list[list[str]] = []
    if isinstance(engine, BatchEngine):
        wanted = computation.coverage.providers if measures_only else _providers(engine, computation.coverage)
        batches = [[provider]] if provider else _batches(engine, wanted, size or BATCH)
    if not isinstance(engine, BatchEngine) or (len(batches) < 2 and not provider):
        yield replace(afresh, engine=WhenAsked(engine, planned)) if measures_only else computation
        return
    for done, providers in enumerate(batches):
        if progress is not None:
            progress(done, len(batches))
        with engine.only(providers):
            yield replace(afresh, engine=WhenAsked(engine, planned))
    if progress is not None:
        progress(len(batches), len(batches))


def _filled(computation: Computation) -> None:
    if isinstance(computation.engine, WhenAsked):
        computation.engine.fill()


def _providers(engine: Engine, coverage: Coverage) -> list[str]:
    """Providers whose submissions were read, and those that have records all the same."""
    tables = canonical_tables()
    held = [
        engine.fetch(table.select("provider").distinct())["provider"]
        for table in (tables.pregnancies, tables.quit_attempts)
    ]
    return sorted({*coverage.providers, *(provider for found in held for provider in found)})


def _batches(engine: Engine, providers: Iterable[str], size: int) -> list[list[str]]:
    """Providers in their order, as many together as have no more than `size` pregnancies."""
    rows = canonical_tables().pregnancies
    found = engine.fetch(rows.group_by("provider").agg(held=rows.count().cast("int64")))
    held = dict(zip(found["provider"], found["held"], strict=True))
    batches: list[list[str]] = []
    room = 0
    for provider in providers:
        room -= held.get(provider, 0)
        if room < 0 or not batches:
            batches.append([])
            room = size - held.get(provider, 0)
        batches[-1].append(provider)
    return batches


@lru_cache(maxsize=16)
def _queries(
    settings: Settings, as_of: date, measures: tuple[Computed, ...], *, measures_only: bool
) -> tuple[Query, ...]:
    planned = plan(settings, measures_only=measures_only)
    return tuple(compile_queries(planned.rows | planned.stacks, as_of, settings, measures))


def counts(
    computation: Computation, measures: Iterable[Computed], progress: Progress | None = None
) -> dict[tuple[str, str], Counts]:
    """Numerator and denominator by provider and month number, for each measure and component."""
    wanted = tuple(measures)
    found: dict[tuple[str, str], dict[tuple[str, int], tuple[int, int]]] = {m.key: {} for m in wanted}
    with closing(parts(computation, progress, measures_only=True)) as taken:
        for part in taken:
            lean = part.pathway is not computation.pathway
            for query in _queries(part.settings, part.as_of, wanted, measures_only=lean):
                for key, cells in counted_by(part.engine, query).items():
                    found[key].update(cells)
    return dict(found)


def counted_by(engine: Engine, query: Query) -> dict[tuple[str, str], Counts]:
    """The counts of each measure of a family."""
    answer = engine.fetch(query.expression)
    keys = list(zip(answer["provider"], answer["month"], strict=True))
    return {
        measure.key: dict(
            zip(keys, zip(answer[f"n{number}"], answer[f"d{number}"], strict=True), strict=True)
        )
        for number, measure in zip(query.columns, query.measures, strict=True)
    }


def results(
    computation: Computation, *, internal: bool = False, progress: Progress | None = None
) -> list[Result]:
    """Every measure at every level, in the order of `computed.yaml`; `internal` adds the gates' counts.

    `progress` is called with (parts done, parts in all); see `parts`.
    """
    wanted = tuple(measure for measure in computed_measures() if internal or not measure.internal)
    with without_search_for_cycles():
        counted, coverage = counts(computation, wanted, progress), computation.coverage
        return [row for measure in wanted for row in all_levels(measure, counted[measure.key], coverage)]


NOTHING_READ = ClearwayError("No submission was read", mend="Name a folder whose folders hold MSD000.csv")


def covered(
    engine: Engine, months: ir.Table, organisations: ir.Table, nothing: ClearwayError = NOTHING_READ
) -> tuple[Coverage, date]:
    """Which months of which providers were read, and the last day of the newest.

    Raises `nothing` when no month was.
    """
    read = engine.fetch(months.select("provider", "period", "period_end"))
    if not read["provider"]:
        raise nothing
    held = engine.fetch(organisations)
    names = ("provider", "first_day", "last_day", "icb", "region")
    places = [
        Place(provider, first, last, icb or "", region or "")
        for provider, first, last, icb, region in zip(*(held[name] for name in names), strict=True)
    ]
    return Coverage(zip(read["provider"], read["period"], strict=True), places), max(read["period_end"])

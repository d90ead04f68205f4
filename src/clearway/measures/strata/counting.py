"""Every measure by stratum: counts by provider, month and stratum in one query a family, then levels."""

from collections import defaultdict
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from clearway.measures.compile import Query, compile_queries
from clearway.measures.computation import Computation, parts
from clearway.measures.computed import Computed, computed_measures
from clearway.measures.engine import canonical_tables
from clearway.measures.levels import Counts, Coverage, all_levels, month_of
from clearway.measures.strata.columns import BIRTHS, COLUMN, booking_sites, delivery_sites, stratified
from clearway.measures.strata.kinds import MISSING, SITE, kinds
from clearway.measures.strata.rows import StratumRow
from clearway.records.code_lists import code_list

ByStratum = dict[str, dict[tuple[str, int], tuple[int, int]]]
"""Counts by provider and month number, by stratum."""
Place = tuple[str, str, str]
"""Organisation level and code, and stratum, of a row by site."""

BOOKING_SITE, DELIVERY_SITE = "booking_site", "delivery_site"
NO_SITE = frozenset({MISSING, *code_list("default-organisations").codes})


@dataclass(frozen=True)
class Breakdown:
    """The rows of one kind. `holders` are, by site, the providers whose pregnancies are counted there."""

    kind: str
    rows: tuple[StratumRow, ...]
    holders: dict[Place, frozenset[str]]


def by_stratum(computation: Computation, kind: str) -> Breakdown:
    """Every measure by the strata of one kind, in the order of `computed.yaml`.

    Bands and groups come at every level, in every stratum and month that the provider's total has; sites
    at their own level only. A measure that counts mothers counts one in each stratum that pregnancies of
    hers are in.
    """
    wanted = tuple(measure for measure in computed_measures() if not measure.internal)
    counted = stratum_counts(computation, kind, wanted)
    if kind == SITE:
        return _by_site(computation, wanted, counted)
    rows = [
        StratumRow(row, kind, stratum.id)
        for measure in wanted
        for stratum in kinds()[kind].strata
        for row in all_levels(measure, counted.cells[measure.key].get(stratum.id, {}), computation.coverage)
    ]
    return Breakdown(kind, tuple(rows), {})


@dataclass(frozen=True)
class Counted:
    """Counts by measure and component, stratum, provider and month; by level, the sites that were seen."""

    cells: dict[tuple[str, str], ByStratum]
    sites: dict[str, set[tuple[str, str]]]


def stratum_counts(computation: Computation, kind: str, measures: Iterable[Computed]) -> Counted:
    """Count the measures by stratum, part by part of the records."""
    wanted = tuple(measures)
    tables, settings = canonical_tables(), computation.settings
    found = Counted({measure.key: {} for measure in wanted}, {BOOKING_SITE: set(), DELIVERY_SITE: set()})
    rows = stratified(computation.rows, tables, kind, settings)
    queries = compile_queries(rows, computation.as_of, settings, wanted, by=(COLUMN,))
    asked = {BOOKING_SITE: booking_sites(tables), DELIVERY_SITE: delivery_sites(tables, settings)}
    with closing(parts(computation)) as taken:
        for part in taken:
            for query in queries:
                _add(found.cells, query, part.engine.fetch(query.expression))
            for level, sites in asked.items() if kind == SITE else ():
                answer = part.engine.fetch(sites)
                found.sites[level].update(zip(answer["provider"], answer[COLUMN], strict=True))
    return found


def _add(found: dict[tuple[str, str], ByStratum], query: Query, answer: dict[str, list[Any]]) -> None:
    keys = list(zip(answer[COLUMN], answer["provider"], answer["month"], strict=True))
    for number, measure in zip(query.columns, query.measures, strict=True):
        cells = zip(keys, answer[f"n{number}"], answer[f"d{number}"], strict=True)
        for (stratum, provider, month), above, below in cells:
            found[measure.key].setdefault(stratum, {})[provider, month] = (above, below)


def _by_site(computation: Computation, measures: Iterable[Computed], counted: Counted) -> Breakdown:
    places = {level: _places(computation.coverage, level, sites) for level, sites in counted.sites.items()}
    covered = {level: _coverage(computation.coverage, held) for level, held in places.items()}
    rows: list[StratumRow] = []
    for measure in measures:
        level = DELIVERY_SITE if measure.rows == BIRTHS else BOOKING_SITE
        merged = _merged(counted.cells[measure.key], level, measure.shift, computation.coverage)
        named = {_name(place): place for place in places[level]}
        for row in all_levels(measure, merged, covered[level]):
            if place := named.get(row.org_code):
                result = row._replace(org_level=level, org_code=place[1])
                rows.append(StratumRow(result, SITE, place[2]))
    return Breakdown(SITE, tuple(rows), {**places[BOOKING_SITE], **places[DELIVERY_SITE]})


def _places(whole: Coverage, level: str, seen: set[tuple[str, str]]) -> dict[Place, frozenset[str]]:
    """The sites with the providers that use them; every provider has one place for missing sites."""
    found: dict[Place, set[str]] = defaultdict(set)
    for provider, site in seen | {(provider, MISSING) for provider in whole.providers}:
        if provider in whole.providers:
            found[_place(level, provider, site)].add(provider)
    return {place: frozenset(holders) for place, holders in sorted(found.items())}


def _place(level: str, provider: str, site: str) -> Place:
    """The provider answers for a code that stands for no site."""
    return level, provider if site in NO_SITE else site, site


def _coverage(whole: Coverage, places: dict[Place, frozenset[str]]) -> Coverage:
    """The months of each site: those in which one of its providers sent its records."""
    months: dict[str, list[int]] = defaultdict(list)
    for provider, number in whole.read:
        months[provider].append(number)
    read = [
        (_name(place), month_of(number).first_day)
        for place, holders in places.items()
        for provider in holders
        for number in months[provider]
    ]
    return Coverage(read, ())


def _merged(counted: ByStratum, level: str, shift: int, whole: Coverage) -> Counts:
    """Counts by site; those of several providers at one site are added, where they sent that month."""
    merged: dict[tuple[str, int], tuple[int, int]] = {}
    for site, cells in counted.items():
        for (provider, month), (above, below) in cells.items():
            if (provider, month + shift) in whole.read:
                key = _name(_place(level, provider, site)), month
                held = merged.get(key, (0, 0))
                merged[key] = (held[0] + above, held[1] + below)
    return merged


def _name(place: Place) -> str:
    """One text for a site, as the levels know organisations by one code."""
    return f"{place[1]} {place[2]}"

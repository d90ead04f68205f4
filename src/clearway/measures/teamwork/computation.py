"""Computes the measures about improvement work from team logs with any engine: counts, levels, members."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import ibis
import ibis.expr.types as ir

from clearway.common.errors import ClearwayError
from clearway.common.periods import Month
from clearway.measures.compile import Query, compile_queries, counted
from clearway.measures.computation import counted_by, covered
from clearway.measures.computed import Computed, team_measures
from clearway.measures.engine import Engine
from clearway.measures.levels import Coverage, all_levels, number_of
from clearway.measures.results import Result
from clearway.measures.teamwork.evidence import EVIDENCE, evidence, log_tables
from clearway.measures.teamwork.rows import named_professions, team_rows
from clearway.pathway import default_settings

NO_MONTHS = ClearwayError(
    "No month counts as collected", mend="List the months that the logs cover in log_months"
)


ANY_DAY = date.max
"""No rule of team logs closes after a time: the day, and the settings of the pathway, decide nothing."""


@dataclass(frozen=True)
class TeamComputation:
    """The logs of teams in an engine, ready to be asked. `as_of` is the last day of the newest month."""

    engine: Engine
    coverage: Coverage
    as_of: date

    def results(self) -> list[Result]:
        """Every measure at every level, in the order of `team_computed.yaml`."""
        found = {key: cells for query in _queries() for key, cells in counted_by(self.engine, query).items()}
        return [
            row
            for measure in team_measures()
            for row in all_levels(measure, found[measure.key], self.coverage)
        ]


@cache
def _queries() -> tuple[Query, ...]:
    return tuple(compile_queries(team_rows(log_tables()), ANY_DAY, default_settings(), team_measures()))


def begin_team(engine: Engine) -> TeamComputation:
    """The computation of the logs that `engine` holds. Raises ClearwayError when they cover no month."""
    tables = log_tables()
    coverage, newest = covered(engine, tables["log_months"], tables["organisations"], NO_MONTHS)
    return TeamComputation(engine, coverage, newest)


@dataclass(frozen=True, order=True)
class TeamMember:
    """One row behind a number. `item` says what: the measure, the system, the way, the cycle, the score.

    `project` and `person` are empty where the row is of none, `day` where it is of a whole month.
    """

    provider: str
    project: str
    item: str
    person: str
    day: date | None
    in_numerator: bool


@dataclass(frozen=True, order=True)
class Line:
    """One line of a log that puts a project in the numerator. `line` is its identifier, where it has one."""

    provider: str
    project: str
    day: date
    item: str
    line: str


def team_members(
    computation: TeamComputation, measure: Computed, month: Month, provider: str = ""
) -> list[TeamMember]:
    """The rows in the denominator of a measure in a month; for a count those that were counted."""
    read = computation.coverage.read
    listed = (
        TeamMember(code, project, item, person, day, bool(inside))
        for code, number, project, item, person, day, inside in _fetched(computation, _counted(measure))
        if _wanted(code, number, month, provider) and (code, number) in read
    )
    return sorted(
        listed, key=lambda one: (one.provider, one.project, str(one.day or ""), one.item, one.person)
    )


@cache
def _counted(measure: Computed) -> ir.Table:
    """What is in the denominator, of all months: few rows, so that the expression is made once."""
    rows = counted(team_rows(log_tables())[measure.rows], measure, ANY_DAY, default_settings())
    rows = rows.filter((rows.in_denominator == 1) & rows[measure.month].notnull())
    if "person" not in rows.columns:
        rows = rows.mutate(person=ibis.literal(""))
    return rows.select("provider", measure.month, "project", "item", "person", "day", "in_numerator")


def lines_behind(
    computation: TeamComputation, measure: Computed, month: Month, provider: str = ""
) -> list[Line]:
    """What was logged that puts projects in the numerator of a measure about open projects, by project.

    None for a measure of another kind, whose rows are lines of the log themselves.
    """
    wanted = _evidence().get(measure.numerator or measure.denominator)
    if wanted is None:
        return []
    return sorted(
        Line(code, project, day, item, line)
        for code, project, number, day, item, line in _fetched(computation, wanted)
        if _wanted(code, number, month, provider)
    )


@cache
def _evidence() -> Mapping[str, ir.Table]:
    return {flag: rows.select(*EVIDENCE) for flag, rows in evidence(log_tables()).items()}


def professions_of(
    computation: TeamComputation, month: Month, provider: str = ""
) -> list[tuple[str, str, str]]:
    """Provider, project and profession, for the professions that projects named at the end of a month."""
    return sorted(
        (code, project, profession)
        for code, project, number, profession in _fetched(computation, _named())
        if _wanted(code, number, month, provider)
    )


@cache
def _named() -> ir.Table:
    return named_professions(log_tables())


def _wanted(code: str, number: int, month: Month, provider: str) -> bool:
    return number == number_of(month.first_day) and provider in ("", code)


def _fetched(computation: TeamComputation, rows: ir.Table) -> Iterator[tuple[Any, ...]]:
    return zip(*computation.engine.fetch(rows).values(), strict=True)

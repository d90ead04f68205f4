"""Small, nasty sets of team logs: every day sits on or beside the edge of some rule.

Every cell is one of a few. Hypothesis chooses, and so finds the smallest set that breaks a law; or plain
chance does, which fills many rows at once.
"""

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from tests.lib.record_strategies import LAST_DAYS, MONTHS, PLACES, PROVIDERS, Row, Tables

from clearway.records.contracts import Column
from clearway.records.core_professions import core_professions
from clearway.records.team_logs import team_log_contract

CODES = (*PROVIDERS, "DEMO1")
EDGES = (*MONTHS, date(2025, 2, 1), date(2025, 7, 1))
DAYS = tuple(day + timedelta(days=by) for day in EDGES for by in (-1, 0, 14))
MADE_UP_PLACE: Row = {
    "provider": "DEMO1", "icb": "DEMO-N", "region": "DEMO",
    "first_day": date(1900, 1, 1), "last_day": date(9999, 12, 31),
}  # fmt: skip
TABLES = (
    "project_spans", "project_professions", "participations", "measure_values", "uploads", "board_showings",
    "sharings", "cycle_parts", "changes", "progress_scores",
)  # fmt: skip
CHOICES: dict[str, Sequence[Any]] = {
    "provider": CODES,
    "project": ("1", "2"),
    "period": MONTHS,
    "closed": (None, *DAYS),
    "ended_on": (None, *DAYS),
    "first_test": (None, *DAYS),
    "participation": tuple(map(str, range(2000))),
    "profession": (None, *core_professions(), "management"),
    "improvement_lead": (None, True, False),
    "points": (1, 2, 3, 4),
    "given_at": tuple(datetime(2025, 4, 1, hour) for hour in (8, 9, 10)),  # noqa: DTZ001 - logs are kept in local time
    "score": tuple(halves / 2 for halves in range(1, 11)),
}

MANY = {"participations": 5, "project_professions": 2}
"""Of these chance makes more rows: five professions have to meet in one project and month."""


def _choices(table: str, column: Column) -> Sequence[Any]:
    if column.name == "profession" and column.name in team_log_contract(table).key:
        return CHOICES["profession"][1:]
    if column.name in CHOICES:
        return CHOICES[column.name]
    plain = {"date": DAYS, "boolean": (True, False)}.get(column.type, ("1", "2", "3"))
    return column.values or plain


DOMAINS = {
    name: {column.name: _choices(name, column) for column in team_log_contract(name).columns}
    for name in TABLES
}


def _key(name: str, row: Row) -> tuple[Any, ...]:
    return tuple(row[column] for column in team_log_contract(name).key)


DRAWN = {
    name: st.lists(
        st.fixed_dictionaries({column: st.sampled_from(found) for column, found in domain.items()}),
        max_size=14,
        unique_by=lambda row, name=name: _key(name, row),
    )
    for name, domain in DOMAINS.items()
}
MONTHS_OF_ALL = [(code, number) for code in CODES for number in range(len(MONTHS))]


def _with_months(covered: Sequence[tuple[str, int]], rows: Tables) -> Tables:
    months = [
        {"provider": code, "period": MONTHS[number], "period_end": LAST_DAYS[number]}
        for code, number in covered
    ]
    return {"log_months": months, "organisations": [*PLACES, MADE_UP_PLACE], **rows}


@st.composite
def team_logs(draw: st.DrawFn) -> Tables:
    """A set of all tables with at least one covered month; projects are whatever the rows name."""
    covered = draw(st.lists(st.sampled_from(MONTHS_OF_ALL), min_size=1, max_size=12, unique=True))
    return _with_months(covered, {name: draw(rows) for name, rows in DRAWN.items()})


def logs_by_chance(seed: int, size: int) -> Tables:
    """So many rows of each table, fewer where their keys are the same; all but one month is covered."""
    chance = random.Random(seed)  # noqa: S311 - the same set each time is the point
    rows = {
        name: list(
            {
                _key(name, row): row
                for row in (
                    {column: chance.choice(found) for column, found in DOMAINS[name].items()}
                    for _ in range(size * MANY.get(name, 1))
                )
            }.values()
        )
        for name in TABLES
    }
    return _with_months(MONTHS_OF_ALL[1:], rows)

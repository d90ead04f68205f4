"""Worked examples of the measures about improvement work: what was logged, what it counts as, and why.

One YAML file a measure in `team_examples/`, for people to read on the measure's page; the tests compute each
one from the rows that it gives. They stand beside `clearway.measures.examples`, which are of pregnancies.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from clearway.common.errors import ClearwayError
from clearway.common.periods import parse_month

FOLDER = Path(__file__).with_name("team_examples")
DAY_OF: Mapping[str, tuple[str, ...]] = {
    "project_professions": ("named_on",),
    "participations": ("day",),
    "measure_values": ("collected_on", "recorded_on"),
    "uploads": ("day",),
    "board_showings": ("day",),
    "sharings": ("day",),
    "cycle_parts": ("day",),
    "changes": ("first_test",),
    "progress_scores": ("given_at",),
}
"""The columns of each table that hold the day of what is told."""

Row = dict[str, object]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Logged(_Data):
    """Something that was logged on a day: as it is told, and as a row of a table of team logs."""

    day: date
    said: str
    table: str
    row: Mapping[str, bool | int | float | date | str]


class LogCase(_Data):
    """One project, occasion, person or change, and what it alone counts as."""

    case: str
    opened: date | None = None
    closed: date | None = None
    logged: tuple[Logged, ...] = ()
    counts: Literal["numerator", "denominator only", "neither", "counted"]
    why: str


class Total(_Data):
    """What all cases give together; a count has no denominator."""

    numerator: float
    denominator: int | None = None


class LogExample(_Data):
    """The worked example of one measure, for one month."""

    measure: str
    month: str
    gives: Total
    cases: tuple[LogCase, ...] = Field(min_length=2)

    def rows(self, cases: Iterable[LogCase], provider: str) -> Iterable[tuple[str, Row]]:
        """Some of its cases as rows with their table, and the month as the one that the logs cover."""
        month = parse_month(self.month)
        yield (
            "log_months",
            {"provider": provider, "period": month.first_day, "period_end": month.last_day},
        )
        for number, (table, row) in enumerate(each for case in cases for each in _rows(case)):
            yield table, {"provider": provider, "participation": str(number), **row}


def _rows(case: LogCase) -> Iterable[tuple[str, Row]]:
    if case.opened:
        yield "project_spans", {"project": case.case, "opened": case.opened, "closed": case.closed}
    for each in case.logged:
        days = {
            name: datetime.combine(each.day, time()) if name == "given_at" else each.day
            for name in DAY_OF[each.table]
        }
        yield each.table, {"project": case.case, "change": case.case, **days, **each.row}


@cache
def team_examples() -> tuple[LogExample, ...]:
    """All of them, by file name. Raises ClearwayError when one cannot be read."""
    return tuple(_read(path) for path in sorted(FOLDER.glob("*.yaml")))


def team_examples_of(measure: str) -> tuple[LogExample, ...]:
    """Those of one measure; none for a measure that is not computed from team logs."""
    return tuple(example for example in team_examples() if example.measure == measure)


def _read(path: Path) -> LogExample:
    try:
        found = LogExample.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValidationError) as error:
        raise ClearwayError(" ".join(str(error).split()), where=path.name, mend="Mend the example") from None
    if found.measure != path.stem:
        raise ClearwayError(
            "It holds another measure", where=path.name, mend="Name the file like the measure"
        )
    return found

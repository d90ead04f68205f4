"""The measures about improvement work in plain Python: the judge of the expressions.

It takes the tables of team logs as lists of dicts and goes through them month by month, one small function
a measure. Nothing in it is shared with `clearway.measures.teamwork` but the definition sheets.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction

from clearway.measures.definitions import definition
from clearway.measures.engines.reference.counting import ResultRow, months, organisations_above
from clearway.measures.engines.reference.members import month_after
from clearway.measures.engines.reference.rows import Row, Rows

Tables = Mapping[str, Rows]
Counts = tuple[Fraction, int]
FULL = frozenset({"midwifery", "maternity-support", "obstetrics", "neonatal-nursing", "stop-smoking"})
"""Whom the definition sheet asks for."""
MADE_UP = "DEMO"
"""The made-up collaborative, which is no part of the nation."""


class Logs:
    """The logs of one provider, and one month of them."""

    def __init__(self, tables: Tables, provider: str, month: Row) -> None:
        self._tables, self._provider = tables, provider
        self.first: date = month["period"]
        self.last: date = month["period_end"]

    def rows(self, name: str) -> list[Row]:
        """The provider's rows of a table."""
        return [row for row in self._tables.get(name, []) if row["provider"] == self._provider]

    def holds(self, day: date | None, back: int = 0) -> bool:
        """Whether a day lies in the month, or in one of so many months before it."""
        if day is None:
            return False
        between = (self.first.year - day.year) * 12 + self.first.month - day.month
        return bool(0 <= between <= back)

    def stands(self, row: Row, first: str, last: str) -> bool:
        """Whether a span goes on at the end of the month's last day."""
        begun, over = row[first] <= self.last, row.get(last) is not None and row[last] <= self.last
        return bool(begun and not over)

    @property
    def projects(self) -> list[str]:
        """The projects open on the month's last day."""
        spans = self.rows("project_spans")
        return sorted({row["project"] for row in spans if self.stands(row, "opened", "closed")})

    def parts(self, back: int = 0) -> list[Row]:
        """Who took part in the month, or in one of the months before."""
        return [row for row in self.rows("participations") if self.holds(row["day"], back)]


def _share(which: Callable[[Logs, str], bool]) -> Callable[[Logs], Counts]:
    def share(logs: Logs) -> Counts:
        return Fraction(sum(which(logs, project) for project in logs.projects)), len(logs.projects)

    return share


def _leader(logs: Logs, project: str) -> bool:
    return any(part["project"] == project and part["took_part_as"] == "leader" for part in logs.parts(back=2))


def _woman(logs: Logs, project: str) -> bool:
    return any(part["project"] == project and part["took_part_as"] == "woman" for part in logs.parts())


def _whole_team(logs: Logs, project: str) -> bool:
    named = {
        row["profession"]
        for row in logs.rows("project_professions")
        if row["project"] == project and logs.stands(row, "named_on", "ended_on")
    }
    came = {
        part["profession"]
        for part in logs.parts()
        if part["project"] == project and not part.get("improvement_lead")
    }
    return named & came >= FULL


def _reports(logs: Logs, project: str) -> bool:
    following = month_after(logs.first)
    closing = month_after(following)
    return any(
        row["project"] == project and row["period"] == logs.first and row["recorded_on"] < closing
        for row in logs.rows("measure_values")
    )


def _on_board(logs: Logs, project: str) -> bool:
    return any(
        row["project"] == project and logs.holds(row["day"]) and row["points"] >= 3
        for row in logs.rows("board_showings")
    )


def _number(*things: object) -> Counts:
    return Fraction(len(set(things))), len(set(things))


def _shared(audience: str, what: str) -> Callable[[Logs], Counts]:
    def shared(logs: Logs) -> Counts:
        return _number(
            *(
                (row["project"], row["way"], row["day"])
                for row in logs.rows("sharings")
                if logs.holds(row["day"]) and row["audience"] == audience and row[what]
            )
        )

    return shared


def _collected(logs: Logs) -> Counts:
    values = [row for row in logs.rows("measure_values") if logs.holds(row["collected_on"])]
    return _number(*((row["project"], row["measure"], row["collected_on"]) for row in values))


def _uploaded(logs: Logs) -> Counts:
    sent = [row for row in logs.rows("uploads") if logs.holds(row["day"])]
    return _number(*((row["system"], row["day"]) for row in sent))


def _using_methods(logs: Logs) -> Counts:
    return _number(*(row["person"] for row in logs.rows("cycle_parts") if logs.holds(row["day"])))


def _tested(logs: Logs) -> Counts:
    heard = ("culture-survey", "listening-event", "staff-idea")
    changes = [row for row in logs.rows("changes") if logs.holds(row.get("first_test"))]
    return _number(*(row["change"] for row in changes if row["origin"] in heard))


def _mean_score(logs: Logs) -> Counts:
    last: dict[str, Row] = {}
    for row in logs.rows("progress_scores"):
        if row["period"] == logs.first:
            held = last.get(row["project"])
            last[row["project"]] = row if held is None or row["given_at"] > held["given_at"] else held
    return sum((Fraction(row["score"]) for row in last.values()), Fraction(0)), len(last)


MEASURES: Mapping[str, Callable[[Logs], Counts]] = {
    "improvement-projects": lambda logs: _number(*logs.projects),
    "projects-senior-leadership": _share(_leader),
    "projects-reporting-measures": _share(_reports),
    "measures-collected": _collected,
    "measures-uploaded": _uploaded,
    "measures-shared-month": _shared("staff", "figures"),
    "projects-sharing-learning-board": _share(_on_board),
    "projects-women-involved": _share(_woman),
    "projects-multidisciplinary": _share(_whole_team),
    "staff-using-improvement-methodology": _using_methods,
    "actionable-changes-tested": _tested,
    "mean-progress-score": _mean_score,
    "progress-communicated-staff": _shared("staff", "news"),
    "progress-reported-women": _shared("women", "news"),
}


def run_team_logs(tables: Tables) -> list[ResultRow]:
    """Every measure about improvement work by provider, board, region, nation and month."""
    return [row for measure in MEASURES for row in _rows(tables, measure)]


def _rows(tables: Tables, measure: str) -> Iterator[ResultRow]:
    covered = {(row["provider"], row["period"]): row for row in tables["log_months"]}
    for month in months(tables["log_months"]):
        above: dict[tuple[str, str], list[Counts | None]] = {}
        for provider in sorted({provider for provider, _ in covered}):
            row = covered.get((provider, month))
            found = MEASURES[measure](Logs(tables, provider, row)) if row else None
            yield _row(measure, "provider", provider, month, found)
            for organisation in _above(tables["organisations"], provider, month):
                above.setdefault(organisation, []).append(found)
        for (level, code), parts in sorted(above.items()):
            there = [part for part in parts if part is not None]
            added = (sum(part[0] for part in there) + Fraction(0), sum(part[1] for part in there))
            yield _row(measure, level, code, month, added if there else None)


def _above(organisations: Rows, provider: str, month: date) -> list[tuple[str, str]]:
    found = organisations_above(organisations, provider, month)
    return [place for place in found if place[0] != "national" or ("region", MADE_UP) not in found]


def _row(measure: str, level: str, code: str, month: date, found: Counts | None) -> ResultRow:
    sheet = definition(measure)
    cell = (measure, "", "", sheet.version, level, code, f"{month:%Y-%m}")
    if found is None:
        return ResultRow(*cell, None, None, None, "not_collected")
    above, below = found
    if sheet.denominator is None:
        return ResultRow(*cell, int(above), None, float(above), "value")
    if below == 0:
        return ResultRow(*cell, 0, 0, None, "not_applicable")
    return ResultRow(*cell, float(above), below, float(above) / below, "value")

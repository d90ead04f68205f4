"""What was logged that puts a project on the right side of a measure, line by line, as Ibis expressions.

Each table has the columns of EVIDENCE. A flag of `clearway.measures.teamwork.rows` is set where a line of it
stands beside the project and month, so the lines behind a number are those that made it.
"""

from collections.abc import Mapping
from functools import reduce

import ibis
import ibis.expr.types as ir

from clearway.measures.engine import table_of
from clearway.pathway.expressions import month_number
from clearway.records.team_logs import table_names, team_log_contract

EVIDENCE = ("provider", "project", "month", "day", "item", "line")
"""`month` is that in which the line counts, `day` and `item` say what it was, `line` is its own identifier
where it has one."""

QUARTER = 3
"""Months in which a leader's act counts: that of the act and the two that follow."""
POINTS = 3
"""Fewest points that show a course over time."""
LATE_MONTHS = 1
"""A value counts when it was recorded by the end of so many months after the month it is of."""
LISTENING = ("culture-survey", "listening-event", "staff-idea")
"""Origins of a change that came out of listening."""


def log_tables() -> Mapping[str, ir.Table]:
    """The tables of team logs by name and column, before any engine has them."""
    return {name: table_of(team_log_contract(name)) for name in table_names()}


def evidence(tables: Mapping[str, ir.Table]) -> Mapping[str, ir.Table]:
    """The lines behind each flag of a project that was open, by the name of the flag."""
    took_part = tables["participations"]
    return {
        "leader_in_quarter": _for_months(
            _part(took_part.filter(took_part.took_part_as == "leader")), QUARTER
        ),
        "reported": _reported(tables["measure_values"]),
        "on_board": _on_board(tables["board_showings"]),
        "women_took_part": _part(took_part.filter(took_part.took_part_as == "woman")),
        "professions_took_part": _professions(took_part),
    }


def _part(rows: ir.Table) -> ir.Table:
    return rows.select(
        "provider", "project", "day", month=month_number(rows.day), item=rows.kind, line=rows.participation
    ).select(*EVIDENCE)


def _for_months(lines: ir.Table, months: int) -> ir.Table:
    """The lines once for each of so many months, from their own on."""
    later = [lines.mutate(month=lines.month + by) for by in range(months)]
    return reduce(lambda above, below: above.union(below), later)


def _reported(values: ir.Table) -> ir.Table:
    """A value that was written down by the end of the month after the month it is of."""
    late = month_number(values.recorded_on) - month_number(values.period)
    in_time = values.filter(late <= LATE_MONTHS)
    return in_time.select(
        "provider",
        "project",
        month=month_number(in_time.period),
        day=in_time.collected_on,
        item=in_time.measure,
        line=ibis.literal(""),
    )


def _on_board(showings: ir.Table) -> ir.Table:
    enough = showings.filter(showings.points >= POINTS)
    return enough.select(
        "provider",
        "project",
        month=month_number(enough.day),
        day=enough.day,
        item=enough.points.cast("string"),
        line=ibis.literal(""),
    )


def _professions(took_part: ir.Table) -> ir.Table:
    """Taking part by somebody whose profession was noted and who is not an improvement lead."""
    lead = took_part.improvement_lead.fill_null(False)
    rows = took_part.filter(took_part.profession.notnull() & ~lead)
    return rows.select(
        "provider", "project", month=month_number(rows.day), day=rows.day, item=rows.profession,
        line=rows.participation,
    )  # fmt: skip

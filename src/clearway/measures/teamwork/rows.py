"""The tables that measures about improvement work count rows of, as Ibis expressions.

Every table has provider, project, month, day, item, and the columns that `team_computed.yaml` names. Where
a project stands for nothing, as with an upload for all, it is empty.
"""

from collections.abc import Mapping
from functools import reduce

import ibis
import ibis.expr.types as ir

from clearway.measures.teamwork.evidence import LISTENING, evidence
from clearway.pathway.expressions import flag, month_number
from clearway.records.core_professions import core_professions

PROJECT = ("provider", "project", "month")
HALVES = 2
"""Scores are steps of a half, which as whole numbers add up exactly."""


def team_rows(tables: Mapping[str, ir.Table]) -> dict[str, ir.Table]:
    """The tables by the name used in `team_computed.yaml`."""
    return {
        "open_projects": open_projects(tables),
        "collections": _collections(tables["measure_values"]),
        "uploads": _uploads(tables["uploads"]),
        "sharings": _sharings(tables["sharings"]),
        "parts": _parts(tables["cycle_parts"]),
        "tested_changes": _tested_changes(tables["changes"]),
        "scores": _scores(tables["progress_scores"]),
    }


def open_projects(tables: Mapping[str, ir.Table]) -> ir.Table:
    """A project and covered month on whose last day it was open, with a flag for each kind of evidence."""
    flags = dict(evidence(tables))
    flags["professions_took_part"] = _whole_team(named_professions(tables), flags["professions_took_part"])
    names = ("is_open", *flags)

    def marked(rows: ir.Table, mark: str) -> ir.Table:
        marks = {name: ibis.literal(int(name == mark), "int64") for name in names}
        return rows.select(*PROJECT, **marks).distinct()

    # One table under the other and one grouping: a join for every flag would be five.
    stacked = [marked(_open(tables), "is_open"), *(marked(rows, name) for name, rows in flags.items())]
    together = reduce(lambda above, below: above.union(below), stacked)
    found = together.group_by(*PROJECT).agg(**{name: together[name].max() for name in names})
    found = found.filter(found.is_open == 1)
    return found.select(*PROJECT, *flags, day=ibis.null("date"), item=ibis.literal(""))


def _open(tables: Mapping[str, ir.Table]) -> ir.Table:
    """Begun, and neither finished nor stopped, on the last day of the month."""
    return _standing(tables["log_months"], tables["project_spans"], "opened", "closed").select(*PROJECT)


def named_professions(tables: Mapping[str, ir.Table]) -> ir.Table:
    """The professions that a project named on the last day of a covered month; `item` is the profession."""
    rows = _standing(tables["log_months"], tables["project_professions"], "named_on", "ended_on")
    return rows.select(*PROJECT, item=rows.profession).distinct()


def _standing(months: ir.Table, spans: ir.Table, first: str, last: str) -> ir.Table:
    """Each span beside the covered months on whose last day it stood, with the number of the month."""
    days = months.select("provider", month=month_number(months.period), month_ends=months.period_end)
    both = days.inner_join(spans, ["provider"])
    both = both.select("month", "month_ends", *spans.columns)
    goes_on = both[last].isnull() | (both[last] > both.month_ends)
    return both.filter((both[first] <= both.month_ends) & goes_on)


def _whole_team(named: ir.Table, took_part: ir.Table) -> ir.Table:
    """Projects and months in which each core profession was named and took part, whoever else was there."""
    core = core_professions()
    named = named.filter(named.item.isin(core))
    one, none = ibis.literal(1, "int64"), ibis.literal(0, "int64")
    keys = (*PROJECT, "item")
    both = named.select(*keys, named=one, came=none).union(
        took_part.select(*keys, named=none, came=one).distinct()
    )
    each = both.group_by(*keys).agg(named=both.named.max(), came=both.came.max())
    each = each.filter(each.named == 1)
    found = each.group_by(*PROJECT).agg(came=each.came.sum())
    return found.filter(found.came == len(core)).select(*PROJECT)


def _collections(values: ir.Table) -> ir.Table:
    """One measure of one project on one day is one occasion, however many months it has values of."""
    rows = values.select("provider", "project", day=values.collected_on, item=values.measure).distinct()
    return rows.mutate(month=month_number(rows.day))


def _uploads(sent: ir.Table) -> ir.Table:
    """One system on one day is one occasion."""
    rows = sent.select("provider", day=sent.day, item=sent.system).distinct()
    return rows.mutate(project=ibis.literal(""), month=month_number(rows.day))


def _sharings(shared: ir.Table) -> ir.Table:
    """One project, way and day is one occasion, whoever it reached."""
    staff, women = shared.audience == "staff", shared.audience == "women"
    marked = shared.select(
        "provider",
        "project",
        day=shared.day,
        item=shared.way,
        figures_to_staff=flag(staff & shared.figures),
        news_to_staff=flag(staff & shared.news),
        news_to_women=flag(women & shared.news),
    )
    keys = ("provider", "project", "day", "item")
    marks = [name for name in marked.columns if name not in keys]
    rows = marked.group_by(*keys).agg(**{name: marked[name].max() for name in marks})
    return rows.mutate(month=month_number(rows.day))


def _parts(parts: ir.Table) -> ir.Table:
    return parts.select(
        "provider", "project", "person", "day", month=month_number(parts.day), item=parts.cycle
    )


def _tested_changes(changes: ir.Table) -> ir.Table:
    rows = changes.filter(changes.first_test.notnull())
    return rows.select(
        "provider",
        project=ibis.literal(""),
        month=month_number(rows.first_test),
        day=rows.first_test,
        item=rows.change,
        from_listening=flag(rows.origin.isin(LISTENING)),
    )


def _scores(scores: ir.Table) -> ir.Table:
    """The last score that a project was given for a month."""
    halves = (scores.score * HALVES).round().cast("int64")
    each = scores.select("provider", "project", "given_at", month=month_number(scores.period), halves=halves)
    found = each.group_by(*PROJECT).agg(halves=each.halves.argmax(each.given_at), given=each.given_at.max())
    return found.select(
        *PROJECT, "halves", day=found.given.cast("date"), item=(found.halves / HALVES).cast("string")
    )

"""What waits and what comes: milestones, barriers, needs, decisions asked for, plans."""

from collections.abc import Iterator
from datetime import date

from clearway.web.cycles.models import Stage
from clearway.web.projects.models import (
    ActionStep,
    BarrierStep,
    MilestoneStep,
    NeedStep,
    Status,
)
from clearway.web.reports.records import Records, day_of, last_step, up_to
from clearway.web.reports.report import Cell, Section, table

NOBODY, NO_DAY = "nobody yet", "no day"
OPEN = (ActionStep.OPENED, ActionStep.REOPENED)
Row = tuple[Cell, ...]


def milestones_section(records: Records) -> Section:
    """Those that were reached, and those that were late on the last day."""
    rows: list[Row] = []
    for one in sorted(records.milestones, key=lambda row: (row.due, row.pk)):
        step = last_step(one, records.span.last)
        if step is None:
            continue
        reached = day_of(step.at) if step.step == MilestoneStep.REACHED else None
        if records.span.holds(reached):
            rows.append((records.name(one.project), one.title, one.due, "reached", reached or NO_DAY))
        elif reached is None and one.due <= records.span.last:
            late = (records.span.last - one.due).days
            rows.append((records.name(one.project), one.title, one.due, f"late by {days(late)}", "not yet"))
    return Section(
        "milestones",
        "Milestones",
        "No milestone was reached, and none was late.",
        table=table(records.many, ("Milestone", "Due", "How it stands", "Reached on"), rows),
    )


def days(number: int) -> str:
    """A number of days."""
    return "1 day" if number == 1 else f"{number} days"


def barriers_section(records: Records) -> Section:
    """The barriers that were open on the last day, the oldest first, with whom they wait."""
    rows: list[tuple[int, Row]] = []
    for one in records.barriers:
        step = last_step(one, records.span.last)
        if step is None or step.step not in BarrierStep.OPEN:
            continue
        age = (records.span.last - day_of(one.steps.all()[0].at)).days
        leader = step.leader.name if step.leader else NOBODY
        rows.append((age, (records.name(one.project), one.title, age, leader, step.due or NO_DAY)))
    ordered = [row for _, row in sorted(rows, key=lambda each: -each[0])]
    return Section(
        "barriers",
        "Open barriers",
        "No barrier was open.",
        table=table(records.many, ("Barrier", "Days open", "With", "Answer due"), ordered, "Days open"),
    )


def needs_section(records: Records) -> Section:
    """What was asked for and had not arrived on the last day."""
    words = {NeedStep.ASKED: "asked for", NeedStep.APPROVED: "approved, not arrived"}
    rows: list[Row] = []
    for one in records.needs:
        step = last_step(one, records.span.last)
        if step is not None and step.step in words:
            age = (records.span.last - day_of(one.steps.all()[0].at)).days
            rows.append((records.name(one.project), one.title, one.get_kind_display(), words[step.step], age))
    return Section(
        "needs",
        "Needs",
        "Nothing that was asked for is waited for.",
        table=table(records.many, ("Need", "Kind", "How it stands", "Days"), rows, "Days"),
    )


def asked_section(records: Records) -> Section:
    """What somebody has to decide: charters, needs, barriers; the oldest first."""
    rows = sorted(_asked(records), key=lambda each: -each[0])
    cells: list[Row] = [(name, what, detail, of, age) for age, name, what, detail, of in rows]
    return Section(
        "asked",
        "Decisions asked for",
        "No decision waits.",
        table=table(records.many, ("Decision", "About", "Asked of", "Days"), cells, "Days"),
    )


def _asked(records: Records) -> Iterator[tuple[int, str, str, str, str]]:
    last = records.span.last
    for project in records.projects:
        taken = up_to(records.steps[project.pk], last)
        if taken and taken[-1].status == Status.SUBMITTED:
            age = (last - day_of(taken[-1].at)).days
            yield age, project.title, "Approve the charter", project.title, "who approves projects"
    for need in records.needs:
        step = last_step(need, last)
        if step is not None and step.step == NeedStep.ASKED:
            age = (last - day_of(step.at)).days
            name = records.name(need.project)
            yield age, name, "Approve or refuse a need", need.title, "who approves projects"
    for barrier in records.barriers:
        step = last_step(barrier, last)
        if step is not None and step.step in BarrierStep.OPEN:
            age = (last - day_of(barrier.steps.all()[0].at)).days
            of = step.leader.name if step.leader else "a leader, to be named"
            yield age, records.name(barrier.project), "Remove or refuse a barrier", barrier.title, of


def plans_section(records: Records) -> Section:
    """What is due after the last day, in a span as long: actions, milestones, tests."""
    rows = sorted(_plans(records), key=lambda each: each[0])
    cells: list[Row] = [(name, due, what, detail, who) for due, name, what, detail, who in rows]
    return Section(
        "plans",
        "What is planned next",
        "Nothing is planned with a day.",
        table=table(records.many, ("Day", "What", "Which", "Who"), cells),
    )


def _plans(records: Records) -> Iterator[tuple[date, str, str, str, str]]:
    last, after = records.span.last, records.span.next()
    for action in records.actions:
        step, due = last_step(action, last), action.due
        if step is not None and step.step in OPEN and due is not None and after.holds(due):
            yield due, records.name(action.project), "Action", action.title, action.owner or NOBODY
    for one in records.milestones:
        step = last_step(one, last)
        if step is not None and step.step != MilestoneStep.REACHED and after.holds(one.due):
            yield one.due, records.name(one.project), "Milestone", one.title, "–"
    for cycle in records.cycles:
        step, begins = last_step(cycle, last), cycle.begins
        if step is not None and step.step == Stage.PLAN and begins is not None and after.holds(begins):
            yield begins, records.name(cycle.project), "Test begins", cycle.title, cycle.owner or NOBODY

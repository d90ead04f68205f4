"""Improvement work of made-up people in a month that is over, done by the real actions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from tests.lib.improvement import COMPLETE, TRUST, a_project, somebody

from clearway.common.organisations import directory
from clearway.common.periods import Month
from clearway.web.cycles.actions.cycles import begin_next_stage, plan_cycle
from clearway.web.cycles.actions.predictions import ask_question, predict
from clearway.web.cycles.actions.progress import score_progress
from clearway.web.cycles.form import form
from clearway.web.cycles.models import Cycle, Question
from clearway.web.demonstration.clock import at
from clearway.web.jobs.when import WALL
from clearway.web.people.models import User
from clearway.web.projects.actions.charters import save_charter
from clearway.web.projects.actions.lifecycle import approve_charter, submit_charter
from clearway.web.projects.actions.team import add_member
from clearway.web.projects.models import Action, Project
from clearway.web.team_logs.canonical import team_log_rows

HERE = directory().get(TRUST)
MARCH = Month(2026, 3)
TODAY = date(2026, 4, 20)
"""A day on which March is the last month that is over."""
PLAN = {field.id: f"{field.title}, said" for field in form().plan}


def on(day: int, month: int = 3, hour: int = 9) -> at:
    """The clock at a day of the spring of 2026."""
    return at(datetime.combine(date(2026, month, day), time(hour), WALL))


@dataclass(frozen=True)
class People:
    """A trust's improvement lead, its lead, a midwife; the network's lead."""

    lead: User
    leader: User
    midwife: User
    network: User


def people(org_code: str = TRUST) -> People:
    """They hold their roles since the beginning of the year."""
    above = directory().ancestors(org_code)[0].code
    with on(2, month=1):
        return People(
            somebody("improvement-lead", org_code),
            somebody("trust-lead", org_code),
            somebody("midwife", org_code),
            somebody("network-lead", above),
        )


def project(who: People, title: str = "CO for all", day: int = 2, **more: object) -> Project:
    """A project in draft since that day of March, led by the improvement lead."""
    with on(day):
        made = a_project(who.lead, title=title, **more)
        add_member(project=made, role="lead", profession="midwifery", user=who.lead, by=who.lead.as_person())
    return made


def approved(made: Project, who: People, day: int) -> None:
    """Its charter was submitted and, on that day, approved by the trust's lead."""
    with on(day):
        save_charter(project=made, texts=COMPLETE, base=1, by=who.lead.as_person())
        submit_charter(project=made, by=who.lead.as_person())
        approve_charter(project=made, by=who.leader.as_person())


def cycle_begun(
    made: Project, by: User, day: int, *, owner: str = "", action: Action | None = None, month: int = 3
) -> Cycle:
    """A test of change that was planned and begun on a day."""
    with on(day, month):
        cycle = plan_cycle(
            project=made, title="Monitor on the trolley", scale="one-shift", texts=PLAN, owner=owner,
            action=action, by=by.as_person(),
        )  # fmt: skip
        question = ask_question(
            cycle=cycle, words="Will it be used?", kind=Question.YES_NO, by=by.as_person()
        )
        predict(question=question, sure=80, yes=True, by=by.as_person())
        begin_next_stage(cycle=cycle, by=by.as_person())
    return cycle


def scored(made: Project, by: User, score: str, day: int, month: int = 4) -> None:
    """The team scored March."""
    evidence: Mapping[str, object] = {}
    with on(day, month):
        score_progress(
            project=made, month=MARCH, score=Decimal(score), reason="So far", evidence=evidence,
            by=by.as_person(),
        )  # fmt: skip


def rows(table: str, *names: str) -> list[tuple[object, ...]]:
    """Some columns of a table of the trust, sorted."""
    found = team_log_rows([TRUST], TODAY)[table]
    return sorted((tuple(row[name] for name in names) for row in found), key=str)

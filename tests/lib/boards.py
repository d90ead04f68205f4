"""A trust with something on its learning board: a project, its tests, actions and what women said."""

from datetime import date, timedelta

from django.utils.timezone import localdate
from tests.lib.improvement import COMPLETE, TRUST, an_approved_project

from clearway.common.organisations import directory
from clearway.web.accounts.models import Token, TokenKind
from clearway.web.accounts.tokens import make_token
from clearway.web.cycles.actions.cycles import begin_next_stage, decide, plan_cycle
from clearway.web.cycles.actions.predictions import ask_question, predict
from clearway.web.cycles.models import Cycle
from clearway.web.people.access import access_of_user
from clearway.web.people.models import User
from clearway.web.projects.actions.plans import plan_measure
from clearway.web.projects.actions.talk import link_change, record_discussion
from clearway.web.projects.actions.work import start_action
from clearway.web.projects.models import Project

WORDS = {
    "objective": "Find out whether a card on the monitor helps",
    "who-does": "Una improvement-lead and the clinic",
    "data-plan": "Count tests each day",
    "stop-rule": "Stop when anybody is upset",
    "as-planned": "Yes",
    "learned": "The card helped; Una improvement-lead kept it stocked",
    "results": "As predicted",
    "next": "Keep it",
    "sustain": "A check each month",
}
DUE = date(2026, 1, 31)
LATER = localdate() + timedelta(days=60)


def a_cycle(project: Project, by: User, title: str, *, decided: str = "") -> Cycle:
    """A test of change in its plan, or adopted, adapted or abandoned."""
    person = by.as_person()
    cycle = plan_cycle(project=project, title=title, scale="one-woman", owner=by.name, texts=WORDS, by=person)
    if decided:
        question = ask_question(cycle=cycle, words="Does it help?", kind="yes-no", by=person)
        predict(question=question, yes=True, sure=80, by=person)
        for _ in range(3):
            begin_next_stage(cycle=cycle, by=person)
        decide(cycle=cycle, decision=decided, by=person)
    return cycle


def fill_board(lead: User, approver: User, title: str = "CO for all") -> Project:
    """A project with something on every panel; `lead` owns the work by name."""
    project = an_approved_project(lead, approver, title=title)
    by = lead.as_person()
    plan_measure(project=project, kind="outcome", measure="smoke-booking", title="Smoking at booking", by=by)
    a_cycle(project, lead, "A card on the monitor")
    a_cycle(project, lead, "A reminder at the door", decided="adopt")
    place = directory().get(TRUST)
    for words, due in (("Order monitors", DUE), ("Tell the wards", LATER)):
        start_action(organisation=place, project=project, title=words, owner=lead.name, due=due, by=by)
    talk = record_discussion(
        project=project, group="women-families", on=DUE, how="In clinic", by=by,
        said_by_them="Ask us in private",
    )  # fmt: skip
    link_change(discussion=talk, words="A room is kept free", by=by)
    return project


def a_wall_token(maker: User, board: str, org_code: str = TRUST) -> tuple[Token, str]:
    """A token of a wall, and its text."""
    access = access_of_user(maker)
    return make_token(
        kind=TokenKind.WALL, name="Day room", org_code=org_code, days=9, board=board,
        by=access.person, giver=access,
    )  # fmt: skip


__all__ = ["COMPLETE", "TRUST", "a_cycle", "a_wall_token", "fill_board"]

"""Ideas of staff with their answers, and ways to help."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from clearway.common.organisations import Organisation
from clearway.measures.register import MAIN_PACKAGE
from clearway.web.people.models import User
from clearway.web.projects.models import Member, Project, Suggestion, SuggestionStep, WayToHelp
from clearway.web.projects.names import driver_name
from clearway.web.projects.origins import Origin
from clearway.web.projects.presenters.work import age
from clearway.web.projects.selectors import suggestions

TAGS = {
    SuggestionStep.OFFERED: ("Waits for an answer", "yellow"),
    SuggestionStep.TAKEN: ("Taken up", "green"),
    SuggestionStep.DECLINED: ("Declined", "white"),
}


@dataclass(frozen=True)
class SuggestionCard:
    """One idea."""

    number: int
    title: str
    words: str
    driver: str
    who: str
    key: str
    at: datetime
    age: str
    tag: str
    colour: str
    waits: bool
    answer: str
    answered_by: str
    project: Project | None
    origin: Origin


def suggestion_cards(organisation: Organisation) -> tuple[SuggestionCard, ...]:
    """Those that wait first, the oldest first; then the answered ones, the newest first."""
    cards = [_card(row) for row in suggestions(organisation)]
    waiting = sorted((card for card in cards if card.waits), key=lambda card: card.number)
    return (*waiting, *sorted((each for each in cards if not each.waits), key=lambda each: -each.number))


def _card(row: Suggestion) -> SuggestionCard:
    last = list(row.steps.all())[-1]
    tag, colour = TAGS[row.state]
    waits = row.state == SuggestionStep.OFFERED
    return SuggestionCard(
        number=row.number,
        title=row.title,
        words=row.words,
        driver=driver_name(MAIN_PACKAGE, row.driver) if row.driver else "",
        who=row.person,
        key=row.key,
        at=row.at,
        age=age(row.at),
        tag=tag,
        colour=colour,
        waits=waits,
        answer=last.reason,
        answered_by="" if waits else last.person,
        project=last.project,
        origin=Origin("suggestion", str(row.number), row.title),
    )


@dataclass(frozen=True)
class Way:
    """One way to help, and whether the visitor is in that team already."""

    title: str
    words: str
    who: str
    project: Project
    am_in: bool


def ways_to_help(rows: QuerySet[WayToHelp], user: User | None) -> tuple[Way, ...]:
    """The open list, in two queries."""
    mine = _projects_of(user)
    return tuple(Way(row.title, row.words, row.person, row.project, row.project_id in mine) for row in rows)


def _projects_of(user: User | None) -> set[int]:
    rows: Iterable[int] = ()
    if user is not None:
        rows = Member.objects.filter(user=user, ended_at=None).values_list("project_id", flat=True)
    return set(rows)

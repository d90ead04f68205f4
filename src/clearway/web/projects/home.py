"""What the home page says of improvement work: what waits, barriers for this leader, projects they are in."""

from dataclasses import dataclass

from clearway.common.organisations import directory
from clearway.web.people.access import Access
from clearway.web.people.permissions import Permission
from clearway.web.projects import selectors
from clearway.web.projects.here import COLOURS
from clearway.web.projects.models import Project, Status
from clearway.web.projects.presenters.work import BarrierCard, barrier_cards
from clearway.web.projects.vocabulary import title_of, vocabulary
from clearway.web.projects.waiting import waits
from clearway.web.returns.home_parts import HomePart


@dataclass(frozen=True)
class Waiting:
    """The open barriers that were taken to a leader, the oldest first, and how many are late."""

    cards: tuple[BarrierCard, ...]
    late: int


@dataclass(frozen=True)
class Place:
    """A project that somebody is in, and what they are there."""

    project: Project
    trust: str
    roles: str
    colour: str


def barriers(access: Access) -> Waiting | None:
    """What teams took to this person; None where they have nothing to answer."""
    if access.user is None:
        return None
    cards = barrier_cards(selectors.barriers_of(access.user))
    seen = tuple(card for card in cards if access.allows(Permission.SEE_IMPROVEMENT, card.project.org_code))
    return Waiting(seen, sum(card.late for card in seen)) if seen else None


def places(access: Access) -> tuple[Place, ...] | None:
    """The projects whose team the person is in; a second role in one adds no second line."""
    if access.user is None:
        return None
    roles: dict[int, list[str]] = {}
    projects: dict[int, Project] = {}
    for member in selectors.places_of(access.user):
        if access.allows(Permission.SEE_IMPROVEMENT, member.project.org_code):
            projects[member.project_id] = member.project
            roles.setdefault(member.project_id, []).append(title_of(vocabulary().roles, member.role))
    found = tuple(
        Place(
            project,
            directory().get(project.org_code).name,
            ", ".join(roles[key]),
            COLOURS[Status(project.status)],
        )
        for key, project in projects.items()
    )
    return found or None


PARTS = (
    HomePart("waiting", "projects/home_waiting.jinja", waits, first=True),
    HomePart("barriers", "projects/home_barriers.jinja", barriers, first=True),
    HomePart("places", "projects/home_places.jinja", places),
)

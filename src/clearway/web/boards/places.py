"""The place that a board is about, and the names that nobody reads on a wall."""

import re
from collections.abc import Callable, Iterable

from django.utils.timezone import localdate

from clearway.common.organisations import Organisation, directory
from clearway.web.boards.about import OF_ORGANISATION, WHOLE, About
from clearway.web.boards.panels import Place
from clearway.web.cycles.models import Cycle
from clearway.web.people.access import Access
from clearway.web.people.models import User
from clearway.web.people.names import as_written, pattern
from clearway.web.people.permissions import Permission
from clearway.web.projects import selectors
from clearway.web.projects.actions.lifecycle import OF_TRUSTS
from clearway.web.projects.models import Action, Member, Project, Status
from clearway.web.units.models import Unit
from clearway.web.units.selectors import unit as unit_of
from clearway.web.units.selectors import units as units_of

INSTEAD = "a member of staff"
SHORTEST_NAME = 3
"""A shorter name would take letters out of ordinary words."""


def place_of(
    organisation: Organisation,
    project: Project | None,
    access: Access,
    *,
    unit: Unit | None = None,
    on_wall: bool = False,
) -> Place:
    """The place of the board of a project, of a unit, or without both of the organisation."""
    if project is not None:
        return Place(organisation, project, (project,), access, localdate(), on_wall)
    there = list(selectors.open_projects_at(unit) if unit else selectors.open_projects(organisation))
    approved = tuple(one for one in there if one.status == Status.APPROVED)
    preparing = len(there) - len(approved)
    return Place(organisation, None, approved, access, localdate(), on_wall, unit, preparing)


def about(organisation: Organisation, board: str) -> About | None:
    """What the board of that name is about; None where there is no such board, as above the trusts."""
    if organisation.level not in OF_TRUSTS:
        return None
    if board == OF_ORGANISATION:
        return WHOLE
    named = re.fullmatch(r"(project|unit)-([1-9][0-9]{0,8})", board)
    if named is None:
        return None
    if named[1] == "project":
        project = selectors.project(organisation, int(named[2]))
        return About(project=project) if project else None
    unit = unit_of(organisation, int(named[2]))
    return About(unit=unit) if unit else None


def boards_of(org_code: str, access: Access) -> list[tuple[str, str]]:
    """Every board of a trust by its name in the address and its title, for a list to choose from.

    Whoever may not see improvement work (an administrator) reads numbers instead of titles.
    """
    organisation = directory().find(org_code)
    if organisation is None or organisation.level not in OF_TRUSTS:
        return []
    abouts = [
        WHOLE,
        *(About(project=one) for one in selectors.open_projects(organisation)),
        *(About(unit=one) for one in units_of(organisation) if one.is_open),
    ]
    sees = access.allows(Permission.SEE_IMPROVEMENT, organisation.code)
    return [(one.board, _called(one, organisation) if sees else one.board) for one in abouts]


def _called(about: About, organisation: Organisation) -> str:
    if about.project is not None:
        return f"Project {about.project.number}: {about.project.title}"
    return f"Unit: {about.title}" if about.unit is not None else f"The whole trust: {organisation.name}"


def without_names(place: Place) -> Callable[[str], str]:
    """Takes the names of staff, of team members and of owners of work out of a text.

    What somebody typed may name a colleague all the same by a nickname: the pages ask to name nobody.
    """
    names = {
        *User.objects.filter(memberships__org_code=place.organisation.code).values_list("name", flat=True),
        *Member.objects.filter(project__in=place.projects).values_list("name", flat=True),
        *Action.objects.filter(org_code=place.organisation.code).values_list("owner", flat=True),
        *Cycle.objects.filter(project__in=place.projects).values_list("owner", flat=True),
    }
    return hiding(names)


def hiding(names: Iterable[str]) -> Callable[[str], str]:
    """Takes these names out of a text."""
    known = (name for name in as_written(names) if len(name) >= SHORTEST_NAME)
    longest_first = sorted(known, key=len, reverse=True)
    if not longest_first:
        return str
    anybody = re.compile(r"\b(?:" + "|".join(map(pattern, longest_first)) + r")(?!\w)", re.IGNORECASE)
    return lambda text: anybody.sub(INSTEAD, text)

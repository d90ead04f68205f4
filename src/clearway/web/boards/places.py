"""The place that a board is about, and the names that nobody reads on a wall."""

import re
from collections.abc import Callable, Iterable

from django.utils.timezone import localdate

from clearway.common.organisations import Organisation
from clearway.web.boards.panels import OF_ORGANISATION, Place
from clearway.web.cycles.models import Cycle
from clearway.web.people.access import Access
from clearway.web.people.models import User
from clearway.web.people.names import as_written, pattern
from clearway.web.projects import selectors
from clearway.web.projects.models import Action, Member, Project

INSTEAD = "a member of staff"
SHORTEST_NAME = 3
"""A shorter name would take letters out of ordinary words."""


def place_of(
    organisation: Organisation, project: Project | None, access: Access, *, on_wall: bool = False
) -> Place:
    """The place of the board of a project, or without one of all open projects of the organisation."""
    projects = (project,) if project else tuple(selectors.open_projects(organisation))
    return Place(organisation, project, projects, access, localdate(), on_wall)


def project_of(organisation: Organisation, board: str) -> tuple[bool, Project | None]:
    """Whether there is a board of that name, and its project; of the organisation's own board None."""
    if board == OF_ORGANISATION:
        return True, None
    number = re.fullmatch(r"project-([1-9][0-9]{0,8})", board)
    project = selectors.project(organisation, int(number[1])) if number else None
    return project is not None, project


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

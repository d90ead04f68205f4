"""Who was a leader of a trust when: somebody whose role there lets them approve projects, or its sponsor.

A coach of the local system or the region holds their role above the trust and so is none of its leaders.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from clearway.web.people.models import Membership
from clearway.web.people.permissions import Permission
from clearway.web.people.roles import ROLES
from clearway.web.projects.models import Project
from clearway.web.team_logs.team import Teams

LEADING = frozenset(role.id for role in ROLES.values() if Permission.APPROVE_PROJECTS in role.permissions)


class Leaders:
    """The leaders of some trusts and of their projects, read once."""

    def __init__(self, codes: Collection[str], teams: Teams) -> None:
        self._teams = teams
        self._held: dict[tuple[str, str], list[Membership]] = defaultdict(list)
        for each in Membership.objects.filter(org_code__in=codes).select_related("user"):
            self._held[str(each.user.key), each.org_code].append(each)

    def leads(self, key: str, project: Project, moment: datetime) -> bool:
        """Whether the person with that key led the trust then, or sponsored the project."""
        return bool(LEADING & self._roles(key, project, moment)) or self._teams.sponsors(
            project.pk, key, moment
        )

    def is_of_the_trust(self, key: str, project: Project, moment: datetime) -> bool:
        """Whether the person held any role at the trust itself then, or was the project's sponsor."""
        return bool(self._roles(key, project, moment)) or self._teams.sponsors(project.pk, key, moment)

    def _roles(self, key: str, project: Project, moment: datetime) -> set[str]:
        return {
            each.role
            for each in self._held.get((key, project.org_code), ())
            if each.began <= moment and (each.ended is None or moment < each.ended)
        }

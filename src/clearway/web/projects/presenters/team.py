"""The team for people."""

from dataclasses import dataclass
from datetime import datetime

from clearway.web.people.models import User
from clearway.web.projects.models import Project, WayToHelp
from clearway.web.projects.vocabulary import stands_for_profession, title_of, vocabulary


@dataclass(frozen=True)
class MemberLine:
    """One place in the team."""

    id: int
    name: str
    role: str
    profession: str
    since: datetime
    ended: datetime | None
    has_account: bool


@dataclass(frozen=True)
class TeamPage:
    """Who is in it, who was, and who is missing."""

    members: tuple[MemberLine, ...]
    past: tuple[MemberLine, ...]
    missing_roles: tuple[str, ...]
    missing_professions: tuple[str, ...]
    ways: tuple[WayToHelp, ...]
    am_in: bool


def team_page(project: Project, user: User | None) -> TeamPage:
    """The team as it is now, in the order of the roles."""
    words = vocabulary()
    order = {role.id: place for place, role in enumerate(words.roles)}
    rows = sorted(project.members.all(), key=lambda row: (order.get(row.role, len(order)), row.pk))
    lines = [
        (
            row,
            MemberLine(
                row.pk,
                row.name,
                title_of(words.roles, row.role),
                title_of(words.professions, row.profession) if row.profession else "",
                row.at,
                row.ended_at,
                row.user_id is not None,
            ),
        )
        for row in rows
    ]
    current = [row for row in rows if row.ended_at is None]
    roles = {row.role for row in current}
    professions = {row.profession for row in current if stands_for_profession(row.role, row.profession)}
    return TeamPage(
        members=tuple(line for row, line in lines if row.ended_at is None),
        past=tuple(line for row, line in lines if row.ended_at is not None),
        missing_roles=tuple(each.title for each in words.roles if each.needed and each.id not in roles),
        missing_professions=tuple(
            each.title for each in words.professions if each.core and each.id not in professions
        ),
        ways=tuple(project.ways_to_help.filter(ended_at=None)),
        am_in=user is not None and any(row.user_id == user.pk for row in current),
    )

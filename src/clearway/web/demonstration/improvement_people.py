"""The team of a project of the story: its first meeting, and who of it takes part in a test."""

from collections.abc import Mapping

from django.utils import timezone

from clearway.web.audit.models import Person
from clearway.web.cycles.actions.participants import add_participant
from clearway.web.cycles.models import Cycle
from clearway.web.department.actions import meetings
from clearway.web.projects.models import Project


def first_meeting(project: Project, by: Person) -> None:
    """The team meets: planned and held on the same day."""
    meeting = meetings.plan_meeting(
        organisation=project.organisation,
        project=project,
        kind="project",
        title="First meeting of the team",
        agenda="What we want to change\nWho does what\nWhen we meet",
        on=timezone.localdate(),
        by=by,
    )
    meetings.hold_meeting(meeting=meeting, decisions="The lead writes the charter", by=by)


def take_part(cycle: Cycle, does: Mapping[str, str], by: Person) -> Cycle:
    """Whoever has one of these roles in the team takes part in the test, and does what stands beside it."""
    for member in cycle.project.members.filter(role__in=does, ended_at=None).order_by("pk"):
        name = "" if member.user else member.name
        add_participant(cycle=cycle, user=member.user, name=name, does=does[member.role], by=by)
    return cycle

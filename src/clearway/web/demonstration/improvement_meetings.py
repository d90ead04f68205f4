"""The first meeting of each team of the story."""

from django.utils import timezone

from clearway.web.audit.models import Person
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

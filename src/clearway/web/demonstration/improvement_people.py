"""The team of a project of the story: when it meets, who takes part in a test, and when it may decide."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from django.utils import timezone

from clearway.common.periods import Month
from clearway.web.audit.models import Person
from clearway.web.cycles.actions.participants import add_participant
from clearway.web.cycles.models import Cycle
from clearway.web.demonstration.figures import entered_on
from clearway.web.demonstration.improvement_plan import CycleTold, Improvement
from clearway.web.demonstration.plan import story
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


def made_up_name(chapter: Improvement, project: int, place: int) -> str:
    """A made-up name: every place of every project has another pair."""
    firsts, lasts = chapter.first_names, chapter.last_names
    number = project * len(chapter.team) + place
    last = lasts[(number + number // len(firsts)) % len(lasts)]
    return f"{firsts[number % len(firsts)]} {last} (made up)"


def take_part(cycle: Cycle, does: Mapping[str, str], by: Person) -> Cycle:
    """Whoever has one of these roles in the team takes part in the test, and does what stands beside it."""
    for member in cycle.project.members.filter(role__in=does, ended_at=None).order_by("pk"):
        name = "" if member.user else member.name
        add_participant(cycle=cycle, user=member.user, name=name, does=does[member.role], by=by)
    return cycle


def answered_in(told: CycleTold, code: str, place: int, first: Month, day: Callable[[int], date]) -> int:
    """The first week in which the figures that were predicted are there: nobody decides before."""
    trust = next(one for one in story().trusts if one.code == code)
    week = told.week
    for month in (one.month for one in told.questions if one.month):
        back = story().months - month
        entered = entered_on(story(), trust, first.shift(month - 1), back)
        while day(week) + timedelta(days=place % 5) <= entered + timedelta(days=1):
            week += 1
    return week

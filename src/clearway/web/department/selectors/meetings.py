"""Meetings of an organisation, and how often it agreed to meet."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Min, Prefetch, Q, QuerySet

from clearway.common.organisations import Organisation
from clearway.web.department.models import Attendance, Cadence, Meeting, MeetingStep
from clearway.web.department.rhythm import Agreed
from clearway.web.projects.models import Project

IMPROVEMENT = "improvement"
"""The kind of meeting that the department agrees a rhythm for."""


def meetings(organisation: Organisation) -> QuerySet[Meeting]:
    """All meetings of the organisation and of its projects with `state`, the latest day first.

    `attendances.all()` of each is who was there, without what was written down by mistake.
    """
    there = Prefetch("attendances", Attendance.objects.filter(left_out=False))
    rows = meetings_in({organisation.code})
    return rows.select_related("project").prefetch_related(there).order_by("-on", "-number")


def meetings_in(codes: Collection[str]) -> QuerySet[Meeting]:
    """The meetings of these organisations with `state`."""
    rows: QuerySet[Meeting] = Meeting.objects.with_state().filter(org_code__in=codes, left_out=False)
    return rows


def meeting(organisation: Organisation, number: int) -> Meeting | None:
    """The organisation's meeting of that number, or None."""
    return meetings(organisation).filter(number=number).first()


def next_meeting(
    organisation: Organisation, today: date, projects: Collection[Project] | None = None
) -> Meeting | None:
    """The meeting that comes next: of these projects, or where none are asked for of the whole department."""
    planned = of_board(organisation, projects).filter(Q(state=MeetingStep.PLANNED, on__gte=today))
    return planned.order_by("on", "number").first()


def of_board(organisation: Organisation, projects: Collection[Project] | None) -> QuerySet[Meeting]:
    """The meetings that a board speaks of: of its projects, or of the organisation with all projects."""
    rows = meetings(organisation)
    return rows if projects is None else rows.filter(project__in=projects)


def first_held(project: Project) -> date | None:
    """The day of the first meeting of the project that was held."""
    held = Meeting.objects.with_state().filter(Q(project=project, left_out=False, state=MeetingStep.HELD))
    first: date | None = held.aggregate(first=Min("on"))["first"]
    return first


def held_meetings(which: Q) -> QuerySet[Meeting]:
    """Those meetings that were held and not left out, by day."""
    held = Q(left_out=False, state=MeetingStep.HELD)
    rows: QuerySet[Meeting] = Meeting.objects.with_state().filter(which & held)
    return rows.select_related("project").order_by("on", "number")


def attended(meetings: Collection[Meeting]) -> QuerySet[Attendance]:
    """Who was at these meetings, as it was noted and not left out."""
    rows = Attendance.objects.filter(meeting__in=meetings, left_out=False)
    return rows.select_related("meeting__project", "user").order_by("pk")


def held_days(codes: Collection[str]) -> Mapping[str, list[date]]:
    """The days on which each organisation held an improvement meeting."""
    held = Meeting.objects.with_state().filter(
        Q(org_code__in=codes, kind=IMPROVEMENT, left_out=False, state=MeetingStep.HELD)
    )
    found: dict[str, list[date]] = defaultdict(list)
    for code, day in held.order_by("on").values_list("org_code", "on"):
        found[code].append(day)
    return found


def agreed(organisation: Organisation) -> tuple[Agreed, ...]:
    """How often it agreed to meet, in order; of two agreements from the same day the later one holds."""
    rows = Cadence.objects.filter(org_code=organisation.code).order_by("since", "pk")
    by_day = {row.since: Agreed(row.since, row.every_weeks) for row in rows}
    return tuple(by_day.values())


def attendance(meeting: Meeting, key: int) -> Attendance | None:
    """One line of who was there, left out or not."""
    return Attendance.objects.filter(meeting=meeting, pk=key).first()

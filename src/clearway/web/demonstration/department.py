"""The chapter of the departments: who leads, meetings and who was there, the plan, reach, boards shown."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

from django.utils import timezone

from clearway.common.organisations import directory
from clearway.common.periods import Month
from clearway.web.boards.actions import publish_board, share_board
from clearway.web.boards.panels import Public
from clearway.web.boards.protected_charts import PROTECTED
from clearway.web.boards.public import offered
from clearway.web.demonstration.department_plan import (
    DepartmentTold,
    MeetingsTold,
    PublicTold,
    SharesTold,
    departments,
)
from clearway.web.demonstration.improvement import Days
from clearway.web.demonstration.improvement_plan import improvement
from clearway.web.demonstration.months import Happening
from clearway.web.demonstration.people import Cast
from clearway.web.demonstration.plan import Story
from clearway.web.department.actions import meetings, plan, staff
from clearway.web.department.models import Attendance, Meeting
from clearway.web.projects.models import Project
from clearway.web.units.selectors import open_units

Steps = Iterator[tuple[int, Callable[[], object]]]
NUMBERS_IN = 2
PLAN_IN = 5
CONFIRM = ("improvement-lead", "midwife", "contributor", "adviser")


def happenings(story: Story, cast: Cast, today: date) -> Iterator[Happening]:
    """Everything of this chapter, in no order."""
    days = Days(Month.of(today).shift(-story.months))
    for number, told in enumerate(departments().trusts):
        weekday = (number + 2) % 5
        for week, do in DepartmentTelling(told, cast, days, weekday).steps():
            yield days.happening(week, weekday, do)


class DepartmentTelling:
    """The department of one trust while it is told."""

    def __init__(self, told: DepartmentTold, cast: Cast, days: Days, weekday: int) -> None:
        self._told, self._cast, self._days, self._weekday = told, cast, days, weekday
        self._by, self._there = cast.improves(told.code), directory().get(told.code)

    def steps(self) -> Steps:
        """Everything that happens, with its week."""
        told = self._told
        yield told.since, self._lead
        yield NUMBERS_IN, self._numbers
        if told.every:
            yield (
                NUMBERS_IN,
                partial(meetings.set_cadence, organisation=self._there, every_weeks=told.every, by=self._by),
            )
        if told.plan:
            yield (
                PLAN_IN,
                partial(plan.save_plan, organisation=self._there, texts=told.plan, base=0, by=self._by),
            )
        if told.confirm is not None:
            yield told.confirm, self._confirmed
        for one in told.reach:
            words = one.model_dump(exclude={"week"})
            yield one.week, partial(staff.record_reach, organisation=self._there, by=self._by, **words)
        if told.meetings is not None:
            yield from self._meetings(told.meetings)
        for shares in filter(None, (told.shares, told.unit_shares)):
            yield from self._shares(shares)
        if told.public is not None:
            yield told.public.week, partial(self._published, told.public)

    def _lead(self) -> None:
        told = self._told
        staff.say_who_leads(
            organisation=self._there,
            model=told.model,
            lead_name=told.lead,
            profession=told.profession,
            by=self._cast.approves(told.code),
        )

    def _numbers(self) -> None:
        for profession, number in self._told.staff.items():
            staff.give_staff_number(
                organisation=self._there, profession=profession, number=number, by=self._by
            )

    def _confirmed(self) -> None:
        for role in CONFIRM:
            user = self._cast.user(role, self._told.code)
            if user is not None:
                staff.confirm_understood(organisation=self._there, user=user, by=user.as_person())

    def _meetings(self, told: MeetingsTold) -> Steps:
        kept: list[Meeting] = []
        weeks = list(range(told.first, told.last + 1, self._told.every))
        yield told.first - 1, lambda: kept.append(self._planned(told, weeks[0]))
        for place, week in enumerate(weeks):
            following = weeks[place + 1] if place + 1 < len(weeks) else None
            yield week, partial(self._meet, told, kept, place, week, following)

    def _planned(self, told: MeetingsTold, week: int) -> Meeting:
        return meetings.plan_meeting(
            organisation=self._there,
            title="Improvement meeting",
            kind="improvement",
            agenda="What we tested\nWhat the chart says\nWhat stands in the way",
            on=self._day(week),
            project=project_at(self._told.code, told.project),
            by=self._by,
        )

    def _meet(
        self, told: MeetingsTold, kept: list[Meeting], place: int, week: int, following: int | None
    ) -> None:
        meeting = kept[-1]
        if week in told.called_off:
            meetings.call_off_meeting(meeting=meeting, reason=told.called_off[week], by=self._by)
            if following is not None:
                kept.append(self._planned(told, following))
            return
        decisions = self._told.decisions
        held = meetings.hold_meeting(
            meeting=meeting,
            decisions=decisions[place % len(decisions)] if decisions else "",
            next_on=None if following is None else self._day(following),
            by=self._by,
        )
        if held.following is not None:
            kept.append(held.following)
        there = dict(told.people)
        if told.leader and place % told.leader == 0:
            there[Attendance.LEADER] = 1
        for attended_as, people in there.items():
            meetings.record_attendance(meeting=meeting, attended_as=attended_as, people=people, by=self._by)

    def _day(self, week: int) -> date:
        """The day of that week on which everything of this trust happens."""
        return self._days.day(week) + timedelta(days=self._weekday)

    def _shares(self, told: SharesTold) -> Steps:
        audiences = list(told.audiences.items())
        for place, week in enumerate(range(told.first, told.last + 1, told.every)):
            yield week, partial(self._shared, told, *audiences[place % len(audiences)])

    def _shared(self, told: SharesTold, audience: str, with_whom: str) -> None:
        units = {unit.name: unit for unit in open_units(self._there)}
        share_board(
            organisation=self._there,
            project=project_at(self._told.code, told.project) if told.project else None,
            unit=units[told.unit] if told.unit else None,
            audience=audience,
            with_whom=with_whom,
            on=timezone.localdate(),
            by=self._by,
        )

    def _published(self, told: PublicTold) -> None:
        publish_board(
            organisation=self._there,
            project=project_at(self._told.code, told.project),
            expires_on=self._days.day(told.until),
            panels=[panel.id for panel in offered() if panel.public is Public.USUAL],
            figures=PROTECTED,
            nobody_recognised=True,
            by=self._by,
        )


def project_at(code: str, place: int) -> Project:
    """The trust's project of that place in the story's list."""
    titles = [one.title for one in improvement().projects if one.code == code]
    return Project.objects.get(org_code=code, title=titles[place - 1])

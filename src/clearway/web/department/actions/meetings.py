"""Plan a meeting, hold it, say who was there, call it off, and agree how often to meet."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.timezone import localdate

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Organisation, directory
from clearway.web.audit.models import Person
from clearway.web.department.actions.common import come, log, own
from clearway.web.department.models import Attendance, Cadence, Meeting, MeetingStep
from clearway.web.department.vocabulary import attending, vocabulary
from clearway.web.design.turns import in_turn
from clearway.web.people.models import User
from clearway.web.projects.actions.common import change, next_number, said, written
from clearway.web.projects.models import Project
from clearway.web.projects.vocabulary import check_word

MOST_PEOPLE = 10_000


@dataclass(frozen=True)
class Held:
    """A meeting that was held, and the next one where a day was agreed for it."""

    meeting: Meeting
    following: Meeting | None = None


@transaction.atomic
def plan_meeting(
    *,
    organisation: Organisation,
    title: str,
    on: date,
    by: Person,
    kind: str = "improvement",
    agenda: str = "",
    project: Project | None = None,
) -> Meeting:
    """A meeting of the department, or of one of its projects, is planned for that day.

    The day may lie back: a meeting may be written down after it. Raises ClearwayError for an unknown kind
    and for another organisation's project.
    """
    check_word(vocabulary().meetings, kind, "kind of meeting")
    meeting = Meeting.objects.create(
        org_code=organisation.code,
        number=next_number(organisation.code, "meeting"),
        project=own(organisation, project),
        kind=kind,
        title=said(title, "Title", longest=200),
        on=on,
        agenda=said(agenda, "Agenda", needed=False),
        **written(by),
    )
    _step(meeting, MeetingStep.PLANNED, by)
    log(meeting.org_code, "plan meeting", meeting.subject, by, on=on, kind=kind)
    return meeting


@transaction.atomic
def change_meeting(
    *,
    meeting: Meeting,
    expected: int,
    title: str,
    on: date,
    by: Person,
    agenda: str = "",
    decisions: str = "",
    next_on: date | None = None,
) -> Meeting:
    """Change the words and the days of a meeting; raises ChangedMeanwhileError when it moved on.

    Decisions and the next day belong to a meeting that was held; a held one stays on a day that has come.
    """
    held = state_of(meeting) == MeetingStep.HELD
    if held:
        come(on, "The day of a meeting that was held")
    after = {
        "title": said(title, "Title", longest=200),
        "on": on,
        "agenda": said(agenda, "Agenda", needed=False),
    }
    if held:
        after |= {"decisions": said(decisions, "Decisions", needed=False), "next_on": _after(on, next_on)}
    row, before = change(meeting, expected=expected, by=by, **after)
    log(row.org_code, "change meeting", row.subject, by, old={name: str(old) for name, old in before.items()})
    return row


@in_turn
def hold_meeting(
    *,
    meeting: Meeting,
    by: Person,
    decisions: str = "",
    agenda: str | None = None,
    on: date | None = None,
    next_on: date | None = None,
    expected: int | None = None,
) -> Held:
    """The meeting was held: on its planned day where `on` is not given, with one decision a line.

    Where `next_on` is given, the next meeting of the kind is planned for that day, unless it is already.
    Raises ClearwayError for a day that lies ahead and for a meeting that was held or called off already,
    ChangedMeanwhileError when it moved on since `expected`.
    """
    _planned(meeting)
    day = come(on or meeting.on, "The day of the meeting")
    row, _ = change(
        meeting,
        expected=meeting.version if expected is None else expected,
        by=by,
        on=day,
        agenda=meeting.agenda if agenda is None else said(agenda, "Agenda", needed=False),
        decisions=said(decisions, "Decisions", needed=False),
        next_on=_after(day, next_on),
    )
    _planned(row)
    _step(row, MeetingStep.HELD, by)
    following = _following(row, next_on, by) if next_on else None  # takes its number before the change log
    log(row.org_code, "hold meeting", row.subject, by, on=day, next_on=next_on)
    return Held(row, following)


@transaction.atomic
def call_off_meeting(*, meeting: Meeting, reason: str, by: Person) -> MeetingStep:
    """The meeting is not held, for that reason. Raises ClearwayError where it was held or called off."""
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    _planned(meeting)
    step = _step(meeting, MeetingStep.CALLED_OFF, by, said(reason, "Reason"))
    log(meeting.org_code, "call off meeting", meeting.subject, by)
    return step


@transaction.atomic
def record_attendance(
    *,
    meeting: Meeting,
    attended_as: str,
    by: Person,
    user: User | None = None,
    name: str = "",
    people: int = 1,
) -> Attendance:
    """Somebody was there: a user, a named person, or `people` of a profession without their names.

    `attended_as` is an id of the professions or groups of projects, or `leader`. The same user is there
    once. Raises ClearwayError before the meeting was held.
    """
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    if state_of(meeting) != MeetingStep.HELD:
        raise ClearwayError("The meeting was not held yet", mend="Say first that it was held")
    check_word(attending(), attended_as, "profession or group")
    called = user.name if user else said(name, "Name", longest=200, needed=False)
    if not 1 <= people <= MOST_PEOPLE or (called and people != 1):
        raise ClearwayError(f"{people} people cannot be recorded so", mend="Enter a number, or one name")
    there = meeting.attendances.filter(user=user, left_out=False).first() if user else None
    if there is not None:
        return there
    row = Attendance.objects.create(
        meeting=meeting, user=user, name=called, attended_as=attended_as, people=people, **written(by)
    )
    log(meeting.org_code, "record attendance", meeting.subject, by, attended_as=attended_as, people=people)
    return row


@transaction.atomic
def leave_out_attendance(*, row: Attendance, by: Person) -> Attendance:
    """That was written down by mistake: it counts no longer, and stays in the change log.

    Nothing where somebody has left it out already.
    """
    there = Attendance.objects.select_for_update().get(pk=row.pk)
    if there.left_out:
        return there
    now, _ = change(there, expected=there.version, by=by, left_out=True)
    details = {"attended_as": row.attended_as, "people": row.people}
    log(row.meeting.org_code, "leave out attendance", row.meeting.subject, by, **details)
    return now


@transaction.atomic
def set_cadence(
    *, organisation: Organisation, every_weeks: int, by: Person, since: date | None = None
) -> Cadence:
    """The department means to meet every so many weeks from that day on, from today where none is given."""
    if not 1 <= every_weeks <= 52:
        raise ClearwayError(f"{every_weeks} weeks is not between 1 and 52", mend="Enter 1 to 52")
    row = Cadence.objects.create(
        org_code=organisation.code, every_weeks=every_weeks, since=since or localdate(), **written(by)
    )
    log(row.org_code, "set cadence", _department(row.org_code), by, every_weeks=every_weeks, since=row.since)
    return row


def state_of(meeting: Meeting) -> str:
    """The word of its last step, read anew."""
    return meeting.steps.order_by("-pk").values_list("step", flat=True)[0]


def _planned(meeting: Meeting) -> None:
    state = state_of(meeting)
    if state != MeetingStep.PLANNED:
        words = "held" if state == MeetingStep.HELD else "called off"
        raise ClearwayError(f"The meeting was {words} already", mend="Load the page again")


def _after(on: date, next_on: date | None) -> date | None:
    if next_on is not None and next_on <= on:
        raise ClearwayError(
            "The next meeting does not come after this one", mend="Enter a later day for the next meeting"
        )
    return next_on


def _following(row: Meeting, next_on: date, by: Person) -> Meeting:
    planned = Meeting.objects.with_state().filter(
        org_code=row.org_code, kind=row.kind, project=row.project, on=next_on, left_out=False
    )
    there = planned.filter(state=MeetingStep.PLANNED).first()  # type: ignore[misc]
    return there or plan_meeting(
        organisation=directory().get(row.org_code),
        title=row.title,
        on=next_on,
        by=by,
        kind=row.kind,
        project=row.project,
    )


def _step(meeting: Meeting, step: str, by: Person, reason: str = "") -> MeetingStep:
    return MeetingStep.objects.create(meeting=meeting, step=step, reason=reason, **written(by))


def _department(org_code: str) -> str:
    return f"department of {org_code}"

"""Who takes part in a test of change, written down when it is planned or later."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from clearway.common.errors import ClearwayError
from clearway.web.audit.models import Person
from clearway.web.cycles.models import Cycle, Participant, Stage
from clearway.web.design.filters import day
from clearway.web.people.models import User
from clearway.web.projects.actions.common import change, log, open_project, said, written


@transaction.atomic
def add_participant(
    *,
    cycle: Cycle,
    by: Person,
    user: User | None = None,
    name: str = "",
    does: str = "",
    since: date | None = None,
    is_staff: bool = True,
) -> Participant:
    """Somebody takes part from that day on; where it is not said from today, or the last day of the test.

    Without `user` the name is needed. Raises ClearwayError for somebody who takes part already, for a day to
    come, before the project began or after the test ended, and while the project is closed.
    """
    mine = open_project(cycle.project)
    called = user.name if user else said(name, "Name", longest=200)
    there = cycle.participants.filter(left_out=False)
    if there.filter(user=user).exists() if user else there.filter(user=None, name=called).exists():
        raise ClearwayError(f"{called} takes part already", mend="Choose somebody else")
    row = Participant.objects.create(
        cycle=cycle,
        user=user,
        name=called,
        does=said(does, "What they do", longest=200, needed=False),
        since=_since(cycle, since),
        is_staff=is_staff or user is not None,
        **written(by),
    )
    log(mine, "add participant", by, cycle=cycle.number, name=called, does=row.does, since=row.since)
    return row


@transaction.atomic
def leave_out_participant(*, row: Participant, by: Person) -> Participant:
    """They did not take part: it was written down by mistake."""
    mine = open_project(row.cycle.project)
    gone, _ = change(row, expected=row.version, by=by, left_out=True)
    log(mine, "leave out participant", by, cycle=row.cycle.number, name=row.name)
    return gone


def _since(cycle: Cycle, asked: date | None) -> date:
    today = timezone.localdate()
    ended = cycle.steps.filter(step__in=(Stage.DECIDED, Stage.STOPPED)).values_list("on", flat=True).first()
    last = ended or today
    since = asked or last
    if since > last:
        told = f"The test ended on {day(ended)}" if ended else f"{day(since)} is still to come"
        raise ClearwayError(told, mend=f"Enter {day(last)} or an earlier day")
    if since < cycle.project.started_on:
        began = day(cycle.project.started_on)
        raise ClearwayError(f"The project began on {began}", mend=f"Enter {began} or a later day")
    return since

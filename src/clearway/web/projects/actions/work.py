"""Actions with their origin, and barriers up to a leader's answer."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Organisation
from clearway.web.audit.models import Person, record
from clearway.web.people.models import User
from clearway.web.projects.actions.common import change, log, next_number, open_project, said, written
from clearway.web.projects.models import Action, ActionStep, Barrier, BarrierStep, Project
from clearway.web.projects.origins import PLAN, Origin

ENDED = (ActionStep.DONE, ActionStep.DROPPED)


@transaction.atomic
def start_action(
    *,
    organisation: Organisation,
    title: str,
    by: Person,
    origin: Origin = PLAN,
    project: Project | None = None,
    words: str = "",
    owner: str = "",
    owner_user: User | None = None,
    due: date | None = None,
) -> Action:
    """An action that comes from a finding; with the origin `plan`, a task of the project.

    Raises ClearwayError for a project of another organisation or a closed one.
    """
    if project is not None and open_project(project).org_code != organisation.code:
        raise ClearwayError("This project belongs to another organisation", mend="Choose one of its projects")
    action = Action.objects.create(
        org_code=organisation.code,
        number=next_number(organisation.code, "action"),
        project=project,
        title=said(title, "What is to be done", longest=300),
        words=said(words, "Words", needed=False),
        owner=owner_user.name if owner_user else said(owner, "Owner", longest=200, needed=False),
        owner_user=owner_user,
        due=due,
        origin_kind=origin.kind,
        origin_reference=origin.reference[:200],
        origin_words=said(origin.words, "Finding", needed=False),
        **written(by),
    )
    ActionStep.objects.create(action=action, step=ActionStep.OPENED, **written(by))
    _log(action, "start action", by, origin=origin.kind, reference=origin.reference)
    return action


@transaction.atomic
def change_action(
    *,
    row: Action,
    expected: int,
    title: str,
    by: Person,
    words: str = "",
    owner: str = "",
    owner_user: User | None = None,
    due: date | None = None,
    project: Project | None = None,
) -> Action:
    """Change an action; raises ChangedMeanwhileError when it moved on since `expected`."""
    now, before = change(
        row,
        expected=expected,
        by=by,
        title=said(title, "What is to be done", longest=300),
        words=said(words, "Words", needed=False),
        owner=owner_user.name if owner_user else said(owner, "Owner", longest=200, needed=False),
        owner_user=owner_user,
        due=due,
        project=project or row.project,
    )
    before = {name: str(value) for name, value in before.items()}
    _log(now, "change action", by, old=before)
    return now


@transaction.atomic
def end_action(*, row: Action, by: Person, outcome: str, dropped: bool = False) -> ActionStep:
    """The action is done, with its outcome, or dropped, with the reason; not when it had ended."""
    _last(row, ended=False)
    step = ActionStep.DROPPED if dropped else ActionStep.DONE
    return _act(row, step, by, said(outcome, "Reason" if dropped else "Outcome"))


@transaction.atomic
def reopen_action(*, row: Action, by: Person, reason: str = "") -> ActionStep:
    """Go on with an action that had ended."""
    _last(row, ended=True)
    return _act(row, ActionStep.REOPENED, by, said(reason, "Reason", needed=False))


@transaction.atomic
def raise_barrier(*, project: Project, title: str, by: Person, words: str = "") -> Barrier:
    """Say what stands in the project's way."""
    mine = open_project(project)
    barrier = Barrier.objects.create(
        project=mine,
        number=mine.barriers.count() + 1,  # the project's row is held, and no barrier is ever deleted
        title=said(title, "Barrier", longest=300),
        words=said(words, "Words", needed=False),
        **written(by),
    )
    BarrierStep.objects.create(barrier=barrier, step=BarrierStep.RAISED, **written(by))
    log(mine, "raise barrier", by, number=barrier.number, title=barrier.title)
    return barrier


@transaction.atomic
def escalate_barrier(
    *, barrier: Barrier, leader: User, due: date, by: Person, reason: str = ""
) -> BarrierStep:
    """Take the barrier to a leader who answers by a day; again to another leader, or with another day.

    Raises ClearwayError for a day that is past and for a barrier that is removed or refused.
    """
    if due < timezone.localdate():
        raise ClearwayError("The day is past", mend="Choose today or a later day")
    return _step(barrier, BarrierStep.ESCALATED, by, reason=reason, leader=leader, due=due)


@transaction.atomic
def remove_barrier(*, barrier: Barrier, by: Person, how: str) -> BarrierStep:
    """The barrier is gone; `how` says what was done."""
    return _step(barrier, BarrierStep.REMOVED, by, reason=said(how, "How it was removed"))


@transaction.atomic
def refuse_barrier(*, barrier: Barrier, by: Person, reason: str) -> BarrierStep:
    """The leader cannot or will not remove it, and says why."""
    return _step(barrier, BarrierStep.REFUSED, by, reason=said(reason, "Reason"))


@transaction.atomic
def reopen_barrier(*, barrier: Barrier, by: Person, reason: str) -> BarrierStep:
    """It stands in the way again."""
    return _step(barrier, BarrierStep.REOPENED, by, reason=said(reason, "Reason"))


def _step(
    barrier: Barrier,
    step: str,
    by: Person,
    *,
    reason: str = "",
    leader: User | None = None,
    due: date | None = None,
) -> BarrierStep:
    mine = open_project(barrier.project)
    last = barrier.steps.order_by("-pk")[0].step
    if (last in BarrierStep.OPEN) == (step == BarrierStep.REOPENED):
        raise ClearwayError(f"The barrier is {last} already", mend="Load the page again")
    row = BarrierStep.objects.create(
        barrier=barrier,
        step=step,
        leader=leader,
        due=due,
        reason=said(reason, "Reason", needed=False),
        **written(by),
    )
    log(
        mine,
        f"barrier {step}",
        by,
        number=barrier.number,
        leader=leader.name if leader else "",
        due=due,
        reason=row.reason,
    )
    return row


def _last(row: Action, *, ended: bool) -> None:
    """Holds the action; raises ClearwayError where it has not ended (or has)."""
    last = Action.objects.select_for_update().get(pk=row.pk).steps.order_by("-pk")[0].step
    if (last in ENDED) != ended:
        raise ClearwayError(f"This action is {last}", mend="Load the page again")


def _act(row: Action, step: str, by: Person, reason: str) -> ActionStep:
    made = ActionStep.objects.create(action=row, step=step, reason=reason, **written(by))
    _log(row, f"action {step}", by, reason=reason)
    return made


def _log(action: Action, what: str, by: Person, **details: object) -> None:
    said_of = {"number": action.number, "title": action.title, **details}
    if action.project is not None:
        log(action.project, what, by, **said_of)
        return
    subject = f"action {action.number} of {action.org_code}"
    record(organisation=action.org_code, action=what, subject=subject, by=by, details=said_of)

"""The steps of a month. Whether a person may take one is asked before, by `permission_for`."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.timezone import localdate, now

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Organisation
from clearway.common.periods import Month
from clearway.measures.register import MAIN_PACKAGE
from clearway.package.deadlines import deadlines
from clearway.web.audit.models import Person, record
from clearway.web.calendar.guard import dates_of, hold
from clearway.web.calendar.models import ReturnEvent
from clearway.web.calendar.replay import Event, MonthState, Step, after, allowed
from clearway.web.calendar.states import state_of
from clearway.web.people.permissions import Permission
from clearway.web.publications.models import Value

LONGEST_REASON = 500

PERMISSIONS = {
    Step.SUBMIT: Permission.ENTER_FIGURES,
    Step.APPROVE: Permission.APPROVE_RETURNS,
    Step.ACCEPT: Permission.ACCEPT_RETURNS,
    Step.LOCK: Permission.LOCK_MONTHS,
    Step.EXCEPTION: Permission.LOCK_MONTHS,
}


def permission_for(step: Step, state: MonthState) -> Permission:
    """What somebody must be allowed to take a step; to undo one, what it took to take it."""
    if step is not Step.UNDO:
        return PERMISSIONS[step]
    return PERMISSIONS[state.last.step if state.last else Step.SUBMIT]


@transaction.atomic
def submit(*, organisation: Organisation, period: Month, by: Person) -> MonthState:
    """Hand in a month. Raises ClearwayError where nothing at all is held for it: empty is not handed in."""
    if not Value.objects.of(organisation).filter(period=str(period)).exists():
        raise ClearwayError(
            f"Nothing is entered for {period.label}",
            mend="Enter a figure, or the reason why there is none, and submit then",
        )
    return _take(organisation, period, Step.SUBMIT, by)


@transaction.atomic
def approve(*, organisation: Organisation, period: Month, by: Person) -> MonthState:
    """The trust stands by what was submitted."""
    return _take(organisation, period, Step.APPROVE, by)


@transaction.atomic
def accept(*, organisation: Organisation, period: Month, by: Person) -> MonthState:
    """The LMNS or region takes what the trust approved; from now on it changes by exception only."""
    return _take(organisation, period, Step.ACCEPT, by)


@transaction.atomic
def lock(*, organisation: Organisation, period: Month, by: Person) -> MonthState:
    """Close a month: once accepted, or whatever its state once its closing date has passed."""
    return _take(organisation, period, Step.LOCK, by)


@transaction.atomic
def undo(
    *, organisation: Organisation, period: Month, by: Person, step: Step | None = None, reason: str = ""
) -> MonthState:
    """Undo the last step that holds. With `step`, only if it is that one: the one that was seen."""
    hold(organisation, period)
    last = state_of(organisation, period).last
    if last is None:
        raise ClearwayError(f"Nothing was done yet with {period.label}", mend="There is no step to undo")
    if step is not None and last.step is not step:
        raise ClearwayError(
            f"The last step of {period.label} is '{last.step}', not '{step}'",
            mend=f"Undo '{last.step}' first",
        )
    return _take(organisation, period, Step.UNDO, by, reason=reason.strip(), details={"undone": last.step})


@transaction.atomic
def grant_exception(
    *, organisation: Organisation, period: Month, until: date, reason: str, by: Person
) -> MonthState:
    """Open a closed month until a day, that day included. A newer exception replaces an earlier one.

    Raises ClearwayError without a reason, for a day that is past, and for one further away than the
    package's calendar allows.
    """
    today = localdate()
    longest = today + timedelta(days=deadlines(MAIN_PACKAGE).exception.days)
    if not reason.strip():
        raise ClearwayError("An exception needs a reason", mend="Say what is to be mended in the month")
    if not today <= until <= longest:
        raise ClearwayError(
            f"An exception cannot run until {until:%d/%m/%Y}",
            mend=f"Choose a day from {today:%d/%m/%Y} to {longest:%d/%m/%Y}",
        )
    return _take(organisation, period, Step.EXCEPTION, by, until=until, reason=reason.strip())


def _take(
    organisation: Organisation,
    period: Month,
    step: Step,
    by: Person,
    *,
    until: date | None = None,
    reason: str = "",
    details: dict[str, object] | None = None,
) -> MonthState:
    month = hold(organisation, period)
    before = state_of(organisation, period)
    closed = localdate() > dates_of(period).closing
    _check(before, step, period, closed)
    if len(reason) > LONGEST_REASON:
        raise ClearwayError("The reason is too long", mend=f"Say it in {LONGEST_REASON} characters")
    event = Event(step, now(), by.name, by.key, until, reason)
    state = after(before, event)
    ReturnEvent.objects.create(
        month=month,
        number=len(before.events) + 1,
        step=step,
        until=until,
        reason=reason,
        at=event.at,
        person=by.name,
        key=by.key,
    )
    record(
        organisation=organisation.code,
        action=f"{step} month",
        subject=f"{period} of {organisation.code}",
        by=by,
        details={"state": state.state, "until": until, "reason": reason, **(details or {})},
    )
    return state


def _check(before: MonthState, step: Step, period: Month, closed: bool) -> None:
    if allowed(before.state, step, closed=closed):
        return
    if step is Step.LOCK and before.state != "locked":
        closing = f"{dates_of(period).closing:%d/%m/%Y}"
        raise ClearwayError(
            f"{period.label} is {before.state}",
            mend=f"Accept it first, or lock it after it closes on {closing}",
        )
    after(before, Event(step, now(), ""))  # raises with what is possible now

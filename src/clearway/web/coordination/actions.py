"""What a coordinator does to the months of several trusts, and what somebody decides about reminders."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Organisation, directory
from clearway.common.periods import Month
from clearway.web.audit.models import Person, record
from clearway.web.calendar import actions as calendar
from clearway.web.calendar.guard import hold
from clearway.web.calendar.replay import MonthState
from clearway.web.coordination.grid import Field, Stage
from clearway.web.coordination.models import ReminderChoice
from clearway.web.coordination.selectors import fields_of
from clearway.web.people.models import User

OVERTAKEN = "changed since you loaded the page; look at it again"


@dataclass(frozen=True)
class Bulk:
    """What came of one step on many trusts: those it was taken for, and those it was not, with the reason."""

    done: tuple[Organisation, ...]
    left: tuple[tuple[Organisation, str], ...]


def accept_all(*, period: Month, seen: Mapping[str, str], by: Person) -> Bulk:
    """Accept the approved months of these trusts. `seen` holds what the person saw of each, by its code.

    A trust whose figures or state changed meanwhile is left as it is, and said so: nobody accepts what they
    did not see. Whether the person may is asked before.
    """
    return _each(period, seen, by, calendar.accept, _not_approved)


def lock_all(*, period: Month, seen: Mapping[str, str], by: Person) -> Bulk:
    """Lock the month of these trusts: the accepted ones, after the closing date all of them."""
    return _each(period, seen, by, calendar.lock, lambda field: "")


def _not_approved(field: Field) -> str:
    return "" if field.stage is Stage.APPROVED else f"is {field.stage.value}, not approved"


def _each(
    period: Month,
    seen: Mapping[str, str],
    by: Person,
    step: Callable[..., MonthState],
    refuse: Callable[[Field], str],
) -> Bulk:
    done: list[Organisation] = []
    left: list[tuple[Organisation, str]] = []
    for code in sorted(seen):
        trust, words = _one(code, period, seen[code], by, step, refuse)
        if words:
            left.append((trust, words))
        else:
            done.append(trust)
    return Bulk(tuple(done), tuple(left))


@transaction.atomic
def _one(
    code: str,
    period: Month,
    seen: str,
    by: Person,
    step: Callable[..., MonthState],
    refuse: Callable[[Field], str],
) -> tuple[Organisation, str]:
    """One trust, in a transaction of its own: the month is held first, so that nothing changes meanwhile."""
    field = look_again(code, period)
    words = OVERTAKEN if field.seen != seen else refuse(field)
    if not words:
        try:
            with transaction.atomic():
                step(organisation=field.trust, period=period, by=by)
        except ClearwayError as error:
            words = str(error)
    return field.trust, words


def look_again(code: str, period: Month) -> Field:
    """The field of a trust as it is now, held until the caller's transaction ends."""
    hold(directory().get(code), period)
    return fields_of([code], [period], timezone.localdate())[code, period]


@transaction.atomic
def check_seen(*, organisation: Organisation, period: Month, seen: str) -> Field:
    """Raises ClearwayError where a figure or a step was added since the person loaded the page."""
    field = look_again(organisation.code, period)
    if field.seen != seen:
        raise ClearwayError(
            f"{period.label} of {organisation.name} changed since you loaded the page",
            mend="Look at it again, then decide",
        )
    return field


@transaction.atomic
def choose_reminders(*, user: User, wanted: bool, organisations: Collection[str], by: Person) -> None:
    """Whether somebody gets reminders from now on. Nothing is written where they said the same before."""
    newest = ReminderChoice.objects.filter(user=user).order_by("-pk").first()
    if newest is not None and newest.wanted is wanted:
        return
    ReminderChoice.objects.create(user=user, wanted=wanted)
    for code in sorted(organisations) or [""]:
        record(
            organisation=code,
            action="choose reminders" if wanted else "end reminders",
            subject="months that are due",
            by=by,
            details={"wanted": wanted},
        )

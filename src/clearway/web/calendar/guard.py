"""Whether the figures of a month may be changed now."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Level, Organisation, directory
from clearway.common.periods import Month
from clearway.measures.register import MAIN_PACKAGE
from clearway.package.deadlines import MonthDates, deadlines
from clearway.web.calendar.models import ReturnMonth
from clearway.web.calendar.replay import MonthState, State
from clearway.web.calendar.states import state_of

CLOSED = frozenset({State.ACCEPTED, State.LOCKED})
"""States in which figures change only by an exception. Until then, changes after approval are counted."""


def dates_of(period: Month, package_id: str = MAIN_PACKAGE) -> MonthDates:
    """The due, timely and closing dates of a month."""
    return deadlines(package_id).dates(period)


def is_open(state: MonthState, period: Month, on: date) -> bool:
    """Whether figures of the month may be changed on that day."""
    if period.first_day > on:
        return False
    return state.has_exception(on) or (state.state not in CLOSED and on <= dates_of(period).closing)


def check_open(organisation: Organisation, period: Month, on: date) -> None:
    """Raises ClearwayError where the month's figures may not be changed on that day: why, and whom to ask."""
    state = state_of(organisation, period)
    if is_open(state, period, on):
        return
    if period.first_day > on:
        raise ClearwayError(f"{period.label} has not begun", mend=f"Enter it from {_day(period.first_day)}")
    ended = f"; the exception ended on {_day(state.exception_until)}" if state.exception_until else ""
    if state.state in CLOSED:
        step = state.last
        when = f" since {_day(step.at.date())}, by {step.by}" if step else ""
        what = f"{period.label} of {organisation.name} is {state.state}{when}{ended}"
    else:
        what = f"{period.label} closed on {_day(dates_of(period).closing)}{ended}"
    raise ClearwayError(what, mend=f"Ask the lead of {whom_to_ask(organisation)} for a dated exception")


def whom_to_ask(organisation: Organisation) -> str:
    """The organisation whose lead locks months and grants exceptions: the LMNS or region above a trust."""
    above = directory().ancestors(organisation.code)
    lead = next((one for one in above if one.level in (Level.ICB, Level.REGION)), None)
    return lead.name if lead else "the LMNS or region"


def hold(organisation: Organisation, period: Month) -> ReturnMonth:
    """The row of the month, ours until the transaction ends; whoever writes to the month takes it first."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a month is held inside a transaction only")
    asked = {"org_code": organisation.code, "period": str(period)}
    mine = ReturnMonth.objects.select_for_update().filter(**asked)
    month = mine.first()
    if month is not None:
        return month
    ReturnMonth.objects.get_or_create(**asked, defaults={"period_start": period.first_day})
    return mine.get()


def hold_all(months: Iterable[tuple[Organisation, Month]]) -> None:
    """Hold several months, always in the same order, before the first is written to.

    Whoever wrote to one of them would hold the change log by then, and wait for the next month, while its
    holder waits for the change log.
    """
    by_code = {(organisation.code, period): organisation for organisation, period in months}
    for (_, period), organisation in sorted(by_code.items(), key=lambda each: each[0]):
        hold(organisation, period)


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""

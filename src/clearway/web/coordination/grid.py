"""The grid of trusts x months: what one field says, and the totals of a month. Pure."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from django.utils.timezone import localdate

from clearway.common.organisations import Organisation
from clearway.common.periods import Month
from clearway.package.deadlines import MonthDates
from clearway.web.calendar.guard import is_open
from clearway.web.calendar.replay import MonthState, State, Step, replay
from clearway.web.coordination.counting import Counts
from clearway.web.coordination.timeliness import LATE, Rate, Timeliness, timeliness


class Stage(StrEnum):
    """How far the month of a trust has come, as the grid says it."""

    NOTHING = "nothing yet"
    PART = "part"
    COMPLETE = "complete"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    ACCEPTED = "accepted"
    LOCKED = "locked"


@dataclass(frozen=True)
class Change:
    """Who changed something last, and when."""

    at: datetime
    by: str


@dataclass(frozen=True)
class Held:
    """What is held of one month of one trust: counts, and when rows of its own return were written."""

    counts: Counts = field(default_factory=Counts)
    written: tuple[datetime, ...] = ()
    last: Change | None = None
    newest: int = 0
    """The id of the newest row of the return; 0 without one."""


@dataclass(frozen=True)
class Field:
    """One trust in one month."""

    trust: Organisation
    period: Month
    dates: MonthDates
    counts: Counts
    state: MonthState
    stage: Stage
    timeliness: Timeliness
    open_now: bool
    exception_until: date | None
    changed_since_approval: int
    last: Change | None
    seen: str
    """What the person sees stands for: it differs as soon as a figure or a step is added."""

    @property
    def late(self) -> bool:
        """Whether it is, or came, after the last day that counts as on time, or came empty."""
        return self.timeliness in LATE

    @property
    def closed_by_date(self) -> bool:
        """Whether the closing date alone keeps it shut: nobody accepted or locked it."""
        return not self.open_now and self.state.state not in (State.ACCEPTED, State.LOCKED)

    @property
    def reported(self) -> bool:
        """Whether it was handed in with something in it."""
        return self.state.reached(Step.SUBMIT) is not None and self.timeliness is not Timeliness.EMPTY


def make_field(
    trust: Organisation, period: Month, dates: MonthDates, held: Held, state: MonthState, today: date
) -> Field:
    """What the grid says of one trust in one month on a day."""
    submitted, approved = state.reached(Step.SUBMIT), state.reached(Step.APPROVE)
    changed = sum(moment > approved.at for moment in held.written) if approved else 0
    handed_in = localdate(submitted.at) if submitted else None
    return Field(
        trust=trust,
        period=period,
        dates=dates,
        counts=held.counts,
        state=state,
        stage=stage(held.counts, state.state),
        timeliness=timeliness(held.counts, handed_in, dates, today),
        open_now=is_open(state, period, today),
        exception_until=state.exception_until if state.has_exception(today) else None,
        changed_since_approval=changed,
        last=_latest(held.last, state),
        seen=f"{len(state.events)}.{held.newest}",
    )


def stage(counts: Counts, state: State) -> Stage:
    """How far a month is. Steps that were taken say it; before the first one, what is held."""
    if state is not State.OPEN:
        return Stage(state.value)
    if counts.complete:
        return Stage.COMPLETE
    return Stage.PART if counts.held else Stage.NOTHING


def _latest(last: Change | None, state: MonthState) -> Change | None:
    steps = [Change(event.at, event.by) for event in state.events[-1:]]
    known = [*steps, *([last] if last else [])]
    return max(known, key=lambda change: change.at) if known else None


@dataclass(frozen=True)
class Totals:
    """One month over all trusts of the grid."""

    period: Month
    dates: MonthDates
    reported: Rate
    complete: Rate
    on_time: Rate
    accepted: Rate
    counts: Counts
    timely_passed: bool


def totals(period: Month, dates: MonthDates, fields: Collection[Field], today: date) -> Totals:
    """The totals of a month. Each trust counts once in each, so that no rate can pass 100%."""
    every = len(fields)
    accepted = (Stage.ACCEPTED, Stage.LOCKED)
    return Totals(
        period=period,
        dates=dates,
        reported=Rate(sum(one.reported for one in fields), every),
        complete=Rate(sum(one.counts.complete for one in fields), every),
        on_time=Rate(sum(one.timeliness is Timeliness.ON_TIME for one in fields), every),
        accepted=Rate(sum(one.stage in accepted for one in fields), every),
        counts=sum((one.counts for one in fields), Counts()),
        timely_passed=today > dates.timely,
    )


@dataclass(frozen=True)
class Move:
    """A month of a trust that came to another state, or got an exception, since a moment."""

    trust: Organisation
    period: Month
    before: State
    after: State
    at: datetime
    by: str
    exception_until: date | None


def moved(field: Field, since: datetime, besides: str = "") -> Move | None:
    """What moved in a month of a trust since a moment; None where it stands where it stood.

    `besides` is the key of the person who asks: what they alone did is no news to them.
    """
    earlier = replay(event for event in field.state.events if event.at <= since)
    new = [event for event in field.state.events if event.at > since]
    granted = any(event.step is Step.EXCEPTION for event in new)
    if all(event.key and event.key == besides for event in new) or (
        earlier.state is field.state.state and not granted
    ):
        return None
    until = field.state.exception_until if granted else None
    return Move(field.trust, field.period, earlier.state, field.state.state, new[-1].at, new[-1].by, until)

"""The steps of a month, and what state they lead to. Pure: events come in, a state goes out.

    open --submit--> submitted --approve--> approved --accept--> accepted --lock--> locked

Each step can be undone, the last one first. A month that has passed its closing date can be locked from any
state. An exception opens a closed month until a day, and leaves its state as it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from clearway.common.errors import ClearwayError


class State(StrEnum):
    """How far a month has come."""

    OPEN = "open"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    ACCEPTED = "accepted"
    LOCKED = "locked"


class Step(StrEnum):
    """What somebody does to a month."""

    SUBMIT = "submit"
    APPROVE = "approve"
    ACCEPT = "accept"
    LOCK = "lock"
    UNDO = "undo"
    EXCEPTION = "exception"

    @property
    def done(self) -> str:
        """What is said of it afterwards."""
        return DONE[self]


DONE = {
    Step.SUBMIT: "Submitted",
    Step.APPROVE: "Approved",
    Step.ACCEPT: "Accepted",
    Step.LOCK: "Locked",
    Step.UNDO: "Undid the last step",
    Step.EXCEPTION: "Granted an exception",
}
FORWARD = {
    Step.SUBMIT: (State.OPEN, State.SUBMITTED),
    Step.APPROVE: (State.SUBMITTED, State.APPROVED),
    Step.ACCEPT: (State.APPROVED, State.ACCEPTED),
    Step.LOCK: (State.ACCEPTED, State.LOCKED),
}
"""From which state a step leads to which."""


@dataclass(frozen=True)
class Event:
    """One step that was taken. `until` is that of an exception; an undo may have a reason too."""

    step: Step
    at: datetime
    by: str
    key: str = ""
    until: date | None = None
    reason: str = ""


@dataclass(frozen=True)
class MonthState:
    """Where a month stands. `standing` are the steps that hold, oldest first; `events` all that happened."""

    state: State = State.OPEN
    exception_until: date | None = None
    standing: tuple[Event, ...] = ()
    events: tuple[Event, ...] = ()

    @property
    def last(self) -> Event | None:
        """The step that an undo would undo."""
        return self.standing[-1] if self.standing else None

    def reached(self, step: Step) -> Event | None:
        """The event of a step that still holds."""
        return next((event for event in reversed(self.standing) if event.step is step), None)

    def has_exception(self, on: date) -> bool:
        """Whether an exception runs on that day."""
        return self.exception_until is not None and on <= self.exception_until


def allowed(state: State, step: Step, *, closed: bool = False) -> bool:
    """Whether a step leads on from a state. `closed` says that the closing date has passed."""
    if step is Step.UNDO:
        return state is not State.OPEN
    if step is Step.EXCEPTION:
        return True
    if step is Step.LOCK and closed:
        return state is not State.LOCKED
    return FORWARD[step][0] is state


def after(before: MonthState, event: Event) -> MonthState:
    """The month after one more event. Locking is taken from any state: whoever recorded it knew the date.

    Raises ClearwayError for a step that does not lead on from the state.
    """
    if not allowed(before.state, event.step, closed=True):
        raise ClearwayError(
            f"A month that is {before.state} cannot take the step '{event.step}'", mend=_mend(before)
        )
    events = (*before.events, event)
    if event.step is Step.EXCEPTION:
        return replace(before, exception_until=event.until, events=events)
    standing = before.standing[:-1] if event.step is Step.UNDO else (*before.standing, event)
    state = FORWARD[standing[-1].step][1] if standing else State.OPEN
    return replace(before, state=state, standing=standing, events=events)


def replay(events: Iterable[Event]) -> MonthState:
    """The month after all its events, oldest first. Raises ClearwayError as `after` does."""
    month = MonthState()
    for event in events:
        month = after(month, event)
    return month


def _mend(before: MonthState) -> str:
    following = [step.value for step, (start, _) in FORWARD.items() if start is before.state]
    back = [f"undo {before.last.step}"] if before.last else []
    return "Possible now: " + ", ".join((*following, *back))

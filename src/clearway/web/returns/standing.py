"""Where a month stands and what the visitor may do with it: the steps, their buttons, the exception."""

from dataclasses import dataclass
from datetime import date, timedelta

from clearway.common.organisations import Organisation
from clearway.measures.register import MAIN_PACKAGE
from clearway.package.deadlines import deadlines
from clearway.web.calendar.actions import permission_for
from clearway.web.calendar.guard import whom_to_ask
from clearway.web.calendar.replay import Event, State, Step, allowed
from clearway.web.people.access import Access
from clearway.web.people.permissions import Permission
from clearway.web.returns.overview import MonthCard

BUTTONS = {
    Step.SUBMIT: "Submit the month",
    Step.APPROVE: "Approve for the trust",
    Step.ACCEPT: "Accept from the trust",
    Step.LOCK: "Lock the month",
}
WHO = {
    Step.SUBMIT: "by whoever enters figures",
    Step.APPROVE: "by the trust lead",
    Step.ACCEPT: "by the LMNS or region",
    Step.LOCK: "by the LMNS or region",
}


@dataclass(frozen=True)
class Place:
    """One step on the way: taken, next, or still to come."""

    title: str
    who: str
    event: Event | None
    is_next: bool


@dataclass(frozen=True)
class Standing:
    """`buttons` are (step, text) of what may be done now; `undo` is the step that may be undone."""

    state: State
    places: tuple[Place, ...]
    buttons: tuple[tuple[str, str], ...]
    undo: str
    undo_text: str
    may_except: bool
    earliest: date
    longest: date
    exception_until: date | None
    events: tuple[tuple[str, Event], ...]
    ask: str
    modified: int
    missing: int
    past_closing: bool


def standing(organisation: Organisation, card: MonthCard, access: Access, today: date) -> Standing:
    """Where the month stands, for this visitor."""
    state, closed = card.state, today > card.dates.closing
    may = access.permissions(organisation.code)
    buttons = tuple(
        (step.value, text)
        for step, text in BUTTONS.items()
        if allowed(state.state, step, closed=closed)
        and permission_for(step, state) in may
        and not (step is Step.SUBMIT and not card.held)
    )
    last = state.last
    undo = last is not None and permission_for(Step.UNDO, state) in may
    following = next((step for step in BUTTONS if state.reached(step) is None), None)
    return Standing(
        state=state.state,
        places=tuple(Place(step.done, WHO[step], state.reached(step), step is following) for step in BUTTONS),
        buttons=buttons,
        undo=last.step.value if undo and last else "",
        undo_text=f"Undo “{last.step.done.lower()}”" if undo and last else "",
        may_except=Permission.LOCK_MONTHS in may and not card.open_on(today),
        earliest=today,
        longest=today + timedelta(days=deadlines(MAIN_PACKAGE).exception.days),
        exception_until=state.exception_until if state.has_exception(today) else None,
        events=tuple((event.step.done, event) for event in reversed(state.events)),
        ask=whom_to_ask(organisation),
        modified=card.modified,
        missing=card.missing,
        past_closing=closed,
    )

"""What the pages of the logs show."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.timezone import localtime

from clearway.web.audit.checking import ChainState
from clearway.web.audit.models import AccessEvent, ChangeEvent
from clearway.web.design.filters import count, day
from clearway.web.trail.sentences import sentence

ERASED = "Somebody whose name was erased"


@dataclass(frozen=True)
class Line:
    """One event: the time, a sentence (`who` begins it, `said` ends it) and what is beside it."""

    number: int
    at: str
    clock: str
    who: str
    said: str
    erased: bool
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Day:
    """The events of one day."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class State:
    """What the check of the log says."""

    fits: bool
    text: str
    advice: str = ""


def days_of_changes(events: Iterable[ChangeEvent]) -> list[Day]:
    """Events of the change log by day, in their order."""
    return _days([(day(localtime(event.at)), _change(event)) for event in events])


def days_of_accesses(events: Iterable[AccessEvent]) -> list[Day]:
    """Lines of the access log by day, in their order."""
    return _days([(day(localtime(event.at)), _access(event)) for event in events])


def state_of(state: ChainState, noun: str) -> State:
    """The result of a check in words; `noun` is what a line is called ("event", "page view")."""
    if state.fault is not None:
        return State(
            False,
            f"This log was altered: {noun} {state.fault.sequence:,} does not fit ({state.fault.what}).",
            "Tell whoever runs this Clearway. Rely on nothing after this place until it is explained.",
        )
    if state.total == 0:
        return State(True, "Nothing to check yet.")
    nouns = noun if state.events == 1 else f"{noun}s"
    verb = "fits" if state.events == 1 else "fit"
    if state.events < state.total:
        return State(
            True, f"Checked just now: the newest {count(state.events)} of {count(state.total)} {nouns} fit."
        )
    return State(True, f"Checked just now: {count(state.events)} {nouns} {verb}.")


def _days(lines: list[tuple[str, Line]]) -> list[Day]:
    return [
        Day(title, tuple(line for _, line in group)) for title, group in groupby(lines, lambda pair: pair[0])
    ]


def _change(event: ChangeEvent) -> Line:
    detail = getattr(event, "detail", None)
    facts = [(_words(name), _text(value)) for name, value in event.details.items()]
    if detail is not None:
        facts.append(("Done through", detail.via))
    facts.append(("Fingerprint of this event", event.hash))
    return Line(
        number=event.sequence,
        at=event.at.isoformat(),
        clock=f"{localtime(event.at):%H:%M}",
        who=event.person or ERASED,
        said=sentence(event.action, event.subject),
        erased=detail is None,
        facts=tuple(facts),
    )


def _access(event: AccessEvent) -> Line:
    came = {"unknown": "", "this machine": "from this machine", "private network": "from a private network"}
    return Line(
        number=event.pk,
        at=event.at.isoformat(),
        clock=f"{localtime(event.at):%H:%M}",
        who=event.person or ERASED,
        said=f"looked at {event.subject} {came.get(event.came_from, 'from the internet')}".strip(),
        erased=not event.person,
    )


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _text(value: object) -> str:
    """A detail as a person reads it; missing is said, never drawn as 0."""
    if value is None or value == "" or value == []:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and all(isinstance(item, str | int | float) for item in value):
        return ", ".join(map(str, value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

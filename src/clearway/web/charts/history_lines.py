"""The decisions about a chart in words, as every page lists them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clearway.spc.history import Event, EventKind, standing
from clearway.spc.profiles import PROFILES
from clearway.web.design.filters import day

HEADINGS = {
    EventKind.PHASE: "New limits from",
    EventKind.BASELINE: "Baseline from",
    EventKind.EXCLUSION: "Left out of the limits",
    EventKind.PROFILE: "Rule set chosen",
    EventKind.NOTE: "Note on",
    EventKind.WITHDRAWAL: "Withdrawn",
}


@dataclass(frozen=True)
class HistoryLine:
    """One event in words; `holds` is false where it was withdrawn or not known yet on that day."""

    heading: str
    detail: str
    event: Event
    holds: bool

    @property
    def is_withdrawal(self) -> bool:
        """Whether it only takes another decision back."""
        return self.event.kind is EventKind.WITHDRAWAL


def line_of(event: Event, holds: bool = True, withdrawn: Event | None = None) -> HistoryLine:
    """One event; `withdrawn` is the one that it withdraws.

    A number of points is counted in every phase, so it has no date.
    """
    if withdrawn is not None:
        gone = line_of(withdrawn)
        return HistoryLine(f"Withdrawn: {gone.heading}", gone.detail, event, holds)
    heading = f"{HEADINGS[event.kind]} {day(event.effective)}" if event.points is None else "Baseline"
    return HistoryLine(heading, detail_of(event), event, holds)


def history_lines(events: Sequence[Event], as_of: date | None = None) -> list[HistoryLine]:
    """The events, newest first; those that stand on a day hold."""
    held = {event.id for event in standing(events, as_of)}
    by_id = {event.id: event for event in events}
    return [
        line_of(event, event.id in held, by_id[event.withdraws] if event.withdraws else None)
        for event in reversed(events)
    ]


def detail_of(event: Event) -> str:
    """What an event gives beside its date, to follow its heading."""
    if event.points is not None:
        return f": the first {event.points} points of each phase"
    if event.dates is not None:
        return f" ({len(event.dates)} chosen points to {day(event.dates[-1])})"
    if event.until is not None:
        return f" to {day(event.until)}"
    if event.profile is not None:
        known = PROFILES.get(event.profile)
        return f": {known.title if known else event.profile}"
    return ""

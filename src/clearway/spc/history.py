"""A chart's history: what people decided about it, when and why, replayed to any past moment.

The history is a plain list of events that is only ever added to. `replay` gives the settings that were
known at a moment ("what did the board see in March?"), ready for `spc`. An event is undone by a later
event that withdraws it, never by taking it out.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from clearway.common.errors import ClearwayError
from clearway.spc.phasing import Baseline


class EventKind(StrEnum):
    """What an event says about the chart."""

    PHASE = "phase"
    """Limits start anew at the effective date."""
    BASELINE = "baseline"
    """Limits come from the first `points` of each phase, from the effective date `until` a date, or from
    chosen `dates`, of which the effective date is the first."""
    EXCLUSION = "exclusion"
    """The point of the effective date sets no limits and is not judged."""
    PROFILE = "profile"
    """The chart is judged by another rule set."""
    NOTE = "note"
    """Something to know about the effective date; the reason is the text."""
    WITHDRAWAL = "withdrawal"
    """The event with the id `withdraws` no longer holds."""


_NEEDS = {
    EventKind.PHASE: set[str](),
    EventKind.EXCLUSION: set[str](),
    EventKind.NOTE: set[str](),
    EventKind.PROFILE: {"profile"},
    EventKind.WITHDRAWAL: {"withdraws"},
}
_DETAILS = ("points", "until", "dates", "profile", "withdraws")


@dataclass(frozen=True)
class Event:
    """One decision. `effective` is the date of the series it is about, `recorded_at` when it was written
    down, with its time zone. `reason` and `author` are never empty. The last five fields are given
    by the kinds that need them and by no other.

    Raises ClearwayError where these do not fit together.
    """

    id: str
    kind: EventKind
    effective: date
    reason: str
    author: str
    recorded_at: datetime
    points: int | None = None
    until: date | None = None
    profile: str | None = None
    withdraws: str | None = None
    dates: tuple[date, ...] | None = None

    def __post_init__(self) -> None:
        for name in ("id", "reason", "author"):
            if not getattr(self, name).strip():
                raise ClearwayError(f"An event of a chart's history has no {name}", where=self.id)
        if self.recorded_at.utcoffset() is None:
            raise ClearwayError("The time an event was recorded has no time zone", where=self.id)
        given = {name for name in _DETAILS if getattr(self, name) is not None}
        if self.kind is EventKind.BASELINE:
            fits = given in ({"points"}, {"until"}, {"dates"})
            fits &= (self.points or 2) >= 2 and (self.until or date.max) >= self.effective
            fits &= self.dates is None or _fit(self.dates, self.effective)
        else:
            fits = given == _NEEDS[self.kind]
        if not fits:
            raise ClearwayError(
                f"A {self.kind} event does not fit what it gives: {', '.join(sorted(given)) or 'nothing'}",
                where=self.id,
                mend="A baseline has points (2 or more), until, or dates (2 or more, in order, effective "
                "from the first), a profile its name, a withdrawal an id",
            )


def _fit(dates: tuple[date, ...], effective: date) -> bool:
    """Whether they are chosen points: two or more, in order, none twice, and effective from the first."""
    return len(dates) >= 2 and list(dates) == sorted(set(dates)) and dates[0] == effective


@dataclass(frozen=True)
class Note:
    """A remark about a date of the series."""

    day: date
    text: str
    author: str


@dataclass(frozen=True)
class Settings:
    """What was decided about a chart at some moment; dates come with their reasons, in order.

    `profile_note` says since when and why the chart has the rule set that was chosen for it.
    """

    rebase_dates: Mapping[date, str] = field(default_factory=dict)
    exclude_dates: Mapping[date, str] = field(default_factory=dict)
    baseline: Baseline | None = None
    profile: str | None = None
    notes: tuple[Note, ...] = ()
    profile_note: Note | None = None

    def arguments(self) -> dict[str, Any]:
        """Keyword arguments of `spc`; a profile only where one was chosen."""
        chosen: dict[str, Any] = {"rebase_dates": self.rebase_dates, "exclude_dates": self.exclude_dates}
        if self.baseline is not None:
            chosen["baseline"] = self.baseline
        if self.profile is not None:
            chosen["profile"] = self.profile
        return chosen


def replay(events: Iterable[Event], as_of: datetime | date | None = None) -> Settings:
    """The settings that the events recorded up to `as_of` add up to; all events where it is None.

    A date stands for the end of that day, by each event's own time zone. The order of recording decides:
    of two baselines or profiles the later stands, whatever their effective dates; events recorded at
    one moment keep their order in the list. Raises ClearwayError for two events of one id and for a
    withdrawal of an event that is not there or was recorded later.
    """
    settings = Settings()
    for event in standing(events, as_of):
        settings = _applied(settings, event)
    return settings


def standing(events: Iterable[Event], as_of: datetime | date | None = None) -> tuple[Event, ...]:
    """The events known at `as_of` that no standing event withdraws, in order of recording.

    A withdrawal that was itself withdrawn has no effect. Withdrawals are not among the result.
    """
    known = [event for event in _in_order(events) if as_of is None or _known(event, as_of)]
    withdrawn: set[str] = set()
    for event in reversed(known):  # only later events can withdraw, so the last are settled first
        if event.withdraws is not None and event.id not in withdrawn:
            withdrawn.add(event.withdraws)
    return tuple(
        event for event in known if event.kind is not EventKind.WITHDRAWAL and event.id not in withdrawn
    )


def to_json(events: Iterable[Event]) -> str:
    """The events as a JSON list, one object an event, fields without a value left out."""
    return json.dumps([_record(event) for event in events], ensure_ascii=False, indent=1)


def from_json(text: str) -> tuple[Event, ...]:
    """The events of `to_json`. Raises ClearwayError for anything that is not such a list."""
    try:
        records = json.loads(text)
    except json.JSONDecodeError as error:
        raise ClearwayError(f"The history is not JSON: {error}") from None
    if not isinstance(records, list):
        raise ClearwayError("The history is not a list of events")
    return tuple(_event(record, number) for number, record in enumerate(records, start=1))


def _in_order(events: Iterable[Event]) -> list[Event]:
    ordered = sorted(events, key=lambda event: event.recorded_at)
    seen: set[str] = set()
    for event in ordered:
        if event.id in seen:
            raise ClearwayError("Two events of a chart's history have one id", where=event.id)
        if event.withdraws is not None and event.withdraws not in seen:
            raise ClearwayError(
                f"It withdraws '{event.withdraws}', which was not recorded before it", where=event.id
            )
        seen.add(event.id)
    return ordered


def _known(event: Event, as_of: datetime | date) -> bool:
    if isinstance(as_of, datetime):
        return event.recorded_at <= as_of
    return event.recorded_at <= datetime.combine(as_of, time.max, event.recorded_at.tzinfo)


def _applied(settings: Settings, event: Event) -> Settings:
    """The settings after one more event that stands."""
    if event.kind is EventKind.PHASE:
        return replace(settings, rebase_dates=_with(settings.rebase_dates, event))
    if event.kind is EventKind.EXCLUSION:
        return replace(settings, exclude_dates=_with(settings.exclude_dates, event))
    if event.kind is EventKind.BASELINE:
        return replace(settings, baseline=_baseline(event))
    note = Note(event.effective, event.reason, event.author)
    if event.kind is EventKind.PROFILE:
        return replace(settings, profile=event.profile, profile_note=note)
    return replace(settings, notes=(*settings.notes, note))


def _with(days: Mapping[date, str], event: Event) -> dict[date, str]:
    return dict(sorted({**days, event.effective: event.reason}.items()))


def _baseline(event: Event) -> Baseline:
    if event.points is not None:
        return Baseline(first=event.points, reason=event.reason)
    if event.dates is not None:
        return Baseline(dates=event.dates, reason=event.reason)
    return Baseline(start=event.effective, end=event.until, reason=event.reason)


def _record(event: Event) -> dict[str, str | int | list[str]]:
    found = {one.name: getattr(event, one.name) for one in fields(event)}
    return {name: _plain(value) for name, value in found.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _event(record: object, number: int) -> Event:
    where = f"event {number}"
    if not isinstance(record, dict):
        raise ClearwayError("It is not an object", where=where)
    known = {one.name for one in fields(Event)}
    if unknown := set(record) - known:
        raise ClearwayError(
            f"There is no '{min(unknown)}'", where=where, mend=f"Known are {', '.join(known)}"
        )
    if missing := known - set(_DETAILS) - set(record):
        raise ClearwayError(f"'{min(missing)}' is missing", where=where)
    try:
        return Event(
            **{
                **record,
                "kind": EventKind(record["kind"]),
                "effective": date.fromisoformat(record["effective"]),
                "recorded_at": datetime.fromisoformat(record["recorded_at"]),
                "until": date.fromisoformat(record["until"]) if "until" in record else None,
                "dates": tuple(map(date.fromisoformat, record["dates"])) if "dates" in record else None,
            }
        )
    except (ValueError, TypeError, AttributeError) as error:
        raise ClearwayError(f"It cannot be read: {error}", where=where) from None

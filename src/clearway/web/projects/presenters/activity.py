"""What was done in a project, day by day, in sentences."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.timezone import localtime

from clearway.web.audit.models import ChangeEvent
from clearway.web.trail.sentences import sentence

TOLD = (
    "title",
    "name",
    "role",
    "reason",
    "sections",
    "audience",
    "leader",
    "due",
    "group",
    "version",
    "old",
    "new",
)
"""Details that are shown: words of the team, no keys and no digests."""


@dataclass(frozen=True)
class ActivityLine:
    """One thing that somebody did."""

    clock: str
    who: str
    said: str
    more: str


@dataclass(frozen=True)
class ActivityDay:
    """What was done on a day."""

    on: date
    lines: tuple[ActivityLine, ...]


def activity_lines(events: Iterable[ChangeEvent]) -> list[ActivityDay]:
    """The events by day, in the order given."""
    return [
        ActivityDay(on, tuple(_line(event) for event in rows))
        for on, rows in groupby(events, key=lambda event: localtime(event.at).date())
    ]


def _line(event: ChangeEvent) -> ActivityLine:
    details = event.details
    told = [_words(details[name]) for name in TOLD if details.get(name)]
    return ActivityLine(
        clock=f"{localtime(event.at):%H:%M}",
        who=event.person or "Somebody whose name was erased",
        said=sentence(event.action, "the project"),
        more="; ".join(told),
    )


def _words(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    if isinstance(value, dict):
        return "before: " + ", ".join(f"{name} {_words(each)}" for name, each in value.items())
    return str(value)

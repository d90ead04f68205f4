"""What people are reminded of, and in which words. Pure: fields of the grid in, a message out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict
from pydantic import Field as Setting

from clearway.package.deadlines import MonthDates
from clearway.web.coordination.grid import Field, Stage
from clearway.web.coordination.timeliness import Timeliness
from clearway.web.design.filters import day

FILE = Path(__file__).with_name("reminders.yaml")


class Occasion(StrEnum):
    """Which date of a month is near. Of each somebody hears once."""

    BEFORE_DUE = "before due"
    DUE = "due"
    BEFORE_CLOSING = "before closing"
    LATE = "late"
    """For whoever coordinates: the last day that counts as on time has passed."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Ahead(_Frozen):
    """A number of days, and why that many."""

    days: int = Setting(ge=1, le=60)
    reason: str = Setting(min_length=1)


class Rules(_Frozen):
    """How long before a date people hear of it."""

    before_due: Ahead
    before_closing: Ahead


@cache
def rules() -> Rules:
    """The rules as the file beside this module has them."""
    return Rules(**yaml.safe_load(FILE.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Line:
    """One month of one trust in a message."""

    field: Field
    occasion: Occasion
    words: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What is said once only to a person."""
        return self.field.trust.code, str(self.field.period), self.occasion.value


def occasion(dates: MonthDates, today: date) -> Occasion | None:
    """Which date of a month is near on a day; None where none is, or the month has closed."""
    closes = dates.closing - timedelta(days=rules().before_closing.days)
    if today > dates.closing:
        return None
    if today >= closes:
        return Occasion.BEFORE_CLOSING
    if today >= dates.due:
        return Occasion.DUE
    if today >= dates.due - timedelta(days=rules().before_due.days):
        return Occasion.BEFORE_DUE
    return None


def trust_line(field: Field, today: date, *, approves: bool) -> Line | None:
    """What somebody of the trust hears of a month; None where nothing is owed of them.

    `approves` is whether they approve the trust's months: others hear nothing once it is handed in.
    """
    near = occasion(field.dates, today)
    if near is None or field.counts.to_enter == 0 or not field.open_now:
        return None
    waits = field.stage is Stage.SUBMITTED and approves
    if field.stage not in (Stage.NOTHING, Stage.PART, Stage.COMPLETE) and not waits:
        return None
    return Line(field, near, f"{field.period.label}: {_owed(field)}. {_when(field, near, today)}")


def coordinator_line(field: Field, today: date) -> Line | None:
    """What a lead of the LMNS or region hears: the month is overdue, until it closes."""
    if (
        field.timeliness is not Timeliness.OVERDUE
        or today > field.dates.closing
        or field.counts.to_enter == 0
    ):
        return None
    words = f"{field.trust.name}, {field.period.label}: {_owed(field)}. It was due on {day(field.dates.due)}."
    return Line(field, Occasion.LATE, words)


def message(name: str, lines: Iterable[tuple[Line, str]], own_page: str) -> tuple[str, str]:
    """Subject and text for one person. `lines` come with the address where each can be dealt with."""
    said = list(lines)
    months = "1 month waits" if len(said) == 1 else f"{len(said)} months wait"
    body = "\n\n".join(f"- {line.words}\n  {address}" for line, address in said)
    text = (
        f"Hello {name},\n\n"
        f"this is what is still owed for the smoke-free pregnancies collaborative:\n\n{body}\n\n"
        "A figure that does not exist needs no number: give the reason why there is none.\n\n"
        f"You get at most one such message a day. To get none: {own_page}\n"
    )
    return f"Clearway: {months} for you", text


def _owed(field: Field) -> str:
    counts = field.counts
    if field.stage is Stage.SUBMITTED:
        return "handed in, and waits for approval"
    if counts.complete:
        return "everything is entered, and it is not handed in yet"
    figures = "1 figure is" if counts.missing == 1 else f"{counts.missing} figures are"
    return f"{figures} missing of {counts.owed} owed"


def _when(field: Field, near: Occasion, today: date) -> str:
    if near is Occasion.BEFORE_CLOSING:
        return f"The month closes on {_day(field.dates.closing, today)}; after it nothing can be changed."
    timely = f"it counts as on time until {day(field.dates.timely)}"
    if today > field.dates.timely:
        timely = "it no longer counts as on time"
    verb = "is" if today <= field.dates.due else "was"
    return f"It {verb} due on {_day(field.dates.due, today)}; {timely}."


def _day(value: date, today: date) -> str:
    near = {0: " (today)", 1: " (tomorrow)"}.get((value - today).days, "")
    return f"{day(value)}{near}"

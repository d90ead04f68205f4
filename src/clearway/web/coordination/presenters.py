"""What the pages of coordination show: words and classes, worked out here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime

from clearway.common.organisations import Organisation
from clearway.common.periods import Month
from clearway.web.calendar.guard import dates_of
from clearway.web.coordination.grid import Field, Move, Stage, Totals
from clearway.web.coordination.selectors import Grid
from clearway.web.design.filters import day

STAGES = {
    Stage.NOTHING: ("Nothing yet", "grey", "Nothing is held for the month."),
    Stage.PART: ("Part", "yellow", "Some of what is owed has a figure or a reason."),
    Stage.COMPLETE: (
        "Complete",
        "aqua-green",
        "Everything owed has a figure or a reason; not handed in yet.",
    ),
    Stage.SUBMITTED: ("Submitted", "blue", "Handed in by the trust."),
    Stage.APPROVED: ("Approved", "purple", "The trust's lead stands by it: yours to accept."),
    Stage.ACCEPTED: ("Accepted", "green", "Taken by the LMNS or region; changes by exception only."),
    Stage.LOCKED: ("Locked", "white", "Closed for good; changes by exception only."),
}
"""Title, colour of the tag, and what it means."""


@dataclass(frozen=True)
class FieldCard:
    """One field of the grid."""

    code: str
    trust: str
    period: str
    month: str
    stage: str
    title: str
    colour: str
    count: str
    notes: tuple[str, ...]
    late: bool
    timeliness: str
    owed: int
    central: int
    figures: int
    reasons: int
    missing: int
    changed: int
    last: str
    seen: str

    @classmethod
    def of(cls, field: Field) -> "FieldCard":
        """The field in words."""
        title, colour, _ = STAGES[field.stage]
        counts = field.counts
        return cls(
            code=field.trust.code,
            trust=short_name(field.trust),
            period=str(field.period),
            month=field.period.label,
            stage=field.stage.name.lower(),
            title=title,
            colour=colour,
            count=f"{counts.held} of {counts.owed}",
            notes=notes_of(field),
            late=field.late,
            timeliness=field.timeliness.value.capitalize(),
            owed=counts.owed,
            central=counts.centre + counts.records,
            figures=counts.figures,
            reasons=counts.reasons,
            missing=counts.missing,
            changed=field.changed_since_approval,
            last=f"{moment(field.last.at)}, {field.last.by}" if field.last else "Nothing yet",
            seen=field.seen,
        )


def notes_of(field: Field) -> tuple[str, ...]:
    """What else there is to know of a field, the most pressing first."""
    found = []
    if field.late:
        found.append(field.timeliness.value.capitalize())
    if field.exception_until:
        found.append(f"Exception until {short_day(field.exception_until)}")
    elif field.closed_by_date:
        found.append(f"Closed {short_day(field.dates.closing)}")
    if field.changed_since_approval:
        found.append(f"{field.changed_since_approval} changed since approval")
    return tuple(found)


def short_name(trust: Organisation) -> str:
    """The name without the words that say that it is made up: the page says so once."""
    return trust.name.removesuffix(" (made up)")


def short_day(value: object) -> str:
    """A day in a narrow column: "22 Nov 2026"."""
    return f"{value:%-d %b %Y}"


def moment(at: datetime) -> str:
    """A time such as "22 November 2026, 10:04"."""
    there = localtime(at)
    return f"{day(there)}, {there:%H:%M}"


@dataclass(frozen=True)
class MonthHead:
    """The head of one column, and its totals."""

    period: str
    label: str
    short: str
    reported: str
    complete: str
    accepted: str
    on_time: str
    dates: str

    @classmethod
    def of(cls, totals: Totals) -> "MonthHead":
        """The totals in words; "so far" while a trust may still be on time."""
        so_far = "" if totals.timely_passed else " so far"
        dates = totals.dates
        return cls(
            period=str(totals.period),
            label=totals.period.label,
            short=f"{totals.period.first_day:%b %Y}",
            reported=totals.reported.words,
            complete=totals.complete.words,
            accepted=totals.accepted.words,
            on_time=f"{totals.on_time.words}{so_far}",
            dates=f"Due {day(dates.due)}, on time until {day(dates.timely)}, closes {day(dates.closing)}",
        )


@dataclass(frozen=True)
class MoveLine:
    """One month that moved, as a sentence after the name of the trust."""

    code: str
    trust: str
    period: str
    month: str
    said: str

    @classmethod
    def of(cls, move: Move) -> "MoveLine":
        """Where it came from, where it stands, who moved it last."""
        said = f"{move.before} to {move.after}" if move.before is not move.after else f"still {move.after}"
        if move.exception_until:
            said += f", exception until {day(move.exception_until)}"
        who = f"{move.by}, {moment(move.at)}"
        return cls(
            move.trust.code, short_name(move.trust), str(move.period), move.period.label, f"{said} ({who})"
        )


@dataclass(frozen=True)
class TrustRow:
    """One row of the grid."""

    code: str
    name: str
    fields: tuple[FieldCard, ...]


def rows_of(grid: Grid) -> list[TrustRow]:
    """The rows of the grid, a trust each."""
    return [
        TrustRow(trust.code, short_name(trust), tuple(map(FieldCard.of, grid.of_trust(trust.code))))
        for trust in grid.trusts
    ]


def acceptable(fields: Iterable[Field]) -> list[FieldCard]:
    """The trusts whose month waits to be accepted."""
    return [FieldCard.of(one) for one in fields if one.stage is Stage.APPROVED]


def lockable(fields: Iterable[Field], *, closed: bool) -> list[FieldCard]:
    """The trusts whose month can be locked: the accepted ones, after the closing date all that are not."""
    return [
        FieldCard.of(one)
        for one in fields
        if one.stage is Stage.ACCEPTED or (closed and one.stage is not Stage.LOCKED)
    ]


def closed_on(period: Month, today: object) -> bool:
    """Whether the closing date has passed."""
    return bool(today > dates_of(period).closing)  # type: ignore[operator]


def legend() -> Sequence[tuple[str, str, str]]:
    """Every stage with its colour and meaning."""
    return [STAGES[stage] for stage in Stage]

"""What the pages of coordination show: words and classes, worked out here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime

from clearway.common.organisations import Organisation
from clearway.common.periods import Month
from clearway.web.calendar.guard import dates_of
from clearway.web.calendar.replay import Event, State, Step
from clearway.web.coordination.grid import Field, Move, Stage, Totals
from clearway.web.coordination.selectors import Grid
from clearway.web.coordination.timeliness import Timeliness
from clearway.web.design.filters import day
from clearway.web.returns.obligations import Owed, Status

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

STATUSES = {
    Status.CENTRE: ("From the centre", "white"),
    Status.RECORDS: ("From records", "white"),
    Status.ENTERED: ("Entered", "green"),
    Status.MISSING: ("Missing", "red"),
}
STEPS = {
    Step.SUBMIT: "Submitted",
    Step.APPROVE: "Approved",
    Step.ACCEPT: "Accepted",
    Step.LOCK: "Locked",
    Step.UNDO: "Undid the last step",
    Step.EXCEPTION: "Granted an exception",
}
UNDOING = {
    Step.SUBMIT: "Take the submission back",
    Step.APPROVE: "Take the approval back",
    Step.ACCEPT: "Take the acceptance back",
    Step.LOCK: "Unlock",
}


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


@dataclass(frozen=True)
class CellLine:
    """One cell that is owed."""

    title: str
    drivers: str
    status: str
    colour: str
    figure: str
    said: str

    @classmethod
    def of(cls, cell: Owed, titles: dict[str, str]) -> "CellLine":
        """The cell in words; a missing figure is never a zero."""
        title, colour = STATUSES[cell.status]
        row = cell.value if cell.held else None
        reason = row is not None and row.state != "value"
        if reason and cell.status is Status.ENTERED:
            title, colour = "Reason given", "yellow"
        detail = getattr(row, "detail", None)
        said = [row.note if row else "", detail.comment if detail else ""]
        drivers = ", ".join(titles[driver] for driver in cell.drivers) or "All trusts"
        return cls(cell.title, drivers, title, colour, _figure(cell), " – ".join(filter(None, said)))


def _figure(cell: Owed) -> str:
    row = cell.value
    if row is None or not cell.held:
        return "no figure"
    if row.state != "value" or row.value is None:
        return row.state.replace("_", " ")
    if row.numerator is not None and row.denominator is not None:
        return f"{row.numerator:,.0f} of {row.denominator:,.0f} ({100 * row.value:.1f}%)"
    share = cell.definition.kind.value == "proportion"
    return f"{100 * row.value:.1f}%" if share else f"{row.value:,.4g}"


@dataclass(frozen=True)
class EventLine:
    """One step that was taken."""

    at: str
    who: str
    what: str
    said: str

    @classmethod
    def of(cls, event: Event) -> "EventLine":
        """The step in words."""
        until = f" until {day(event.until)}" if event.until else ""
        return cls(moment(event.at), event.by, f"{STEPS[event.step]}{until}", event.reason)


@dataclass(frozen=True)
class Choices:
    """The steps that this person may take now on this month."""

    accept: bool
    lock: bool
    undo: str
    exception: bool


def closed_on(period: Month, today: object) -> bool:
    """Whether the closing date has passed."""
    return bool(today > dates_of(period).closing)  # type: ignore[operator]


def state_sentence(field: Field) -> str:
    """Whether figures can be changed now, and until when, in a sentence."""
    closing = day(field.dates.closing)
    if field.exception_until:
        return f"Figures can be changed until {day(field.exception_until)}, by exception."
    if field.open_now:
        return f"Figures can be changed until {closing}."
    if field.state.state in (State.ACCEPTED, State.LOCKED):
        return f"It is {field.state.state}: figures change by exception only."
    return f"It closed by itself on {closing}: figures change by exception only."


def timeliness_words(field: Field) -> str:
    """How it stands to the dates."""
    words = {
        Timeliness.NOT_DUE: f"Due on {day(field.dates.due)}",
        Timeliness.DUE: f"Was due on {day(field.dates.due)}; still on time until {day(field.dates.timely)}",
        Timeliness.ON_TIME: "Handed in on time",
        Timeliness.LATE: f"Handed in after {day(field.dates.timely)}, so late",
        Timeliness.OVERDUE: f"Overdue: it counted as on time until {day(field.dates.timely)}",
        Timeliness.EMPTY: "Handed in with nothing entered, which is not on time",
    }
    return words[field.timeliness]


def legend() -> Sequence[tuple[str, str, str]]:
    """Every stage with its colour and meaning."""
    return [STAGES[stage] for stage in Stage]

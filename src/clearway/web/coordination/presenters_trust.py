"""What the page of one month of one trust shows."""

from dataclasses import dataclass

from clearway.web.calendar.replay import Event, State, Step
from clearway.web.coordination.grid import Field
from clearway.web.coordination.presenters import moment
from clearway.web.coordination.timeliness import Timeliness
from clearway.web.design.filters import day
from clearway.web.returns.obligations import Owed, Status

STATUSES = {
    Status.CENTRE: ("From the centre", "white"),
    Status.RECORDS: ("From records", "white"),
    Status.ENTERED: ("Entered", "green"),
    Status.MISSING: ("Missing", "red"),
}
UNDOING = {
    Step.SUBMIT: "Take the submission back",
    Step.APPROVE: "Take the approval back",
    Step.ACCEPT: "Take the acceptance back",
    Step.LOCK: "Unlock",
}


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
        return cls(moment(event.at), event.by, f"{event.step.done}{until}", event.reason)


@dataclass(frozen=True)
class Choices:
    """The steps that this person may take now on this month."""

    accept: bool
    lock: bool
    undo: str
    exception: bool


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

"""What the pages of uploads show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.timezone import now as moment_now

from clearway.common.errors import ClearwayError
from clearway.common.periods import parse_month
from clearway.measures.definitions import definitions
from clearway.web.design.filters import count, spaced
from clearway.web.jobs.presenters import moment
from clearway.web.publications.models import Value
from clearway.web.returns.cells import TAKEN_BACK
from clearway.web.uploads.models import UNDO_FOR, Outcome, State, Upload, UploadedFigure, UploadRow

COLOURS = {
    State.READING: "blue",
    State.MATCHING: "yellow",
    State.REVIEW: "yellow",
    State.IMPORTING: "blue",
    State.IMPORTED: "green",
    State.UNDONE: "grey",
    State.FAILED: "red",
    State.CANCELLED: "white",
    State.EXPIRED: "white",
}
HEADINGS = {
    Outcome.REJECTED: "Rejected",
    Outcome.CHANGED: "Changed",
    Outcome.NEW: "New",
    Outcome.SAME: "Exact duplicates",
    Outcome.REPEATED: "Twice in the file",
    Outcome.BLANK: "Left blank",
}
EXPLAINED = {
    Outcome.REJECTED: "cannot be entered as they are",
    Outcome.CHANGED: "would take the place of a figure that is held",
    Outcome.NEW: "would fill a cell that is empty now",
    Outcome.SAME: "are held already just like this; nothing happens",
    Outcome.REPEATED: "repeat a row above word for word; nothing happens",
    Outcome.BLANK: "were not filled in; what is held stays",
}
NOTHING = "nothing"


@dataclass(frozen=True)
class UploadCard:
    """One upload in a list."""

    id: UUID
    name: str
    tag: str
    colour: str
    given: str
    came_of_it: str


@dataclass(frozen=True)
class Tally:
    """How many rows have an outcome."""

    outcome: str
    heading: str
    number: int
    words: str
    shown: bool


@dataclass(frozen=True)
class Line:
    """A row of the review: where it stands in the file, what it is of, what is held and what would be."""

    number: int
    month: str
    measure: str
    part: str
    held: str
    new: str
    notes: tuple[str, ...]


def card(upload: Upload) -> UploadCard:
    """An upload as the list shows it."""
    state = State(upload.state)
    given = f"{upload.person}, {moment(upload.at, moment_now())}"
    return UploadCard(upload.pk, upload.file_name, state.label, COLOURS[state], given, _came_of_it(upload))


def tallies(upload: Upload, shown: Outcome | None) -> list[Tally]:
    """The counts of a review, those that matter most first; but for the main four, only those there are."""
    always = (Outcome.NEW, Outcome.CHANGED, Outcome.SAME, Outcome.REJECTED)
    return [
        Tally(outcome.value, heading, upload.counts.get(outcome, 0), EXPLAINED[outcome], outcome is shown)
        for outcome, heading in HEADINGS.items()
        if outcome in always or upload.counts.get(outcome, 0)
    ]


def first_shown(upload: Upload, asked: str) -> Outcome | None:
    """The rows to show: those asked for, else the first kind that there is in the order of the headings."""
    if asked in Outcome.values and upload.counts.get(asked, 0):
        return Outcome(asked)
    return next((outcome for outcome in HEADINGS if upload.counts.get(outcome, 0)), None)


def lines(rows: Iterable[UploadRow]) -> list[Line]:
    """Rows of a review."""
    return [_line(row) for row in rows]


def entered_lines(rows: Iterable[UploadedFigure]) -> list[Line]:
    """What an import entered."""
    return [
        Line(
            row.number,
            parse_month(row.value.period).label,
            title_of(row.value.measure),
            _part(row.value.component, row.value.parameter),
            figure_words(row.before),
            figure_words(row.value),
            (),
        )
        for row in rows
    ]


def figure_words(value: Value | None) -> str:
    """What a cell holds, in words; nothing is never 0."""
    if value is None or value.state == TAKEN_BACK:
        return NOTHING
    return _words(value.numerator, value.denominator, value.value, value.state, value.note)


def undo_until(upload: Upload) -> datetime | None:
    """The last moment at which an import can be undone."""
    return upload.imported_at + UNDO_FOR if upload.imported_at else None


def _words(
    numerator: float | None, denominator: float | None, value: float | None, state: str, reason: str
) -> str:
    if state != "value":
        return f"{spaced(state)}: {reason}" if reason else spaced(state)
    if denominator is None:
        return count(numerator if value is None else value)
    return f"{count(numerator)} of {count(denominator)}"


def _line(row: UploadRow) -> Line:
    cells = {**row.cells, **row.mended}
    measure = cells.get("measure_code", "")
    entry = row.entry or {}
    new = (
        _words(entry["numerator"], entry["denominator"], entry["value"], entry["state"], entry["reason"])
        if entry
        else _as_written(cells)
    )
    notes = tuple(
        f"{fault['what']} {fault['mend']}" for fault in row.findings if row.outcome == Outcome.REJECTED
    )
    if row.outcome != Outcome.REJECTED:
        notes = tuple(fault["what"] for fault in row.findings)
    comment = entry.get("comment") or ""
    return Line(
        row.number,
        month_words(row.period or cells.get("period", "")),
        title_of(measure),
        _part(cells.get("component", ""), cells.get("parameter", "")),
        figure_words(row.held),
        new,
        (*notes, f"Comment: {comment}") if comment else notes,
    )


def month_words(text: str) -> str:
    """The month as people say it, or what was written in its place."""
    try:
        return parse_month(text).label
    except ClearwayError:
        return text


def _as_written(cells: dict[str, str]) -> str:
    figure = " of ".join(cells[name] for name in ("numerator", "denominator") if cells.get(name))
    return ", ".join(text for text in (figure, cells.get("value_status", "")) if text) or NOTHING


def title_of(measure: str) -> str:
    """The measure's short title, or what was written in its place."""
    sheet = definitions().get(measure)
    return sheet.short_title if sheet else measure or "no measure"


def _part(component: str, parameter: str) -> str:
    return ": ".join(text for text in (component, parameter) if text)


def _came_of_it(upload: Upload) -> str:
    said = upload.counts
    if upload.state == State.IMPORTED and upload.imported_at:
        figures = said.get("new", 0) + said.get("changed", 0)
        return f"{figures:,} figures by {upload.imported_by}, {moment(upload.imported_at, moment_now())}"
    if upload.state == State.UNDONE and upload.undone_at:
        return f"Undone by {upload.undone_by}, {moment(upload.undone_at, moment_now())}"
    if upload.state == State.REVIEW:
        return ", ".join(f"{said.get(name, 0):,} {name}" for name in ("new", "changed", "rejected"))
    return upload.said

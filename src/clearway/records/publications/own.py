"""Reads Clearway's own layout: one organisation, period, measure and component a row.

Columns: organisation_code, period, measure, numerator, denominator; and as needed component,
parameter, value_status, comment, organisation_name. An empty denominator makes a bare count. Where
there is no number, value_status says why; a blank cell is never read as zero. A first row that
begins with `Required` or `Optional` holds instructions and is passed over.
"""

import re
from dataclasses import replace

from clearway.common.errors import ClearwayError
from clearway.common.organisations import directory
from clearway.records.publications.cells import Problem, count, period_of, problem_of
from clearway.records.publications.gather import Key
from clearway.records.publications.layouts import Sign, known, plain
from clearway.records.publications.model import PublishedValue, State
from clearway.records.publications.proportions import DEFINITION_VERSION, Subject, counted, stated, too_many
from clearway.records.publications.recognise import Recognised
from clearway.records.publications.report import Report
from clearway.records.publications.rows import Progress, Row, rows_of
from clearway.records.publications.single_rows import SingleRows
from clearway.records.publications.tables import text_of

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_STATES = {plain(state): state for state in State}


class _RefusedError(Exception):
    """A row that cannot be used, with the field at fault."""

    def __init__(self, field: str, problem: Problem) -> None:
        super().__init__(problem.what)
        self.field, self.problem = field, problem


def read_own(source: Recognised, report: Report, progress: Progress | None) -> list[PublishedValue]:
    """The values of a file in Clearway's own layout."""
    rows = SingleRows(report, source.heading("numerator"))
    for position, row in enumerate(rows_of(source, progress)):
        if position == 0 and _is_instruction(row):
            continue
        try:
            rows.add(replace(_value(row), version=_version(row)))
        except _RefusedError as refused:
            report.error(row.number, source.heading(refused.field), refused.problem)
    return rows.values()


def _is_instruction(row: Row) -> bool:
    return text_of(row.cells[0]).casefold().startswith(("required", "optional"))


def _value(row: Row) -> PublishedValue:
    if row.overflow:
        raise _RefusedError("numerator", row.overflow)
    subject = _subject(row)
    state = _STATES.get(plain(row.text("state"))) if row.text("state") else State.VALUE
    if state is None:
        what = f"'{row.text('state')}' is not a state of a value."
        raise _RefusedError("state", Problem("unknown-state", what, f"Use one of: {', '.join(State)}."))
    if state in (State.VALUE, State.NOT_APPLICABLE) and row.text("numerator"):
        return _counted(row, subject, state)
    if state is State.VALUE:
        what = "There is no number, and value_status does not say why."
        raise _RefusedError("numerator", Problem("no-number", what, "Fill in the number, or value_status."))
    if row.text("numerator"):
        what = f"There is a number beside the state {state}."
        raise _RefusedError("numerator", Problem("number-beside-state", what, "Leave one of them empty."))
    return stated(subject, state, row.text("comment"))


def _version(row: Row) -> int:
    """The version of the definition by which the figure was computed, where the file says it."""
    text = row.text("version")
    if text and not text.isdecimal():
        what = f"'{text}' is not the number of a version."
        raise _RefusedError("version", Problem("unknown-version", what, "Leave it empty, or write 1."))
    return int(text or DEFINITION_VERSION)


def _subject(row: Row) -> Subject:
    """What the row is about. The directory gives the level, so the organisation must be in it."""
    for field in ("measure", "component"):
        text = row.text(field)
        if not _ID.fullmatch(text) and (text or field == "measure"):
            what = f"'{text}' is not the id of a {field}."
            mend = "Use an id as `measures list` shows it."
            raise _RefusedError(field, Problem("unknown-measure", what, mend))
    organisation = directory().find(row.text("org_code"))
    if organisation is None:
        what = f"The directory has no organisation '{row.text('org_code')}', so its level is not known."
        raise _RefusedError("org_code", Problem("unknown-organisation", what, "Check the code."))
    try:
        period = str(period_of(row.cell("period")))
    except ClearwayError as error:
        raise _RefusedError("period", problem_of(error)) from None
    key = Key(row.text("measure"), period, organisation.level, organisation.code)
    return Subject(key, organisation.name, row.number, row.text("component"), row.text("parameter"))


def _counted(row: Row, subject: Subject, state: State) -> PublishedValue:
    numerator = _count(row, "numerator")
    denominator = _count(row, "denominator") if row.text("denominator") else None
    if denominator is not None and numerator > denominator and not known().may_exceed(subject.key.measure):
        raise _RefusedError("numerator", too_many(numerator, denominator))
    if state is State.NOT_APPLICABLE and denominator != 0:
        what = "The state is not_applicable, and there are numbers to apply."
        raise _RefusedError("state", Problem("number-beside-state", what, "Leave one of them empty."))
    return counted(subject, numerator, denominator, note=row.text("comment"))


def _count(row: Row, field: str) -> float:
    content = count(row.cell(field), whole=False)
    if isinstance(content, Sign):
        what = f"'{row.text(field)}' is not a number."
        mend = "Leave the number empty and say why in value_status."
        raise _RefusedError(field, Problem("not-a-number", what, mend))
    if isinstance(content, Problem):
        raise _RefusedError(field, content)
    return content

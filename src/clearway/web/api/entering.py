"""Figures are entered: one cell, or several of a month at once. All of what is sent is saved, or nothing.

The operations stand in the router of `months`: two routers cannot share an address.
"""

from collections.abc import Sequence

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from ninja import Header, Path, Query, Status

from clearway.common.errors import ClearwayError
from clearway.common.findings import Finding, Severity
from clearway.common.organisations import Organisation
from clearway.common.periods import Month
from clearway.web.api import month_answers as answers
from clearway.web.api.month_questions import (
    CellBody,
    CellsBody,
    CellWriteQuestion,
    DryRun,
    Matching,
    MonthText,
)
from clearway.web.api.months import MONTH, etag, router
from clearway.web.api.places import ENTERS, cell_item, cell_of, month_of, trust_of
from clearway.web.api.problems import CHANGES, QuestionError
from clearway.web.api.questions import CodeText, IdText
from clearway.web.api.rules import operation_rule
from clearway.web.calendar.guard import check_open, hold
from clearway.web.people.access import access_of
from clearway.web.returns.actions import enter_cells
from clearway.web.returns.cells import CellEntry, EntryResult
from clearway.web.returns.keys import CellKey
from clearway.web.returns.models import CellDetail
from clearway.web.returns.obligations import as_asked, owed

WRITES = CHANGES | {409: answers.CellsConflict}
LARGEST_VERSION = 10**18


class ConflictError(Exception):
    """Cells that hold something else than was seen."""

    def __init__(self, keys: Sequence[CellKey]) -> None:
        self.keys = keys
        super().__init__("changed by somebody else")


class _TriedError(Exception):
    """Takes back what was saved to see what would come of it."""


@router.post(
    f"{MONTH}/cells",
    response={200: answers.EntryItem, **WRITES},
    auth=operation_rule(ENTERS),
    summary="Enter figures of a month",
    openapi_extra={"x-example": "organisations/DEMO1/months/2026-10/cells"},
)
def enter(
    request: HttpRequest,
    code: Path[CodeText],
    period: Path[MonthText],
    asked: Query[DryRun],
    body: CellsBody,
) -> object:
    """Enter some cells. With one changed since you read it nothing is saved, and 409 shows what is held."""
    entries = [CellEntry(**(one.model_dump() | {"state": one.state.value})) for one in body.cells]
    return _entered(request, trust_of(code), month_of(period), entries, asked.dry_run)


@router.put(
    f"{MONTH}/cells/{{measure_id}}",
    response={200: answers.EntryItem, **WRITES},
    auth=operation_rule(ENTERS),
    summary="Enter one figure",
    openapi_extra={"x-example": "organisations/DEMO1/months/2026-10/cells/smoke-booking"},
)
def put(
    request: HttpRequest,
    response: HttpResponse,
    code: Path[CodeText],
    period: Path[MonthText],
    measure_id: Path[IdText],
    asked: Query[CellWriteQuestion],
    body: CellBody,
    matching: Header[Matching],
) -> object:
    """Enter one cell, if it is still what you read; else nothing is saved and 409 shows what is held."""
    organisation, month = trust_of(code), month_of(period)
    key = (measure_id, asked.component, asked.parameter)
    cell_of(organisation, month, key)
    given = body.model_dump() | {"state": body.state.value, "seen": _version(matching.if_match)}
    entry = CellEntry(*key, **given)
    answer = _entered(request, organisation, month, [entry], asked.dry_run)
    if not isinstance(answer, Status) and not asked.dry_run:
        held = cell_of(organisation, month, key).value
        response["ETag"] = etag(held.pk if held else None)
    return answer


def _version(header: str) -> int | None:
    """The version that a header names. Raises QuestionError where it names none."""
    text = header.strip().removeprefix("W/").strip('"')
    if not (text.isascii() and text.isdecimal()) or int(text) >= LARGEST_VERSION:
        raise QuestionError("If-Match is not an ETag of a cell", mend='Send it as you got it, such as "123"')
    return int(text) or None


def _entered(
    request: HttpRequest,
    organisation: Organisation,
    month: Month,
    entries: Sequence[CellEntry],
    dry_run: bool,
) -> object:
    entries = as_asked(entries, [cell.key for cell in owed(organisation, month)])
    try:
        with transaction.atomic():
            result = _enter(request, organisation, month, entries)
            saved = {(row.measure, row.component, row.parameter) for row in result.saved}
            answer = {
                "dry_run": dry_run,
                "saved": [cell_item(cell) for cell in owed(organisation, month) if cell.key in saved],
                "unchanged": len(result.unchanged),
                "findings": [_told(found.finding) for found in result.findings],
            }
            if dry_run:
                raise _TriedError
    except _TriedError:
        return _as_tried(answer, entries)
    except ConflictError as conflict:
        return Status(409, _conflict(organisation, month, conflict))
    return answer


def _enter(
    request: HttpRequest, organisation: Organisation, month: Month, entries: Sequence[CellEntry]
) -> EntryResult:
    """Enter all. Raises ConflictError (month closed, cell changed) and QuestionError (wrong figure)."""
    hold(organisation, month)
    try:
        check_open(organisation, month, localdate())
    except ClearwayError as problem:
        raise ConflictError(()) from problem
    try:
        result = enter_cells(
            organisation=organisation,
            period=month,
            cells=entries,
            by=access_of(request).person,
            origin=CellDetail.API,
        )
    except ClearwayError as problem:
        where = f"{problem.where}: " if problem.where else ""
        raise QuestionError(f"{where}{problem.what}", mend=problem.mend) from None
    if result.collisions:
        raise ConflictError([(row.measure, row.component, row.parameter) for row in result.collisions])
    if result.waiting:
        silent = next(found for found in result.findings if found.cell == result.waiting[0])
        raise QuestionError(
            silent.finding.what.removesuffix("."), mend="Correct it, or say in its comment why it is so"
        )
    return result


def _conflict(organisation: Organisation, month: Month, conflict: ConflictError) -> dict[str, object]:
    if not conflict.keys:
        closed = conflict.__cause__
        what, mend = (closed.what, closed.mend) if isinstance(closed, ClearwayError) else ("", "")
        return {"error": what, "mend": mend, "cells": []}
    cells = [cell_item(cell) for cell in owed(organisation, month) if cell.key in conflict.keys]
    names = ", ".join(str(cell["title"]) for cell in cells)
    return {
        "error": f"{names} of {organisation.code} for {month.label} holds something else than you read",
        "mend": "Compare with cells below, and send again with seen (or If-Match) as their version",
        "cells": cells,
    }


def _as_tried(answer: dict[str, object], entries: Sequence[CellEntry]) -> dict[str, object]:
    """What would be saved; the versions are those that were read, as the new ones were never kept."""
    seen = {entry.key: entry.seen for entry in entries}
    saved = answer["saved"]
    assert isinstance(saved, list)  # noqa: S101 - it was made above
    for cell in saved:
        cell["version"] = seen[cell["measure"], cell["component"], cell["parameter"]]
    return answer


def _told(finding: Finding) -> dict[str, object]:
    severity: Severity = finding.severity
    names = ("rule", "what", "mend", "row")
    return {"severity": severity.value, **{name: getattr(finding, name) for name in names}}

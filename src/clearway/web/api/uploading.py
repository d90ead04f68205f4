"""Spreadsheets: uploaded, reviewed, approved or cancelled, undone for 30 days. Jobs read and import them."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Path, Query, Router, Status

from clearway.common.errors import ClearwayError
from clearway.web.api import month_answers as answers
from clearway.web.api.answers import Page
from clearway.web.api.exchanging import RAW
from clearway.web.api.month_questions import ApprovalBody, HeadingsBody, RowsQuestion, UploadQuestion
from clearway.web.api.paging import paged
from clearway.web.api.places import ENTERS, SEES, progress_of, trust_of
from clearway.web.api.problems import CHANGES, SIGNED, QuestionError, conflicts
from clearway.web.api.questions import CodeText, Paging
from clearway.web.api.rules import operation_rule
from clearway.web.people.access import access_of
from clearway.web.uploads import actions
from clearway.web.uploads.models import Upload, UploadRow
from clearway.web.uploads.reading.limits import MOST_BYTES
from clearway.web.uploads.selectors import upload_of
from clearway.web.uploads.undoing import undo_import

router = Router(tags=["Uploads"], by_alias=True)
UPLOADS = "organisations/{code}/uploads"
ONE = f"{UPLOADS}/{{upload_id}}"
EXAMPLE = f"organisations/DEMO1/uploads/{UUID(int=1)}"


@router.post(
    UPLOADS,
    response={202: answers.UploadItem, **CHANGES},
    auth=operation_rule(ENTERS),
    summary="Upload a spreadsheet",
    openapi_extra={"x-example": "organisations/DEMO1/uploads?name=may.csv", "requestBody": RAW},
)
def upload(
    request: HttpRequest, response: HttpResponse, code: Path[CodeText], asked: Query[UploadQuestion]
) -> object:
    """CSV or XLSX. A job compares it with what is held; Location is the address of its review."""
    organisation = trust_of(code)
    data = request.read(MOST_BYTES + 1)
    try:
        held = actions.receive(
            organisation=organisation, name=asked.name, data=data, by=access_of(request).person
        )
    except ClearwayError as problem:
        raise QuestionError(problem.what, mend=problem.mend) from None
    answer = _item(request, held)
    response["Location"] = str(answer["address"])
    return Status(202, answer)


@router.get(
    UPLOADS,
    response={200: Page[answers.UploadItem], **SIGNED},
    auth=operation_rule(SEES, logged="the list of uploads"),
    summary="Uploaded spreadsheets",
    openapi_extra={"x-example": "organisations/DEMO1/uploads"},
)
def uploads(request: HttpRequest, code: Path[CodeText], asked: Query[Paging]) -> object:
    """Newest first."""
    rows = Upload.objects.of(trust_of(code).code).select_related("run")
    return paged(request, rows, asked, lambda row: _item(request, row))


@router.get(
    ONE,
    response={200: answers.UploadItem, **SIGNED},
    auth=operation_rule(SEES, logged="an upload"),
    summary="How far a spreadsheet is",
    openapi_extra={"x-example": EXAMPLE},
)
def one_upload(request: HttpRequest, code: Path[CodeText], upload_id: Path[UUID]) -> object:
    """Its state, and how many rows are new, changed, the same or rejected."""
    return _item(request, upload_of(trust_of(code), upload_id))


@router.get(
    f"{ONE}/rows",
    response={200: Page[answers.UploadRowItem], **SIGNED},
    auth=operation_rule(SEES, logged="the rows of an upload"),
    summary="Rows of a spreadsheet",
    openapi_extra={"x-example": f"{EXAMPLE}/rows?outcome=rejected"},
)
def rows(
    request: HttpRequest, code: Path[CodeText], upload_id: Path[UUID], asked: Query[RowsQuestion]
) -> object:
    """The rows as they were reviewed, with what was found in each."""
    found = upload_of(trust_of(code), upload_id).rows.all()
    return paged(request, found.filter(outcome=asked.outcome) if asked.outcome else found, asked, _row)


@router.post(
    f"{ONE}/columns",
    response={202: answers.UploadItem, **CHANGES},
    auth=operation_rule(ENTERS),
    summary="Say what the headings are",
    openapi_extra={"x-example": f"{EXAMPLE}/columns"},
)
def name_columns(
    request: HttpRequest, code: Path[CodeText], upload_id: Path[UUID], body: HeadingsBody
) -> object:
    """Where its state is matching: a heading is not known for certain. It is read again with what you say."""
    held = upload_of(trust_of(code), upload_id)
    chosen = {one.heading: one.column for one in body.columns}
    if held.sheet and max(chosen) >= len(held.sheet.get("headings", ())):
        raise QuestionError(f"there is no heading {max(chosen)}", mend="Count the headings from 0")
    with conflicts():
        actions.confirm_columns(upload=held, chosen=chosen, by=access_of(request).person)
    return Status(202, _item(request, upload_of(trust_of(code), upload_id)))


@router.post(
    f"{ONE}/approval",
    response={202: answers.UploadItem, **CHANGES},
    auth=operation_rule(ENTERS),
    summary="Approve a spreadsheet",
    openapi_extra={"x-example": f"{EXAMPLE}/approval"},
)
def approve(request: HttpRequest, code: Path[CodeText], upload_id: Path[UUID], body: ApprovalBody) -> object:
    """Import the new and changed figures of the review that was seen; 409 where there is a newer review."""
    held = upload_of(trust_of(code), upload_id)
    with conflicts():
        held = actions.approve(upload=held, review=body.review, by=access_of(request).person)
    return Status(202, _item(request, held))


@router.post(
    f"{ONE}/undoing",
    response={200: answers.UploadItem, **CHANGES},
    auth=operation_rule(ENTERS),
    summary="Undo an import",
    openapi_extra={"x-example": f"{EXAMPLE}/undoing"},
)
def undo(request: HttpRequest, code: Path[CodeText], upload_id: Path[UUID]) -> object:
    """Put back what stood before, within 30 days; 409 where figures were changed again since."""
    organisation = trust_of(code)
    with conflicts():
        undo_import(upload=upload_of(organisation, upload_id), by=access_of(request).person)
    return _item(request, upload_of(organisation, upload_id))


@router.delete(
    ONE,
    response={200: answers.UploadItem, **CHANGES},
    auth=operation_rule(ENTERS),
    summary="Cancel a spreadsheet",
    openapi_extra={"x-example": EXAMPLE},
)
def cancel(request: HttpRequest, code: Path[CodeText], upload_id: Path[UUID]) -> object:
    """Delete an upload that is not imported."""
    held = upload_of(trust_of(code), upload_id)
    with conflicts():
        return _item(request, actions.cancel(upload=held, by=access_of(request).person))


def _item(request: HttpRequest, held: Upload) -> dict[str, object]:
    names = (
        "org_code", "state", "said", "mend", "review", "counts", "sha256", "size", "at", "imported_at",
        "undone_at",
    )  # fmt: skip
    address = reverse("api-v1:one_upload", kwargs={"code": held.org_code, "upload_id": held.pk})
    return {name: getattr(held, name) for name in names} | {
        "id": str(held.pk),
        "file": held.file_name,
        "headings": list(held.sheet.get("headings", ())),
        "job": progress_of(held.run),
        "address": request.build_absolute_uri(address),
    }


def _row(row: UploadRow) -> dict[str, object]:
    return {
        "row": row.number,
        "period": row.period,
        "outcome": row.outcome,
        "cells": {**row.cells, **row.mended},
        "findings": [{**finding, "row": row.number} for finding in row.findings],
    }

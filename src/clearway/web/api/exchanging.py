"""Figures in the formats of other systems: taken out at once, brought in by a job with a status address."""

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from ninja import Path, Query, Router, Status

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Organisation
from clearway.web.api import month_answers as answers
from clearway.web.api.answers import Page
from clearway.web.api.month_questions import ExportQuestion, FormatName, ImportQuestion
from clearway.web.api.paging import paged
from clearway.web.api.places import ENTERS, SEES, month_of, progress_of, trust_of
from clearway.web.api.problems import CHANGES, SIGNED, ProblemError, QuestionError, conflicts
from clearway.web.api.questions import CodeText, Paging
from clearway.web.api.rules import operation_rule
from clearway.web.exchange.actions import LARGEST, receive
from clearway.web.exchange.exporting import month_figures, months_between
from clearway.web.exchange.formats import FORMATS, format_of
from clearway.web.exchange.models import Import
from clearway.web.jobs.actions import cancel_job
from clearway.web.people.access import access_of

router = Router(tags=["Exchange"], by_alias=True)
IMPORTS = "organisations/{code}/imports"
FILES = {one.media_type: {"schema": {"type": "string"}} for one in FORMATS.values()}
RAW = {
    "required": True,
    "description": "the file itself, whatever its content type says",
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}


@router.get(
    "organisations/{code}/figures/{form}",
    response={200: str, **SIGNED},
    auth=operation_rule(SEES, logged="the figures as {form}"),
    summary="Figures of some months as a file",
    openapi_extra={
        "x-example": "organisations/DEMO1/figures/adx?from=2026-09&to=2026-10",
        "responses": {200: {"description": "OK", "content": FILES}},
    },
)
def export(
    request: HttpRequest, code: Path[CodeText], form: Path[FormatName], asked: Query[ExportQuestion]
) -> HttpResponse:
    """What is held of what was owed, as ADX, FHIR MeasureReport or CSV; sent back, it changes nothing."""
    organisation, found = trust_of(code), format_of(form.value)
    first, last = month_of(asked.from_), month_of(asked.to)
    try:
        months = months_between(first, last)
    except ClearwayError as problem:
        raise QuestionError(problem.what, mend=problem.mend) from None
    document = found.write(month_figures(organisation, months), timezone.now())
    response = HttpResponse(document, content_type=found.media_type)
    name = f"{organisation.code}-{first}-{last}.{found.suffix}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@router.post(
    IMPORTS,
    response={202: answers.ImportItem, **CHANGES},
    auth=operation_rule(ENTERS),
    summary="Send a file of figures",
    openapi_extra={"x-example": "organisations/DEMO1/imports?format=adx", "requestBody": RAW},
)
def send(
    request: HttpRequest, response: HttpResponse, code: Path[CodeText], asked: Query[ImportQuestion]
) -> object:
    """A job reads it and saves all that differs, or nothing; Location is the address that says how far."""
    organisation = trust_of(code)
    data = request.read(LARGEST + 1)
    try:
        held = receive(
            organisation=organisation,
            form=format_of(asked.format.value),
            data=data,
            dry_run=asked.dry_run,
            by=access_of(request).person,
        )
    except ClearwayError as problem:
        raise QuestionError(problem.what, mend=problem.mend) from None
    answer = _item(request, held)
    response["Location"] = str(answer["address"])
    return Status(202, answer)


@router.get(
    IMPORTS,
    response={200: Page[answers.ImportItem], **SIGNED},
    auth=operation_rule(SEES, logged="the files that programs sent"),
    summary="Files that were sent",
    openapi_extra={"x-example": "organisations/DEMO1/imports"},
)
def imports(request: HttpRequest, code: Path[CodeText], asked: Query[Paging]) -> object:
    """Newest first."""
    rows = Import.objects.filter(org_code=trust_of(code).code).defer("data").select_related("run")
    return paged(request, rows, asked, lambda row: _item(request, row))


@router.get(
    f"{IMPORTS}/{{import_id}}",
    response={200: answers.ImportItem, **SIGNED},
    auth=operation_rule(SEES, logged="a file that a program sent"),
    summary="How far a file is",
    openapi_extra={"x-example": f"organisations/DEMO1/imports/{UUID(int=1)}"},
)
def one_import(request: HttpRequest, code: Path[CodeText], import_id: Path[UUID]) -> object:
    """Waiting, done or refused, with what came of it."""
    return _item(request, _held(trust_of(code), import_id))


@router.get(
    f"{IMPORTS}/{{import_id}}/findings",
    response={200: Page[answers.FindingItem], **SIGNED},
    auth=operation_rule(SEES, logged="what was found in a file that a program sent"),
    summary="What was found in a file",
    openapi_extra={"x-example": f"organisations/DEMO1/imports/{UUID(int=1)}/findings"},
)
def findings(
    request: HttpRequest, code: Path[CodeText], import_id: Path[UUID], asked: Query[Paging]
) -> object:
    """Each with its line, entry or row, in the order of the file."""
    return paged(request, _held(trust_of(code), import_id).findings, asked, lambda finding: finding)


@router.delete(
    f"{IMPORTS}/{{import_id}}",
    response={200: answers.ImportItem, **CHANGES},
    auth=operation_rule(ENTERS),
    summary="Stop an import",
    openapi_extra={"x-example": f"organisations/DEMO1/imports/{UUID(int=1)}"},
)
def stop(request: HttpRequest, code: Path[CodeText], import_id: Path[UUID]) -> object:
    """Cancel the job of a file that is not dealt with yet; nothing of it is kept."""
    organisation = trust_of(code)
    held = _held(organisation, import_id)
    if held.run is None:
        raise ProblemError(409, "the job of this file has already ended", "There is nothing left to stop")
    with conflicts(), transaction.atomic():
        cancel_job(run=held.run, by=access_of(request).person)
    return _item(request, _held(organisation, import_id))


def _held(organisation: Organisation, import_id: UUID) -> Import:
    rows = Import.objects.filter(org_code=organisation.code).defer("data").select_related("run")
    found = rows.filter(pk=import_id).first()
    if found is None:
        raise Http404(f"there is no import {import_id}")
    return found


def _item(request: HttpRequest, held: Import) -> dict[str, object]:
    names = ("org_code", "state", "dry_run", "kept", "size", "sha256", "at", "counts")
    address = reverse("api-v1:one_import", kwargs={"code": held.org_code, "import_id": held.pk})
    return {name: getattr(held, name) for name in names} | {
        "id": str(held.pk),
        "format": held.form,
        "findings": len(held.findings),
        "job": progress_of(held.run),
        "address": request.build_absolute_uri(address),
    }

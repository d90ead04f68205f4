"""The value table, as JSON pages and as one CSV, and the files it comes from."""

import csv
from collections.abc import Iterator

from django.db.models import F, QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from ninja import Path, Query, Router

from clearway.common.errors import ClearwayError
from clearway.common.organisations import directory
from clearway.common.periods import parse_period
from clearway.measures.definitions import definitions, nearest
from clearway.web.api import answers
from clearway.web.api.paging import paged
from clearway.web.api.problems import NOT_FOUND, QuestionError
from clearway.web.api.questions import LARGEST_ID, Paging, ValuesPageQuestion, ValuesQuestion
from clearway.web.publications import selectors
from clearway.web.publications.exports import COLUMNS, export_rows
from clearway.web.publications.models import SourceFile, Value
from clearway.web.publications.selectors import about

router = Router(tags=["Values"])
CHUNK = 2000


@router.get(
    "values",
    response={200: answers.Page[answers.ValueItem], **NOT_FOUND},
    summary="Values",
    openapi_extra={"x-example": "values?measure=cqim-smoking-booking&org_code=R1H"},
)
def values(request: HttpRequest, asked: Query[ValuesPageQuestion]) -> object:
    """The figures that fit, each with its source: numerator, denominator, value, or why there is none."""
    return paged(request, _fitting(asked), asked, _item)


@router.get(
    "values.csv",
    response={200: str, **NOT_FOUND},
    summary="Values as CSV",
    openapi_extra={
        "x-example": "values.csv?measure=sbl-co-booking&org_level=icb",
        "responses": {200: {"description": "OK", "content": {"text/csv": {"schema": {"type": "string"}}}}},
    },
)
def values_csv(request: HttpRequest, asked: Query[ValuesQuestion]) -> StreamingHttpResponse:
    """All figures that fit in one file. A missing number is an empty cell, never 0."""
    rows = _fitting(asked)
    response = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="clearway-values.csv"'
    return response


@router.get(
    "publications",
    response={200: answers.Page[answers.PublicationItem], **NOT_FOUND},
    summary="Published files",
    openapi_extra={"x-example": "publications"},
)
def publications(request: HttpRequest, asked: Query[Paging]) -> object:
    """The files of published statistics that were read, newest first."""
    return paged(request, selectors.sources(), asked, _publication)


@router.get(
    "publications/{publication_id}",
    response={200: answers.PublicationItem, **NOT_FOUND},
    summary="One published file",
    openapi_extra={"x-example": "publications/1"},
)
def publication(request: HttpRequest, publication_id: Path[int]) -> object:
    """One file of published statistics, with what came of reading it."""
    found = None
    if 0 < publication_id <= LARGEST_ID:
        found = next((one for one in selectors.sources() if one.pk == publication_id), None)
    if found is None:
        raise ClearwayError(f"there is no published file {publication_id}", mend="See /api/v1/publications")
    return _publication(found)


def _fitting(asked: ValuesQuestion) -> QuerySet[Value, Value]:
    """The rows that fit. Raises ClearwayError for a measure, organisation or period that does not exist."""
    rows = Value.objects.open()
    rows = rows if asked.include_superseded else rows.current()
    if asked.measure is not None and asked.measure not in {*definitions(), *selectors.measures_held()}:
        raise ClearwayError(
            f"there is no measure '{asked.measure}'", mend=nearest(asked.measure, definitions())
        )
    fixed = {"measure": asked.measure, "component": asked.component, "period": asked.period}
    fixed |= {"org_level": asked.org_level, "state": asked.state, "status": asked.status}
    if asked.org_code is not None:
        fixed["org_code"] = directory().get(asked.org_code).code
    rows = rows.filter(**{name: str(wanted) for name, wanted in fixed.items() if wanted is not None})
    rows = about(rows, asked.parameter)
    return _between(rows, asked).select_related("source").annotate(replaced_by=F("superseded_by__pk"))


def _between(rows: QuerySet[Value, Value], asked: ValuesQuestion) -> QuerySet[Value, Value]:
    first = parse_period(asked.from_).first_day if asked.from_ else None
    last = parse_period(asked.to).last_day if asked.to else None
    if asked.period:
        parse_period(asked.period)
    if first and last and first > last:
        raise QuestionError(f"from {asked.from_} is after to {asked.to}", mend="Swap the two")
    if first:
        rows = rows.filter(period_start__gte=first)
    return rows.filter(period_start__lte=last) if last else rows


def _item(row: Value) -> dict[str, object]:
    organisation = directory().find(row.org_code)
    names = ("id", "measure", "component", "parameter", "version", "org_level", "org_code", "period")
    figures = ("numerator", "denominator", "value", "state", "status", "note", "recorded_at")
    return {name: getattr(row, name) for name in (*names, *figures)} | {
        "org_name": organisation.name if organisation else "",
        "source": {
            "id": row.source.pk,
            "file": row.source.name,
            "publisher": row.source.publisher,
            "title": row.source.title,
            "row": row.row,
        },
        "supersedes": row.supersedes_id,
        "superseded_by": getattr(row, "replaced_by", None),
    }


class _Line:
    """Takes what a CSV writer writes and hands it back."""

    def write(self, text: str) -> str:
        return text


def _lines(rows: QuerySet[Value, Value]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield writer.writerow(COLUMNS)
    for row in export_rows(rows.iterator(chunk_size=CHUNK)):
        yield writer.writerow(row)


def _publication(source: SourceFile) -> dict[str, object]:
    names = ("id", "title", "publisher", "status", "licence", "rounding", "sha256", "recorded_at")
    counts = ("new", "unchanged", "restated", "older")
    return {name: getattr(source, name) for name in (*names, *counts)} | {
        "file": source.name,
        "findings": len(source.findings),
    }

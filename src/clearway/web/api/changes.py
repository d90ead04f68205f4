"""The change log of an organisation for programs: in pages, and whole as a file that anybody can check."""

from django.http import HttpRequest, StreamingHttpResponse
from ninja import Path, Query, Router

from clearway.web.api import month_answers as answers
from clearway.web.api.answers import Page
from clearway.web.api.paging import paged
from clearway.web.api.problems import SIGNED
from clearway.web.api.questions import CodeText, Paging
from clearway.web.api.rules import operation_rule
from clearway.web.audit.exporting import as_json_lines, change_lines
from clearway.web.audit.models import ChangeEvent
from clearway.web.people.permissions import Permission
from clearway.web.people.rules import Needs
from clearway.web.trail import selectors

router = Router(tags=["Change log"], by_alias=True)
SEES_LOG = Needs(Permission.SEE_AUDIT, "code")


@router.get(
    "organisations/{code}/changes",
    response={200: Page[answers.ChangeItem], **SIGNED},
    auth=operation_rule(SEES_LOG, logged="the change log"),
    summary="Change log",
    openapi_extra={"x-example": "organisations/DEMO1/changes"},
)
def changes(request: HttpRequest, code: Path[CodeText], asked: Query[Paging]) -> object:
    """Who changed what, newest first."""
    return paged(request, selectors.changes(code, selectors.Choice()), asked, _item)


@router.get(
    "organisations/{code}/changes.jsonl",
    response={200: str, **SIGNED},
    auth=operation_rule(SEES_LOG, logged="the whole change log as a file that can be checked"),
    summary="Change log as a file",
    openapi_extra={
        "x-example": "organisations/DEMO1/changes.jsonl",
        "responses": {
            200: {"description": "OK", "content": {"application/jsonl": {"schema": {"type": "string"}}}}
        },
    },
)
def changes_file(request: HttpRequest, code: Path[CodeText]) -> StreamingHttpResponse:
    """The whole log from its first event, as JSON lines: a part of a chain could not be checked."""
    events = selectors.changes(code, selectors.Choice()).order_by("sequence")
    response = StreamingHttpResponse(
        as_json_lines(change_lines(events)), content_type="application/jsonl; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="changes.jsonl"'
    return response


def _item(event: ChangeEvent) -> dict[str, object]:
    detail = getattr(event, "detail", None)
    names = ("sequence", "at", "action", "subject", "hash")
    return {name: getattr(event, name) for name in names} | {
        "person": detail.person if detail else "",
        "via": detail.via if detail else "",
    }

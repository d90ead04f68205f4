"""The department of a trust: its meetings, and how many members of staff the work reached."""

from django.http import Http404, HttpRequest
from django.utils.timezone import localdate
from ninja import Path, Query, Router

from clearway.web.api import shown_answers as answers
from clearway.web.api.answers import Page
from clearway.web.api.paging import paged
from clearway.web.api.problems import SIGNED
from clearway.web.api.questions import CodeText, Paging
from clearway.web.api.rules import operation_rule
from clearway.web.api.work_questions import Number
from clearway.web.api.work_reading import SEES_WORK, Reader, reader_at
from clearway.web.department import reach as rules
from clearway.web.department.models import Meeting
from clearway.web.department.presenters.meetings import meeting_page
from clearway.web.department.presenters.reach import reach_lines, title
from clearway.web.department.selectors import meetings as selectors
from clearway.web.department.selectors import reached
from clearway.web.department.views.common import department

router = Router(tags=["Department"], by_alias=True)
MEETINGS = "organisations/{code}/meetings"


@router.get(
    MEETINGS,
    response={200: Page[answers.MeetingLine], **SIGNED},
    auth=operation_rule(SEES_WORK, logged="the meetings"),
    summary="Meetings of a trust",
    openapi_extra={"x-example": "organisations/DEMO1/meetings"},
)
def meetings(request: HttpRequest, code: Path[CodeText], asked: Query[Paging]) -> object:
    """Meetings of the department and of its projects, the latest day first, with what they decided."""
    at = department(request, code)
    reader = reader_at(request, at)
    return paged(request, selectors.meetings(at.organisation), asked, lambda row: _line(row, reader))


@router.get(
    f"{MEETINGS}/{{number}}",
    response={200: answers.MeetingItem, **SIGNED},
    auth=operation_rule(SEES_WORK, logged="meeting {number}"),
    summary="One meeting",
    openapi_extra={"x-example": "organisations/DEMO1/meetings/1"},
)
def meeting(request: HttpRequest, code: Path[CodeText], number: Path[Number]) -> object:
    """A meeting with its agenda, its decisions, and who was there."""
    at = department(request, code)
    row = selectors.meeting(at.organisation, number)
    if row is None:
        raise Http404(f"{code} has no meeting {number}")
    reader, page = reader_at(request, at), meeting_page(row)
    return _line(row, reader) | {
        "agenda": reader.words(row.agenda),
        "reason": reader.words(page.reason),
        "attendance": [
            {
                "attended_as": group.title,
                "people": group.people,
                "names": [name for _, name in group.names] if reader.hide is None else None,
            }
            for group in page.groups
        ],
    }


@router.get(
    "organisations/{code}/reach",
    response={200: answers.ReachItem, **SIGNED},
    auth=operation_rule(SEES_WORK, logged="whom the work reached"),
    summary="Reach by profession",
    openapi_extra={"x-example": "organisations/DEMO1/reach"},
)
def reach(request: HttpRequest, code: Path[CodeText]) -> object:
    """How many of each profession took each step of taking part in the last twelve months."""
    gathered = reached.gather(department(request, code).organisation, localdate())
    steps, lines = reach_lines(gathered)
    return {
        "since": gathered.since,
        "lines": [_reach(line, title(line.profession)) for line in lines],
        "total": _reach(rules.total(lines, steps), "All"),
    }


def _line(row: Meeting, reader: Reader) -> dict[str, object]:
    return {
        "number": row.number,
        "title": reader.words(row.title),
        "kind": row.kind,
        "state": row.state,
        "on": row.on,
        "next_on": row.next_on,
        "project": row.project.number if row.project else None,
        "people": sum(one.people for one in row.attendances.all()),
        "decisions": [reader.words(one) for one in row.decided],
        "version": row.version,
    }


def _reach(line: rules.Line, called: str) -> object:
    return {
        "profession": line.profession,
        "title": called,
        "staff": line.staff,
        "steps": [
            {"step": step, "number": cell.number, "share": cell.share} for step, cell in line.cells.items()
        ],
    }

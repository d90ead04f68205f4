"""Learning boards and reports as data: the same panels, sections and figures as on their pages."""

from datetime import date

from django.http import Http404, HttpRequest
from django.utils.timezone import localdate
from ninja import Path, Router

from clearway.web.api import shown_answers as answers
from clearway.web.api.problems import SIGNED
from clearway.web.api.questions import CodeText
from clearway.web.api.rules import operation_rule
from clearway.web.api.work_questions import HighlightMonth, Number, SpanText
from clearway.web.api.work_reading import SEES_WORK, Reader, reader_at
from clearway.web.boards.panels import Line, Shown, shown
from clearway.web.boards.places import place_of
from clearway.web.design.pictures import Picture
from clearway.web.projects.here import Place, here, place
from clearway.web.projects.models import Project
from clearway.web.reports.board_paper import board_paper
from clearway.web.reports.highlight import highlight
from clearway.web.reports.report import Cell, Report
from clearway.web.reports.report import Number as Figure
from clearway.web.reports.spans import begun_span

router = Router(tags=["Boards and reports"], by_alias=True)
ORGANISATION = "organisations/{code}"
PROJECT = f"{ORGANISATION}/projects/{{number}}"
EXAMPLE = "organisations/DEMO1"


@router.get(
    f"{ORGANISATION}/board",
    response={200: answers.BoardItem, **SIGNED},
    auth=operation_rule(SEES_WORK, logged="the learning board"),
    summary="Learning board of an organisation",
    openapi_extra={"x-example": f"{EXAMPLE}/board"},
)
def organisation_board(request: HttpRequest, code: Path[CodeText]) -> object:
    """All open projects together: aims, charts as tables, tests, decisions, actions, what was heard."""
    return _board(request, place(request, code), None)


@router.get(
    f"{PROJECT}/board",
    response={200: answers.BoardItem, **SIGNED},
    auth=operation_rule(SEES_WORK, logged="the learning board of project {number}"),
    summary="Learning board of a project",
    openapi_extra={"x-example": f"{EXAMPLE}/projects/1/board"},
)
def project_board(request: HttpRequest, code: Path[CodeText], number: Path[Number]) -> object:
    """The panels of a project's board."""
    at = here(request, code, number)
    return _board(request, at, at.project)


@router.get(
    f"{ORGANISATION}/reports/highlight/{{period}}",
    response={200: answers.ReportItem, **SIGNED},
    auth=operation_rule(SEES_WORK, logged="the highlight report of {period}"),
    summary="Highlight report of a trust",
    openapi_extra={"x-example": f"{EXAMPLE}/reports/highlight/2026-10"},
)
def trust_highlight(request: HttpRequest, code: Path[CodeText], period: Path[HighlightMonth]) -> object:
    """What all projects of a trust did, measured, learned and ask for in a month."""
    at, today = _trust(request, code), localdate()
    return _report(highlight(at.organisation, begun_span(period, today), at.access, today), request, at)


@router.get(
    f"{PROJECT}/highlight/{{period}}",
    response={200: answers.ReportItem, **SIGNED},
    auth=operation_rule(SEES_WORK, logged="the highlight report of project {number} of {period}"),
    summary="Highlight report of a project",
    openapi_extra={"x-example": f"{EXAMPLE}/projects/1/highlight/2026-10"},
)
def project_highlight(
    request: HttpRequest, code: Path[CodeText], number: Path[Number], period: Path[HighlightMonth]
) -> object:
    """The same of one project."""
    at, today = here(request, code, number), localdate()
    report = highlight(at.organisation, begun_span(period, today), at.access, today, at.project)
    return _report(report, request, at)


@router.get(
    f"{ORGANISATION}/reports/board-paper/{{period}}",
    response={200: answers.ReportItem, **SIGNED},
    auth=operation_rule(SEES_WORK, logged="the board paper of {period}"),
    summary="Board paper of a trust",
    openapi_extra={"x-example": f"{EXAMPLE}/reports/board-paper/2026-27-q2"},
)
def paper(request: HttpRequest, code: Path[CodeText], period: Path[SpanText]) -> object:
    """The report to the board of a trust, of a month (2026-10) or a quarter (2026-27-q2)."""
    at, today = _trust(request, code), localdate()
    return _report(board_paper(at.organisation, begun_span(period, today), at.access, today), request, at)


def _trust(request: HttpRequest, code: str) -> Place:
    at = place(request, code)
    if not at.has_projects:
        raise Http404(f"{code} has no projects of its own to report on")
    return at


def _board(request: HttpRequest, at: Place, project: Project | None) -> object:
    there, reader = place_of(at.organisation, project, at.access), reader_at(request, at)
    return {
        "org_code": at.organisation.code,
        "project": project.number if project else None,
        "title": reader.words(there.title),
        "panels": [_panel(one, reader) for one in shown(there)],
    }


def _panel(one: Shown, reader: Reader) -> object:
    content = one.content
    return {
        "id": one.panel.id,
        "title": one.panel.title,
        "empty": one.panel.empty if content is None else "",
        "words": reader.words(content.words) if content else "",
        "lines": [_line(line, reader) for line in content.lines] if content else [],
        "charts": [_chart(picture) for picture in content.pictures] if content else [],
    }


def _line(line: Line, reader: Reader) -> object:
    return {
        "text": reader.words(line.text),
        "tag": line.tag,
        "details": [reader.words(one) for one in line.details],
        "then": reader.words(line.then),
        "people": reader.name(line.people),
        "late": line.late,
    }


def _chart(picture: Picture) -> object:
    return {
        "title": picture.title,
        "finding": picture.finding,
        "caption": picture.caption,
        "headings": list(picture.table.headings),
        "rows": [list(row) for row in picture.table.rows],
    }


def _report(report: Report, request: HttpRequest, at: Place) -> object:
    reader = reader_at(request, at)
    names = ("kind", "of", "period", "made_on", "note")
    return {name: getattr(report, name) for name in names} | {
        "about": reader.words(report.about),
        "facts": [{"label": label, "value": _cell(cell, reader)} for label, cell in report.facts],
        "sections": [
            {
                "id": one.id,
                "title": one.title,
                "empty": one.empty if one.is_empty else "",
                "words": [reader.words(each) for each in one.words],
                "headings": list(one.table.headings) if one.table else [],
                "rows": [[_cell(cell, reader) for cell in row] for row in one.rows],
            }
            for one in report.sections
        ],
    }


def _cell(cell: Cell, reader: Reader) -> str | float:
    """A figure as its number, a day as ISO has it, all else as words."""
    if isinstance(cell, Figure):
        return cell.value
    if isinstance(cell, date):
        return cell.isoformat()
    return reader.words(cell) if isinstance(cell, str) else cell

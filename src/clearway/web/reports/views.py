"""Highlight reports and board papers: chosen, read, printed, taken along as a workbook."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache

from clearway.common.errors import ClearwayError
from clearway.web.people.permissions import Permission
from clearway.web.people.rules import needs
from clearway.web.projects.here import Place, here, place, show
from clearway.web.reports.board_paper import board_paper
from clearway.web.reports.highlight import highlight
from clearway.web.reports.paper import report_pdf
from clearway.web.reports.report import Report
from clearway.web.reports.spans import Span, begun_span, last_month, last_quarter, offered
from clearway.web.reports.workbook import workbook

SEE = Permission.SEE_IMPROVEMENT
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS: dict[str, tuple[str, Callable[[Report], bytes]]] = {
    "pdf": ("application/pdf", report_pdf),
    "xlsx": (XLSX, workbook),
}


@needs(SEE, organisation="code")
@never_cache
def reports(request: HttpRequest, code: str) -> HttpResponse:
    """The reports of a trust, by month and by quarter."""
    at = _trust(request, code)
    today = localdate()
    context = {
        "title": "Reports",
        "here": at,
        "months": offered(last_month(today)),
        "quarters": offered(last_quarter(today)),
    }
    return render(request, "reports/index.jinja", context)


@needs(SEE, organisation="code")
@never_cache
def trust_highlight(request: HttpRequest, code: str, period: str) -> HttpResponse:
    """The highlight report of all projects of a trust."""
    at, span = _trust(request, code), _month(period)
    report = highlight(at.organisation, span, at.access, localdate())
    return _page(request, at, report, span, "trust-highlight")


@needs(SEE, organisation="code")
@never_cache
def trust_highlight_file(request: HttpRequest, code: str, period: str, form: str) -> HttpResponse:
    """The same as PDF or as a workbook."""
    at, span = _trust(request, code), _month(period)
    return _file(
        highlight(at.organisation, span, at.access, localdate()), form, f"highlight-{code}-{span.id}"
    )


@needs(SEE, organisation="code")
@never_cache
def paper(request: HttpRequest, code: str, period: str) -> HttpResponse:
    """The board paper of a month or a quarter."""
    at, span = _trust(request, code), _span(period)
    report = board_paper(at.organisation, span, at.access, localdate())
    return _page(request, at, report, span, "board-paper")


@needs(SEE, organisation="code")
@never_cache
def paper_file(request: HttpRequest, code: str, period: str, form: str) -> HttpResponse:
    """The same as PDF or as a workbook."""
    at, span = _trust(request, code), _span(period)
    report = board_paper(at.organisation, span, at.access, localdate())
    return _file(report, form, f"board-paper-{code}-{span.id}")


@needs(SEE, organisation="code")
@never_cache
def project_reports(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The highlight report of a project for the last month that ended, and the way to the others."""
    return project_highlight(request, code, number, last_month(localdate()).id)


@needs(SEE, organisation="code")
@never_cache
def project_highlight(request: HttpRequest, code: str, number: int, period: str) -> HttpResponse:
    """The highlight report of a project."""
    at, span = here(request, code, number), _month(period)
    report = highlight(at.organisation, span, at.access, localdate(), at.project)
    spans = offered(last_month(localdate()))
    context = {"report": report, "span": span, "spans": spans, "title_about": span.label}
    return show(request, at, "project-reports", "reports/project.jinja", context)


@needs(SEE, organisation="code")
@never_cache
def project_highlight_file(
    request: HttpRequest, code: str, number: int, period: str, form: str
) -> HttpResponse:
    """The same as PDF or as a workbook."""
    at, span = here(request, code, number), _month(period)
    report = highlight(at.organisation, span, at.access, localdate(), at.project)
    return _file(report, form, f"highlight-{code}-{number}-{span.id}")


def _trust(request: HttpRequest, code: str) -> Place:
    at = place(request, code)
    if not at.has_projects:
        raise Http404(f"{code} has no projects of its own to report on")
    return at


def _span(period: str) -> Span:
    try:
        return begun_span(period, localdate())
    except ClearwayError as problem:
        raise Http404(str(problem)) from None


def _month(period: str) -> Span:
    span = _span(period)
    if span.months != 1:
        raise Http404("a highlight report is of one month")
    return span


def _page(request: HttpRequest, at: Place, report: Report, span: Span, name: str) -> HttpResponse:
    newest = (last_month if span.months == 1 else last_quarter)(localdate())
    context = {
        "title": f"{report.kind} of {report.about}",
        "title_about": span.label,
        "here": at,
        "report": report,
        "span": span,
        "spans": offered(newest),
        "name": name,
    }
    return render(request, "reports/report.jinja", context)


def _file(report: Report, form: str, name: str) -> HttpResponse:
    kind, make = FORMS[form]
    way = "inline" if form == "pdf" else "attachment"
    headers = {"Content-Disposition": f'{way}; filename="{name}.{form}"'}
    return HttpResponse(make(report), content_type=kind, headers=headers)

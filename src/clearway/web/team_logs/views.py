"""The measures of the work by month, and the records behind each figure."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache

from clearway.common.errors import ClearwayError
from clearway.common.periods import Month, parse_month
from clearway.measures.definitions import Definition, Kind, definition
from clearway.web.calendar.guard import is_open
from clearway.web.calendar.states import state_of
from clearway.web.design.filters import count
from clearway.web.people.rules import accepts_post, needs
from clearway.web.projects.here import place
from clearway.web.projects.views.common import RUN, SEE, tried
from clearway.web.publications.models import COMPUTED, Value
from clearway.web.publications.selectors import series
from clearway.web.returns.past import counts_text
from clearway.web.team_logs.presenters import work_page
from clearway.web.team_logs.subjects import words


@needs(SEE, organisation="code")
@never_cache
def work(request: HttpRequest, code: str) -> HttpResponse:
    """The figures by month, the newest first: on a phone it is the one that is seen."""
    at = place(request, code)
    until = _month(request.GET["to"]) if request.GET.get("to") else None
    try:
        page = work_page(at.organisation, at.access, localdate(), until)
    except ClearwayError as error:  # so early that a month before it is none
        raise Http404(str(error)) from None
    context = {"title": "Measures of the work", "here": at, "page": page}
    return render(request, "team_logs/work.jinja", context)


@needs(RUN, organisation="code")
@accepts_post
def compute(request: HttpRequest, code: str) -> HttpResponse:
    """Compute the figures of the organisation now, without waiting for the morning."""
    from clearway.web.team_logs.computing import Loaded, compute_figures  # loads the engine

    at = place(request, code)
    if request.method == "POST":
        made: list[Loaded] = []
        by = at.access.person
        if tried(request, lambda: made.append(compute_figures(by=by, codes=[at.organisation.code]))):
            messages.success(request, _said(made[0].changed))
    return redirect("work", code)


def _said(changed: int) -> str:
    if not changed:
        return "Computed: no figure has changed."
    return f"Computed: {changed} {'figure is' if changed == 1 else 'figures are'} new or changed."


@needs(SEE, organisation="code")
@never_cache
def records(request: HttpRequest, code: str, measure_id: str, period: str) -> HttpResponse:
    """Each project or occasion of the month, why it counts or not, and where it was logged."""
    from clearway.web.team_logs.behind import behind  # loads the engine

    at = place(request, code)
    if measure_id not in words():
        raise Http404(f"'{measure_id}' is no measure of the work")
    month, today = _month(period), localdate()
    if not at.has_projects or month >= Month.of(today):
        raise Http404(f"{code} has no figure of {month}")
    sheet = definition(measure_id)
    held = next(
        (row for row in series(at.organisation, measure_id, access=at.access) if row.period == period), None
    )
    context = {
        "title": f"{sheet.short_title}, {month.label}",
        "here": at,
        "sheet": sheet,
        "month": month,
        "held": _figure(sheet, held) if held else "",
        "typed": held is not None and held.source.layout not in COMPUTED,
        "found": (found := behind(at.organisation, measure_id, month, today)),
        "differs": held is not None
        and found.covered
        and (held.numerator, held.denominator) != (found.numerator, found.denominator),
        "is_open": is_open(state_of(at.organisation, month), month, today),
    }
    return render(request, "team_logs/records.jinja", context)


def _figure(sheet: Definition, row: Value) -> str:
    """The figure with its counts; a mean with what was added up."""
    if sheet.kind is Kind.MEAN and row.value is not None:
        projects = "1 project" if row.denominator == 1 else f"{count(row.denominator)} projects"
        return f"{row.value:.2f} ({count(row.numerator)} points over {projects})"
    return counts_text(sheet, row)


def _month(text: str) -> Month:
    try:
        return parse_month(text)
    except ClearwayError as error:
        raise Http404(str(error)) from None

"""The figures of a team's own measure: its chart, the grid to enter them, and a file."""

import csv

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache

from clearway.web.people.rules import accepts_post, needs
from clearway.web.projects.actions.own_values import enter_own_values
from clearway.web.projects.forms.fields import done, posted
from clearway.web.projects.forms.own_values import OwnValuesForm
from clearway.web.projects.here import Here, back, here, show
from clearway.web.projects.models import PlannedMeasure
from clearway.web.projects.own_values import last_periods, named, picture, said, standing
from clearway.web.projects.rights import Right, on_project
from clearway.web.projects.selectors import own_line, own_rows
from clearway.web.projects.views.common import SEE

PAGE = "project-measures"
HEAD = ("period", "begins", "numerator", "denominator", "value", "entered_by", "entered_at", "reason")


@needs(SEE, organisation="code")
@never_cache
def own_values(request: HttpRequest, code: str, number: int, row: int) -> HttpResponse:
    """The chart, and the grid for whoever works in the team."""
    at = here(request, code, number)
    line = _line(at, row)
    return _page(request, at, line, _form(request, line) if at.may_take_part else None)


@on_project(Right.TAKE_PART)
@accepts_post
@never_cache
def own_values_enter(request: HttpRequest, code: str, number: int, row: int) -> HttpResponse:
    """Write the figures down."""
    at = here(request, code, number)
    line = _line(at, row)
    form = _form(request, line)
    added: list[object] = []

    def enter() -> None:
        typed = form.cleaned_data
        given = {"seen": typed["seen"], "reason": typed["reason"]}
        added.extend(enter_own_values(line=line, entries=form.entries, by=at.access.person, **given))

    if request.method == "POST" and done(form, enter):
        words = f"{len(added)} {'figure is' if len(added) == 1 else 'figures are'} written down."
        return back(request, at, PAGE, words if added else "Nothing was changed.", f"measure-{line.pk}")
    return _page(request, at, line, form)


@needs(SEE, organisation="code")
@never_cache
def own_values_csv(request: HttpRequest, code: str, number: int, row: int) -> HttpResponse:
    """Every row that was ever written, corrections too."""
    at = here(request, code, number)
    line = _line(at, row)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="own-measure-{line.pk}.csv"'
    writer = csv.writer(response)
    writer.writerow(HEAD)
    for one in own_rows(line):
        counts = (one.numerator, one.denominator, one.value)
        told = ["" if each is None else f"{each:g}" for each in counts]
        person = _plain(one.person)
        writer.writerow(
            [named(line, one.start), one.start, *told, person, one.at.isoformat(), _plain(one.reason)]
        )
    return response


def _plain(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text


def _line(at: Here, row: int) -> PlannedMeasure:
    line = own_line(at.project, row)
    if line is None:
        raise Http404("the plan has no such measure of the team's own")
    return line


def _form(request: HttpRequest, line: PlannedMeasure) -> OwnValuesForm:
    rows = own_rows(line)
    seen = max((row.pk for row in rows), default=0)
    return OwnValuesForm(
        posted(request),
        measure=line,
        periods=last_periods(line, localdate()),
        held=standing(rows),
        initial={"seen": seen},
    )


def _page(request: HttpRequest, at: Here, line: PlannedMeasure, form: OwnValuesForm | None) -> HttpResponse:
    code, number = at.organisation.code, at.project.number
    rows = own_rows(line)
    drawn = picture(line, rows)
    address = reverse("project-own-values-csv", args=[code, number, line.pk])
    corrections = [
        (named(line, row.start), said(line, row.value), row)
        for row in sorted(rows, key=lambda row: row.pk, reverse=True)
        if row.reason
    ]
    context = {
        "title": f"{line.title}: {at.project.title}",
        "line": line,
        "picture": drawn.with_downloads([("CSV", address)]) if drawn else None,
        "form": form,
        "corrections": corrections,
        "charts": True,
    }
    return show(request, at, PAGE, "own_values", context)

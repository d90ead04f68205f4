"""The comparison page, its verdicts as a file, and its pictures."""

import csv

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from clearway.common.errors import ClearwayError
from clearway.spc.pictures import icon_grid
from clearway.web.design.pictures import WIDE
from clearway.web.organisations.compare.choice import Asked, read_choice
from clearway.web.organisations.compare.exports import COLUMNS, csv_row, records
from clearway.web.organisations.compare.grid import Grid, read_grid
from clearway.web.organisations.compare.presenters import compare_page, multiples_picture
from clearway.web.organisations.icons import icon_key, sprite
from clearway.web.organisations.words import sentence
from clearway.web.people.access import access_of
from clearway.web.people.rules import open_to_everyone


@open_to_everyone
def compare(request: HttpRequest) -> HttpResponse:
    """One measure of many organisations, and many measures of them; a wrong choice is said in words."""
    error = ""
    try:
        asked = read_choice(request.GET.dict(), access_of(request))
    except ClearwayError as problem:
        error, asked = sentence(str(problem)), read_choice({}, access_of(request))
    context = {
        "title": "Compare organisations",
        "page": compare_page(asked) if asked else None,
        "sprite": sprite(),
        "key_icons": icon_key(),
        "signed_in": access_of(request).signed_in,
        "error": error,
        "error_title": error,
    }
    return render(request, "organisations/compare.jinja", context, status=404 if error else 200)


@open_to_everyone
def figures_csv(request: HttpRequest) -> HttpResponse:
    """Every verdict of the grid as CSV."""
    _, grid = _grid(request)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="clearway-verdicts.csv"'
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    writer.writerows(csv_row(record) for record in records(grid))
    return response


@open_to_everyone
def figures_json(request: HttpRequest) -> JsonResponse:
    """Every verdict of the grid as JSON."""
    asked, grid = _grid(request)
    return JsonResponse(
        {
            "under": asked.under.code,
            "level": asked.level.value,
            "judged": grid.judged,
            "needs_a_look": len(grid.looks),
            "items": records(grid),
        }
    )


@open_to_everyone
def multiples(request: HttpRequest) -> HttpResponse:
    """The small charts of every organisation, not only of one page, as one SVG."""
    asked, grid = _grid(request)
    column = grid.column(asked)
    cells = [cell for one in grid.rows if column and (cell := grid.cells.get((column.key, one.code)))]
    if not cells:
        raise Http404("there are no figures for this picture")
    return _svg(str(multiples_picture(cells, grid, asked)), "multiples")


@open_to_everyone
def grid_picture(request: HttpRequest) -> HttpResponse:
    """The grid of icons as one SVG, for a slide or a board paper."""
    asked, grid = _grid(request)
    charts = {(cell.organisation.name, cell.column.title): grid.chart(cell) for cell in grid.cells.values()}
    drawn = icon_grid(
        [one.title for one in grid.columns],
        [one.name for one in grid.rows],
        {(column, row): chart for (row, column), chart in charts.items()},
        title=f"Variation by measure and organisation: {asked.under.name}",
        width=WIDE,
    )
    return _svg(drawn.svg, "grid")


def _grid(request: HttpRequest) -> tuple[Asked, Grid]:
    try:
        asked = read_choice(request.GET.dict(), access_of(request))
    except ClearwayError as problem:
        raise Http404(str(problem)) from problem
    if asked is None:
        raise Http404("no figures are held")
    return asked, read_grid(asked)


def _svg(drawn: str, name: str) -> HttpResponse:
    response = HttpResponse(drawn, content_type="image/svg+xml")
    response["Content-Disposition"] = f'attachment; filename="clearway-{name}.svg"'
    return response

"""The list of organisations, one organisation with its measures, and its figures as a file."""

import csv

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify

from clearway.common.errors import ClearwayError
from clearway.common.organisations import directory
from clearway.web.charts.acting import may_act
from clearway.web.organisations import selectors
from clearway.web.organisations.browsing import hits, tree
from clearway.web.organisations.icons import icon_key, sprite
from clearway.web.organisations.presenters import organisation_page
from clearway.web.people.access import access_of
from clearway.web.people.permissions import Permission
from clearway.web.people.rules import open_to_everyone
from clearway.web.publications.exports import COLUMNS, export_rows


@open_to_everyone
def organisations(request: HttpRequest) -> HttpResponse:
    """The tree of the nation, or what a search found."""
    text = request.GET.get("q", "").strip()
    held = selectors.codes_with_figures(access_of(request))
    context = {"title": "Organisations", "text": text}
    if text:
        found, more = hits(text, held)
        return render(request, "organisations/results.jinja", {**context, "hits": found, "more": more})
    return render(request, "organisations/list.jinja", {**context, "tree": tree(held)})


@open_to_everyone
def organisation(request: HttpRequest, code: str) -> HttpResponse:
    """One organisation; a code in another spelling leads to its own address."""
    try:
        found = directory().get(code)
    except ClearwayError as problem:
        return _unknown(request, problem)
    if found.code != code:
        return redirect("organisation", found.code)
    context = {
        "title": found.name,
        "page": organisation_page(found, access_of(request)),
        "sprite": sprite(),
        "key_icons": icon_key(),
        "charts": True,
        "may_act": may_act(found, access_of(request)),
        "sees_improvement": access_of(request).allows(Permission.SEE_IMPROVEMENT, found.code),
    }
    return render(request, "organisations/detail.jinja", context)


def _unknown(request: HttpRequest, problem: ClearwayError) -> HttpResponse:
    """404 with the organisations that were probably meant."""
    context = {
        "title": "Organisation not found",
        "advice": f"{problem.what}.",
        "detail": problem.mend if problem.mend.startswith("Did you mean") else "",
        "searches": True,
        "status": 404,
    }
    return render(request, "design/error.jinja", context, status=404)


@open_to_everyone
def figures(request: HttpRequest, code: str) -> HttpResponse:
    """Every current figure of one organisation that the visitor may see, as CSV."""
    found = directory().find(code)
    if found is None:
        raise Http404("no such organisation")
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="clearway-{slugify(found.code)}.csv"'
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    writer.writerows(export_rows(selectors.figures_of(found, access_of(request))))
    return response

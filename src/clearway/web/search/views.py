"""The page of search results."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clearway.web.people.rules import open_to_everyone
from clearway.web.search.contents import index
from clearway.web.search.index import Kind
from clearway.web.search.presenters import groups

LONGEST = 200
"""A longer text is no search; the rest of it is not looked at."""


@open_to_everyone
def search(request: HttpRequest) -> HttpResponse:
    """Everything that has all words asked for, grouped by what it is."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    kind = request.GET.get("kind", "")
    chosen = kind if kind in set(Kind) else ""
    results = index().search(text)
    context = {
        "title": f"Search: {text}" if text else "Search",
        "text": text,
        "chosen": chosen,
        "results": results,
        "groups": groups(results, chosen),
    }
    return render(request, "search/results.jinja", context)

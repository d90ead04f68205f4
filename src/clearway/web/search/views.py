"""The page of search results."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from clearway.web.people.access import access_of
from clearway.web.people.rules import open_to_everyone
from clearway.web.search.index import SHIPPED, Kind
from clearway.web.search.looking import Search, page_of
from clearway.web.search.presenters import HEADINGS
from clearway.web.search.seeing import offered, sight_of

LONGEST = 200
"""A longer text is no search; the rest of it is not looked at."""
LAST_PAGE = 100_000


@open_to_everyone
@never_cache
def search(request: HttpRequest) -> HttpResponse:
    """Everything that has all words asked for and that the visitor may see, grouped by what it is."""
    asked, access = request.GET, access_of(request)
    text = asked.get("q", "").strip()[:LONGEST]
    kind = Kind(asked["kind"]) if asked.get("kind") in set(Kind) else None
    sight = sight_of(access, asked.get("organisation", ""))
    page = page_of(Search(text, sight, kind, _page_number(asked.get("page", ""))))
    kinds = [one for one in Kind if sight.library or one in SHIPPED]
    context = {
        "title": f"Search: {text}" if text else "Search",
        "text": text,
        "kind": kind,
        "heading": HEADINGS[kind] if kind else "",
        "kinds": [(one.value, HEADINGS[one]) for one in kinds],
        "organisations": offered(access),
        "sight": sight,
        "page": page,
        "asked": {"q": text, **({"organisation": sight.only} if sight.only else {})},
    }
    return render(request, "search/results.jinja", context)


def _page_number(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
    return min(max(number, 1), LAST_PAGE)

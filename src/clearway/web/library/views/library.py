"""The library for everybody who sees improvement work anywhere: ideas, the tests of one, one test."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from clearway.common.errors import ClearwayError
from clearway.package.loader import shipped_packages
from clearway.package.model import Package
from clearway.web.library import selectors
from clearway.web.library.forms import LibraryFilter
from clearway.web.library.presenters.effects import CAVEAT
from clearway.web.library.presenters.index import item_lines, library_page
from clearway.web.library.presenters.shared import cards, idea_tests
from clearway.web.people.access import access_of
from clearway.web.people.rules import needs_somewhere
from clearway.web.projects.origins import Origin
from clearway.web.projects.views.common import RUN, SEE, found


@needs_somewhere(SEE)
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """Every change idea with what came of its tests."""
    package = package_asked(request)
    form = LibraryFilter(request.GET, package=package)
    context = {
        "title": "Library of tested changes",
        "package": package,
        "form": form,
        "page": library_page(package, form.choice),
        "own": sorted(access_of(request).trusts(RUN))[:1],
    }
    return render(request, "library/index.jinja", context)


@needs_somewhere(SEE)
@never_cache
def idea(request: HttpRequest, idea: str) -> HttpResponse:
    """Every shared test of one change idea."""
    package = package_asked(request)
    try:
        page = idea_tests(package, idea, list(selectors.tested(package.id, idea)))
    except ClearwayError as error:
        raise Http404(str(error)) from error
    items = item_lines(each for each in selectors.items(package.id) if each.idea == idea)
    context = {
        "title": page.idea.short_title,
        "title_about": "tests of a change idea",
        "package": package,
        "page": page,
        "items": items,
        "caveat": CAVEAT,
    }
    return render(request, "library/idea.jinja", context)


@needs_somewhere(SEE)
@never_cache
def test(request: HttpRequest, shared: int) -> HttpResponse:
    """One shared test, whole."""
    version = found(selectors.standing_test(shared))
    (card,) = cards([version])
    access = access_of(request)
    trusts = sorted(access.trusts(RUN))
    origin = Origin("library", selectors.reference_of(version.shared), f"{card.title} ({card.trust})"[:200])
    context = {
        "title": card.title,
        "package": shipped_packages()[version.shared.package_id],
        "card": card,
        "caveat": CAVEAT,
        "may_copy": bool(trusts),
        "act_in": trusts[0] if len(trusts) == 1 else "",
        "origin": origin,
        "is_ours": access.allows(SEE, card.code),
    }
    return render(request, "library/test.jinja", context)


def package_asked(request: HttpRequest) -> Package:
    """The package that the address names, else the first. Raises Http404 for one that is not there."""
    packages = shipped_packages()
    asked = request.GET.get("package") or next(iter(packages))
    if asked not in packages:
        raise Http404(f"there is no package '{asked}'")
    return packages[asked]

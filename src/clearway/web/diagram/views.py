"""The driver diagram and the pages behind it; the pages about Clearway itself."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from clearway.common.errors import ClearwayError
from clearway.common.organisations import NATION, directory
from clearway.package.loader import shipped_packages
from clearway.package.model import Package
from clearway.web.design.picker import organisation_groups
from clearway.web.diagram.driver_parts import parts_of
from clearway.web.diagram.idea_links import links_of
from clearway.web.diagram.own_figures import own_figures
from clearway.web.diagram.presenters.aim import aim_page
from clearway.web.diagram.presenters.drivers import driver_page, idea_page, source_place
from clearway.web.diagram.presenters.figures import key_figures
from clearway.web.diagram.presenters.reading import reading_page
from clearway.web.diagram.presenters.rules import package_cards, rules_page
from clearway.web.diagram.presenters.tree import primary_box, tree
from clearway.web.organisations.icons import sprite
from clearway.web.people.access import access_of
from clearway.web.people.permissions import Permission
from clearway.web.people.rules import open_to_everyone
from clearway.web.publications.selectors import measures_held

P = ParamSpec("P")
T = TypeVar("T")


@open_to_everyone
def diagram(request: HttpRequest, package_id: str = "") -> HttpResponse:
    """The driver diagram of a package; the first real package is the home page."""
    package = _package(package_id)
    context = {
        "title": package.title,
        "package": package,
        "tree": tree(package, measures_held()),
        "key": key_figures(package),
        "groups": organisation_groups(),
    }
    return render(request, "diagram/tree.jinja", context)


@open_to_everyone
def packages(request: HttpRequest) -> HttpResponse:
    """The packages that are loaded."""
    cards = package_cards(shipped_packages().values())
    return render(request, "diagram/packages.jinja", {"title": "Change packages", "cards": cards})


@open_to_everyone
def aim(request: HttpRequest, package_id: str = "") -> HttpResponse:
    """The aim of a package for one organisation, England unless another is asked for."""
    package = _package(package_id)
    organisation = _or_404(directory().get, request.GET.get("organisation") or NATION)
    context = {
        "title": f"Aim: {organisation.name}",
        "package": package,
        "organisation": organisation,
        "aim": aim_page(package, organisation),
        "groups": organisation_groups(),
        "charts": True,
    }
    return render(request, "diagram/aim.jinja", context)


@open_to_everyone
def primary_driver(request: HttpRequest, package_id: str, primary_id: str) -> HttpResponse:
    """One primary driver with its secondary drivers."""
    package = _package(package_id)
    primary = _or_404(package.primary, primary_id)
    context = {
        "title": primary.title,
        "package": package,
        "primary": primary_box(package, primary_id, measures_held()),
        "others": tree(package),
        "source": source_place(primary.position),
    }
    return render(request, "diagram/primary.jinja", context)


@open_to_everyone
def driver(request: HttpRequest, package_id: str, driver_id: str) -> HttpResponse:
    """One secondary driver: change ideas, measures, reading."""
    package = _package(package_id)
    page = _or_404(driver_page, package, driver_id)
    access = access_of(request)
    context = {
        "title": page.box.title,
        "package": package,
        "page": page,
        "may_start": _may_start(request),
        "parts": parts_of(package, driver_id, access),
        "own": own_figures(package, driver_id, access),
        "sprite": sprite(),
    }
    return render(request, "diagram/driver.jinja", context)


@open_to_everyone
def idea(request: HttpRequest, package_id: str, idea_id: str) -> HttpResponse:
    """One change idea."""
    package = _package(package_id)
    page = _or_404(idea_page, package, idea_id)
    context = {
        "title": page.idea.short_title,
        "package": package,
        "page": page,
        "may_start": _may_start(request),
        "links": links_of(package, idea_id, access_of(request)),
    }
    return render(request, "diagram/idea.jinja", context)


@open_to_everyone
def references(request: HttpRequest, package_id: str) -> HttpResponse:
    """The evidence of a package, by driver."""
    return _reading(request, _package(package_id), "references", "References")


@open_to_everyone
def resources(request: HttpRequest, package_id: str) -> HttpResponse:
    """The resources of a package, by driver."""
    return _reading(request, _package(package_id), "resources", "Resources and further reading")


def _reading(request: HttpRequest, package: Package, kind: str, title: str) -> HttpResponse:
    context = {"title": title, "kind": kind, "package": package, "page": reading_page(package, kind)}
    return render(request, "diagram/reading.jinja", context)


@open_to_everyone
def instructions(request: HttpRequest, package_id: str) -> HttpResponse:
    """The rules of a package: what is mandatory, and what its words mean."""
    package = _package(package_id)
    context = {"title": "Instructions for use", "package": package, "rules": rules_page(package)}
    return render(request, "diagram/instructions.jinja", context)


@open_to_everyone
def find_organisation(request: HttpRequest) -> HttpResponse:
    """From the list on the home page to the page of the organisation that was picked."""
    found = directory().find(request.GET.get("organisation", ""))
    return redirect(reverse("organisation", args=[found.code]) if found else reverse("organisations"))


@open_to_everyone
def about(request: HttpRequest) -> HttpResponse:
    """What Clearway is, where its contents come from, and what its marks mean."""
    context = {"title": "About Clearway", "packages": package_cards(shipped_packages().values())}
    return render(request, "diagram/about.jinja", context)


@open_to_everyone
def accessibility(request: HttpRequest) -> HttpResponse:
    """What was done and tested for people with different needs, and what was not."""
    return render(request, "diagram/accessibility.jinja", {"title": "Accessibility statement"})


def _may_start(request: HttpRequest) -> bool:
    """Whether the visitor runs improvement work somewhere, and so is offered to start a project from here."""
    return bool(access_of(request).organisations(Permission.RUN_IMPROVEMENT))


def _package(package_id: str) -> Package:
    packages = shipped_packages()
    if not package_id:
        return next(iter(packages.values()))
    if package_id not in packages:
        raise Http404(f"there is no package '{package_id}'")
    return packages[package_id]


def _or_404(find: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    try:
        return find(*args, **kwargs)
    except ClearwayError as error:
        raise Http404(str(error)) from error

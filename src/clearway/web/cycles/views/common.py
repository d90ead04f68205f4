"""What the pages of one cycle share."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from clearway.web.cycles import selectors
from clearway.web.cycles.models import Cycle
from clearway.web.projects.here import Here, here, show

LIST = "cycles"


def here_with_cycle(request: HttpRequest, code: str, number: int, cycle: int) -> tuple[Here, Cycle]:
    """The project and its cycle. Raises Http404 when there is none of that number."""
    at = here(request, code, number)
    found = selectors.cycle(at.project, cycle)
    if found is None:
        raise Http404
    return at, found


def to_cycle(request: HttpRequest, at: Here, cycle: Cycle, said: str = "") -> HttpResponse:
    """To the page of the cycle, which says once what was done."""
    if said:
        messages.success(request, said)
    return redirect("cycle", at.organisation.code, at.project.number, cycle.number)


def crumbs(at: Here, cycle: Cycle | None = None) -> list[Mapping[str, str]]:
    """What stands between the project and the page: the list of cycles, and the cycle."""
    place = [at.organisation.code, at.project.number]
    above = [{"href": reverse(LIST, args=place), "text": "Tests of change"}]
    if cycle is None:
        return [*above]
    return [*above, {"href": reverse("cycle", args=[*place, cycle.number]), "text": cycle.title}]


def form_page(
    request: HttpRequest, at: Here, form: Any, asks: str, cycle: Cycle | None = None, **context: Any
) -> HttpResponse:
    """One form on a page of its own, below the list of cycles or below one of them."""
    whole = {
        "form": form,
        "asks": asks,
        "cycle": cycle,
        "title": asks,
        "crumbs": crumbs(at, cycle),
        **context,
    }
    return show(request, at, LIST, "cycles/form.jinja", whole)

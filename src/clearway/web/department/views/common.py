"""What the pages of a department share."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from clearway.web.projects.faults import with_faults
from clearway.web.projects.here import Place, place


def department(request: HttpRequest, code: str) -> Place:
    """The trust of an address. Raises Http404 for anything that has no staff of its own."""
    at = place(request, code)
    if not at.has_projects:
        raise Http404(f"{code} has no department")
    return at


def show(
    request: HttpRequest, at: Place, template: str, title: str, context: Mapping[str, Any]
) -> HttpResponse:
    """A page of the department."""
    whole = with_faults({"title": title, "here": at, **context})
    return render(request, f"department/{template}.jinja", whole)


def back(request: HttpRequest, at: Place, name: str, said: str, *more: object) -> HttpResponse:
    """To a page of the department, which says once what was done."""
    messages.success(request, said)
    return redirect(name, at.organisation.code, *more)

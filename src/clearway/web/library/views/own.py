"""What an organisation and a project have shared, and what they could."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from clearway.web.library.presenters.own import own_page, project_lines, waiting_words
from clearway.web.people.rules import needs
from clearway.web.projects.here import here, place, show
from clearway.web.projects.views.common import SEE


@needs(SEE, organisation="code")
@never_cache
def organisation_library(request: HttpRequest, code: str) -> HttpResponse:
    """Tests that are shared, withdrawn or wait; case studies and tools."""
    at = place(request, code)
    page = own_page(at.organisation)
    context = {
        "title": "Shared learning",
        "here": at,
        "page": page,
        "waiting_words": waiting_words(len(page.waiting)),
    }
    return render(request, "library/organisation.jinja", context)


@needs(SEE, organisation="code")
@never_cache
def project_library(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The decided tests of a project, and which of them are shared."""
    at = here(request, code, number)
    lines = project_lines(at.project)
    waiting = sum(line.version is None for line in lines)
    context = {"lines": lines, "waiting": waiting, "waiting_words": waiting_words(waiting)}
    return show(request, at, "project-library", "library/project.jinja", context)

"""What an organisation and a project have shared, and what they could."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from clearway.common.errors import ClearwayError
from clearway.web.library.presenters.own import OwnPage, Refused, own_page, project_lines, waiting_words
from clearway.web.people.rules import needs
from clearway.web.projects.here import Place, here, place, show
from clearway.web.projects.views.common import SEE


@needs(SEE, organisation="code")
@never_cache
def organisation_library(request: HttpRequest, code: str) -> HttpResponse:
    """Tests that are shared, withdrawn or wait; case studies and tools."""
    at = place(request, code)
    return _whole(request, at, own_page(at.organisation))


def withdrawn(
    request: HttpRequest, code: str, box: str, act: Callable[[str], object], told: str
) -> HttpResponse:
    """Withdraw for the posted reason; without one the page comes again and says so at its field.

    `box` is the id of that field; `act` takes the reason; `told` is said once it is done.
    """
    typed = request.POST.get("reason", "")
    try:
        act(typed)
    except ClearwayError as error:
        at = place(request, code)
        page = own_page(at.organisation)
        if box in page.boxes:
            return _whole(request, at, page, Refused(box, typed, str(error)))
        messages.warning(request, str(error))
    else:
        messages.success(request, told)
    return redirect("organisation-library", code)


def _whole(request: HttpRequest, at: Place, page: OwnPage, refused: Refused | None = None) -> HttpResponse:
    context = {
        "title": "Shared learning",
        "error_title": refused is not None,
        "here": at,
        "page": page,
        "refused": refused,
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

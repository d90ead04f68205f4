"""The first page of a project, and who did what in it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from clearway.web.people.permissions import Permission
from clearway.web.people.rules import needs
from clearway.web.projects.here import here, show
from clearway.web.projects.models import Phase
from clearway.web.projects.presenters.activity import activity_lines
from clearway.web.projects.presenters.overview import overview
from clearway.web.projects.selectors import activity as activity_of

A_PAGE = 50


@needs(Permission.SEE_IMPROVEMENT, organisation="code")
@never_cache
def project(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """What it is about, how it stands, what to do next."""
    at = here(request, code, number)
    phases = [(value, label) for value, label in Phase.choices if value != at.project.phase]
    context = {"overview": overview(at.project), "phases": phases}
    return show(request, at, "project", "overview", context)


@needs(Permission.SEE_IMPROVEMENT, organisation="code")
@never_cache
def activity(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Everything that was done in the project, newest first, out of the change log."""
    at = here(request, code, number)
    page = Paginator(activity_of(at.project), A_PAGE).get_page(request.GET.get("page"))
    return show(request, at, "project-activity", "activity", {"page": page, "days": activity_lines(page)})

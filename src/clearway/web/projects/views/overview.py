"""The first page of a project, and who did what in it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from clearway.web.people.permissions import Permission
from clearway.web.people.rules import accepts_post, needs
from clearway.web.projects.actions import lifecycle
from clearway.web.projects.forms.answers import Answers
from clearway.web.projects.forms.fields import done
from clearway.web.projects.here import Here, back, here, show
from clearway.web.projects.models import Phase
from clearway.web.projects.presenters.activity import activity_lines
from clearway.web.projects.presenters.overview import overview
from clearway.web.projects.rights import Right, on_project
from clearway.web.projects.selectors import activity as activity_of

A_PAGE = 50


CLOSING = "What was reached, or why it stops"


@needs(Permission.SEE_IMPROVEMENT, organisation="code")
@never_cache
def project(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """What it is about, how it stands, what to do next."""
    return _page(request, here(request, code, number), *_ways())


@on_project(Right.CLOSE)
@accepts_post
@never_cache
def end_step(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Close the project with what was reached, or open it again."""
    at, step = here(request, code, number), request.POST.get("step", "")
    if request.method != "POST" or step not in ("close", "reopen"):
        return redirect("project", code, number)
    closing, reopening = _ways()
    closes, by = step == "close", at.access.person
    taken = closing if closes else reopening
    form = taken.take(number, request.POST, f"Say {CLOSING[0].lower()}{CLOSING[1:]}" if closes else "Say why")

    def act() -> object:
        end = lifecycle.close_project if closes else lifecycle.reopen_project
        return end(project=at.project, reason=form.reason, by=by)

    if not done(form, act):
        return _page(request, at, closing, reopening)
    return back(request, at, "project", "The project is closed." if closes else "The project is open again.")


def _ways() -> tuple[Answers, Answers]:
    return Answers("close", CLOSING), Answers("reopen", "Why")


def _page(request: HttpRequest, at: Here, closing: Answers, reopening: Answers) -> HttpResponse:
    phases = [(value, label) for value, label in Phase.choices if value != at.project.phase]
    context = {
        "overview": overview(at.project),
        "phases": phases,
        "closing": closing,
        "reopening": reopening,
        "faulty": closing.posted or reopening.posted,
    }
    return show(request, at, "project", "overview", context)


@needs(Permission.SEE_IMPROVEMENT, organisation="code")
@never_cache
def activity(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Everything that was done in the project, newest first, out of the change log."""
    at = here(request, code, number)
    page = Paginator(activity_of(at.project), A_PAGE).get_page(request.GET.get("page"))
    return show(request, at, "project-activity", "activity", {"page": page, "days": activity_lines(page)})

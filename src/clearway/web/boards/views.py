"""Learning boards as pages and on paper, and the record of whom they were shared with."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from clearway.web.boards.actions import share_board
from clearway.web.boards.forms import ShareForm
from clearway.web.boards.looking import veiled
from clearway.web.boards.panels import Place as BoardPlace
from clearway.web.boards.panels import shown
from clearway.web.boards.paper import FORMATS, board_pdf
from clearway.web.boards.places import place_of
from clearway.web.boards.selectors import links_to_renew, shares
from clearway.web.people.access import NOBODY
from clearway.web.people.permissions import Permission
from clearway.web.people.rules import accepts_post, needs
from clearway.web.projects.faults import with_faults
from clearway.web.projects.forms.fields import done, posted
from clearway.web.projects.here import Here, Place, back, here, place, show
from clearway.web.projects.vocabulary import vocabulary

SEE, RUN = Permission.SEE_IMPROVEMENT, Permission.RUN_IMPROVEMENT
PROJECT, ORGANISATION = "project-board", "organisation-board"
SHARED = "It is recorded that the board was shared."
SHARES_SHOWN = 10


@needs(SEE, organisation="code")
@accepts_post
@never_cache
def project_board(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The board of a project; posted to, it records that the board was shared."""
    at = here(request, code, number)
    form = ShareForm(posted(request))
    if request.method == "POST" and at.may_run and _share(at, form):
        return back(request, at, PROJECT, SHARED, "shared")
    return show(request, at, PROJECT, "boards/project.jinja", _context(at, form))


@needs(SEE, organisation="code")
@accepts_post
@never_cache
def organisation_board(request: HttpRequest, code: str) -> HttpResponse:
    """The board of an organisation: all its open projects together."""
    at = place(request, code)
    form = ShareForm(posted(request))
    if request.method == "POST" and at.may_run and _share(at, form):
        return redirect(f"{request.path}#shared")
    context = {"title": f"Learning board of {at.organisation.name}", "here": at, **_context(at, form)}
    return render(request, "boards/organisation.jinja", with_faults(context))


@needs(SEE, organisation="code")
@never_cache
def project_paper(request: HttpRequest, code: str, number: int, paper: str) -> HttpResponse:
    """The board of a project as PDF."""
    return _pdf(here(request, code, number), paper)


@needs(SEE, organisation="code")
@never_cache
def organisation_paper(request: HttpRequest, code: str, paper: str) -> HttpResponse:
    """The board of an organisation as PDF."""
    return _pdf(place(request, code), paper)


def _board_place(at: Place) -> BoardPlace:
    return place_of(at.organisation, at.project if isinstance(at, Here) else None, at.access)


def _context(at: Place, form: ShareForm) -> dict[str, object]:
    there = _board_place(at)
    return {
        "place": there,
        "panels": shown(there),
        "form": form,
        "shares": shares(there.organisation, there.project)[:SHARES_SHOWN],
        "audiences": {each.id: each.title for each in vocabulary().audiences},
        "ends": links_to_renew(there.organisation, there.project) if at.may_run else (),
        "error_title": bool(form.errors),
    }


def _share(at: Place, form: ShareForm) -> bool:
    there = _board_place(at)
    return done(
        form,
        lambda: share_board(
            organisation=there.organisation,
            project=there.project,
            by=at.access.person,
            **form.cleaned_data,
        ),
    )


def _pdf(at: Place, paper: str) -> HttpResponse:
    """A3 is for a wall and names nobody; A4 is for a meeting of those who see the board anyway."""
    if paper not in FORMATS:
        raise Http404(f"there is no paper '{paper}'")
    project = at.project if isinstance(at, Here) else None
    on_wall = paper == "a3"
    there = place_of(at.organisation, project, NOBODY if on_wall else at.access, on_wall=on_wall)
    panels = shown(there, veiled(there)) if on_wall else shown(there)
    name = f"board-{at.organisation.code}-{there.board}-{paper}.pdf"
    return HttpResponse(
        board_pdf(there, panels, paper),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )

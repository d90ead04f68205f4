"""Learning boards as pages and on paper, and the record of whom they were shared with."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from clearway.web.boards.about import WHOLE, About
from clearway.web.boards.above import boards_below
from clearway.web.boards.actions import share_board
from clearway.web.boards.forms import ShareForm
from clearway.web.boards.looking import veiled
from clearway.web.boards.models import Share
from clearway.web.boards.panels import Place as BoardPlace
from clearway.web.boards.panels import shown
from clearway.web.boards.paper import FORMATS, board_pdf
from clearway.web.boards.places import place_of
from clearway.web.boards.selectors import links_to_renew, shares
from clearway.web.boards.showing import showings
from clearway.web.people.access import NOBODY
from clearway.web.people.permissions import Permission
from clearway.web.people.rules import accepts_post, needs
from clearway.web.projects.faults import with_faults
from clearway.web.projects.forms.fields import done, posted
from clearway.web.projects.here import Place, back, here, place, show
from clearway.web.projects.vocabulary import vocabulary
from clearway.web.units.selectors import unit as unit_of

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
    form, about = ShareForm(posted(request)), About(project=at.project)
    if request.method == "POST" and at.may_run and _share(at, about, form):
        return back(request, at, PROJECT, SHARED, "shared")
    return show(request, at, PROJECT, "boards/project.jinja", _context(at, about, form))


@needs(SEE, organisation="code")
@accepts_post
@never_cache
def unit_board(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The board of a unit: the open projects that work there together."""
    at = place(request, code)
    about = _of_unit(at, number)
    return _of_several(request, at, about, f"Learning board of {about.title}", "unit")


@needs(SEE, organisation="code")
@accepts_post
@never_cache
def organisation_board(request: HttpRequest, code: str) -> HttpResponse:
    """The board of a trust: all its approved projects together; above trusts, the way to their boards."""
    at = place(request, code)
    if not at.has_projects:
        title = f"Learning boards of {at.organisation.name}"
        below = boards_below(at.organisation, at.access)
        return render(request, "boards/above.jinja", {"title": title, "here": at, "below": below})
    return _of_several(request, at, WHOLE, f"Learning board of {at.organisation.name}", "organisation")


@needs(SEE, organisation="code")
@never_cache
def project_paper(request: HttpRequest, code: str, number: int, paper: str) -> HttpResponse:
    """The board of a project as PDF."""
    at = here(request, code, number)
    return _pdf(at, About(project=at.project), paper)


@needs(SEE, organisation="code")
@never_cache
def unit_paper(request: HttpRequest, code: str, number: int, paper: str) -> HttpResponse:
    """The board of a unit as PDF."""
    at = place(request, code)
    return _pdf(at, _of_unit(at, number), paper)


@needs(SEE, organisation="code")
@never_cache
def organisation_paper(request: HttpRequest, code: str, paper: str) -> HttpResponse:
    """The board of a trust as PDF."""
    at = place(request, code)
    if not at.has_projects:
        raise Http404(f"{code} is no trust and has no board")
    return _pdf(at, WHOLE, paper)


def _of_unit(at: Place, number: int) -> About:
    unit = unit_of(at.organisation, number)
    if unit is None:
        raise Http404(f"{at.organisation.code} has no unit {number}")
    return About(unit=unit)


def _of_several(request: HttpRequest, at: Place, about: About, title: str, template: str) -> HttpResponse:
    form = ShareForm(posted(request))
    if request.method == "POST" and at.may_run and _share(at, about, form):
        messages.success(request, SHARED)
        return redirect(f"{request.path}#shared")
    context = {"title": title, "here": at, **_context(at, about, form)}
    return render(request, f"boards/{template}.jinja", with_faults(context))


def _context(at: Place, about: About, form: ShareForm) -> dict[str, object]:
    there = place_of(at.organisation, about.project, at.access, unit=about.unit)
    return {
        "place": there,
        "panels": shown(there),
        "form": form,
        "shares": _shares(about, there),
        "audiences": {each.id: each.title for each in vocabulary().audiences},
        "ends": links_to_renew(there.organisation, about) if at.may_run else (),
        "error_title": bool(form.errors),
    }


def _shares(about: About, there: BoardPlace) -> Sequence[Share]:
    """When the board was shared; of a project also when that of a unit was which showed its work."""
    if about.project is None:
        return list(shares(there.organisation, about)[:SHARES_SHOWN])
    told = [share for _, share in showings([about.project])]
    return sorted(told, key=lambda share: (share.on, share.pk), reverse=True)[:SHARES_SHOWN]


def _share(at: Place, about: About, form: ShareForm) -> bool:
    return done(
        form,
        lambda: share_board(
            organisation=at.organisation,
            project=about.project,
            unit=about.unit,
            by=at.access.person,
            **form.cleaned_data,
        ),
    )


def _pdf(at: Place, about: About, paper: str) -> HttpResponse:
    """A3 is for a wall and names nobody; A4 is for a meeting of those who see the board anyway."""
    if paper not in FORMATS:
        raise Http404(f"there is no paper '{paper}'")
    on_wall = paper == "a3"
    access = NOBODY if on_wall else at.access
    there = place_of(at.organisation, about.project, access, unit=about.unit, on_wall=on_wall)
    panels = shown(there, veiled(there)) if on_wall else shown(there)
    name = f"board-{at.organisation.code}-{there.board}-{paper}.pdf"
    return HttpResponse(
        board_pdf(there, panels, paper),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )

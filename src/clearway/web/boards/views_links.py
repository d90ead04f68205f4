"""Public pages of boards for those who run them: put up after a preview, renew, take down, print a poster."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache

from clearway.web.boards.about import About
from clearway.web.boards.actions import (
    USUAL_MONTHS,
    months_ahead,
    publish_board,
    renew_link,
    revoke_link,
)
from clearway.web.boards.forms import USUAL_CHART, ConfirmForm, PublishForm, TakeDownForm
from clearway.web.boards.looking import TITLE, look_at, without_words
from clearway.web.boards.models import PublicLink
from clearway.web.boards.panels import Place as BoardPlace
from clearway.web.boards.panels import Public
from clearway.web.boards.paper import FORMATS
from clearway.web.boards.places import about, place_of
from clearway.web.boards.poster import poster_pdf
from clearway.web.boards.poster_choice import poster_options
from clearway.web.boards.presenters import link_line, link_lines, panel_titles
from clearway.web.boards.protected_charts import PROTECTED, PUBLISHED
from clearway.web.boards.public import (
    board_of,
    charts_away,
    charts_of,
    content_of,
    fingerprint,
    nothing_of,
    offered,
    poster_chart,
    poster_title,
)
from clearway.web.boards.selectors import public_link, public_links
from clearway.web.library.look_forms import SHOWN, done_looking
from clearway.web.people.access import NOBODY
from clearway.web.people.looking import Seen, possible, refused
from clearway.web.people.permissions import Permission
from clearway.web.people.rules import accepts_post, needs
from clearway.web.projects.forms.fields import done
from clearway.web.projects.here import Place, place

RUN = Permission.RUN_IMPROVEMENT


@needs(RUN, organisation="code")
@never_cache
def links(request: HttpRequest, code: str) -> HttpResponse:
    """All public pages of an organisation, those that end first at the top."""
    at = place(request, code)
    context = {
        "title": "Public pages and posters",
        "here": at,
        "links": link_lines(public_links(at.organisation)),
    }
    return render(request, "boards/links.jinja", context)


@needs(RUN, organisation="code")
@accepts_post
@never_cache
def link(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One public page: its address, its posters, what happened to it; posted to, it is taken down."""
    at = place(request, code)
    row = _link(at, number)
    form = TakeDownForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and done(
        form, lambda: revoke_link(link=row, by=at.access.person, **form.cleaned_data)
    ):
        messages.success(request, "The page is taken down. Take the posters down too.")
        return redirect("public-link", code, number)
    context = {
        "title": f"Public page {number}",
        "here": at,
        "one": link_line(row, localdate()),
        "panel_titles": panel_titles(row),
        "form": form,
        "error_title": bool(form.errors),
    }
    return render(request, "boards/link.jinja", context)


@needs(RUN, organisation="code")
@accepts_post
@never_cache
def publish(request: HttpRequest, code: str, board: str) -> HttpResponse:
    """What everybody will read, exactly; posted to with the tick, it is put up."""
    at = place(request, code)
    of = about(at.organisation, board)
    if of is None or not at.has_projects:
        raise Http404(f"there is no board '{board}' of '{code}'")
    return _publish(request, at, of, None)


@needs(RUN, organisation="code")
@accepts_post
@never_cache
def renew(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The same for a page that is there already: its address stays."""
    at = place(request, code)
    row = _link(at, number)
    if not link_line(row, localdate()).may_renew:
        raise Http404(f"public page {number} was taken down")
    return _publish(request, at, row.about, row)


@needs(RUN, organisation="code")
@never_cache
def poster(request: HttpRequest, code: str, number: int, paper: str) -> HttpResponse:
    """The poster of a page that is shown, with its QR code."""
    at = place(request, code)
    one = link_line(_link(at, number), localdate())
    if paper not in FORMATS or not one.address:
        raise Http404(f"there is no poster '{paper}' of public page {number}")
    content = one.row.content
    name = f"poster-{code}-{number}-{paper}.pdf"
    return HttpResponse(
        poster_pdf(
            board_of(at.organisation, content),
            poster_chart(at.organisation, content),
            one.address,
            one.expires_on,
            paper,
        ),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def _publish(request: HttpRequest, at: Place, of: About, row: PublicLink | None) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    own = at.may(Permission.SEE_FIGURES)
    where = place_of(at.organisation, of.project, NOBODY, unit=of.unit, on_wall=True)
    choice = PublishForm(
        asked if "expires_on" in asked else _usual(row, own),
        own_figures=own,
        charts=poster_options(charts_of(where, PROTECTED if own else PUBLISHED)),
    )
    confirm = ConfirmForm(request.POST if request.method == "POST" else None)
    content: dict[str, Any] | None = None
    taken_out = sorted(set(asked.getlist("taken_out")))
    if choice.is_valid():
        chosen = choice.cleaned_data
        whole = content_of(where, chosen["panels"], chosen["figures"], chosen["poster"])
        content = without_words(whole, taken_out)
        if request.method == "POST":
            response = _put_up(request, at, of, row, {**chosen, "taken_out": taken_out}, confirm)
            if response is not None:
                return response
    found = look_at(at.organisation, content) if content else ()
    if not possible(found):
        del confirm.fields["looked"]
    context = {
        "taken_out": taken_out,
        "title": "Renew a public page" if row else "Publish a board",
        "here": at,
        "choice": choice,
        "confirm": confirm,
        "error_title": bool(choice.errors or confirm.errors),
        "about": of,
        "renews": row,
        **_to_look_at(found),
        **(_preview(where, content) if content else {}),
    }
    return render(request, "boards/publish.jinja", context)


def _to_look_at(found: Sequence[Seen]) -> dict[str, Any]:
    """The words that may name somebody, and where they stand."""
    return {
        "refused": refused(found),
        "possible": possible(found),
        "to_take_out": list(dict.fromkeys(each.found.word for each in found)),
        "ids": {each.field.name: f"shared-{each.field.name}" for each in found if each.field.name != TITLE},
    }


def _preview(where: BoardPlace, content: dict[str, Any]) -> dict[str, Any]:
    """The page as everybody will read it, and what of the choice has nothing to show."""
    shown = board_of(where.organisation, content)
    return {
        "shown": shown,
        "nothing": nothing_of(content, shown),
        "away": charts_away(where, content["chosen"], content["figures"]),
        "on_poster": poster_title(content),
        "seen": fingerprint(content),
    }


def _usual(row: PublicLink | None, own: bool) -> dict[str, Any]:
    """What is chosen at first: as it was, or the usual panels, for three months."""
    last = months_ahead(USUAL_MONTHS).isoformat()
    if row is None:
        usual = [panel.id for panel in offered() if panel.public is Public.USUAL]
        return {"panels": usual, "figures": PUBLISHED, "expires_on": last, "poster": USUAL_CHART}
    figures = row.content["figures"] if own else PUBLISHED
    poster = row.content.get("chosen_chart", USUAL_CHART)
    return {"panels": row.content["chosen"], "figures": figures, "expires_on": last, "poster": poster}


def _put_up(
    request: HttpRequest,
    at: Place,
    of: About,
    row: PublicLink | None,
    chosen: dict[str, Any],
    confirm: ConfirmForm,
) -> HttpResponse | None:
    """To the page of the link; None where something is to be mended first."""
    how = {**chosen, "by": at.access.person, "seen": request.POST.get("seen", "nothing")}
    how["looked"] = request.POST.getlist(SHOWN) if "looked" in request.POST else []
    made: list[PublicLink] = []

    def act() -> None:
        agreed = confirm.cleaned_data["nobody_recognised"]
        if row is None:
            whose: dict[str, Any] = {"organisation": at.organisation, "project": of.project, "unit": of.unit}
            made.append(publish_board(nobody_recognised=agreed, **whose, **how))
        else:
            renew_link(link=row, nobody_recognised=agreed, **how)
            made.append(row)

    if not done_looking(confirm, act):
        return None
    messages.success(request, "Everybody who has the address can read the page now.")
    return redirect(reverse("public-link", args=[at.organisation.code, made[0].number]))


def _link(at: Place, number: int) -> PublicLink:
    row = public_link(at.organisation, number)
    if row is None:
        raise Http404(f"{at.organisation.code} has no public page {number}")
    return row

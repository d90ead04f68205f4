"""The wall: a display shows its token once, and one board from then on."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from clearway.common.organisations import directory
from clearway.web.accounts.models import TokenKind
from clearway.web.accounts.tokens import TooManyRequestsError, token_of
from clearway.web.boards.forms import WallForm
from clearway.web.boards.looking import veiled
from clearway.web.boards.panels import shown
from clearway.web.boards.places import about, place_of
from clearway.web.boards.screens import screens_of, seconds_until_asked
from clearway.web.boards.walls import ShowsWall, keep_token
from clearway.web.people.access import NOBODY
from clearway.web.people.rules import accepts_post, open_to_everyone, with_rule


@open_to_everyone
@accepts_post
@never_cache
def wall_open(request: HttpRequest) -> HttpResponse:
    """Somebody types the token at the display, once."""
    form = WallForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["token"].strip()
        try:
            token = token_of(request, text, kinds=[TokenKind.WALL])
        except TooManyRequestsError:
            form.add_error("token", "Too many wrong tokens came from here. Wait a minute")
        else:
            if token is not None and about(directory().get(token.org_code), token.board):
                response = redirect("wall", token.org_code, token.board)
                keep_token(response, request, token, text)
                return response
            form.add_error("token", _refused(token is None))
    context = {"title": "Show a board on this wall", "form": form, "error_title": bool(form.errors)}
    return render(request, "boards/wall_open.jinja", context)


def _refused(unknown: bool) -> str:
    if unknown:
        return "This token is not taken. It may be mistyped, expired or revoked"
    return "The token names a board that is not there: “organisation”, or “project-” or “unit-” and a number"


@never_cache
def _wall(request: HttpRequest, code: str, board: str) -> HttpResponse:
    """One board in large type that names nobody."""
    organisation = directory().find(code)
    of = about(organisation, board) if organisation else None
    if organisation is None or of is None:
        raise Http404(f"there is no board '{board}' of '{code}'")
    place = place_of(organisation, of.project, NOBODY, unit=of.unit, on_wall=True)
    unnamed = veiled(place)
    screens = screens_of(shown(place, unnamed))
    context = {
        "place": place,
        "screens": screens,
        "every": seconds_until_asked(len(screens)),
        "now": timezone.localtime(),
        "title": unnamed(place.title),
    }
    return render(request, "boards/wall.jinja", context)


wall = with_rule(_wall, ShowsWall())

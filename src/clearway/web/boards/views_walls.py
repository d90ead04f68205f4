"""How a board comes on a wall: what to do, which displays show one, and tokens for them."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from clearway.common.errors import ClearwayError
from clearway.web.accounts.models import Token, TokenKind
from clearway.web.accounts.presenters_people import token_rows
from clearway.web.accounts.selectors import token_of_organisation, tokens_of
from clearway.web.accounts.tokens import make_token, may_make, revoke_token
from clearway.web.audit.looking import logged
from clearway.web.boards.about import OF_ORGANISATION
from clearway.web.boards.forms import WallTokenForm
from clearway.web.boards.places import about, boards_of
from clearway.web.people.permissions import Permission
from clearway.web.people.roles import ROLES
from clearway.web.people.rules import accepts_post, needs
from clearway.web.projects.forms.fields import done, posted
from clearway.web.projects.here import Place, place

SEE, MAKE = Permission.SEE_IMPROVEMENT, Permission.MAKE_WALLS


@needs(SEE, organisation="code")
@logged("the walls of the organisation")
@never_cache
def walls(request: HttpRequest, code: str) -> HttpResponse:
    """What to do, and for those who may make tokens of walls which there are."""
    at = _trust(request, code)
    board = request.GET.get("board", OF_ORGANISATION)
    of = about(at.organisation, board)
    if of is None:
        raise Http404(f"there is no board '{board}' of '{code}'")
    names = dict(boards_of(at.organisation.code, at.access))
    makes = may_make(at.access, at.organisation.code, TokenKind.WALL)
    rows = tokens_of(at.organisation.code).filter(kind=TokenKind.WALL) if makes else ()
    return render(
        request,
        "boards/walls.jinja",
        {
            **_frame(at, "Show this on a wall"),
            "board": board,
            "called": names.get(board, of.title),
            "names": names,
            "makes": makes,
            "rows": [(row, told) for row, told in zip(rows, token_rows(rows, timezone.now()), strict=True)],
            "makers": makers(),
            "display": request.build_absolute_uri(reverse("wall-open")),
        },
    )


@needs(MAKE, organisation="code")
@accepts_post
@never_cache
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth ships no types
def new_wall(request: HttpRequest, code: str) -> HttpResponse:
    """Make the token of a wall and show it, once."""
    at = _trust(request, code)
    boards = boards_of(at.organisation.code, at.access)
    first = {"board": request.GET.get("board", OF_ORGANISATION)}
    form = WallTokenForm(posted(request), boards=boards, initial=first)
    made: list[tuple[Token, str]] = []

    def make() -> None:
        code, by = at.organisation.code, at.access.person
        made.append(
            make_token(kind=TokenKind.WALL, org_code=code, by=by, giver=at.access, **form.cleaned_data)
        )

    context = {**_frame(at, "A token for a wall"), "form": form, "error_title": bool(form.errors)}
    if request.method == "POST" and done(form, make):
        token, text = made[0]
        shown = {"token": token, "text": text, "called": dict(boards)[token.board]}
        display = request.build_absolute_uri(reverse("wall-open"))
        return render(request, "boards/wall_token.jinja", {**context, **shown, "display": display})
    return render(request, "boards/wall_new.jinja", {**context, "error_title": bool(form.errors)})


@needs(MAKE, organisation="code")
@accepts_post
@never_cache
@reauthentication_required  # type: ignore[untyped-decorator]
def revoke_wall(request: HttpRequest, code: str, token: int) -> HttpResponse:
    """The display shows nothing any longer, once asked again."""
    at = _trust(request, code)
    found = token_of_organisation(at.organisation.code, token)
    if found.kind != TokenKind.WALL:
        raise Http404(f"token {token} is of no wall")
    context = {**_frame(at, "Take a board off a wall"), "token": found}
    if request.method == "POST":
        try:
            revoke_token(token=found, by=at.access.person, giver=at.access)
            messages.success(request, f"The display “{found.name}” shows the board no longer.")
        except ClearwayError as error:
            messages.error(request, str(error))
        return redirect("board-walls", at.organisation.code)
    return render(request, "boards/wall_revoke.jinja", context)


def makers() -> str:
    """The titles of the roles that may make tokens of walls, in words."""
    of_kind = {Permission.MAKE_WALLS, Permission.MANAGE_TOKENS}
    titles = [role.title.lower() for role in ROLES.values() if of_kind & role.permissions]
    return f"{', '.join(titles[:-1])} or {titles[-1]}"


def _trust(request: HttpRequest, code: str) -> Place:
    at = place(request, code)
    if not at.has_projects:
        raise Http404(f"{code} is no trust and has no board")
    return at


def _frame(at: Place, title: str) -> dict[str, Any]:
    return {"title": title, "here": at, "code": at.organisation.code}

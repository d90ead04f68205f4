"""A display on a wall: it shows the token of one board, and reads that board and nothing else."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from clearway.common.organisations import directory
from clearway.web.accounts.models import Token, TokenKind
from clearway.web.accounts.tokens import TooManyRequestsError, access_of_token, bearer_of, token_of
from clearway.web.people.access import Access
from clearway.web.people.permissions import Permission
from clearway.web.people.rules import Needs, Outcome

COOKIE = "clearway_wall"
BELOW = "/wall/"
"""Browsers send the token to these addresses only."""


def keep_token(response: HttpResponse, request: HttpRequest, token: Token, text: str) -> None:
    """The display shows the token from now on; scripts cannot read it, and other pages do not get it."""
    response.set_cookie(
        COOKIE,
        text,
        expires=token.expires_at,
        path=BELOW,
        secure=request.is_secure(),
        httponly=True,
        samesite="Strict",
    )


def shown_token(request: HttpRequest) -> str:
    """The text of the token that a display shows; "" when it shows none."""
    return bearer_of(request) or request.COOKIES.get(COOKIE, "")


class ShowsWall(Needs):
    """For a display with the token of this very board; without a token, for those who may see the board."""

    def __init__(self) -> None:
        super().__init__(Permission.SEE_IMPROVEMENT, "code")

    def outcome(self, access: Access, request: HttpRequest, arguments: dict[str, Any]) -> str:
        """A token of another board, a revoked one and a wrong one find nothing."""
        text = shown_token(request)
        if not text:
            return super().outcome(access, request, arguments)
        try:
            token = token_of(request, text, kinds=[TokenKind.WALL])
        except TooManyRequestsError:
            return Outcome.REFUSED
        return Outcome.ALLOWED if token and opens(token, **arguments) else Outcome.HIDDEN


def opens(token: Token, code: str, board: str) -> bool:
    """Whether the token is of that board of that organisation, and still shows boards."""
    found = directory().find(code)
    if found is None or found.code != token.org_code or token.board != board:
        return False
    return access_of_token(token).allows(Permission.SHOW_BOARD, token.org_code)

"""Tokens: making, revoking, and what somebody who shows one may do.

A device of a unit may report and tally, and reads nothing back. A wall shows one board, nothing else. A
program has scopes: permissions that whoever made the token held in that organisation.
"""

from collections.abc import Collection
from datetime import timedelta

from allauth.core.internal import ratelimit
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from clearway.common.errors import ClearwayError
from clearway.common.organisations import directory
from clearway.web.accounts.board_names import boards_of
from clearway.web.accounts.models import Token, TokenKind
from clearway.web.accounts.secrets import digest_of, new_secret
from clearway.web.audit.models import Person, record
from clearway.web.people.access import Access, Held
from clearway.web.people.permissions import PROFESSIONAL, Permission
from clearway.web.people.roles import Role

LONGEST = 366  # days
SHOWN = 12  # letters of a token that stay visible
PREFIXES = {TokenKind.DEVICE: "cwd_", TokenKind.WALL: "cww_", TokenKind.PROGRAM: "cwp_"}
OF_KIND = {
    TokenKind.DEVICE: frozenset({Permission.REPORT_AND_TALLY}),
    TokenKind.WALL: frozenset({Permission.SHOW_BOARD}),
}
# What no program does: people decide about people, tokens, erasures and exports, and see women's records.
NEVER_A_SCOPE = PROFESSIONAL | {
    Permission.MANAGE_PEOPLE,
    Permission.MANAGE_TOKENS,
    Permission.MAKE_WALLS,
    Permission.ERASE_PERSONAL_DATA,
    Permission.ADMINISTER,
    Permission.EXPORT,
    Permission.REPORT_AND_TALLY,
    Permission.SHOW_BOARD,
}
# Wrong tokens by network address, requests by token.
LIMITS = {"wrong": "20/m/ip", "used": "600/m/key"}
APP = "clearway"
WRITTEN_EVERY = timedelta(minutes=1)


class TooManyRequestsError(Exception):
    """Too many wrong tokens from one address, or too many requests with one token."""


def scopes_to_give(access: Access, org_code: str) -> list[Permission]:
    """The permissions that a token of theirs may have in that organisation, in the order of the list."""
    allowed = access.permissions(org_code) - NEVER_A_SCOPE
    return [permission for permission in Permission if permission in allowed]


@transaction.atomic
def make_token(
    *,
    kind: TokenKind,
    name: str,
    org_code: str,
    days: int,
    by: Person,
    giver: Access,
    scopes: Collection[Permission] = (),
    board: str = "",
) -> tuple[Token, str]:
    """A new token, and its text, which is not kept and cannot be shown again.

    Raises ClearwayError when the name is empty, the days are not 1 to 366, a program has no scope or one
    that the giver does not hold, a wall names no board that is there, or the giver may not make tokens there.
    """
    _refuse(giver, org_code, kind)
    if not name.strip():
        raise ClearwayError("the token has no name", mend="Say where it is used, for example “Ward 3 tablet”")
    if not 1 <= days <= LONGEST:
        raise ClearwayError("a token lasts 1 to 366 days", mend="Choose a number of days in between")
    if kind == TokenKind.WALL and not board.strip():
        raise ClearwayError("the token names no board", mend="Say which board the wall shows")
    if kind == TokenKind.WALL and board.strip() not in dict(boards_of(org_code, giver)):
        raise ClearwayError(f"there is no board “{board}” here", mend="Choose one from the list")
    permissions = OF_KIND.get(kind, frozenset(scopes))
    if kind == TokenKind.PROGRAM:
        _refuse_scopes(permissions, giver, org_code)
    text = new_secret(PREFIXES[kind])
    token = Token.objects.create(
        kind=kind,
        name=name.strip(),
        org_code=org_code,
        prefix=text[:SHOWN],
        digest=digest_of(text),
        scopes=sorted(permission.name for permission in permissions),
        board=board.strip() if kind == TokenKind.WALL else "",
        made_by=giver.user,
        expires_at=timezone.now() + timedelta(days=days),
    )
    _record("make token", token, by)
    return token, text


@transaction.atomic
def revoke_token(*, token: Token, by: Person, giver: Access) -> None:
    """The token is taken no longer, from this moment. Raises ClearwayError when it was revoked before."""
    _refuse(giver, token.org_code, TokenKind(token.kind))
    changed = Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())
    if not changed:
        raise ClearwayError("this token was revoked before", mend="Load the page again")
    _record("revoke token", token, by)


def token_of(request: HttpRequest, text: str, *, kinds: Collection[TokenKind]) -> Token | None:
    """The token with that text when it is of one of the kinds and taken now, else None.

    Notes that it was used. Raises TooManyRequestsError after too many wrong tokens from one address, or
    too many requests with one token.
    """
    _count(request, "wrong", dry_run=True)
    token = Token.objects.valid().filter(digest=digest_of(text), kind__in=kinds).first()
    if token is None:
        _count(request, "wrong")
        return None
    _count(request, "used", key=token.digest)
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at >= WRITTEN_EVERY:
        Token.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def bearer_of(request: HttpRequest) -> str:
    """What the request shows as `Authorization: Bearer …`; "" when it shows nothing."""
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    return text.strip() if scheme.lower() == "bearer" else ""


def access_of_token(token: Token) -> Access:
    """What somebody who shows the token may do: its permissions, in its organisation and below."""
    kind = type(
        "RoleOfAToken", (Role,), {"id": "token", "title": token.name, "permissions": token.permissions}
    )
    person = Person(
        name=f"Token “{token.name}”", via=TokenKind(token.kind).label.lower(), key=f"token-{token.pk}"
    )
    return Access(held=(Held(kind, token.org_code),), via="token", acts_as=person)


def _count(request: HttpRequest, action: str, *, key: str | None = None, dry_run: bool = False) -> None:
    usage = ratelimit.consume(
        request, app=APP, action=action, config=LIMITS, key=key, dry_run=dry_run, limit_get=True
    )
    if usage is None:
        raise TooManyRequestsError


def may_make(giver: Access, org_code: str, kind: TokenKind) -> bool:
    """Whether they may make and revoke tokens of that kind: of walls also those who run the boards."""
    of_kind = {Permission.MANAGE_TOKENS} | ({Permission.MAKE_WALLS} if kind == TokenKind.WALL else set())
    return any(giver.allows(permission, org_code) for permission in of_kind)


def _refuse(giver: Access, org_code: str, kind: TokenKind) -> None:
    if not may_make(giver, org_code, kind):
        raise ClearwayError(
            f"you cannot make or revoke tokens of {directory().get(org_code).name}",
            mend="Ask the trust lead, or whoever runs this Clearway",
        )


def _refuse_scopes(scopes: Collection[Permission], giver: Access, org_code: str) -> None:
    if not scopes:
        raise ClearwayError("the token may do nothing", mend="Choose at least one scope")
    beyond = set(scopes) - set(scopes_to_give(giver, org_code))
    if beyond:
        raise ClearwayError(
            "a token cannot be allowed to " + ", or to ".join(sorted(beyond)),
            mend="Choose among what your own role allows here",
        )


def _record(action: str, token: Token, by: Person) -> None:
    record(
        organisation=token.org_code,
        action=action,
        subject=f"{token.prefix}… for a {token.kind}",
        by=by,
        details={"name": token.name, "scopes": token.scopes, "board": token.board, "until": token.expires_at},
    )

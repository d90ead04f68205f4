"""What the pages of people and tokens of an organisation show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from clearway.web.accounts.filters import moment
from clearway.web.accounts.models import Invitation, Token, TokenKind
from clearway.web.design.filters import day
from clearway.web.people.access import Access
from clearway.web.people.giving import may_give
from clearway.web.people.models import Membership


@dataclass(frozen=True)
class Member:
    """Somebody who holds a role here."""

    key: int
    name: str
    email: str
    role: str
    since: str
    last_sign_in: str
    factor: str
    factor_colour: str
    may_change: bool
    is_you: bool


def member_rows(rows: Iterable[Membership], proven: frozenset[int], access: Access) -> list[Member]:
    """The people of an organisation; `proven` are the ids of those with a second factor."""
    return [_member(row, row.user.pk in proven, access) for row in rows]


def _member(row: Membership, proven: bool, access: Access) -> Member:
    user = row.user
    is_you = access.user is not None and access.user.pk == user.pk
    factor, colour = ("Second factor set", "green") if proven else ("No second factor", "grey")
    if not proven and row.kind.writes_at(row.org_code) and not user.demonstration:
        factor, colour = "Second factor missing", "orange"
    if user.demonstration:
        factor, colour = "Made up", "grey"
    return Member(
        row.pk,
        user.name,
        user.email,
        row.kind.title,
        day(row.began),
        moment(user.last_login),
        factor,
        colour,
        may_give(access, row.kind, row.org_code) and not is_you,
        is_you,
    )


@dataclass(frozen=True)
class Waiting:
    """An invitation that nobody has accepted yet."""

    key: int
    name: str
    email: str
    role: str
    until: str
    is_over: bool
    may_withdraw: bool


def waiting_rows(rows: Iterable[Invitation], now: datetime, access: Access) -> list[Waiting]:
    """The invitations that wait, those that are too old among them."""
    return [
        Waiting(
            row.pk,
            row.name,
            row.email,
            row.kind.title,
            day(row.expires_at),
            row.expires_at <= now,
            may_give(access, row.kind, row.org_code),
        )
        for row in rows
    ]


@dataclass(frozen=True)
class TokenRow:
    """A token as its page lists it; never the token itself."""

    key: int
    name: str
    prefix: str
    kind: str
    may: Sequence[str]
    state: str
    colour: str
    made: str
    last_used: str
    may_revoke: bool


def token_rows(rows: Iterable[Token], now: datetime) -> list[TokenRow]:
    """The tokens of an organisation."""
    return [_token(row, now) for row in rows]


def _token(row: Token, now: datetime) -> TokenRow:
    if row.revoked_at is not None:
        state, colour = f"Revoked on {day(row.revoked_at)}", "grey"
    elif row.expires_at <= now:
        state, colour = f"Expired on {day(row.expires_at)}", "grey"
    else:
        state, colour = f"Until {day(row.expires_at)}", "green"
    may = sorted(permission.value for permission in row.permissions)
    if row.board:
        may = [f"show the board “{row.board}”"]
    by = f" by {row.made_by.name}" if row.made_by else ""
    return TokenRow(
        row.pk,
        row.name,
        f"{row.prefix}…",
        TokenKind(row.kind).label,
        may,
        state,
        colour,
        f"{day(row.made_at)}{by}",
        moment(row.last_used_at),
        row.revoked_at is None,
    )

"""The rule of a page: who may open it. Every view declares one; a view without one is never answered.

    @needs(Permission.ENTER_FIGURES, organisation="code")
    def month(request, code): ...

Nobody signed in: to the sign-in page. No permission at all in that organisation: 404, as if it were not
there. Some permission there but not this one: 403. A page answers GET only, unless it says `@accepts_post`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from django.http import HttpRequest

from clearway.web.people.access import Access
from clearway.web.people.permissions import Permission

View = TypeVar("View", bound=Callable[..., Any])
Where = Callable[..., str]


class Outcome:
    """What follows from a rule."""

    ALLOWED = "allowed"
    SIGN_IN = "sign in first"
    HIDDEN = "not there for this visitor"
    REFUSED = "not for this role"


class Rule(Protocol):
    """Decides about one request."""

    def outcome(self, access: Access, request: HttpRequest, arguments: dict[str, Any]) -> str:
        """One of the outcomes."""


@dataclass(frozen=True)
class OpenToEveryone:
    """For everybody, signed in or not: content and published figures."""

    def outcome(self, access: Access, request: HttpRequest, arguments: dict[str, Any]) -> str:
        """Always allowed."""
        return Outcome.ALLOWED


@dataclass(frozen=True)
class SignedIn:
    """For everybody who has signed in, whatever their roles."""

    def outcome(self, access: Access, request: HttpRequest, arguments: dict[str, Any]) -> str:
        """Allowed for every person, not for a visitor without an account."""
        return Outcome.ALLOWED if access.signed_in else Outcome.SIGN_IN


@dataclass(frozen=True)
class Needs:
    """For those whose roles allow something in the organisation that the address names."""

    permission: Permission
    organisation: str | Where

    def outcome(self, access: Access, request: HttpRequest, arguments: dict[str, Any]) -> str:
        """Decides by the organisation of the address."""
        if not access.signed_in:
            return Outcome.SIGN_IN
        where = self.organisation
        code = arguments[where] if isinstance(where, str) else where(request, **arguments)
        allowed = access.permissions(code)
        if self.permission in allowed:
            return Outcome.ALLOWED
        return Outcome.REFUSED if allowed else Outcome.HIDDEN


@dataclass(frozen=True)
class NeedsSomewhere:
    """For those whose roles allow something in at least one organisation; the page shows only those."""

    permission: Permission

    def outcome(self, access: Access, request: HttpRequest, arguments: dict[str, Any]) -> str:
        """Decides by all organisations of the person."""
        if not access.signed_in:
            return Outcome.SIGN_IN
        return Outcome.ALLOWED if access.organisations(self.permission) else Outcome.REFUSED


def open_to_everyone(view: View) -> View:
    """The page is for everybody."""
    return with_rule(view, OpenToEveryone())


def signed_in(view: View) -> View:
    """The page is for everybody who has signed in."""
    return with_rule(view, SignedIn())


def needs(permission: Permission, *, organisation: str | Where) -> Callable[[View], View]:
    """The page is for those who may do that in the organisation.

    `organisation` is the name of the argument of the address that holds its code, or a function of the
    request and the arguments that finds it.
    """
    return lambda view: with_rule(view, Needs(permission, organisation))


def needs_somewhere(permission: Permission) -> Callable[[View], View]:
    """The page is for those who may do that anywhere."""
    return lambda view: with_rule(view, NeedsSomewhere(permission))


def accepts_post(view: View) -> View:
    """The page changes something when it is posted to."""
    view.accepts_post = True  # type: ignore[attr-defined]
    return view


def with_rule(view: View, rule: Rule) -> View:
    """The view, carrying its rule where the middleware and the tests find it."""
    view.rule = rule  # type: ignore[attr-defined]
    return view

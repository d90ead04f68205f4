"""What the visitor of a request may do where. Asked by every rule, read once a request."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest

from clearway.common.organisations import Organisation, directory
from clearway.web.audit.models import Person
from clearway.web.people.models import Membership, User
from clearway.web.people.permissions import Permission
from clearway.web.people.roles import Role

_KEPT = "_clearway_access"


@dataclass(frozen=True)
class Held:
    """A role at an organisation."""

    role: type[Role]
    org_code: str

    @property
    def permissions(self) -> frozenset[Permission]:
        """What it allows there and below."""
        return self.role.allowed_at(self.org_code)


@dataclass(frozen=True)
class Access:
    """The roles of one person, or of nobody, and what follows from them."""

    user: User | None = None
    held: tuple[Held, ...] = field(default=())
    via: str = "site"
    # A device or a program that acts with a token instead of a person.
    acts_as: Person | None = None

    @property
    def signed_in(self) -> bool:
        """Whether somebody has signed in, or something shows a token."""
        return self.user is not None or self.acts_as is not None

    @property
    def person(self) -> Person:
        """Who acts, for the audit trail. Raises PermissionError when nobody has signed in."""
        if self.acts_as is not None:
            return self.acts_as
        if self.user is None:
            raise PermissionError("nobody has signed in")
        return self.user.as_person(self.via)

    @cached_property
    def writes(self) -> bool:
        """Whether one of the roles can change something; then a second factor is needed."""
        return any(held.role.writes_at(held.org_code) for held in self.held)

    def permissions(self, org_code: str) -> frozenset[Permission]:
        """All that is allowed in that organisation: by roles held there, and by roles held above it."""
        return frozenset().union(*(held.permissions for held in self._counting(org_code)))

    def roles(self, org_code: str) -> tuple[type[Role], ...]:
        """The roles that count in that organisation: held there or above it."""
        return tuple(held.role for held in self._counting(org_code))

    def _counting(self, org_code: str) -> tuple[Held, ...]:
        organisation = directory().find(org_code)
        if organisation is None:
            return ()
        line = line_above(organisation)
        return tuple(held for held in self.held if held.org_code in line)

    def allows(self, permission: Permission, org_code: str) -> bool:
        """Whether the person may do that in that organisation."""
        return permission in self.permissions(org_code)

    def organisations(self, permission: Permission) -> frozenset[str]:
        """The codes of the organisations at which a role allows it; everything below them follows.

        Use `trusts` for the trusts themselves.
        """
        return frozenset(held.org_code for held in self.held if permission in held.permissions)

    def trusts(self, permission: Permission) -> frozenset[str]:
        """The codes of all trusts in which it is allowed."""
        return frozenset(_trusts(self.organisations(permission)))


NOBODY = Access()


def line_above(organisation: Organisation) -> frozenset[str]:
    """The codes at which a role counts in the organisation: its own, and those of all above it."""
    return frozenset({organisation.code, *(above.code for above in directory().ancestors(organisation.code))})


def access_of(request: HttpRequest) -> Access:
    """The access of whoever made the request; of nobody when they have not signed in."""
    kept = getattr(request, _KEPT, None)
    if kept is None:
        user = getattr(request, "user", None)
        kept = access_of_user(user) if isinstance(user, User) and _counts(user) else NOBODY
        setattr(request, _KEPT, kept)
    return kept


def keep_access(request: HttpRequest, access: Access) -> None:
    """From now on the request is made with this access: of a token that it showed."""
    setattr(request, _KEPT, access)


def _counts(user: User) -> bool:
    """Whether somebody can be that user here: made-up people sign in without a password, so never where
    other computers reach the site, even if it was pointed at a database of the demonstration."""
    return user.is_active and (settings.LOOPBACK_ONLY or not user.demonstration)


def access_of_user(user: User, via: str = "site") -> Access:
    """The roles that the user holds now."""
    rows = Membership.objects.held().filter(user=user)
    return Access(user=user, held=tuple(Held(row.kind, row.org_code) for row in rows), via=via)


def _trusts(codes: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for code in codes:
        organisation = directory().find(code)
        if organisation is not None:
            below = directory().providers(organisation.code)
            found.update(trust.code for trust in below)
            if not below:
                found.add(organisation.code)
    return found

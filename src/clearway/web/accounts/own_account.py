"""What somebody sees of their own account."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialApp
from allauth.usersessions.models import UserSession
from django.conf import settings

from clearway.common.organisations import directory
from clearway.web.people.access import access_of_user
from clearway.web.people.models import User
from clearway.web.people.permissions import Permission


@dataclass(frozen=True)
class OwnAccount:
    """Who they are, the roles they hold, and how they sign in."""

    name: str
    email: str
    roles: tuple[tuple[str, str, str], ...]
    manages: tuple[tuple[str, str], ...]
    has_password: bool
    has_app: bool
    passkeys: int
    recovery_codes: int
    needs_second_factor: bool
    sessions: int
    has_providers: bool
    demonstration: bool

    @property
    def has_second_factor(self) -> bool:
        """Whether there is more than a password."""
        return self.has_app or self.passkeys > 0


def own_account(user: User) -> OwnAccount:
    """The account as its owner sees it."""
    access = access_of_user(user)
    factors = list(Authenticator.objects.filter(user_id=user.pk))
    codes = [one.wrap() for one in factors if one.type == Authenticator.Type.RECOVERY_CODES]
    roles = [
        (held.role.title, directory().get(held.org_code).name, held.role.sentence) for held in access.held
    ]
    return OwnAccount(
        name=user.name,
        email=user.email,
        roles=tuple(roles),
        manages=tuple(
            (code, directory().get(code).name)
            for code in sorted(access.organisations(Permission.MANAGE_PEOPLE))
        ),
        has_password=user.has_usable_password(),
        has_app=any(one.type == Authenticator.Type.TOTP for one in factors),
        passkeys=sum(one.type == Authenticator.Type.WEBAUTHN for one in factors),
        recovery_codes=len(codes[0].get_unused_codes()) if codes else 0,
        needs_second_factor=access.writes and not user.demonstration,
        sessions=UserSession.objects.filter(user_id=user.pk).count(),
        has_providers=bool(settings.SOCIALACCOUNT_PROVIDERS) or SocialApp.objects.exists(),
        demonstration=user.demonstration,
    )

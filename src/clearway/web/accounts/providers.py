"""Identity providers: which there are, whom they may vouch for, and what they say of a second factor."""

from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from clearway.web.people.models import User

OF_CLEARWAY = "clearway"


@dataclass(frozen=True)
class Provider:
    """An identity provider as a page of sign-in names it."""

    name: str
    address: str


def identity_providers() -> list[Provider]:
    """Those that the settings name."""
    return [
        Provider(app["name"], reverse("openid_connect_login", args=[app["provider_id"]])) for app in _apps()
    ]


def verified_owner(sociallogin: Any) -> User | None:
    """The account that a trusted provider's verified address belongs to; None for any other provider.

    Whoever controls a provider that is trusted this way can sign in as anybody whose address they can
    claim, so the settings must name it as trusted, and the address must be marked as verified.
    """
    if not _settings_of(sociallogin).get("trusted_email", False):
        return None
    verified = {address.email.lower() for address in sociallogin.email_addresses if address.verified}
    found = list(User.objects.filter(email__in=verified, is_active=True, demonstration=False))
    return found[0] if len(found) == 1 else None


def proves_second_factor(sociallogin: Any) -> bool:
    """Whether the provider says, in a claim that the settings name, that it asked for a second factor.

    Only the ID token counts. `acr` is one value, `amr` a list of which one must be named.
    """
    claims = (sociallogin.account.extra_data or {}).get("id_token") or {}
    wanted = _settings_of(sociallogin).get("second_factor", {})
    methods = claims.get("amr") or []
    methods = [methods] if isinstance(methods, str) else methods
    return claims.get("acr") in wanted.get("acr", ()) or any(one in wanted.get("amr", ()) for one in methods)


def note_second_factor(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Remember in the session whether the provider asked for a second factor; a password never counts."""
    sociallogin = kwargs.get("sociallogin")
    proven = sociallogin is not None and proves_second_factor(sociallogin)
    request.session["second_factor_by_provider"] = proven


def has_second_factor(user: User) -> bool:
    """Whether an authenticator app or a passkey is set up."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=kinds).exists())


def _apps() -> list[dict[str, Any]]:
    return list(settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", ()))


def _settings_of(sociallogin: Any) -> dict[str, Any]:
    for app in _apps():
        if app["provider_id"] == sociallogin.account.provider:
            return dict(app["settings"].get(OF_CLEARWAY, {}))
    return {}

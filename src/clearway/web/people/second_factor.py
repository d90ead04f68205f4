"""Whether somebody whose roles can change something has a second factor."""

from django.http import HttpRequest

from clearway.web.people.access import access_of

# Pages on which a second factor is set up, or from which one leaves.
SETTING_UP = (
    "second-factor",
    "mfa_",
    "account_logout",
    "account_reauthenticate",
    "account_login",
    "account_email",
)


def is_missing(request: HttpRequest) -> bool:
    """True when the person must set up a second factor before this page is answered.

    People of the demonstration need none: they exist on one computer only and guard nothing. Whoever
    came by an identity provider that asks for a second factor itself needs no other.
    """
    access = access_of(request)
    if access.user is None or not access.writes or access.user.demonstration:
        return False
    match = request.resolver_match
    if match is not None and (match.url_name or "").startswith(SETTING_UP):
        return False
    return not (_has_one(access.user.pk) or request.session.get("second_factor_by_provider", False))


def _has_one(user_id: int) -> bool:
    from allauth.mfa.models import Authenticator

    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user_id=user_id, type__in=kinds).exists())

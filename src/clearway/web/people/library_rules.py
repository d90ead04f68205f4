"""Rules of pages that we did not write, or that lie below this package: by name or namespace."""

from django.urls import ResolverMatch

from clearway.web.people.rules import OpenToEveryone, Rule, SignedIn

OPEN = OpenToEveryone()
BY_NAME: dict[str, Rule] = {"health": OPEN}
# They declare nothing and only show something.
GET_ONLY = frozenset({"health", "openapi-json"})
# The API asks each of its operations for a rule of its own.
BY_NAMESPACE: dict[str, Rule] = {"api-v1": OPEN}
# Pages of allauth that somebody opens before they have signed in; all others need sign-in.
BEFORE_SIGN_IN = (
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reset_password",
    "account_confirm_email",
    "account_email_verification_sent",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "mfa_trust",
    "socialaccount_login",
    "socialaccount_signup",
    "openid_connect",
)
LIBRARY_PREFIXES = ("account_", "mfa_", "socialaccount_", "usersessions_", "openid_connect_")


def library_rule(match: ResolverMatch) -> Rule | None:
    """The rule of a page that does not carry one; None when nobody has decided it."""
    name = match.url_name or ""
    if match.namespace in BY_NAMESPACE:
        return BY_NAMESPACE[match.namespace]
    if name in BY_NAME:
        return BY_NAME[name]
    if name.startswith(LIBRARY_PREFIXES):
        return OPEN if name.startswith(BEFORE_SIGN_IN) else SignedIn()
    return None

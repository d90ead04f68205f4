"""People who visit the site in tests, with the roles that they hold."""

import base64
import hashlib
import hmac
import struct
import time

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from clearway.web.people.models import Membership, User

PASSWORD = "correct horse battery staple"  # noqa: S105 - of people who do not exist
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105


def somebody(*roles: tuple[str, str], email: str = "", demonstration: bool = False) -> User:
    """A person with these roles, as (role, organisation); real people sign in with PASSWORD."""
    email = email or f"user{User.objects.count()}@example.org"
    user = User.objects.create_user(email, PASSWORD, name=email.split("@")[0], demonstration=demonstration)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    for role, code in roles:
        Membership.objects.create(user=user, role=role, org_code=code)
    return user


def with_app(user: User) -> User:
    """The same person, with an authenticator app."""
    TOTP.activate(user, SECRET)
    return user


def without_factors(user: User) -> None:
    """Take every second factor of the person away."""
    Authenticator.objects.filter(user=user).delete()


def browser() -> Client:
    """A browser on this machine in which nobody has signed in."""
    return Client(REMOTE_ADDR="127.0.0.1")


def browser_of(user: User) -> Client:
    """A browser in which the person has signed in, and proven a moment ago that it is them."""
    client = browser()
    client.force_login(user)
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session.save()
    return client


def code_now(secret: str = SECRET, at: float | None = None) -> str:
    """What an authenticator app shows (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time() if at is None else at) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"

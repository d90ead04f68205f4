"""The secret in the address of a public page: made from the row's nonce and the site's key, never stored.

Whoever reads the database alone learns no address; whoever may run improvement work can be shown it again,
to print the poster later. Where the site's key was changed, addresses that hang on walls go on working (they
are known by their digest), but cannot be shown or printed again.
"""

import secrets

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from clearway.web.accounts.secrets import digest_of
from clearway.web.boards.models import PublicLink

SALT = "clearway.boards.public-link"
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""32 signs that nobody mistakes for each other: neither l and 1, nor o and 0."""
LENGTH, GROUP = 16, 4
"""16 of 32 signs are 80 bits: nobody guesses one, and a person can still type it."""


def new_nonce() -> str:
    """A random text; the secret follows from it and the site's key."""
    return secrets.token_urlsafe(32)


def secret_of(nonce: str) -> str:
    """The secret as it stands in the address: four groups of four signs."""
    made = salted_hmac(SALT, nonce, algorithm="sha256").digest()
    letters = "".join(LETTERS[byte % len(LETTERS)] for byte in made[:LENGTH])
    return "-".join(letters[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def digest(secret: str) -> str:
    """What a link is known by; a secret that was typed in capitals or without hyphens is the same."""
    return digest_of(secret.lower().replace("-", ""))


def address_of(link: PublicLink) -> str:
    """The whole address; "" where the site's key is another than when the link was made."""
    secret = secret_of(link.nonce)
    if digest(secret) != link.digest:
        return ""
    return settings.SITE_ADDRESS.rstrip("/") + reverse("shared-board", args=[secret])

"""Secrets that are shown once: how they are made, and the digest by which they are known again."""

import hashlib
import secrets

LENGTH = 32  # bytes: more than anybody can guess, so a plain digest is enough


def new_secret(prefix: str = "") -> str:
    """A text that nobody can guess, safe in an address."""
    return prefix + secrets.token_urlsafe(LENGTH)


def digest_of(secret: str) -> str:
    """What is stored instead of it."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()

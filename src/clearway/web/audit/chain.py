"""The arithmetic of the logs: what is hashed and in which form. docs/reference/audit.md describes it.

Nothing here may change: rows that were written by it must verify for ever. Another form is a new
number in FORM and a second set of functions beside these.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime

FORM = 1
GENESIS = "0" * 64  # what the first event of a chain has for a previous hash


def canonical(value: Mapping[str, object]) -> bytes:
    """A JSON object as bytes that are the same everywhere: keys sorted, no spaces, ASCII only."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")


def sha256(value: Mapping[str, object]) -> str:
    """The SHA-256 of the canonical form, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def instant(at: datetime) -> str:
    """A moment in UTC to the microsecond: `2026-11-22T04:33:28.000123Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def new_salt() -> str:
    """128 random bits: without them nobody can guess a name and try it against the digest."""
    return secrets.token_hex(16)


def commitment(*, salt: str, person: str, via: str, key: str, details: str) -> str:
    """The digest that stands in the log for the row that can be erased. `details` is its text as stored."""
    return sha256({"details": details, "key": key, "person": person, "salt": salt, "via": via})


def change_hash(
    *, organisation: str, sequence: int, at: datetime, action: str, subject: str, digest: str, previous: str
) -> str:
    """The hash of one event of a change log, which the next event of the chain carries on."""
    return sha256(
        {
            "action": action,
            "at": instant(at),
            "digest": digest,
            "form": FORM,
            "organisation": organisation,
            "previous": previous,
            "sequence": sequence,
            "subject": subject,
        }
    )


def access_hash(
    *, organisation: str, number: str, at: datetime, page: str, subject: str, came_from: str, digest: str
) -> str:
    """The hash of one row of an access log. Not chained: looking must not wait for others who look."""
    return sha256(
        {
            "at": instant(at),
            "came_from": came_from,
            "digest": digest,
            "form": FORM,
            "number": number,
            "organisation": organisation,
            "page": page,
            "subject": subject,
        }
    )

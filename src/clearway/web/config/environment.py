"""Settings that come from the environment, and what to say when one is missing."""

import os
import secrets
from pathlib import Path

from clearway.common.errors import ClearwayError

PROJECT = Path(__file__).parents[4]

# What each variable is for: shown to a person who has not set it.
MEANING = {
    "CLEARWAY_SECRET_KEY": "a long random text that signs cookies; make one with: "
    "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'",
    "CLEARWAY_ALLOWED_HOSTS": "the host names people use to reach the site, separated by commas",
    "CLEARWAY_DATABASE_URL": "the PostgreSQL database, as postgres://USER:PASSWORD@HOST:PORT/NAME",
}


def required(name: str) -> str:
    """The variable's value.

    Raises ClearwayError with what the variable is for when it is not set.
    """
    value = os.environ.get(name, "").strip()
    if not value:
        raise ClearwayError(f"the environment variable {name} is not set", mend=f"It is {MEANING[name]}")
    return value


def data_folder() -> Path:
    """Where the embedded database lives: CLEARWAY_DATA, else `var` in the project. Made on first use."""
    folder = Path(os.environ.get("CLEARWAY_DATA", "") or PROJECT / "var")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def kept_secret(file: Path) -> str:
    """The secret in `file`; made, and readable by its owner only, on first use."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50))
    return file.read_text().strip()

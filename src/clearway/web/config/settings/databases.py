"""The two databases: SQLite tuned for one file with many readers, PostgreSQL by one URL."""

from pathlib import Path
from typing import Any

import dj_database_url

from clearway.common.errors import ClearwayError

# WAL lets readers go on while one writes; IMMEDIATE makes a writer wait its turn at the start of the
# transaction instead of failing in the middle of it (with both: no error with 50 writers at a time).
SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=134217728;"
    "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=2000;",
}


def sqlite(file: Path) -> dict[str, Any]:
    """The embedded database in `file`."""
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file), "OPTIONS": SQLITE_OPTIONS}


def postgresql(url: str) -> dict[str, Any]:
    """The PostgreSQL database at `url`, with a small pool of connections a process.

    Raises ClearwayError when the URL is not a PostgreSQL address.
    """
    if not url.startswith(("postgres://", "postgresql://")):
        raise ClearwayError(
            "CLEARWAY_DATABASE_URL is not a PostgreSQL address",
            mend="Write it as postgres://USER:PASSWORD@HOST:PORT/NAME",
        )
    settings: dict[str, Any] = dict(dj_database_url.parse(url))
    settings["CONN_MAX_AGE"] = 0  # the pool keeps the connections
    settings["OPTIONS"] = {**settings.get("OPTIONS", {}), "pool": {"min_size": 2, "max_size": 8}}
    return settings

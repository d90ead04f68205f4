"""A log in which somebody who holds the database changed one byte, as the command line finds it."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg

WRITE = "UPDATE audit_changeevent SET subject = '{2}' WHERE organisation = '{0}' AND sequence = {1}"
READ = (
    "SELECT sequence, subject FROM audit_changeevent WHERE organisation = '{0}' AND action = '{1}' "
    "ORDER BY sequence"
)

Environment = Mapping[str, str]


def check_logs(environment: Environment) -> subprocess.CompletedProcess[str]:
    """What `./clearway audit check` says."""
    command = [sys.executable, "-m", "clearway", "audit", "check"]
    return subprocess.run(command, env=dict(environment), capture_output=True, text=True, check=False)


@contextmanager
def one_byte_changed(
    environment: Environment, folder: Path, code: str, action: str
) -> Iterator[tuple[Environment, int]]:
    """The site with one letter changed in the newest event of `action`, and the number of that event.

    On SQLite a copy of the file in `folder`; on PostgreSQL the database itself, mended afterwards.
    """
    url = environment.get("CLEARWAY_DATABASE_URL", "")
    if url:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute("SET session_replication_role = replica")  # no trigger fires
            number, subject = server.execute(READ.format(code, action)).fetchall()[-1]
            server.execute(WRITE.format(code, number, _other(subject)))
            try:
                yield environment, number
            finally:
                server.execute(WRITE.format(code, number, subject))
        return
    with closing(_copy(Path(environment["CLEARWAY_DATA"]), folder)) as copy, copy:
        for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            copy.execute(f"DROP TRIGGER {name}")
        number, subject = copy.execute(READ.format(code, action)).fetchall()[-1]
        copy.execute(WRITE.format(code, number, _other(subject)))
    yield {**environment, "CLEARWAY_DATA": str(folder)}, number


def _copy(data: Path, folder: Path) -> sqlite3.Connection:
    shutil.copy(data / "secret-key", folder / "secret-key")
    copy = sqlite3.connect(folder / "clearway.sqlite3")
    with closing(sqlite3.connect(data / "clearway.sqlite3")) as original:
        original.backup(copy)
    return copy


def _other(subject: str) -> str:
    """The same with the last letter of the month changed: 2026-10 becomes 2026-11 or the like."""
    place = subject.index(" ") - 1
    return f"{subject[:place]}{(int(subject[place]) + 1) % 10}{subject[place + 1 :]}"

"""Twenty people at once in the change log of one organisation: no error, no event lost, the chain whole."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

PROJECT = Path(__file__).parents[2]
SERVER = os.environ.get("CLEARWAY_DATABASE_URL", "")
WRITERS, EACH = 20, 10


@pytest.fixture
def database(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A database of its own, because what it is given cannot be taken back."""
    url = ""
    if SERVER:
        parts = urlsplit(SERVER)
        url = urlunsplit(parts._replace(path="/clearway_writers"))
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute("DROP DATABASE IF EXISTS clearway_writers WITH (FORCE)")
            server.execute("CREATE DATABASE clearway_writers")
    yield {
        "CLEARWAY_DATABASE_URL": url,
        "CLEARWAY_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "clearway.web.config.settings.embedded",
        "PYTHONPATH": os.pathsep.join([str(PROJECT / "src"), str(PROJECT)]),
    }
    if SERVER:
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute("DROP DATABASE clearway_writers WITH (FORCE)")


def test_twenty_writers_at_once_make_one_whole_chain(database: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.lib.chain_writers", str(WRITERS), str(EACH)],
        env={**os.environ, **database}, capture_output=True, text=True, cwd=PROJECT, timeout=120, check=False,
    )  # fmt: skip
    assert done.stdout.strip() == f"{WRITERS * EACH} events fit", done.stderr

"""Ten people save the same cell at the same moment: one figure stands, nine are kept, none sees an error."""

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
PEOPLE = 10


@pytest.fixture
def database(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A database of its own, because what it is given cannot be taken back."""
    url = ""
    if SERVER:
        url = urlunsplit(urlsplit(SERVER)._replace(path="/clearway_months"))
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute("DROP DATABASE IF EXISTS clearway_months WITH (FORCE)")
            server.execute("CREATE DATABASE clearway_months")
    yield {
        "CLEARWAY_DATABASE_URL": url,
        "CLEARWAY_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "clearway.web.config.settings.embedded",
        "PYTHONPATH": os.pathsep.join([str(PROJECT / "src"), str(PROJECT)]),
    }
    if SERVER:
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute("DROP DATABASE clearway_months WITH (FORCE)")


def test_one_figure_stands_and_all_others_are_kept(database: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.lib.month_writers", str(PEOPLE)],
        env={**os.environ, **database}, capture_output=True, text=True, cwd=PROJECT, timeout=120, check=False,
    )  # fmt: skip
    told = {"apart": PEOPLE - 1, "refused": PEOPLE - 1, "saved": 1, "submitted": 1}
    expected = f"{told}; 1 row, {PEOPLE} figures kept, 1 step, chain whole"
    assert done.stdout.strip() == expected, done.stderr

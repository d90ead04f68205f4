"""Several people at the same moment: one figure of a cell stands and the others are kept; whoever comes
second is told so, or has repeated what is done, and nobody sees an error."""

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
PEOPLE, PAIRS = 10, 6


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A database of its own, because what it is given cannot be taken back."""
    url = ""
    if SERVER:
        url = urlunsplit(urlsplit(SERVER)._replace(path="/clearway_months"))
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute("DROP DATABASE IF EXISTS clearway_months WITH (FORCE)")
            server.execute("CREATE DATABASE clearway_months")
    yield {
        "CLEARWAY_DATABASE_URL": url,
        "CLEARWAY_DATA": str(tmp_path_factory.mktemp("at-once")),
        "DJANGO_SETTINGS_MODULE": "clearway.web.config.settings.embedded",
        "PYTHONPATH": os.pathsep.join([str(PROJECT / "src"), str(PROJECT)]),
    }
    if SERVER:
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute("DROP DATABASE clearway_months WITH (FORCE)")


def told(database: dict[str, str], module: str, people: int) -> str:
    done = subprocess.run(
        [sys.executable, "-m", f"tests.lib.{module}", str(people)],
        env={**os.environ, **database}, capture_output=True, text=True, cwd=PROJECT, timeout=120, check=False,
    )  # fmt: skip
    return done.stdout.strip() or done.stderr


def test_one_figure_stands_and_all_others_are_kept(database: dict[str, str]) -> None:
    said = {"apart": PEOPLE - 1, "refused": PEOPLE - 1, "saved": 1, "submitted": 1}
    expected = f"{said}; 1 row, {PEOPLE} figures kept, 1 step, chain whole"
    assert told(database, "month_writers", PEOPLE) == expected


def test_whoever_comes_second_is_told_so_or_repeats_what_is_done(database: dict[str, str]) -> None:
    said = [line.partition(": ") for line in told(database, "turn_takers", PAIRS).splitlines()]
    assert {name: words for name, _, words in said} == {
        "take back a count": "{'This count was replaced already': 5, 'done': 1}; 2 rows",
        "confirm the plan": "{'done': 6}; 1 row",
        "plan and hold meetings": "{'done': 6}; 6 new meetings",
        "compute now": "{'computed': 1, 'nothing new': 5}; 1 source, 0 doubled",
        "import a file": "{'imported': 1, 'known': 5}; 1 source",
        "log and enter": "{'done': 6}; 3 logged",
        "withdraw a line": "{'This line of the log is withdrawn already': 5, 'done': 1}; 1 withdrawal",
        "give a role": "{'done': 6}; 1 role",
        "make an account": "{'done': 1, 'this e-mail address has an account': 5}; 1 account",
        "score predictions": "{'nothing to score': 5, 'scored': 1}; 1 outcome",
    }

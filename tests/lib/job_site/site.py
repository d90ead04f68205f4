"""Starts the site's processes and looks into its database from outside."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

PROJECT = Path(__file__).parents[3]
LONGEST = 40.0  # seconds until a test gives up


@dataclass(frozen=True)
class Site:
    """One database and its processes."""

    data: Path
    database: str  # an address of PostgreSQL, or empty for the file in `data`

    @property
    def environment(self) -> dict[str, str]:
        """What every process of the site is started with."""
        return {
            **os.environ,
            "CLEARWAY_DATA": str(self.data),
            "CLEARWAY_DATABASE_URL": self.database,
            "DJANGO_SETTINGS_MODULE": "tests.lib.job_site.settings",
            "PYTHONPATH": f"{PROJECT / 'src'}{os.pathsep}{PROJECT}",
        }

    def clearway(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the site."""
        return self._python("-m", "clearway", *arguments)

    def ask(self, *asked: tuple[str, dict[str, Any]]) -> list[str]:
        """Ask for jobs; returns the numbers of their runs."""
        ran = self._python("-m", "tests.lib.job_site.ask", json.dumps(asked))
        assert ran.returncode == 0, ran.stderr
        return list(json.loads(ran.stdout))

    def _python(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            env=self.environment,
            cwd=PROJECT,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    @contextmanager
    def process(self, *arguments: str, module: str = "clearway") -> Iterator[subprocess.Popen[bytes]]:
        """A process of the site, killed at the end where it still runs."""
        with (self.data / f"{time.monotonic_ns()}.log").open("w") as log:
            started = subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                env=self.environment,
                cwd=PROJECT,
                stdout=log,
                stderr=log,
            )
            try:
                yield started
            finally:
                started.kill()
                started.wait()

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of a question, asked over a connection of its own. `?` stands for each value."""
        if self.database:
            with psycopg.connect(self.database) as held:
                return held.execute(sql.replace("?", "%s"), values).fetchall()
        with closing(sqlite3.connect(self.data / "clearway.sqlite3", timeout=20)) as held:
            return held.execute(sql, values).fetchall()

    def change(self, sql: str) -> None:
        """Change something behind the site's back."""
        if self.database:
            with psycopg.connect(self.database) as held:
                held.execute(sql)
        else:
            with closing(sqlite3.connect(self.data / "clearway.sqlite3", timeout=20)) as held, held:
                held.execute(sql)

    def run(self, number: str) -> tuple[str, int, int, str]:
        """The status of a run, its attempts, how far it is, and what came of it."""
        key = number if self.database else number.replace("-", "")
        found = self.rows("SELECT status, attempts, done, result FROM jobs_jobrun WHERE id = ?", key)
        return (str(found[0][0]), int(found[0][1]), int(found[0][2]), str(found[0][3]))

    def wait(
        self, number: str, until: Callable[[tuple[str, int, int, str]], bool]
    ) -> tuple[str, int, int, str]:
        """The run, once it is as wanted. Fails when it takes too long."""
        end = time.monotonic() + LONGEST
        while not until(run := self.run(number)):
            assert time.monotonic() < end, f"the run is still {run}"
            time.sleep(0.1)
        return run


@contextmanager
def job_site(folder: Path) -> Iterator[Site]:
    """A site with an empty database: a file, or one of its own beside that of CLEARWAY_DATABASE_URL."""
    given = os.environ.get("CLEARWAY_DATABASE_URL", "")
    name = f"clearway_jobs_{os.getpid()}"
    site = Site(folder, urlsplit(given)._replace(path=f"/{name}").geturl() if given else "")
    if given:
        with psycopg.connect(given, autocommit=True) as held:
            held.execute(f"CREATE DATABASE {name}")
    try:
        made = site.clearway("manage", "migrate", "--verbosity", "0")
        assert made.returncode == 0, made.stderr
        yield site
    finally:
        if given:
            with psycopg.connect(given, autocommit=True) as held:
                held.execute(f"DROP DATABASE {name} WITH (FORCE)")

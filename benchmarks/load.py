"""What the benchmarks of the running site share: a database of its own, a real server, many people."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles
from threading import Barrier, Lock, Thread
from typing import Any
from urllib.parse import urlsplit, urlunsplit

PROJECT = Path(__file__).parents[1]
PORT, NAME = 8139, "clearway_benchmark"
Environment = dict[str, str]
Ask = Callable[[HTTPConnection, int, int], dict[str, object]]
"""Asks once, for a person and the number of the asking; OSError or ValueError say that it went wrong."""


@contextmanager
def environment(server: str) -> Iterator[Environment]:
    """The environment of processes that use a new database: on that PostgreSQL server, else SQLite."""
    with tempfile.TemporaryDirectory() as folder, _database(server) as url:
        env = {**os.environ, "CLEARWAY_DATA": folder, "CLEARWAY_DATABASE_URL": url}
        env["PYTHONPATH"] = os.pathsep.join([str(PROJECT / "src"), str(PROJECT)])
        yield env


class Run:
    """What came of one run: answers with the seconds that each took, errors, and the seconds of the whole."""

    def __init__(self) -> None:
        self.timed: list[tuple[dict[str, object], float]] = []
        self.errors: list[str] = []
        self.whole = 0.0

    @property
    def answers(self) -> list[dict[str, object]]:
        """All of them."""
        return [answer for answer, _ in self.timed]

    @property
    def seconds(self) -> list[float]:
        """What each took."""
        return [seconds for _, seconds in self.timed]

    @property
    def p50(self) -> float:
        """The median."""
        return p50_p95(self.seconds)[0]


def p50_p95(seconds: Sequence[float]) -> tuple[float, float]:
    """The median, and what 95 of 100 stay below."""
    parts = quantiles(seconds, n=20)
    return parts[9], parts[18]


def at_once(env: Environment, site: str, ask: Ask, people: int, each: int, title: str) -> Run:
    """So many people ask at the same moment, and each again as soon as they are answered; prints a line."""
    run, start, lock = Run(), Barrier(people + 1), Lock()

    def asking(person: int) -> None:
        connection = HTTPConnection("127.0.0.1", PORT, timeout=120)
        start.wait()
        for number in range(each):
            began = time.perf_counter()
            try:
                answer, error = ask(connection, person, number), ""
            except (OSError, ValueError) as fault:
                answer, error = {}, repr(fault)
                connection.close()
            seconds = time.perf_counter() - began
            with lock:
                run.timed.append((answer, seconds))
                run.errors.extend([error] if error else [])
        connection.close()

    with _server(env, site):
        threads = [Thread(target=asking, args=(person,)) for person in range(people)]
        for thread in threads:
            thread.start()
        start.wait()
        began = time.perf_counter()
        for thread in threads:
            thread.join()
        run.whole = time.perf_counter() - began
    middle, most = p50_p95(run.seconds)
    times = f"p50 {middle * 1000:6.0f} ms  p95 {most * 1000:6.0f} ms"
    rate = len(run.seconds) / run.whole
    print(f"  {title:32} {times}  {rate:5.0f} a second  errors {len(run.errors)}", flush=True)
    return run


@contextmanager
def _server(env: Environment, site: str) -> Iterator[None]:
    env = {**env, "DJANGO_SETTINGS_MODULE": f"benchmarks.served.{site}"}
    command = [
        sys.executable, "-m", "gunicorn", "django.core.wsgi:get_wsgi_application()",
        "--bind", f"127.0.0.1:{PORT}", "--workers", "2", "--threads", "8",
        "--worker-class", "gthread", "--no-control-socket", "--log-level", "error",
    ]  # fmt: skip
    server = subprocess.Popen(command, env=env, cwd=PROJECT)  # noqa: S603 - our own interpreter
    try:
        _wait()
        yield
    finally:
        server.terminate()
        server.wait()


def _wait() -> None:
    for _ in range(200):
        try:
            connection = HTTPConnection("127.0.0.1", PORT, timeout=30)
            connection.request("GET", "/no-such-page/")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server did not start")


@contextmanager
def _database(server: str) -> Iterator[str]:
    """The address of a database of its own; "" for SQLite."""
    if not server:
        yield ""
        return
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {NAME}")
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{NAME}"))
        finally:
            connection.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def made(env: Environment, making: str, *arguments: str, given: str = "") -> Any:
    """What a module that makes or judges the database prints as JSON."""
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", f"benchmarks.served.{making}", *arguments],
        env={**env, "DJANGO_SETTINGS_MODULE": "benchmarks.served.full"},
        cwd=PROJECT, input=given, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout)

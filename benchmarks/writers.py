"""Fifty people at once save cells through the real server: errors, lost updates, how long each save takes.

Run: PYTHONPATH=src .venv/bin/python -m benchmarks.writers [--writers 50] [--each 10] [--url postgres://...]
Without --url on SQLite; with it in a database of its own on that server (`.ci/run` shows how to make one).

Each writer saves figures of one trust one after another, as the entry page does: most in a cell of their own,
the last two in one cell that all writers of the trust share, so that they collide. An answer says "saved" or
"collision" (both figures are kept); afterwards every answer is looked up in the database, and the change logs
are checked. The peers are a page that only inserts a row: with nothing around it, and behind the same doors.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles
from threading import Barrier, Lock, Thread
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

PROJECT = Path(__file__).parents[1]
PORT, NAME, TOKEN = 8139, "clearway_writers", "a" * 32
SHARED = 2  # of each writer's saves, in the cell that all share
Save = Callable[[HTTPConnection, int, int], dict[str, object]]


def main() -> None:
    """Three runs on one database, a line each, then the verdict."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--writers", type=int, default=50)
    parser.add_argument("--each", type=int, default=10, help="saves a writer")
    parser.add_argument("--url", default="", help="a PostgreSQL server, postgres://USER@HOST:PORT/NAME")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, _database(asked.url) as url:
        env = {**os.environ, "CLEARWAY_DATA": folder, "CLEARWAY_DATABASE_URL": url}
        env["PYTHONPATH"] = os.pathsep.join([str(PROJECT / "src"), str(PROJECT)])
        made = _making(env, "make", str(asked.writers))
        print(f"{asked.writers} writers, {asked.each} saves each, on {'PostgreSQL' if url else 'SQLite'}")
        insert = _insert(made)
        bare = _run(env, "bare", insert, asked.writers, asked.each, "a bare insert page")
        doors = _run(env, "full", insert, asked.writers, asked.each, "the same page behind our doors")
        cells = _run(env, "full", _cells(made, asked.each), asked.writers, asked.each, "saving a cell")
        ratios = [f"{cells.p50 / peer.p50:.1f}" for peer in (bare, doors)]
        print(f"ratio of medians: {ratios[0]} to the bare page, {ratios[1]} to the one behind our doors")
        judged = _making(env, "judge", given=json.dumps(cells.answers))
        states = [answer["state"] for answer in cells.answers]
        print(f"saved {states.count('saved')}, collisions kept {states.count('collision')}")
        lost, faults = judged["lost"], judged["faults"]
        print(f"errors {len(cells.errors)}, lost updates {len(lost)}, broken change logs {len(faults)}")
        for error in [*cells.errors[:3], *lost[:3], *faults]:
            print("  ", error)
        sys.exit(bool(cells.errors or lost or faults))


class Run:
    """What came of one run: answers, errors, and how long each save took, in seconds."""

    def __init__(self) -> None:
        self.answers: list[dict[str, object]] = []
        self.errors: list[str] = []
        self.seconds: list[float] = []
        self.whole = 0.0

    @property
    def p50(self) -> float:
        """The median."""
        return quantiles(self.seconds, n=20)[9]

    @property
    def p95(self) -> float:
        """What 95 of 100 saves stay below."""
        return quantiles(self.seconds, n=20)[18]


def _run(env: dict[str, str], site: str, save: Save, writers: int, each: int, title: str) -> Run:
    run, start, lock = Run(), Barrier(writers + 1), Lock()

    def write(writer: int) -> None:
        connection = HTTPConnection("127.0.0.1", PORT, timeout=120)
        start.wait()
        for number in range(each):
            began = time.perf_counter()
            try:
                answer, error = save(connection, writer, number), ""
            except (OSError, ValueError) as fault:
                answer, error = {}, repr(fault)
                connection.close()
            with lock:
                run.seconds.append(time.perf_counter() - began)
                (run.errors if error else run.answers).append(error or answer)  # type: ignore[arg-type]
        connection.close()

    with _server(env, site):
        threads = [Thread(target=write, args=(writer,)) for writer in range(writers)]
        for thread in threads:
            thread.start()
        start.wait()
        began = time.perf_counter()
        for thread in threads:
            thread.join()
        run.whole = time.perf_counter() - began
    times = f"p50 {run.p50 * 1000:6.0f} ms  p95 {run.p95 * 1000:6.0f} ms"
    rate = len(run.seconds) / run.whole
    print(f"  {title:32} {times}  {rate:5.0f} a second  errors {len(run.errors)}", flush=True)
    return run


def _post(connection: HTTPConnection, path: str, session: str, fields: dict[str, str]) -> dict[str, Any]:
    body = urlencode({**fields, "csrfmiddlewaretoken": TOKEN})
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/json",
        "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
    }
    connection.request("POST", path, body, headers)
    response = connection.getresponse()
    text = response.read()
    if response.status != 200:
        raise ValueError(f"{response.status} {text[:200]!r}")
    return dict(json.loads(text))


def _insert(made: dict[str, Any]) -> Save:
    def save(connection: HTTPConnection, writer: int, number: int) -> dict[str, object]:
        person = made["people"][writer]
        return _post(connection, "/insert/", person["session"], {"said": f"{writer} {number}"})

    return save


def _cells(made: dict[str, Any], each: int) -> Save:
    """Saves of a cell, each with a number that nobody else types and the row that the writer saw last."""
    seen: dict[tuple[int, str], object] = {}

    def save(connection: HTTPConnection, writer: int, number: int) -> dict[str, object]:
        person = made["people"][writer]
        cell = person["cells"][0] if number >= each - SHARED else person["own"]
        numerator = 1000 + writer * each + number
        fields = {
            "c0-key": cell,
            "c0-numerator": str(numerator),
            "c0-denominator": "100000",
            "c0-comment": "benchmark",
            "c0-seen": str(seen.get((writer, cell), "")),
        }
        address = f"/organisations/{person['trust']}/months/{made['month']}/"
        answer = _post(connection, address, person["session"], fields)
        if answer["state"] not in ("saved", "collision"):
            raise ValueError(json.dumps(answer))
        if answer["state"] == "saved":
            seen[writer, cell] = answer["seen"]
        measure = cell.partition("|")[0]
        return {
            "state": answer["state"],
            "trust": person["trust"],
            "measure": measure,
            "numerator": numerator,
        }

    return save


@contextmanager
def _server(env: dict[str, str], site: str) -> Iterator[None]:
    env = {**env, "DJANGO_SETTINGS_MODULE": f"benchmarks.writers_site.{site}"}
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


def _making(env: dict[str, str], *arguments: str, given: str = "") -> dict[str, Any]:
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "benchmarks.writers_site.making", *arguments],
        env={**env, "DJANGO_SETTINGS_MODULE": "benchmarks.writers_site.full"},
        cwd=PROJECT, input=given, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr)
    return dict(json.loads(done.stdout))


if __name__ == "__main__":
    main()

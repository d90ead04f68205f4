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
import sys
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

from benchmarks.load import Ask, at_once, environment, made

TOKEN = "a" * 32
SHARED = 2  # of each writer's saves, in the cell that all share


def main() -> None:
    """Three runs on one database, a line each, then the verdict."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--writers", type=int, default=50)
    parser.add_argument("--each", type=int, default=10, help="saves a writer")
    parser.add_argument("--url", default="", help="a PostgreSQL server, postgres://USER@HOST:PORT/NAME")
    asked = parser.parse_args()
    with environment(asked.url) as env:
        held = made(env, "writers", "make", str(asked.writers))
        print(
            f"{asked.writers} writers, {asked.each} saves each, on {'PostgreSQL' if asked.url else 'SQLite'}"
        )
        insert, size = _insert(held), (asked.writers, asked.each)
        bare = at_once(env, "bare", insert, *size, "a bare insert page")
        doors = at_once(env, "full", insert, *size, "the same page behind our doors")
        cells = at_once(env, "full", _cells(held, asked.each), *size, "saving a cell")
        ratios = [f"{cells.p50 / peer.p50:.1f}" for peer in (bare, doors)]
        print(f"ratio of medians: {ratios[0]} to the bare page, {ratios[1]} to the one behind our doors")
        answers = [answer for answer in cells.answers if answer]
        judged = made(env, "writers", "judge", given=json.dumps(answers))
        states = [answer["state"] for answer in answers]
        print(f"saved {states.count('saved')}, collisions kept {states.count('collision')}")
        lost, faults = judged["lost"], judged["faults"]
        print(f"errors {len(cells.errors)}, lost updates {len(lost)}, broken change logs {len(faults)}")
        for error in [*cells.errors[:3], *lost[:3], *faults]:
            print("  ", error)
        sys.exit(bool(cells.errors or lost or faults))


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


def _insert(held: dict[str, Any]) -> Ask:
    def save(connection: HTTPConnection, writer: int, number: int) -> dict[str, object]:
        person = held["people"][writer]
        return _post(connection, "/insert/", person["session"], {"said": f"{writer} {number}"})

    return save


def _cells(held: dict[str, Any], each: int) -> Ask:
    """Saves of a cell, each with a number that nobody else types and the row that the writer saw last."""
    seen: dict[tuple[int, str], object] = {}

    def save(connection: HTTPConnection, writer: int, number: int) -> dict[str, object]:
        person = held["people"][writer]
        cell = person["cells"][0] if number >= each - SHARED else person["own"]
        numerator = 1000 + writer * each + number
        fields = {
            "c0-key": cell,
            "c0-numerator": str(numerator),
            "c0-denominator": "100000",
            "c0-comment": "benchmark",
            "c0-seen": str(seen.get((writer, cell), "")),
        }
        address = f"/organisations/{person['trust']}/months/{held['month']}/"
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


if __name__ == "__main__":
    main()

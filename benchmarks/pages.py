"""Fifty people at once read the pages of the made-up collaborative: how long each takes, how often it asks.

Run: PYTHONPATH=src .venv/bin/python -m benchmarks.pages [--people 50] [--each 40] [--url postgres://...]
Without --url on SQLite; with it in a database of its own on that server (`.ci/run` shows how to make one).

Each person goes through the pages in an order of their own, as fast as they are answered. The peers are a
page that reads one row: with nothing around it, and behind the same doors (session, rule, access log). The
database queries of a page are counted alone, before and after the collaborative got many more rows of each
kind.
"""

import argparse
import random
import sys
from collections import defaultdict
from http.client import HTTPConnection
from typing import Any

from benchmarks.load import Ask, Run, at_once, environment, made, p50_p95


def main() -> None:
    """Make the collaborative, read it, let it grow; a line a page, then the verdict."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--each", type=int, default=40, help="pages a person")
    parser.add_argument("--url", default="", help="a PostgreSQL server, postgres://USER@HOST:PORT/NAME")
    asked = parser.parse_args()
    with environment(asked.url) as env:
        held = made(env, "pages", "make", str(asked.people))
        print(f"{asked.people} people, {asked.each} pages each, on {'PostgreSQL' if asked.url else 'SQLite'}")
        size = asked.people, asked.each
        bare = at_once(env, "bare", _one(held), *size, "a bare page")
        doors = at_once(env, "full", _one(held), *size, "the same page behind our doors")
        pages = at_once(env, "full", _walk(held), *size, "pages of the collaborative")
        ratios = [f"{pages.p50 / peer.p50:.1f}" for peer in (bare, doors)]
        print(f"ratio of medians: {ratios[0]} to the bare page, {ratios[1]} to the one behind our doors")
        grown = _told(held["pages"], pages, made(env, "pages", "grow"), bare.p50)
        print(f"errors {len(pages.errors)}, pages that ask more often with more rows {len(grown)}")
        for error in [*pages.errors[:3], *grown]:
            print("  ", error)
        sys.exit(bool(pages.errors or grown))


def _get(connection: HTTPConnection, address: str, session: str) -> None:
    connection.request("GET", address, headers={"Cookie": f"sessionid={session}"})
    response = connection.getresponse()
    response.read()
    if response.status != 200:
        raise ValueError(f"{response.status} {address}")


def _one(held: dict[str, Any]) -> Ask:
    """The page that reads one row."""

    def ask(connection: HTTPConnection, person: int, number: int) -> dict[str, object]:
        _get(connection, "/one/", next(iter(held["sessions"][person].values())))
        return {"page": "one"}

    return ask


def _walk(held: dict[str, Any]) -> Ask:
    """Each person's way through all pages, the same in every run."""
    orders = [random.Random(person).sample(held["pages"], len(held["pages"])) for person in range(500)]  # noqa: S311 - no secret

    def ask(connection: HTTPConnection, person: int, number: int) -> dict[str, object]:
        page = orders[person % len(orders)][number % len(held["pages"])]
        _get(connection, page["address"], held["sessions"][person][page["persona"]])
        return {"page": page["address"]}

    return ask


def _told(pages: list[dict[str, Any]], run: Run, later: dict[str, int], bare: float) -> list[str]:
    """Print each page with its times and queries; answers those that ask more often with more rows."""
    times: dict[object, list[float]] = defaultdict(list)
    for answer, seconds in run.timed:
        times[answer.get("page")].append(seconds)
    print(f"  {'page':52} {'p50 ms':>7} {'p95 ms':>7} {'x bare':>7} {'queries':>8} {'with more rows':>15}")
    grown = []
    for page in pages:
        address, queries = page["address"], page["queries"]
        if len(times[address]) > 1:
            middle, most = p50_p95(times[address])
            line = f"{middle * 1000:7.0f} {most * 1000:7.0f} {middle / bare:7.1f}"
        else:
            line = f"{'-':>7} {'-':>7} {'-':>7}"
        print(f"  {address:52} {line} {queries:8} {later[address]:15}")
        if later[address] > queries:
            grown.append(f"{address}: {queries} queries, then {later[address]}")
    return grown


if __name__ == "__main__":
    main()

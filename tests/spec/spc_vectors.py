"""Reads the figures of other programs that are kept in tests/data/spc."""

import csv
import gzip
import math
from collections import defaultdict
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "data" / "spc"
Record = dict[str, str]


@cache
def table(name: str) -> list[Record]:
    with gzip.open(FOLDER / f"{name}.csv.gz", "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def by_series(name: str) -> dict[str, list[Record]]:
    found = defaultdict(list)
    for row in table(name):
        found[row["series_id"]].append(row)
    return dict(found)


def number(text: str) -> float | None:
    return float(text) if text else None


def same(ours: float | None, theirs: float | None) -> bool:
    """Equal but for the rounding of arithmetic; nothing equals nothing only."""
    if ours is None or theirs is None:
        return ours is theirs
    return math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-12)

"""How often stable processes give signals: makes `src/clearway/spc/data/false_alarms.csv`.

PYTHONPATH=src python tools/simulate_false_alarms.py             all cells, a few minutes
PYTHONPATH=src python tools/simulate_false_alarms.py --series 500 --out /tmp/look.csv

Every series is stable: normal figures, mean 0, variance 1, with a first-order autocorrelation. Limits are
set from the series itself, as on a real chart. A cell gives the share of series with a signal at any
point and at the last point. The same seed gives the same file. With 20,000 series the standard
error of a share is 0.0035 at most. Made again when a profile, a rule or a limit changes.
"""

import argparse
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
from scipy.signal import lfilter

from clearway.spc.arrays import Floats
from clearway.spc.judge import Method, Verdict, judge
from clearway.spc.limits import Stack, family
from clearway.spc.profiles import PROFILES, Profile, profile

OUT = Path(__file__).parents[1] / "src/clearway/spc/data/false_alarms.csv"
COLUMNS = ("profile", "chart", "points", "autocorrelation", "series", "any_point", "last_point")
CHARTS = ("i", "run")
POINTS = (13, 18, 24, 30, 36, 48, 60, 120)
AUTOCORRELATIONS = (0.0, 0.3, 0.6)
SERIES = 20_000
SEED = 20261122
# Series judged in one call: few enough that the arrays stay in the processor's cache.
BLOCK = 2_000


@dataclass(frozen=True)
class Cell:
    """Shares of stable series with a signal: at any point, at the last, and by each rule anywhere."""

    series: int
    any_point: float
    last_point: float
    by_rule: dict[str, float]


def stable_series(random: np.random.Generator, series: int, points: int, autocorrelation: float) -> Floats:
    """Stationary first-order series, one a row, with variance 1."""
    noise = random.normal(size=(series, points))
    noise[:, 1:] *= np.sqrt(1 - autocorrelation**2)
    return np.asarray(lfilter([1.0], [1.0, -autocorrelation], noise, axis=1), dtype=np.float64)


def judged(values: Floats, chart: str, rules: Profile) -> Verdict:
    """All rows judged in one call, each a series of its own."""
    series, points = values.shape
    everything = np.ones(values.size, dtype=np.bool_)
    stack = Stack(
        values=values.ravel(),
        sizes=np.ones(values.size),
        base=everything,
        excluded=~everything,
        after_gap=~everything,
        group=np.repeat(np.arange(series), points),
        groups=series,
    )
    method = Method(family(chart), rules, rules.screen)
    return judge(stack, method, np.zeros(series, dtype=np.int64))


def simulate(chart: str, rules: Profile, points: int, autocorrelation: float, series: int, seed: int) -> Cell:
    """One cell. The seed and the cell's place decide the series; profiles see the same ones."""
    random = np.random.default_rng([seed, points, round(autocorrelation * 100)])
    anywhere, last = 0, 0
    by_rule: dict[str, int] = {}
    for start in range(0, series, BLOCK):
        many = min(BLOCK, series - start)
        hits = judged(stable_series(random, many, points, autocorrelation), chart, rules).hits
        fired = {str(rule): hit.fired.reshape(many, points) for rule, hit in hits.items()}
        some = np.logical_or.reduce(list(fired.values()))
        anywhere += int(some.any(axis=1).sum())
        last += int(some[:, -1].sum())
        for rule, flags in fired.items():
            by_rule[rule] = by_rule.get(rule, 0) + int(flags.any(axis=1).sum())
    return Cell(series, anywhere / series, last / series, {rule: n / series for rule, n in by_rule.items()})


def rows(series: int, seed: int) -> Iterator[dict[str, object]]:
    """The table, in the order in which it is written."""
    for name, chart, points, autocorrelation in product(PROFILES, CHARTS, POINTS, AUTOCORRELATIONS):
        cell = simulate(chart, profile(name), points, autocorrelation, series, seed)
        figures = (
            name,
            chart,
            points,
            autocorrelation,
            series,
            f"{cell.any_point:.4f}",
            f"{cell.last_point:.4f}",
        )
        yield dict(zip(COLUMNS, figures, strict=True))


def main() -> None:
    """Writes the table."""
    parser = argparse.ArgumentParser(description="Simulate the false alarms of every profile")
    parser.add_argument("--series", type=int, default=SERIES, help="series a cell")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    with arguments.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for row in rows(arguments.series, arguments.seed):
            writer.writerow(row)
    print(f"Wrote {arguments.out}")


if __name__ == "__main__":
    main()

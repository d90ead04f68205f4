"""How often stable processes give signals: makes the two tables in `src/clearway/spc/data`.

PYTHONPATH=src python tools/simulate_false_alarms.py             all cells, some ten minutes
PYTHONPATH=src python tools/simulate_false_alarms.py --series 500 --out /tmp/look

`false_alarms.csv`: normal figures, mean 0, variance 1, on XmR and run charts. `false_alarms_counts.csv`:
Poisson counts of 1 to 30 cases a point, on charts of counts. All series are stable, with a first-order
autocorrelation. Limits are set from the series itself, as on a real chart. A cell gives the share of
series with a signal at any point and at the last point. The same seed gives the same files. With 20,000
series the standard error of a share is 0.0035 at most. Made again when a profile, a rule or a limit
changes.
"""

import argparse
import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path

import numpy as np
from scipy.signal import lfilter

from clearway.spc.arrays import Floats
from clearway.spc.judge import Method, Verdict, judge
from clearway.spc.limits import Stack, family
from clearway.spc.profiles import PROFILES, Profile, profile

OUT = Path(__file__).parents[1] / "src/clearway/spc/data"
COLUMNS = ("profile", "chart", "points", "autocorrelation", "series", "any_point", "last_point")
CHARTS = ("i", "run")
POINTS = (13, 18, 24, 30, 36, 48, 60, 120)
AUTOCORRELATIONS = (0.0, 0.3, 0.6)
COUNT_COLUMNS = ("profile", "chart", "expected", *COLUMNS[2:])
# Kinds of chart of counts: the chart, whether limits are exact, and whether denominators vary.
COUNT_CHARTS = {
    "c": ("c", False, False),
    "c-exact": ("c", True, False),
    "cp": ("cp", False, False),
    "u": ("u", False, True),
}
# More cases a point than these behave as normal figures do.
EXPECTED = (1, 3, 10, 30)
COUNT_POINTS = (13, 24, 48, 120)
# Denominators that vary lie between these, evenly, about 1.
SMALLEST, LARGEST = 0.6, 1.4
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


def stable_counts(
    random: np.random.Generator,
    series: int,
    points: int,
    expected: float,
    autocorrelation: float,
    vary: bool,
) -> tuple[Floats, Floats]:
    """Poisson counts and their denominators (about 1), one series a row.

    Some of the cases of a point stay for the next, each with the same chance, and new ones come: every
    count is Poisson, and neighbours have just this correlation (McKenzie 1985, Water Resources Bulletin
    21(4), for denominators that do not vary).
    """
    sizes = random.uniform(SMALLEST, LARGEST, (series, points)) if vary else np.ones((series, points))
    means = expected * sizes
    counts = np.empty((series, points), dtype=np.int64)
    counts[:, 0] = random.poisson(means[:, 0])
    for place in range(1, points):
        stay = autocorrelation * np.sqrt(means[:, place] / means[:, place - 1])
        stayed = random.binomial(counts[:, place - 1], stay) if autocorrelation else 0
        counts[:, place] = stayed + random.poisson(means[:, place] - stay * means[:, place - 1])
    return counts.astype(np.float64), sizes


def judged(values: Floats, method: Method, sizes: Floats | None = None) -> Verdict:
    """All rows judged in one call, each a series of its own."""
    series, points = values.shape
    everything = np.ones(values.size, dtype=np.bool_)
    stack = Stack(
        values=values.ravel(),
        sizes=np.ones(values.size) if sizes is None else sizes.ravel(),
        base=everything,
        excluded=~everything,
        after_gap=~everything,
        group=np.repeat(np.arange(series), points),
        groups=series,
    )
    return judge(stack, method, np.zeros(series, dtype=np.int64))


def shares(verdicts: Iterable[Verdict], series: int, points: int) -> Cell:
    """The cell of verdicts on so many series in all."""
    anywhere, last = 0, 0
    by_rule: dict[str, int] = {}
    for verdict in verdicts:
        fired = {str(rule): hit.fired.reshape(-1, points) for rule, hit in verdict.hits.items()}
        some = np.logical_or.reduce(list(fired.values()))
        anywhere += int(some.any(axis=1).sum())
        last += int(some[:, -1].sum())
        for rule, flags in fired.items():
            by_rule[rule] = by_rule.get(rule, 0) + int(flags.any(axis=1).sum())
    return Cell(series, anywhere / series, last / series, {rule: n / series for rule, n in by_rule.items()})


def blocks(series: int) -> list[int]:
    """How many series each call judges."""
    return [min(BLOCK, series - start) for start in range(0, series, BLOCK)]


def simulate(chart: str, rules: Profile, points: int, autocorrelation: float, series: int, seed: int) -> Cell:
    """One cell. The seed and the cell's place decide the series; profiles see the same ones."""
    random = np.random.default_rng([seed, points, round(autocorrelation * 100)])
    method = Method(family(chart), rules, rules.screen)
    many = (stable_series(random, block, points, autocorrelation) for block in blocks(series))
    return shares((judged(values, method) for values in many), series, points)


def simulate_counts(
    kind: str, rules: Profile, expected: float, points: int, autocorrelation: float, series: int, seed: int
) -> Cell:
    """One cell of the charts of counts; kinds with the same denominators and profiles see the same series."""
    chart, exact, vary = COUNT_CHARTS[kind]
    method = Method(family(chart), rules, rules.screen, exact)
    drawn = _drawn(expected, points, autocorrelation, vary, series, seed)
    return shares((judged(counts / sizes, method, sizes) for counts, sizes in drawn), series, points)


@lru_cache(maxsize=2)
def _drawn(
    expected: float, points: int, autocorrelation: float, vary: bool, series: int, seed: int
) -> list[tuple[Floats, Floats]]:
    place = [seed, points, round(autocorrelation * 100), round(expected * 100), vary]
    random = np.random.default_rng(place)
    return [stable_counts(random, block, points, expected, autocorrelation, vary) for block in blocks(series)]


def rows(series: int, seed: int) -> Iterator[tuple[object, ...]]:
    """The table of normal figures, in the order in which it is written."""
    for name, chart, points, alike in product(PROFILES, CHARTS, POINTS, AUTOCORRELATIONS):
        cell = simulate(chart, profile(name), points, alike, series, seed)
        yield name, chart, points, alike, series, f"{cell.any_point:.4f}", f"{cell.last_point:.4f}"


def count_rows(series: int, seed: int) -> Iterator[tuple[object, ...]]:
    """The table of counts; all profiles and kinds of one sort of series follow each other."""
    sorts = product(EXPECTED, COUNT_POINTS, AUTOCORRELATIONS)
    for (expected, points, alike), name, kind in product(sorts, PROFILES, COUNT_CHARTS):
        cell = simulate_counts(kind, profile(name), expected, points, alike, series, seed)
        yield name, kind, expected, points, alike, series, f"{cell.any_point:.4f}", f"{cell.last_point:.4f}"


def write(path: Path, columns: Sequence[str], found: Iterable[tuple[object, ...]]) -> None:
    """One table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(found)
    print(f"Wrote {path}")


def main() -> None:
    """Writes the tables."""
    parser = argparse.ArgumentParser(description="Simulate the false alarms of every profile")
    parser.add_argument("--series", type=int, default=SERIES, help="series a cell")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, default=OUT, metavar="FOLDER")
    parser.add_argument("--only", choices=("individuals", "counts"), help="one of the two tables")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    chosen = arguments.series, arguments.seed
    if arguments.only != "counts":
        write(arguments.out / "false_alarms.csv", COLUMNS, rows(*chosen))
    if arguments.only != "individuals":
        write(arguments.out / "false_alarms_counts.csv", COUNT_COLUMNS, count_rows(*chosen))


if __name__ == "__main__":
    main()

# ruff: noqa: T201 - a benchmark speaks by print
"""How fast are thousands of control charts? Run: PYTHONPATH=src .venv/bin/python benchmarks/spc.py

Made-up monthly series are judged by `spc_table` in one call (all rules and icons, then with text), beside
a plain NumPy sketch of the same limits and rules on a ready matrix, a pass of NumPy that finds limits
alone, and pycontrolcharts (one call a series) where it is installed. All in one run, so that the ratios
hold on any machine. The sketch has no missing values, phases, dates or settings.
"""

import argparse
import gc
import importlib.util
import time
import tracemalloc
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from clearway.spc import spc_table

Matrix = NDArray[np.float64]
SEED = 20251122


def made_up(series: int, points: int) -> tuple[Matrix, dict[str, NDArray[np.generic]]]:
    """Normal series of some months, as a matrix and as the columns of a long table."""
    figures = np.random.default_rng(SEED).normal(100, 10, (series, points)).round(2)
    first = np.datetime64("1990-01", "M")
    months = (first + np.arange(points)).astype("datetime64[D]")
    names = np.array([f"series {number:05d}" for number in range(series)])
    columns = {
        "series": np.repeat(names, points),
        "date": np.tile(months, series),
        "value": figures.ravel(),
    }
    return figures, columns


def limits_only(figures: Matrix) -> tuple[Matrix, Matrix, Matrix]:
    """Mean and natural process limits of every row."""
    mean = figures.mean(axis=1, keepdims=True)
    reach = 2.66 * np.abs(np.diff(figures, axis=1)).mean(axis=1, keepdims=True)
    return mean, mean - reach, mean + reach


def sketch(figures: Matrix) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Limits, the four rules and the icon of the last point, on a complete matrix."""
    mean, low, high = limits_only(figures)
    side = np.sign(figures - mean)
    outside = (figures > high) | (figures < low)
    near = np.abs(figures - mean) > (high - mean) * 2 / 3
    flagged = outside | windows(side, 7) | grown(windows(np.sign(np.diff(figures, axis=1)), 6))
    one_side = (side[:, 2:] == side[:, 1:-1]) & (side[:, 1:-1] == side[:, :-2])
    two = one_side & (near[:, 2:].astype(int) + near[:, 1:-1] + near[:, :-2] >= 2)
    for offset in range(3):
        flagged[:, offset : offset + two.shape[1]] |= two & near[:, offset : offset + two.shape[1]]
    icon = np.where(flagged[:, -1], side[:, -1], 0).astype(np.int64)
    return flagged, icon


def windows(sign: Matrix, length: int) -> NDArray[np.bool_]:
    """The entries of every run of `length` or more equal signs."""
    total = np.cumsum(np.pad(sign, ((0, 0), (1, 0))), axis=1)
    full = np.abs(total[:, length:] - total[:, :-length]) == length
    found = np.zeros(sign.shape, dtype=np.bool_)
    for offset in range(length):
        found[:, offset : offset + full.shape[1]] |= full
    return found


def grown(steps: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Points at either end of a flagged step."""
    found = np.zeros((steps.shape[0], steps.shape[1] + 1), dtype=np.bool_)
    found[:, 1:] |= steps
    found[:, :-1] |= steps
    return found


def best_of(work: Callable[[], object], times: int = 5) -> float:
    """The shortest of several runs, in seconds."""
    taken = []
    for _ in range(times):
        gc.collect()
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return min(taken)


def in_turn(works: Sequence[Callable[[], object]], rounds: int = 4) -> list[float]:
    """The shortest time of each, all taken in every round, so that a busy moment strikes all alike."""
    taken = [[best_of(work, times=3) for work in works] for _ in range(rounds)]
    return [min(times) for times in zip(*taken, strict=True)]


def peak(work: Callable[[], object]) -> float:
    """The most memory that was held at once during the work, in MB."""
    tracemalloc.start()
    work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


def peers(figures: Matrix, ours: float) -> None:
    """pycontrolcharts, one call a series as it is made to be used."""
    if importlib.util.find_spec("pycontrolcharts") is None:
        print("pycontrolcharts: not installed (pip install pycontrolcharts adds it to this comparison)")
        return
    from pycontrolcharts import calc_xmr

    some = figures[: min(100, len(figures))]
    taken = best_of(lambda: [calc_xmr(row.tolist()) for row in some], times=2) * len(figures) / len(some)
    line("pycontrolcharts, Nelson's rules", taken, f"{taken / ours:.1f} x ours, from {len(some)} series")


def compare(series: int, points: int) -> None:
    """The figures for one size."""
    figures, columns = made_up(series, points)

    def rules() -> object:
        return spc_table(columns, direction="increase", target=95.0)

    def text() -> object:
        return spc_table(columns, direction="increase", target=95.0).texts()

    def look() -> object:
        return spc_table(columns, direction="increase", target=95.0).needs_a_look()

    plain, whole, ours, looked, written = in_turn(
        [lambda: limits_only(figures), lambda: sketch(figures), rules, look, text]
    )
    print(f"{series:,} series of {points} months, {figures.size:,} points; best of several runs")
    line("NumPy, limits alone", plain)
    line("NumPy sketch, limits and rules", whole)
    line("spc_table, rules and icons", ours, f"{ours / whole:.1f} x sketch, {ours / plain:.1f} x limits")
    line("  and the list that needs a look", looked, f"{looked / whole:.1f} x sketch")
    line("  and text", written, f"{written / whole:.1f} x sketch")
    memory = [f"{peak(work):.0f} MB" for work in (rules, text, lambda: sketch(figures))]
    print(f"peak memory: rules {memory[0]}, with text {memory[1]}, sketch {memory[2]}")
    peers(figures, ours)


def line(what: str, taken: float, ratio: str = "") -> None:
    """One line of the comparison."""
    print(f"{what:34}{taken * 1000:9.1f} ms   {ratio}")


def growth() -> None:
    """How time grows with the number of series and with their length."""
    print("growth of spc_table (rules and icons):")
    for series, points in ((300, 60), (3000, 60), (30000, 60), (3000, 15), (3000, 240)):
        figures, columns = made_up(series, points)
        taken = best_of(lambda columns=columns: spc_table(columns, direction="increase"), times=3)
        each = f"{taken / figures.size * 1e9:.0f} ns a point"
        print(f"  {series:6,} x {points:3}   {taken * 1000:9.1f} ms   {each}")


def main() -> None:
    """Prints the comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=int, default=3000)
    parser.add_argument("--points", type=int, default=60)
    chosen = parser.parse_args()
    compare(chosen.series, chosen.points)
    growth()


if __name__ == "__main__":
    main()

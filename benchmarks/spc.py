"""How fast are thousands of control charts? Run: PYTHONPATH=src .venv/bin/python benchmarks/spc.py

Made-up monthly series are judged by `spc_table` in one call (all rules and icons, then with text), beside
a plain NumPy sketch of the same limits and rules on a ready matrix, a pass of NumPy that finds limits
alone, and pycontrolcharts (one call a series) where it is installed. All in one run, so that the ratios
hold on any machine. The sketch finds the same point types, icons and runs, which is checked, and knows no
missing values, ties, phases, dates or settings.

pycontrolcharts is no dependency of the project. To have it in the comparison, put it beside:

    .venv/bin/pip install --no-deps --target /tmp/peer pycontrolcharts
    PYTHONPATH=src:/tmp/peer .venv/bin/python benchmarks/spc.py

Both the sketch and `spc_table` take up to twice as long where the C library hands memory back to the system
after each array and asks for it again, which depends on what ran before: look at ratios, of several runs.
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
TARGET = 95.0


def made_up(series: int, points: int) -> tuple[Matrix, dict[str, NDArray[np.generic]]]:
    """Normal series of some months, as a matrix and as the columns of a long table."""
    figures = np.random.default_rng(SEED).normal(100, 10, (series, points))
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


def sketch(figures: Matrix, target: float = TARGET) -> dict[str, NDArray[np.generic]]:
    """Limits, the four rules each way, point types, icons and runs of a complete matrix; high is better."""
    mean, low, high = limits_only(figures)
    side = np.sign(figures - mean)
    near = np.where(np.abs(figures - mean) > (high - mean) * 2 / 3, side, 0)
    steps = np.sign(np.diff(figures, axis=1))
    up, down = np.zeros(figures.shape, dtype=np.bool_), np.zeros(figures.shape, dtype=np.bool_)
    fired = {}
    for way, found in ((1, up), (-1, down)):
        fired["outside", way] = figures > high if way > 0 else figures < low
        fired["shift", way] = windows(side == way, 7, 7)
        rising = windows(steps == way, 6, 6)
        fired["trend", way] = np.pad(rising, ((0, 0), (1, 0))) | np.pad(rising, ((0, 0), (0, 1)))
        two = windows(near == way, 3, 2, only=side == way)
        fired["two_of_three", way] = two & (near == way)
        for rule in ("outside", "shift", "trend", "two_of_three"):
            found |= fired[rule, way]
    kind = np.where(up, 1, np.where(down, -1, 0))
    assurance = np.where(target < low, 1, np.where(target > high, -1, 0))[:, 0]
    crossings = (side[:, 1:] != side[:, :-1]).sum(axis=1)
    run, longest = np.ones(len(figures)), np.ones(len(figures))
    for place in range(1, figures.shape[1]):
        run = np.where(side[:, place] == side[:, place - 1], run + 1, 1)
        longest = np.maximum(longest, run)
    return {
        "kind": kind,
        "icon": kind[:, -1],
        "assurance": assurance,
        "crossings": crossings,
        "longest": longest,
    }


def windows(
    marked: NDArray[np.bool_], length: int, many: int, only: NDArray[np.bool_] | None = None
) -> NDArray[np.bool_]:
    """The entries of every window with so many marked, and where `only` is given all of that kind."""

    def counted(entries: NDArray[np.bool_]) -> NDArray[np.int64]:
        total = np.cumsum(np.pad(entries, ((0, 0), (1, 0))), axis=1)
        return total[:, length:] - total[:, :-length]

    full = counted(marked) >= many
    if only is not None:
        full &= counted(only) == length
    found = np.zeros(marked.shape, dtype=np.bool_)
    for offset in range(length):
        found[:, offset : offset + full.shape[1]] |= full
    return found


def agree(figures: Matrix, columns: dict[str, NDArray[np.generic]]) -> None:
    """Stops where the sketch and `spc_table` do not find the same: it would be no comparison."""
    plain, table = sketch(figures), spc_table(columns, direction="increase", target=TARGET)
    found = table.judged.series
    same = (table.judged.points.signal.reshape(figures.shape) != plain["kind"]).mean() < 1e-4
    same &= (found.assurance == plain["assurance"]).all() and (found.crossings == plain["crossings"]).all()
    if not (same and (found.longest_run == plain["longest"]).all()):
        raise SystemExit("The sketch and spc_table do not agree")


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
        print("pycontrolcharts: not installed (the head of this file says how to add it)")
        return
    from pycontrolcharts import calc_xmr

    some = figures[: min(100, len(figures))]
    taken = best_of(lambda: [calc_xmr(row.tolist()) for row in some], times=2) * len(figures) / len(some)
    line("pycontrolcharts, Nelson's rules", taken, f"{taken / ours:.1f} x ours, from {len(some)} series")


def compare(series: int, points: int) -> None:
    """The figures for one size."""
    figures, columns = made_up(series, points)
    agree(figures, columns)

    def rules() -> object:
        return spc_table(columns, direction="increase", target=TARGET)

    def text() -> object:
        return spc_table(columns, direction="increase", target=TARGET).texts()

    def look() -> object:
        return spc_table(columns, direction="increase", target=TARGET).needs_a_look()

    def phased() -> object:
        return spc_table(columns, direction="increase", target=TARGET, rebase_dates=["1992-01-01"]).texts()

    plain, whole, ours, looked, written, two = in_turn(
        [lambda: limits_only(figures), lambda: sketch(figures), rules, look, text, phased]
    )
    print(f"{series:,} series of {points} months, {figures.size:,} points; best of several runs")
    line("NumPy, limits alone", plain)
    line("NumPy sketch, limits and rules", whole)
    line("spc_table, rules and icons", ours, f"{ours / whole:.1f} x sketch, {ours / plain:.1f} x limits")
    line("  and the list that needs a look", looked, f"{looked / whole:.1f} x sketch")
    line("  and text", written, f"{written / whole:.1f} x sketch")
    line("  and text, two phases each", two, f"{two / whole:.1f} x sketch")
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

"""How often a stable process would give a signal by chance, from a table simulated beforehand.

`data/false_alarms.csv` is made by `tools/simulate_false_alarms.py`: normal figures with a first-order
autocorrelation, limits from the series itself, by profile and number of points. Skewed times and rare
counts on an XmR chart give many more false alarms than the table says.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from clearway.spc.arrays import Floats

# Charts of means, shares and rates are near enough to the XmR chart that was simulated; charts of
# times, spreads and rare events are not.
LIKE_INDIVIDUALS = ("i", "ip", "p", "pp", "u", "up", "c", "cp", "xbar")


@dataclass(frozen=True)
class FalseAlarm:
    """Chances, from 0 to 1, that a stable series of so many points shows a signal.

    `any_point` at one point or more, `last_point` at the last. `at_least` where the table ends before
    this number of points or this autocorrelation, so that the true chance is larger.
    """

    points: int
    autocorrelation: float
    any_point: float
    last_point: float
    at_least: bool


def false_alarm(
    profile: str, points: int, *, autocorrelation: float = 0.0, chart: str = "i"
) -> FalseAlarm | None:
    """The chance for a profile, a kind of chart and one phase of `points` points.

    Between the numbers of the table it is interpolated, in the logarithm of the number of points; a
    negative autocorrelation counts as none. None for fewer points than the table has, for a profile
    that it does not have, and for charts that it does not stand for.
    """
    kind = "i" if chart in LIKE_INDIVIDUALS else chart
    table = _table().get((profile, kind))
    if table is None or points < table.points[0]:
        return None
    most_points, most_alike = table.points[-1], table.autocorrelations[-1]
    size, alike = min(points, most_points), float(np.clip(autocorrelation, 0.0, most_alike))
    at_least = points > most_points or autocorrelation > most_alike
    anywhere, last = (_between(table, one, float(size), alike) for one in (table.any_point, table.last_point))
    return FalseAlarm(points, autocorrelation, anywhere, last, at_least)


@dataclass(frozen=True)
class _Table:
    """One profile and chart: shares, one row a number of points, one column an autocorrelation."""

    points: Floats
    autocorrelations: Floats
    any_point: Floats
    last_point: Floats


def _between(table: _Table, shares: Floats, points: float, alike: float) -> float:
    by_points = [np.interp(alike, table.autocorrelations, row) for row in shares]
    return float(np.interp(np.log(points), np.log(table.points), by_points))


@cache
def _table() -> dict[tuple[str, str], _Table]:
    text = files("clearway.spc").joinpath("data/false_alarms.csv").read_text("utf-8")
    rows: dict[tuple[str, str], dict[tuple[float, float], tuple[float, float]]] = {}
    for row in csv.DictReader(text.splitlines()):
        cells = rows.setdefault((row["profile"], row["chart"]), {})
        shares = float(row["any_point"]), float(row["last_point"])
        cells[float(row["points"]), float(row["autocorrelation"])] = shares
    return {key: _grid(cells) for key, cells in rows.items()}


def _grid(cells: dict[tuple[float, float], tuple[float, float]]) -> _Table:
    points = sorted({size for size, _ in cells})
    alike = sorted({one for _, one in cells})
    shares = np.array([[cells[size, one] for one in alike] for size in points])
    return _Table(np.array(points), np.array(alike), shares[:, :, 0], shares[:, :, 1])

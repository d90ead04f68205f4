"""How often a stable process would give a signal by chance, from tables simulated beforehand.

`data/false_alarms.csv` holds normal figures on XmR and run charts, `data/false_alarms_counts.csv` Poisson
counts on charts of counts, by the number of cases expected a point. Both have a first-order
autocorrelation and limits from the series itself, and are made by `tools/simulate_false_alarms.py`.
Skewed times and rare counts on an XmR chart give many more false alarms than the tables say.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product

import numpy as np
from scipy.interpolate import interpn

from clearway.spc.arrays import Floats
from clearway.spc.result import Chart

# Charts of means are near enough to the XmR chart that was simulated; charts of times, spreads and
# rare events are not. A chart of counts is near it with many cases a point.
LIKE_INDIVIDUALS = ("i", "ip", "p", "pp", "u", "up", "c", "cp", "xbar")
COUNTS, LANEY = ("p", "u", "c"), ("pp", "up", "cp")
MANY_CASES = 100
"""From so many cases a point on, counts give the false alarms of normal figures."""
NORMAL = "normal figures on an XmR chart"
_TABLES = {
    "i": NORMAL,
    "run": "normal figures on a run chart",
    "c": "Poisson counts with equal denominators",
    "c-exact": "Poisson counts with equal denominators and exact limits",
    "cp": "Poisson counts with equal denominators on a Laney chart",
    "u": "Poisson counts with denominators that vary",
}


@dataclass(frozen=True)
class FalseAlarm:
    """Chances, from 0 to 1, that a stable series of so many points shows a signal.

    `any_point` at one point or more, `last_point` at the last. `at_least` where the table ends before
    this number of points or this autocorrelation, or begins above this number of cases, so that the true
    chance is larger. `table` says which simulated series they come from, and `expected` how many cases a
    point there were, None where that does not matter.
    """

    points: int
    autocorrelation: float
    any_point: float
    last_point: float
    at_least: bool
    table: str = NORMAL
    expected: float | None = None


@dataclass(frozen=True)
class _Table:
    """One profile and chart: shares by expected cases (counts only), points and autocorrelation."""

    expected: Floats
    points: Floats
    autocorrelations: Floats
    any_point: Floats
    last_point: Floats


def false_alarm(
    profile: str,
    points: int,
    *,
    autocorrelation: float = 0.0,
    chart: str = "i",
    expected: float | None = None,
    vary: bool = False,
    exact: bool = False,
) -> FalseAlarm | None:
    """The chance for a profile, a kind of chart and one phase of `points` points.

    On a chart of counts, `expected` are the cases a point (of a share, the rarer of cases and the rest),
    `vary` says that denominators do and `exact` that limits come from exact probabilities; without
    `expected` the figures are taken to be normal. Between the numbers of the table it is interpolated, in
    the logarithms of points and cases; a negative autocorrelation counts as none. None for fewer points
    than the table has, for a profile that it does not have, and for charts that it does not stand for.
    """
    kind = _kind(chart, vary, exact) if expected is not None and expected < MANY_CASES else None
    name = kind or ("i" if chart in LIKE_INDIVIDUALS else chart)
    table = (_counts() if kind else _normal()).get((profile, name))
    if table is None or points < table.points[0]:
        return None
    most_points, most_alike = table.points[-1], table.autocorrelations[-1]
    at = [float(np.log(min(points, most_points))), float(np.clip(autocorrelation, 0.0, most_alike))]
    at_least = points > most_points or autocorrelation > most_alike
    if not kind or expected is None:
        anywhere, last = (_between(table, one, at) for one in (table.any_point, table.last_point))
        return FalseAlarm(points, autocorrelation, anywhere, last, at_least, _TABLES[name])
    at_least |= expected < table.expected[0]
    anywhere, last = _of_counts(table, _normal()[profile, "i"], expected, at)
    return FalseAlarm(points, autocorrelation, anywhere, last, at_least, _TABLES[name], expected)


def _of_counts(table: _Table, normal: _Table, expected: float, at: list[float]) -> tuple[float, float]:
    """Chances for so many cases; beyond the last of the table they near those of normal figures."""
    least, most = table.expected[0], table.expected[-1]
    place = [float(np.log(np.clip(expected, least, most))), *at]
    way = float(np.log(max(expected / most, 1.0)) / np.log(MANY_CASES / most))
    anywhere, last = (
        (1 - way) * _between(table, few, place) + way * _between(normal, many, at)
        for few, many in ((table.any_point, normal.any_point), (table.last_point, normal.last_point))
    )
    return anywhere, last


def chance_of(chart: Chart, autocorrelation: float = 0.0) -> FalseAlarm | None:
    """The chance for the last phase of a chart; None as for `false_alarm` and without any phase."""
    if not chart.phases:
        return None
    n = chart.phases[-1].n
    if chart.chart not in (*COUNTS, *LANEY):
        return false_alarm(chart.profile, n, autocorrelation=autocorrelation, chart=chart.chart)
    here = [point for point in chart.valued if point.phase == chart.phases[-1].number]
    sizes = [1.0 if point.denominator is None else point.denominator for point in here]
    cases = sum((point.value or 0.0) * size for point, size in zip(here, sizes, strict=True))
    if chart.chart in ("p", "pp"):
        # A share of 95% is as uneven as one of 5%.
        cases = min(cases, sum(sizes) - cases)
    return false_alarm(
        chart.profile,
        n,
        autocorrelation=autocorrelation,
        chart=chart.chart,
        expected=cases / len(here) if here else None,
        vary=len(set(sizes)) > 1,
        exact=chart.exact_limits,
    )


def _kind(chart: str, vary: bool, exact: bool) -> str | None:
    """The simulated chart of counts that stands for this one; None where it is not a chart of counts."""
    if chart not in (*COUNTS, *LANEY):
        return None
    if vary:
        return "u"
    if chart in LANEY:
        return "cp"
    return "c-exact" if exact else "c"


def _between(table: _Table, shares: Floats, at: Sequence[float]) -> float:
    """The share at a place, in the order of the table's axes."""
    axes = [np.log(table.points), table.autocorrelations]
    if table.expected.size:
        axes.insert(0, np.log(table.expected))
    return float(interpn(axes, shares, [at])[0])


@cache
def _normal() -> dict[tuple[str, str], _Table]:
    return _read("false_alarms.csv", ("points", "autocorrelation"))


@cache
def _counts() -> dict[tuple[str, str], _Table]:
    return _read("false_alarms_counts.csv", ("expected", "points", "autocorrelation"))


def _read(name: str, axes: tuple[str, ...]) -> dict[tuple[str, str], _Table]:
    text = files("clearway.spc").joinpath(f"data/{name}").read_text("utf-8")
    rows: dict[tuple[str, str], dict[tuple[float, ...], tuple[float, float]]] = {}
    for row in csv.DictReader(text.splitlines()):
        cells = rows.setdefault((row["profile"], row["chart"]), {})
        cells[tuple(float(row[axis]) for axis in axes)] = float(row["any_point"]), float(row["last_point"])
    return {key: _grid(cells) for key, cells in rows.items()}


def _grid(cells: dict[tuple[float, ...], tuple[float, float]]) -> _Table:
    axes = [np.array(sorted(set(places))) for places in zip(*cells, strict=True)]
    shares = np.array([cells[place] for place in product(*(axis.tolist() for axis in axes))])
    anywhere, last = (shares[:, column].reshape([axis.size for axis in axes]) for column in (0, 1))
    expected = axes[0] if len(axes) == 3 else np.zeros(0)
    return _Table(expected, axes[-2], axes[-1], anywhere, last)

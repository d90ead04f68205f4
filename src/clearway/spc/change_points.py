"""Lasting changes of level, found by exact optimal partitioning: a second opinion on recalculation.

The series is cut into stretches, each with a mean of its own, so that the squared distance from these
means plus a penalty for each cut is least (Jackson et al. 2005, the exact search that PELT prunes). The
penalty is 3 log n for a change of mean with unknown place (the modified BIC of Zhang and Siegmund 2007).
A single wild point is no change of level: a stretch has at least `MINIMUM_STRETCH` points, and for the
search a point counts no further than three sigma from the median of its neighbours.
"""

from dataclasses import dataclass
from datetime import date
from math import log, pi, sqrt

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from clearway.spc.arrays import TOLERANCE, Floats
from clearway.spc.columns import columns
from clearway.spc.explain import chart_decimals
from clearway.spc.figures import figure, when
from clearway.spc.result import Chart

MINIMUM_STRETCH = 5
PENALTY = 3.0


@dataclass(frozen=True)
class ChangePoint:
    """A change of level at the first point of the new level, in the unit of the figures.

    `position` is the place of its row in the input. `effect` is the size of the step in standard
    deviations of a usual point, with its sign. `text` says it in a sentence.
    """

    date: date | None
    position: int
    before: float
    after: float
    effect: float
    text: str

    @property
    def higher(self) -> bool:
        """Whether the new level is the higher one."""
        return self.after > self.before


def change_points(chart: Chart) -> tuple[ChangePoint, ...]:
    """Changes of level in the last phase of `chart`, in order of time.

    Points with larger denominators weigh more. A trend, a season or strong autocorrelation can look
    like a staircase of changes; the method knows only levels.
    """
    rows = columns(chart)
    place = np.flatnonzero(rows.usable & (rows.phase == rows.phase.max(initial=0)))
    values, weights = rows.values[place], rows.sizes[place]
    sigma = usual_sigma(values, weights)
    edges = [0, *partition(calmed(values, weights, sigma), weights, sigma), values.size]
    found = []
    for before, here, after in zip(edges, edges[1:], edges[2:], strict=False):
        low = float(np.average(values[before:here], weights=weights[before:here]))
        high = float(np.average(values[here:after], weights=weights[here:after]))
        point = chart.points[place[here]]
        effect = (high - low) * sqrt(float(np.median(weights))) / sigma
        day = when(point.date, (other.date for other in chart.points))
        text = _text(chart, day or f"point {here + 1}", low, high, effect)
        found.append(ChangePoint(point.date, point.position, low, high, effect, text))
    return tuple(found)


def partition(values: Floats, weights: Floats, sigma: float, *, penalty: float | None = None) -> list[int]:
    """Places where a new level starts. `sigma` is the standard deviation of a point of weight 1.

    Exact: time and memory grow with the square of the number of points, at most a few hundred here.
    """
    n = values.size
    if n < 2 * MINIMUM_STRETCH or not sigma > 0:
        return []
    price = PENALTY * log(n) if penalty is None else penalty
    # About their mean, so that sums of squares keep their digits.
    about = values - np.average(values, weights=weights)
    weight, first, second = _sums(weights), _sums(weights * about), _sums(weights * about**2)
    best, last = np.full(n + 1, np.inf), np.zeros(n + 1, dtype=np.int64)
    best[0] = -price
    for end in range(MINIMUM_STRETCH, n + 1):
        start = np.arange(end - MINIMUM_STRETCH + 1)
        explained = (first[end] - first[start]) ** 2 / (weight[end] - weight[start])
        total = best[start] + np.maximum(second[end] - second[start] - explained, 0.0) / sigma**2 + price
        last[end] = int(np.argmin(total))
        best[end] = total[last[end]]
    cuts: list[int] = []
    while n and last[n]:
        n = int(last[n])
        cuts.append(n)
    return cuts[::-1]


def calmed(values: Floats, weights: Floats, sigma: float) -> Floats:
    """The values, brought to within three sigma of the median of nine about them."""
    if values.size < 2 * MINIMUM_STRETCH:
        return values
    around = sliding_window_view(np.pad(values, MINIMUM_STRETCH - 1, mode="reflect"), 2 * MINIMUM_STRETCH - 1)
    middle, reach = np.median(around, axis=1), 3 * sigma / np.sqrt(weights)
    return np.clip(values, middle - reach, middle + reach)


def usual_sigma(values: Floats, weights: Floats) -> float:
    """The standard deviation of a point of weight 1, from steps between neighbours.

    Few steps of a series cross a change of level, so the median step is hardly moved by one. Where
    most steps are 0 (small counts) the mean step is used.
    """
    if values.size < 2:
        return 0.0
    steps = np.abs(np.diff(values)) / np.sqrt(1 / weights[1:] + 1 / weights[:-1])
    typical = 1.4826 * float(np.median(steps))
    if typical > TOLERANCE * float(np.abs(values).max()):
        return typical
    return float(steps.mean()) * sqrt(pi / 2)


def _sums(figures: Floats) -> Floats:
    return np.concatenate(([0.0], np.cumsum(figures)))


def _text(chart: Chart, day: str, before: float, after: float, effect: float) -> str:
    low, high = (figure(level, chart.unit, chart_decimals(chart)) for level in (before, after))
    return (
        f"the level {'rises' if after > before else 'falls'} from {low} to {high} from {day} on, "
        f"a step of {abs(effect):.1f} standard deviations."
    )

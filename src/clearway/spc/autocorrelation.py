"""Does each point tell something about the next? Limits assume that it does not.

Where neighbours are alike (positive lag-1 autocorrelation) moving ranges are too small for the
process, so limits are too narrow and rules fire without cause. The estimate is corrected for its bias
in short series (Marriott and Pope 1954), the test is Moran's (1948).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.stats import norm

from clearway.spc.arrays import TOLERANCE, Bools, Floats, Ints
from clearway.spc.change_points import ChangePoint
from clearway.spc.columns import columns, neighbours
from clearway.spc.result import Chart

# Fewer pairs of neighbours say next to nothing: their standard error is above 0.25.
MINIMUM_PAIRS = 15
SIGNIFICANT = 0.05
# Below this an autocorrelation, real or not, hardly changes what a chart says.
NEGLIGIBLE = 0.2
LONGEST_SUM = 12


@dataclass(frozen=True)
class Autocorrelation:
    """How alike neighbours are: `lag1` is the correlation, from -1 to 1, corrected for bias.

    `pairs` counts neighbours, `p_value` is two-sided. `notable` means positive, not explained by chance
    and large enough to matter. `widen` is the factor by which limits from moving ranges are too
    narrow; `combine` the number of periods that, taken together, are hardly correlated (1 when a
    point a period is fine, None where none up to 12 will do). `text` is one or two sentences.
    """

    lag1: float
    pairs: int
    p_value: float
    notable: bool
    widen: float
    combine: int | None
    text: str


def autocorrelation(chart: Chart, *, without_steps: Sequence[ChangePoint] = ()) -> Autocorrelation | None:
    """The lag-1 autocorrelation about the centre of each phase; None with too few neighbours.

    Points are taken in units of their own sigma where the chart has limits that vary. Pairs across a gap,
    an excluded point or two phases do not count. A step or a trend inside a phase looks like
    autocorrelation too: steps given as `without_steps` are taken out first, which makes the estimate
    smaller. None for moving ranges, whose neighbours share a point.
    """
    if chart.chart == "mr":
        return None
    rows = columns(chart)
    centre = _level_means(rows.values, rows.usable, _levels(chart, rows.phase, without_steps))
    scale = np.where(rows.sigma > 0, rows.sigma, 1.0)
    away = (rows.values - centre) / scale
    before, here = neighbours(rows)
    used = rows.usable
    n, total = int(used.sum()), float(np.sum(away[used] ** 2))
    largest = float(np.abs(rows.values[used] / scale[used]).max()) if n else 0.0
    if here.size < MINIMUM_PAIRS or total <= n * (TOLERANCE * largest) ** 2:
        return None
    # The mean product of neighbours over the mean square: gaps take away pairs, not correlation.
    raw = float(np.mean(away[before] * away[here])) / (total / n) * (n - 1) / n
    pairs = here.size
    lag1 = float(np.clip(raw + (1 + 3 * raw) / n, -0.99, 0.99))
    spread = sqrt((n - 2) ** 2 / (n**2 * pairs))
    p_value = float(2 * norm.sf(abs(raw + 1 / n) / spread))
    notable = p_value < SIGNIFICANT and lag1 >= NEGLIGIBLE
    widen = 1 / sqrt(1 - max(lag1, 0.0))
    combine = _combine(lag1)
    limits = any(point.upper is not None for point in chart.points)
    text = _text(notable, lag1, widen, combine, limits)
    return Autocorrelation(lag1, pairs, p_value, notable, widen, combine, text)


def correlation_of_sums(lag1: float, periods: int) -> float:
    """The lag-1 autocorrelation of sums of `periods` successive points of a first-order process."""
    if not -1 < lag1 < 1:
        raise ValueError("an autocorrelation of a stable process lies between -1 and 1")
    power = lag1**periods
    below = periods * (1 - lag1**2) - 2 * lag1 * (1 - power)
    return lag1 * (1 - power) ** 2 / below


def _levels(chart: Chart, phase: Ints, steps: Sequence[ChangePoint]) -> Ints:
    """The level of each row, from 0: a new one at each phase and each step."""
    starts = {step.position for step in steps}
    stepped = np.cumsum([point.position in starts for point in chart.points])
    return np.asarray(phase + stepped, dtype=np.int64)


def _level_means(values: Floats, usable: Bools, level: Ints) -> Floats:
    means = np.full(values.size, np.nan)
    for number in np.unique(level[usable]):
        inside = level == number
        means[inside] = values[inside & usable].mean()
    return means


def _combine(lag1: float) -> int | None:
    if lag1 < NEGLIGIBLE:
        return 1
    for periods in range(2, LONGEST_SUM + 1):
        if correlation_of_sums(lag1, periods) < NEGLIGIBLE:
            return periods
    return None


def _text(notable: bool, lag1: float, widen: float, combine: int | None, limits: bool) -> str:
    if not notable:
        return "Neighbouring points are no more alike than chance explains."
    longer = (
        f"plot one point for every {combine} periods"
        if combine is not None
        else "use a chart for autocorrelated data"
    )
    narrow = "the limits are too narrow and " if limits else ""
    wider = f"make the limits {widen:.2f} times as wide, or " if limits else "or "
    return (
        f"Neighbouring points are alike (correlation {lag1:.2f}). Unless a trend explains it, {narrow}"
        f"signals come more often without a cause: read them with care, {wider}{longer}."
    )

"""How likely the next figure meets its target if the process stays as it is.

The answer rests on assumptions that the chart can only support, not prove: the process is stable (the
last phase's centre holds), points are independent, and the next denominator is the last one.
P, U and C charts use the binomial and Poisson distribution of the count, G the geometric distribution,
T a normal distribution of the 3.6th roots, and all other charts with limits a normal distribution, with
the uncertainty of a centre from n points added: sigma sqrt(1 + 1/n). The uncertainty of sigma itself is
not added. Run charts, moving ranges and standard deviations have no such probability.

A figure meets a target of `increase` when it is at or above it, of `decrease` when it is at or below
it; under a profile whose `meeting` is strict, only when it is beyond it.
"""

from collections.abc import Callable

import numpy as np
from scipy.special import betaincc, ndtr, pdtr

from clearway.spc.arrays import Bools, Floats, Ints
from clearway.spc.limits.individuals import ROOT

NORMAL = ("i", "ip", "pp", "up", "cp", "xbar")
# A target times a denominator that is a whole number but for the rounding of arithmetic is one.
NEARLY = 1e-9


def meeting(
    chart: str,
    centre: Floats,
    lower: Floats,
    upper: Floats,
    size: Floats,
    points: Ints,
    target: Floats,
    better: Ints,
    value: Floats,
    still: Bools,
    strict: bool,
) -> Floats:
    """The probability for each series; not a number where there is none.

    `centre`, `lower`, `upper` (unclipped), `size` and `value` are those of the latest point, `points`
    how many set the centre, `better` 1 or -1, `still` the series that never vary.
    """
    if chart == "p":
        found = _discrete(target * size, better, strict, lambda k: at_most_binomial(k, size, centre))
    elif chart in ("u", "c"):
        found = _discrete(target * size, better, strict, lambda k: _poisson(k, centre * size))
    elif chart == "g":
        mean = (lower + upper) / 2
        found = _discrete(target, better, strict, lambda k: _geometric(k, mean))
    elif chart == "t":
        found = _normal(_root(target), _root(centre), (_root(upper) - _root(centre)) / 3, points, better)
    elif chart in NORMAL:
        found = _normal(target, centre, (upper - centre) / 3, points, better)
    else:
        return np.full(centre.size, np.nan)
    met = (value > target) if strict else (value >= target)
    under = (value < target) if strict else (value <= target)
    always = np.where(better > 0, met, under).astype(np.float64)
    found = np.where(still, always, found)
    return np.where(np.isfinite(target) & (better != 0) & np.isfinite(value), found, np.nan)


def _discrete(count: Floats, better: Ints, strict: bool, at_most: Callable[[Floats], Floats]) -> Floats:
    """The chance of a count at or above (better > 0) or at or below the number `count`."""
    edge = np.round(count)
    whole = np.abs(count - edge) <= NEARLY * np.maximum(1.0, np.abs(count))
    floor = np.where(whole, edge, np.floor(count))
    ceiling = np.where(whole, edge, np.ceil(count))
    if strict:
        floor, ceiling = np.where(whole, edge - 1, floor), np.where(whole, edge + 1, ceiling)
    return np.where(better > 0, 1 - at_most(ceiling - 1), at_most(floor))


def _normal(target: Floats, centre: Floats, sigma: Floats, points: Ints, better: Ints) -> Floats:
    spread = sigma * np.sqrt(1 + 1 / np.maximum(points, 1))
    safe = np.where(spread > 0, spread, np.nan)
    return np.asarray(ndtr(better * (centre - target) / safe), dtype=np.float64)


def at_most_binomial(k: Floats, size: Floats, share: Floats) -> Floats:
    """The chance of k cases or fewer, from the incomplete beta function (which takes any size)."""
    n, some = np.round(size), np.maximum(k, 0)
    inside = betaincc(some + 1, np.where(n > some, n - some, 1.0), np.clip(share, 0, 1))
    return np.where(k < 0, 0.0, np.where(k >= n, 1.0, inside))


def _poisson(k: Floats, expected: Floats) -> Floats:
    return np.where(k < 0, 0.0, np.asarray(pdtr(np.maximum(k, 0), expected), dtype=np.float64))


def _geometric(k: Floats, mean: Floats) -> Floats:
    return np.where(k < 0, 0.0, 1 - (mean / (mean + 1)) ** (np.maximum(k, 0) + 1))


def _root(figure: Floats) -> Floats:
    return np.asarray(np.maximum(figure, 0.0) ** (1 / ROOT), dtype=np.float64)

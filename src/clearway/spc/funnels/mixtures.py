"""Beta-binomial and negative binomial limits: every unit has its own true figure, spread about the target.

The spread is estimated by maximum likelihood with the mean held at the target. No unit is set aside, so
a few that are far away widen the limits of all.
"""

from collections.abc import Callable

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.stats import beta, betabinom, binom, nbinom

from clearway.spc.arrays import Floats
from clearway.spc.funnels.exact import between, lower_count, upper_count
from clearway.spc.funnels.kinds import Kind

_LARGE = 20_000
"""From this size on, whole cases are so fine a step that the beta distribution itself gives the limits."""


def fitted(kind: Kind, tops: Floats, bottoms: Floats, target: float) -> float:
    """The spread between units: intra-class correlation, or for counts the squared coefficient of variation.

    0 when the counts vary no more than by chance.
    """
    if target <= 0 or (kind is Kind.PROPORTION and target >= 1):
        return 0.0
    whole = np.round(tops)

    def misfit(place: float) -> float:
        if kind is Kind.PROPORTION:
            return -float(_beta_binomial(np.round(bottoms), target, _share(place)).logpmf(whole).sum())
        return -float(_negative_binomial(kind, bottoms, target, float(np.exp(place))).logpmf(whole).sum())

    best = minimize_scalar(misfit, bounds=(-16.0, 4.0), method="bounded", options={"xatol": 1e-8})
    if best.fun >= misfit(-16.0) - 1e-6:
        return 0.0
    return _share(best.x) if kind is Kind.PROPORTION else float(np.exp(best.x))


def mixture_limits(
    kind: Kind, sizes: Floats, target: float, spread: float, tail: float
) -> tuple[Floats, Floats]:
    """Lower and upper limit of the figure at each size, with a chance of `tail` beyond each."""
    if kind is Kind.PROPORTION:
        lower = _each(lambda n: _lower_share(n, target, spread, tail), sizes)
        return lower, 1 - _each(lambda n: _lower_share(n, 1 - target, spread, tail), sizes)
    below = _negative_binomial(kind, sizes, target, spread)
    above = _negative_binomial(kind, sizes + 1, target, spread) if kind is Kind.RATE else below
    return lower_count(below, tail) / sizes, upper_count(above, tail) / sizes


def _share(place: float) -> float:
    """The intra-class correlation at a place on the logit scale."""
    return float(1 / (1 + np.exp(-place)))


def _shape(target: float, spread: float) -> tuple[float, float]:
    """The parameters of the beta distribution with this mean and intra-class correlation."""
    weight = (1 - spread) / spread
    return target * weight, (1 - target) * weight


def _beta_binomial(sizes: Floats, target: float, spread: float):  # type: ignore[no-untyped-def] # noqa: ANN202
    return betabinom(sizes, *_shape(target, spread))


def _negative_binomial(kind: Kind, sizes: Floats, target: float, spread: float):  # type: ignore[no-untyped-def] # noqa: ANN202
    """Counts with mean `sizes * target`; those of a rate also have the spread of their denominator."""
    number = 1 / (spread + (1 / sizes if kind is Kind.RATE else 0.0))
    return nbinom(number, number / (number + sizes * target))


def _each(limit: Callable[[float], float], sizes: Floats) -> Floats:
    """The limit at each size, worked out once for sizes that are the same."""
    whole, places = np.unique(np.maximum(np.round(sizes), 1.0), return_inverse=True)
    return np.array([limit(float(size)) for size in whole])[places]


def _lower_share(size: float, target: float, spread: float, tail: float) -> float:
    if spread == 0:
        return float(lower_count(binom(size, target), tail) / size)
    if size > _LARGE:
        # A beta distribution with the mean and the variance of the share; half a case bridges the steps.
        variance = spread + (1 - spread) / size
        return max(0.0, float(beta.ppf(tail, *_shape(target, variance))) - 0.5 / size)
    chances = np.cumsum(_beta_binomial(np.array(size), target, spread).pmf(np.arange(size + 1)))
    count = int(np.searchsorted(chances, tail))
    before = chances[count - 1] if count else 0.0
    place = between(np.array(float(count)), chances[count], np.array(before), tail, towards=-1)
    return float(place / size)

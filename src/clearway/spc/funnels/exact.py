"""Limits from discrete distributions: no normal approximation, however small the unit.

A unit lies outside a level when the chance of a count as far or further from the target, on its side,
is below half of what the level leaves over (0.025 for 95%, 0.001 for 99.8%). A limit is the quantile
interpolated between whole counts (Spiegelhalter 2005, Statistics in Medicine 24: 1185-1202, appendix
A.1.1), so a unit lies beyond the drawn line exactly when that test says so.
"""

from typing import Any

import numpy as np
from scipy.stats import binom, chi2, nbinom, poisson

from clearway.spc.arrays import Floats
from clearway.spc.funnels.kinds import Kind


def exact_limits(kind: Kind, sizes: Floats, target: float, tail: float) -> tuple[Floats, Floats]:
    """Lower and upper limit of the figure at each size, with a chance of `tail` beyond each.

    Proportions are binomial, ratios Poisson with the expected number as it is given. Both counts of a
    rate vary: the numerator given the total of both is binomial (Przyborowski and Wilenski 1940), which
    for a fixed denominator is a negative binomial; with large denominators it becomes the Poisson.
    """
    if kind is Kind.PROPORTION:
        whole = np.maximum(np.round(sizes), 1.0)
        lower = lower_count(binom(whole, target), tail) / whole
        return lower, 1 - lower_count(binom(whole, 1 - target), tail) / whole
    if target <= 0:
        return np.zeros_like(sizes), np.zeros_like(sizes)
    if kind is Kind.RATIO:
        counts = poisson(sizes * target)
        return lower_count(counts, tail) / sizes, upper_count(counts, tail) / sizes
    share = 1 / (1 + target)
    lower = lower_count(nbinom(sizes, share), tail) / sizes
    return lower, upper_count(nbinom(sizes + 1, share), tail) / sizes


def lower_count(counts: Any, tail: float) -> Floats:
    """The interpolated count below which the distribution has a chance of `tail`."""
    count = np.maximum(counts.ppf(tail), 0.0)
    return between(count, counts.cdf(count), counts.cdf(count - 1), tail, towards=-1)


def upper_count(counts: Any, tail: float) -> Floats:
    """The interpolated count above which the distribution has a chance of `tail`."""
    count = np.maximum(counts.isf(tail), 0.0)
    return between(count, counts.sf(count - 1), counts.sf(count), tail, towards=1)


def between(count: Floats, reached: Floats, beyond: Floats, tail: float, *, towards: int) -> Floats:
    """A place within one count: `reached` is the chance of it or further, `beyond` of further only."""
    step = np.where(reached > beyond, reached - beyond, 1.0)
    part = np.clip((reached - tail) / step, 0.0, 1.0)
    return np.asarray(np.maximum(count + towards * part, 0.0), dtype=np.float64)


def chi_square_limits(expected: Floats, tail: float) -> tuple[Floats, Floats]:
    """The limits of a ratio in FunnelPlotR: the exact interval of an observed count, at the expected."""
    lower = chi2.ppf(tail, 2 * expected) / (2 * expected)
    return lower, chi2.isf(tail, 2 * (expected + 1)) / (2 * expected)

"""Charts of counts and rates, whose chance variation is Poisson's, and of counts between rare events."""

import numpy as np
from scipy.stats import poisson

from clearway.spc.arrays import Floats, divide, group_median
from clearway.spc.limits.base import Lines, Stack, around, mean, none_of, pooled, sizes_of_figures
from clearway.spc.limits.ranges import laney
from clearway.spc.profiles import Profile, Screen

# The chance beyond three and two sigma of a normal distribution, on one side.
BEYOND_THREE = 0.0013498980316300933
BEYOND_TWO = 0.022750131948179195


def rates(stack: Stack, profile: Profile, screen: Screen) -> Lines:
    """U: pooled rate u -/+ 3 sqrt(u / n) at each point. With n = 1 it is a C chart."""
    centre, sigma = _poisson(stack)
    return around(centre, sigma, none_of(stack.groups), none_of(stack.groups))


def rates_prime(stack: Stack, profile: Profile, screen: Screen) -> Lines:
    """U′: Poisson sigma times Laney's sigma_z. With n = 1 it is a C′ chart."""
    centre, sigma = _poisson(stack)
    ratio, unscreened, bridged = laney(stack, centre, sigma, profile, screen)
    return around(centre, sigma, unscreened, bridged, ratio)


def rates_exact(stack: Stack, profile: Profile, screen: Screen) -> Lines:
    """U or C with Poisson quantiles: no more of a stable process lies beyond than of a normal one."""
    centre = pooled(stack)[stack.group]
    sizes = _sizes(stack)
    low, high, near_low, near_high = (
        divide(_quantile(chance, centre * sizes), sizes) for chance in quantiles()
    )
    none = none_of(stack.groups)
    return Lines(centre, low, high, near_low, near_high, none, none)


def quantiles() -> tuple[float, float, float, float]:
    """The chances at the lower, upper, near lower and near upper line."""
    return BEYOND_THREE, 1 - BEYOND_THREE, BEYOND_TWO, 1 - BEYOND_TWO


def between_events(stack: Stack, profile: Profile, screen: Screen) -> Lines:
    """G: median count between events, and limits from the mean m: m -/+ 3 sqrt(m (m + 1)).

    The distribution is skewed, so the median is the centre that runs and shifts are counted about. A
    centre that is given is a mean, and the centre line is then 0.693 times it.
    """
    average = mean(stack)
    median = group_median(stack.values, stack.base, stack.group, stack.groups)
    if stack.fixed is not None:
        median = np.where(np.isnan(stack.fixed), median, 0.693 * stack.fixed)
    sigma = np.sqrt(average * (average + 1))[stack.group]
    none = none_of(stack.groups)
    about = around(average[stack.group], sigma, none, none)
    return Lines(
        median[stack.group], about.lower, about.upper, about.near_lower, about.near_upper, none, none
    )


def _poisson(stack: Stack) -> tuple[Floats, Floats]:
    centre = pooled(stack)[stack.group]
    return centre, np.sqrt(divide(np.clip(centre, 0.0, None), _sizes(stack)))


def _sizes(stack: Stack) -> Floats:
    """Denominators; where all are one there are none, and a point without a figure has limits too."""
    return stack.sizes if (stack.sizes == 1).all() else sizes_of_figures(stack)


def _quantile(chance: float, expected: Floats) -> Floats:
    result = np.full(expected.size, np.nan)
    known = np.isfinite(expected)
    different, place = np.unique(expected[known], return_inverse=True)
    result[known] = np.where(different > 0, poisson.ppf(chance, different), 0.0)[place]
    return result

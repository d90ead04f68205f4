"""Charts of single figures: XmR, moving ranges, I′ and times between events."""

import numpy as np

from clearway.spc.arrays import Floats, divide, group_mean
from clearway.spc.limits.base import Lines, Stack, around, mean, none_of, pooled, sizes_of_figures
from clearway.spc.limits.ranges import SCREEN_FACTOR, mean_moving_range, neighbours, screened_mean
from clearway.spc.profiles import Profile, Screen

# Nelson (1994): the 3.6th root makes exponential times nearly normal.
ROOT = 3.6


def individuals(stack: Stack, profile: Profile, screen: Screen) -> Lines:
    """Mean of the base points -/+ 3 sigma, with sigma from their mean moving range."""
    spread, unscreened, bridged = mean_moving_range(stack, stack.values, profile, screen)
    sigma = spread * profile.sigma_factor
    return around(mean(stack), sigma, unscreened, bridged).each(lambda line: line[stack.group])


def differences(stack: Stack, profile: Profile) -> Floats:
    """What a moving range chart plots: the distance of each point from the one before it."""
    result = np.full(stack.values.size, np.nan)
    known = np.isfinite(stack.values)
    pair = known[1:] & known[:-1] & (stack.group[1:] == stack.group[:-1])
    if profile.gaps_count:
        pair &= ~stack.after_gap[1:]
    here = np.flatnonzero(pair) + 1
    result[here] = np.abs(stack.values[here] - stack.values[here - 1])
    return result


def ranges(stack: Stack, profile: Profile, screen: Screen) -> Lines:
    """Mean moving range, and 3.267 times it (D4 of two) as the upper limit.

    The near line is two thirds of the limit, as qicharts2 draws it; no rule uses it.
    """
    centre = mean(stack)[stack.group]
    none, zero, upper = none_of(stack.groups), np.zeros(centre.size), centre * SCREEN_FACTOR
    return Lines(centre, zero, upper, zero, upper * (2 / 3), none, none)


def individuals_prime(stack: Stack, profile: Profile, screen: Screen) -> Lines:
    """I′: weighted mean, and limits that narrow as the denominator grows (Taylor's normalised chart).

    Each pair of neighbours gives a sigma for a denominator of one: sqrt(pi / 2) |difference| /
    sqrt(1/n + 1/n'). Their mean is the sigma; screening drops those 3.2665 times it or more.
    """
    used = stack
    if profile.prime_spread_of_all:
        everything = np.ones(stack.values.size, dtype=np.bool_)
        used = Stack(
            stack.values, stack.sizes, everything, ~everything, stack.after_gap, stack.group, stack.groups
        )
    here, before = neighbours(used, stack.values, profile)
    root = np.sqrt(1 / stack.sizes[here] + 1 / stack.sizes[before])
    distance = np.abs(stack.values[here] - stack.values[before])
    sigmas = np.sqrt(np.pi / 2) * divide(distance, root)
    average, unscreened = screened_mean(sigmas, stack.group[here], stack.groups, screen, 3.2665)
    scale = np.sqrt(divide(np.ones(stack.values.size), sizes_of_figures(stack)))
    return around(pooled(stack)[stack.group], average[stack.group], unscreened, none_of(stack.groups), scale)


def times(stack: Stack, profile: Profile, screen: Screen) -> Lines:
    """Times between events: an XmR chart of their 3.6th roots, turned back into times."""
    roots = stack.values ** (1 / ROOT)
    found = group_mean(roots, stack.base, stack.group, stack.groups)
    centre = (
        found if stack.fixed is None else np.where(np.isnan(stack.fixed), found, stack.fixed ** (1 / ROOT))
    )
    spread, unscreened, bridged = mean_moving_range(stack, roots, profile, screen)
    lines = around(centre, spread * profile.sigma_factor, unscreened, bridged)
    return lines.each(lambda line: _as_times(line)[stack.group])


def _as_times(root: Floats) -> Floats:
    return np.asarray(np.maximum(root, 0.0) ** ROOT, dtype=np.float64)

"""Charts of subgroups, several figures a date: their means (Xbar) and standard deviations (S)."""

import numpy as np
from scipy.special import gammaln

from clearway.spc.arrays import Floats, divide, group_count, group_max, group_mean, group_sum
from clearway.spc.limits.base import Lines, Stack, around, none_of, sizes_of_figures
from clearway.spc.profiles import Profile, Screen


def c4(size: Floats) -> Floats:
    """The mean standard deviation of a normal subgroup of that size, in sigmas; for sizes above 1."""
    usable = np.where(size > 1, size, np.nan)
    return np.asarray(
        np.sqrt(2 / (usable - 1)) * np.exp(gammaln(usable / 2) - gammaln((usable - 1) / 2)), dtype=np.float64
    )


def subgroup_means(stack: Stack, profile: Profile, screen: Screen) -> Lines:
    """Xbar: weighted mean -/+ A3(n) S, with A3 = 3 / (c4 sqrt n)."""
    weights = np.where(np.isfinite(stack.values), stack.sizes, 0.0)
    total = group_sum(stack.values * weights, stack.base, stack.group, stack.groups)
    centre = stack.centred(divide(total, group_sum(weights, stack.base, stack.group, stack.groups)))
    sizes = sizes_of_figures(stack)
    # A subgroup of one has no spread of its own; its mean still has limits, from sigma = S / c4.
    sigma = divide(common_spread(stack)[stack.group], np.where(sizes > 1, c4(sizes) * np.sqrt(sizes), 1.0))
    none = none_of(stack.groups)
    return around(centre[stack.group], sigma, none, none)


def subgroup_spreads(stack: Stack, profile: Profile, screen: Screen) -> Lines:
    """S: the common standard deviation S, limits B3(n) S and B4(n) S; B3 is 0 or more."""
    centre = stack.centred(common_spread(stack))[stack.group]
    factor = c4(sizes_of_figures(stack))
    sigma = centre * divide(np.sqrt(1 - factor**2), factor)
    none = none_of(stack.groups)
    return around(centre, sigma, none, none)


def common_spread(stack: Stack) -> Floats:
    """S of each group: the mean standard deviation where sizes are equal, else the pooled one."""
    spreads = stack.spreads if stack.spreads is not None else np.full(stack.values.size, np.nan)
    counts = stack.base & np.isfinite(spreads)
    average = group_mean(spreads, counts, stack.group, stack.groups)
    free = np.where(counts, stack.sizes - 1, 0.0)
    squares = group_sum(np.nan_to_num(spreads) ** 2 * free, counts, stack.group, stack.groups)
    united = np.sqrt(divide(squares, group_sum(free, counts, stack.group, stack.groups)))
    some = stack.base & (stack.sizes > 0)
    most = group_max(stack.sizes, some, stack.group, stack.groups)
    same = group_count(some & (stack.sizes == most[stack.group]), stack.group, stack.groups)
    return np.where(same == group_count(some, stack.group, stack.groups), average, united)

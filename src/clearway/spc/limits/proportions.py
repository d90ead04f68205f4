"""P charts: limits from the binomial distribution, which narrow as the denominator grows."""

import numpy as np
from scipy.stats import binom

from clearway.spc.arrays import Floats, divide
from clearway.spc.limits.base import Lines, Stack, around, none_of, pooled, sizes_of_figures
from clearway.spc.limits.counts import quantiles
from clearway.spc.limits.ranges import laney
from clearway.spc.profiles import Profile, Screen


def proportions(stack: Stack, profile: Profile, screen: Screen) -> Lines:
    """Pooled proportion p -/+ 3 sqrt(p (1 - p) / n) at each point."""
    centre, sigma = _binomial(stack)
    return around(centre, sigma, none_of(stack.groups), none_of(stack.groups))


def proportions_prime(stack: Stack, profile: Profile, screen: Screen) -> Lines:
    """P′: binomial sigma times Laney's sigma_z."""
    centre, sigma = _binomial(stack)
    ratio, unscreened, bridged = laney(stack, centre, sigma, profile, screen)
    return around(centre, sigma, unscreened, bridged, ratio)


def proportions_exact(stack: Stack, profile: Profile, screen: Screen) -> Lines:
    """P with binomial quantiles: no more of a stable process lies beyond than of a normal one."""
    centre, sizes = pooled(stack)[stack.group], sizes_of_figures(stack)
    known = np.isfinite(centre) & np.isfinite(sizes)
    none = none_of(stack.groups)
    lines = []
    for chance in quantiles():
        line = np.full(centre.size, np.nan)
        line[known] = binom.ppf(chance, np.round(sizes[known]), np.clip(centre[known], 0, 1)) / sizes[known]
        lines.append(line)
    return Lines(centre, lines[0], lines[1], lines[2], lines[3], none, none)


def _binomial(stack: Stack) -> tuple[Floats, Floats]:
    share = pooled(stack)[stack.group]
    variance = np.clip(share * (1 - share), 0.0, None)
    return share, np.sqrt(divide(variance, sizes_of_figures(stack)))

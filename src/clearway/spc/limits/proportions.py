"""P charts: limits from the binomial distribution, which narrow as the denominator grows."""

import numpy as np

from clearway.spc.arrays import Floats, divide
from clearway.spc.limits.base import Lines, Stack, around, mean_moving_range, pooled_share
from clearway.spc.profiles import SIGMA_D2, Profile


def proportions(stack: Stack, profile: Profile, screen: bool) -> Lines:
    """Pooled proportion p -/+ 3 sqrt(p (1 - p) / n) at each point."""
    centre, sigma = _binomial(stack)
    return around(centre, sigma, np.zeros(stack.groups, dtype=np.bool_))


def proportions_prime(stack: Stack, profile: Profile, screen: bool) -> Lines:
    """Laney's P′ chart: binomial sigma times the spread of the standardised points.

    With very large denominators binomial limits are too narrow for real processes (Laney 2002).
    """
    centre, sigma = _binomial(stack)
    standardised = divide(stack.values - centre, sigma)
    spread, unscreened = mean_moving_range(stack, standardised, profile, screen)
    return around(centre, sigma * spread[stack.group] * SIGMA_D2, unscreened)


def _binomial(stack: Stack) -> tuple[Floats, Floats]:
    share = pooled_share(stack)[stack.group]
    variance = np.clip(share * (1 - share), 0.0, None)
    # A point without a figure has no limits of its own, even where its denominator is known.
    sizes = np.where(np.isfinite(stack.values), stack.sizes, np.nan)
    return share, np.sqrt(divide(variance, sizes))

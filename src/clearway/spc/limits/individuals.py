"""XmR (individuals) charts: the mean, and limits from the mean moving range."""

from clearway.spc.arrays import group_mean
from clearway.spc.limits.base import Lines, Stack, around, mean_moving_range
from clearway.spc.profiles import Profile


def individuals(stack: Stack, profile: Profile, screen: bool) -> Lines:
    """Mean of the base points -/+ 3 sigma, with sigma from their mean moving range."""
    centre = group_mean(stack.values, stack.base, stack.group, stack.groups)
    spread, unscreened = mean_moving_range(stack, stack.values, profile, screen)
    sigma = spread * profile.sigma_factor
    return around(centre[stack.group], sigma[stack.group], unscreened)

"""Run charts: the median and no limits."""

import numpy as np

from clearway.spc.arrays import group_median
from clearway.spc.limits.base import Lines, Stack, none_of
from clearway.spc.profiles import Profile, Screen


def run_chart(stack: Stack, profile: Profile, screen: Screen) -> Lines:
    """Median of the base points."""
    found = group_median(stack.values, stack.base, stack.group, stack.groups)
    centre = stack.centred(found)[stack.group]
    none = np.full(centre.size, np.nan)
    return Lines(centre, none, none, none, none, none_of(stack.groups), none_of(stack.groups))

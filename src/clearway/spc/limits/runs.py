"""Run charts: the median and no limits."""

import numpy as np

from clearway.spc.arrays import group_median
from clearway.spc.limits.base import Lines, Stack
from clearway.spc.profiles import Profile


def run_chart(stack: Stack, profile: Profile, screen: bool) -> Lines:
    """Median of the base points."""
    centre = group_median(stack.values, stack.base, stack.group, stack.groups)[stack.group]
    none = np.full(centre.size, np.nan)
    return Lines(centre, none, none, none, none, np.zeros(stack.groups, dtype=np.bool_))

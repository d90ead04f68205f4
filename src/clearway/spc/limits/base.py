"""What every family of charts is given and gives back."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from clearway.spc.arrays import TOLERANCE, Bools, Floats, Ints, divide, group_count, group_mean, group_sum
from clearway.spc.profiles import Profile

# Upper limit of a moving range of two: D4 = 3.267.
SCREEN_FACTOR = 3.267


@dataclass(frozen=True)
class Stack:
    """Points of many groups, one entry a point, ordered by group and time.

    `values` are the plotted figures, not a number where there is none. `sizes` are denominators
    (1 where the chart has none). `base` marks the points that set centre and limits. `excluded`
    marks points that a person took out. `after_gap` marks a point whose neighbour in time is absent.
    """

    values: Floats
    sizes: Floats
    base: Bools
    excluded: Bools
    after_gap: Bools
    group: Ints
    groups: int


@dataclass(frozen=True)
class Lines:
    """Centre and limits at every point, unclipped; not a number where there is none.

    `unscreened` marks the groups in which screening would have left no variation and was not done.
    """

    centre: Floats
    lower: Floats
    upper: Floats
    near_lower: Floats
    near_upper: Floats
    unscreened: Bools


@dataclass(frozen=True)
class Family:
    """A kind of chart: how its lines are found and how its figures are to be read."""

    name: str
    title: str
    lines: Callable[[Stack, Profile, bool], Lines]
    centre_word: str = "mean"
    has_limits: bool = True
    proportion: bool = False
    """Values are numerators of the denominators, and cannot exceed them."""
    bounds: tuple[float | None, float | None] = (None, None)
    """What a figure of this kind can be at all; limits are shown no further."""


def around(centre: Floats, sigma: Floats, unscreened: Bools) -> Lines:
    """Lines three and two sigma either side of the centre."""
    return Lines(
        centre,
        centre - 3 * sigma,
        centre + 3 * sigma,
        centre - 2 * sigma,
        centre + 2 * sigma,
        unscreened,
    )


def moving_ranges(stack: Stack, values: Floats, profile: Profile) -> tuple[Floats, Ints]:
    """Absolute differences of neighbouring points that set limits, and the group of each.

    A point without a figure separates its neighbours, and so does a gap in the calendar when the
    profile counts gaps. An excluded point separates them unless the profile bridges it.
    """
    known = np.isfinite(values)
    row = np.flatnonzero(~stack.excluded) if profile.bridge_excluded else np.arange(values.size)
    here, before = row[1:], row[:-1]
    pair = (stack.group[here] == stack.group[before]) & known[here] & known[before]
    pair &= stack.base[here] & stack.base[before]
    if profile.gaps_count:
        pair &= ~stack.after_gap[here]
    here, before = here[pair], before[pair]
    return np.abs(values[here] - values[before]), stack.group[here]


def mean_moving_range(stack: Stack, values: Floats, profile: Profile, screen: bool) -> tuple[Floats, Bools]:
    """The mean moving range of each group, and where screening was given up.

    Screening drops, once, the ranges that are not below 3.267 times the mean. Where only zeros would
    remain although the values vary, the limits would collapse on the mean; there it is not done.
    """
    ranges, group = moving_ranges(stack, values, profile)
    everything = np.ones(ranges.size, dtype=np.bool_)
    mean = group_mean(ranges, everything, group, stack.groups)
    if not screen:
        return mean, np.zeros(stack.groups, dtype=np.bool_)
    kept = ranges < SCREEN_FACTOR * mean[group]
    screened = group_mean(ranges, kept, group, stack.groups)
    left = np.where(group_count(kept, group, stack.groups) > 0, screened, 0.0)
    collapsed = (mean > 0) & (left <= TOLERANCE * mean)
    return np.where(collapsed | ~(mean > 0), mean, screened), collapsed


def pooled_share(stack: Stack) -> Floats:
    """Sum of cases over sum of denominators, of the points that set limits, for each group."""
    cases = group_sum(stack.values * stack.sizes, stack.base, stack.group, stack.groups)
    return divide(cases, group_sum(stack.sizes, stack.base, stack.group, stack.groups))

"""Moving ranges: how far neighbouring points lie apart, the measure of chance variation."""

from dataclasses import replace

import numpy as np

from clearway.spc.arrays import TOLERANCE, Bools, Floats, Ints, group_count, group_mean
from clearway.spc.limits.base import Stack
from clearway.spc.profiles import SIGMA_D2, Profile, Screen

# Upper limit of a moving range of two: D4 = 3.267.
SCREEN_FACTOR = 3.267
# Screening drops at least one range a pass, and no series needs as many passes as this.
MOST_PASSES = 1000


def moving_ranges(stack: Stack, values: Floats, profile: Profile) -> tuple[Floats, Ints]:
    """Absolute differences of neighbouring points that set limits, and the group of each.

    A point without a figure separates its neighbours unless the profile bridges it, and so does a gap
    in the calendar when the profile counts gaps. An excluded point does unless the profile bridges it.
    """
    passed = _passed_over(stack, values, profile)
    if passed.any():
        here, before = neighbours(stack, values, profile)
        return np.abs(values[here] - values[before]), stack.group[here]
    pair = _pairs(stack, values, profile)
    step = (values[1:] - values[:-1])[pair]
    return np.abs(step, out=step), stack.group[1:][pair]


def neighbours(stack: Stack, values: Floats, profile: Profile) -> tuple[Ints, Ints]:
    """The places of each point and of the point before it, of the pairs that count."""
    row = np.flatnonzero(~_passed_over(stack, values, profile))
    here, before = row[1:], row[:-1]
    pair = _pairs(stack, values, profile, row)
    return here[pair], before[pair]


def _passed_over(stack: Stack, values: Floats, profile: Profile) -> Bools:
    """The points that do not part their neighbours."""
    passed = np.zeros(values.size, dtype=np.bool_)
    if profile.bridge_excluded:
        passed |= stack.excluded
    if profile.bridge_missing:
        passed |= ~np.isfinite(values) & ~stack.excluded
    return passed


def _pairs(stack: Stack, values: Floats, profile: Profile, row: Ints | None = None) -> Bools:
    """Which of the points after the first make a pair with the one before; of those in `row`, or all."""
    counts = np.isfinite(values) & stack.base
    group, after_gap = stack.group, stack.after_gap
    if row is not None:
        counts, group, after_gap = counts[row], group[row], after_gap[row]
    pair = group[1:] == group[:-1]
    pair &= counts[1:]
    pair &= counts[:-1]
    if profile.gaps_count and not profile.bridge_missing:
        pair &= ~after_gap[1:]
    return np.asarray(pair, dtype=np.bool_)


def mean_moving_range(
    stack: Stack, values: Floats, profile: Profile, screen: Screen
) -> tuple[Floats, Bools, Bools]:
    """The mean moving range of each group, where screening was given up, and where gaps were bridged.

    Screening drops the ranges that are not below 3.267 times the mean, once or repeatedly. Where only
    zeros would remain although the values vary, the limits would collapse on the mean; there it is not
    done. A group with several figures and no two neighbours bridges what lies between them, since it
    would have no limits otherwise.
    """
    ranges, group = moving_ranges(stack, values, profile)
    bridged = group_count(np.ones(ranges.size, dtype=np.bool_), group, stack.groups) == 0
    if bridged.any():
        bridged &= group_count(stack.base & np.isfinite(values), stack.group, stack.groups) >= 2
    if bridged.any():
        across = replace(profile, bridge_missing=True, bridge_excluded=True)
        more, their_group = moving_ranges(stack, values, across)
        chosen = bridged[their_group]
        ranges = np.concatenate((ranges, more[chosen]))
        group = np.concatenate((group, their_group[chosen]))
    average, unscreened = screened_mean(ranges, group, stack.groups, screen)
    return average, unscreened, bridged


def screened_mean(
    ranges: Floats, group: Ints, groups: int, screen: Screen, factor: float = SCREEN_FACTOR
) -> tuple[Floats, Bools]:
    """The mean of each group's ranges after screening, and where screening was given up."""
    kept = np.ones(ranges.size, dtype=np.bool_)
    average = group_mean(ranges, kept, group, groups)
    if screen == "none":
        return average, np.zeros(groups, dtype=np.bool_)
    screened = average
    for _ in range(1 if screen == "one_pass" else MOST_PASSES):
        fewer = kept & (ranges < factor * screened[group])
        if (fewer == kept).all():
            break
        kept = fewer
        screened = group_mean(ranges, kept, group, groups)
    left = np.where(np.isfinite(screened), screened, 0.0)
    collapsed = (average > 0) & (left <= TOLERANCE * average)
    return np.where(collapsed | ~(average > 0), average, screened), collapsed


def laney(
    stack: Stack, centre: Floats, sigma: Floats, profile: Profile, screen: Screen
) -> tuple[Floats, Bools, Bools]:
    """Laney's sigma_z at every point: how much the standardised points vary beyond their sigmas.

    With very large denominators, binomial and Poisson limits are too narrow for real processes
    (Laney 2002, Quality Engineering 14(4)).
    """
    nothing = ~(sigma > 0)
    standardised = (stack.values - centre) / np.where(nothing, np.nan, sigma)
    spread, unscreened, bridged = mean_moving_range(stack, standardised, profile, screen)
    # Without binomial variation nothing can vary, and the limits lie on the centre.
    ratio = np.where(nothing & np.isfinite(sigma), 0.0, spread[stack.group] * SIGMA_D2)
    return ratio, unscreened, bridged

"""From a stack of points to lines, rules and runs: the arithmetic of a chart, in arrays."""

from dataclasses import dataclass

import numpy as np

from clearway.spc import rules
from clearway.spc.anhoej import RunsTest, runs_test
from clearway.spc.arrays import Bools, Floats, Ints, group_count, tolerance
from clearway.spc.icons import signals
from clearway.spc.limits.base import Family, Lines, Stack
from clearway.spc.profiles import Profile
from clearway.spc.rules import Hits
from clearway.spc.words import Direction, Rule


@dataclass(frozen=True)
class Verdict:
    """What was found: `lines`, `hits` and `signal` have one entry a point, the rest one a group.

    `counted` are the points with a figure that count, `shown` the groups with enough of them, `still`
    the groups without any variation.
    """

    lines: Lines
    hits: dict[Rule, Hits]
    signal: Ints
    runs: RunsTest
    counted: Ints
    shown: Bools
    still: Bools


def judge(stack: Stack, family: Family, profile: Profile, direction: Direction, screen: bool) -> Verdict:
    """Judges every group of the stack by one chart, profile and direction."""
    usable = np.isfinite(stack.values) & ~stack.excluded
    counted = group_count(usable, stack.group, stack.groups)
    least = profile.minimum_points if family.has_limits else profile.minimum_run_points
    shown = counted >= least
    lines = _hidden(family.lines(stack, profile, screen), shown[stack.group])
    near = tolerance(stack.values, stack.group, stack.groups)
    usable &= shown[stack.group] & np.isfinite(lines.centre)
    side = _side(stack.values, lines.centre, lines.centre, near)
    side[~usable] = 0.0
    runs = runs_test(side, usable, stack.group, stack.groups)
    still = _still(stack, lines, usable, side, near)
    hits = _hits(stack, lines, usable, side, near, runs, family, profile)
    return Verdict(lines, hits, signals(hits, side, direction, profile), runs, counted, shown, still)


def _hidden(lines: Lines, shown: Bools) -> Lines:
    """The lines, without those of groups that have too few points."""

    def kept(line: Floats) -> Floats:
        return np.where(shown, line, np.nan)

    return Lines(
        kept(lines.centre),
        kept(lines.lower),
        kept(lines.upper),
        kept(lines.near_lower),
        kept(lines.near_upper),
        lines.unscreened,
    )


def _side(values: Floats, low: Floats, high: Floats, near: Floats) -> Floats:
    """-1 below `low`, 1 above `high`, 0 between, on a line, or where either is unknown."""
    return np.asarray((values > high + near).astype(float) - (values < low - near), dtype=np.float64)


def _still(stack: Stack, lines: Lines, usable: Bools, side: Floats, near: Floats) -> Bools:
    """Groups of two or more points that all lie on the centre, and whose limits (if any) do too."""
    several = group_count(usable, stack.group, stack.groups) >= 2
    wide = lines.upper - lines.lower > near
    moving = group_count(usable & ((side != 0) | wide), stack.group, stack.groups)
    return np.asarray(several & (moving == 0), dtype=np.bool_)


def _hits(
    stack: Stack,
    lines: Lines,
    usable: Bools,
    side: Floats,
    near: Floats,
    runs: RunsTest,
    family: Family,
    profile: Profile,
) -> dict[Rule, Hits]:
    """The hits of each rule of the profile, in the profile's order."""
    values, group, ties = stack.values, stack.group, profile.skip_ties
    beyond = _side(values, lines.lower, lines.upper, near)
    found: dict[Rule, Hits] = {}
    for rule in profile.rules if family.has_limits else profile.run_chart_rules:
        if rule is Rule.OUTSIDE:
            found[rule] = rules.outside(beyond, usable | (stack.excluded & profile.judge_excluded))
        elif rule is Rule.TREND:
            found[rule] = rules.trend(
                values, usable, group, length=profile.trend_length, skip_ties=ties, near=near
            )
        elif rule is Rule.SHIFT:
            found[rule] = rules.shift(side, usable, group, length=profile.shift_length, skip_ties=ties)
        elif rule is Rule.TWO_OF_THREE:
            found[rule] = rules.two_of_three(
                side,
                _side(values, lines.near_lower, lines.near_upper, near),
                usable,
                group,
                beyond_limit=beyond,
                count_outside=profile.two_of_three_counts_outside,
            )
        else:
            found[rule] = rules.long_runs(
                side, usable, group, longest_max=runs.longest_max, signal=runs.signal
            )
    return found

"""From a stack of points to lines, rules and runs: the arithmetic of a chart, in arrays."""

from dataclasses import dataclass, replace

import numpy as np

from clearway.spc import rules
from clearway.spc.anhoej import RunsTest, runs_test
from clearway.spc.arrays import Bools, Floats, Ints, Signs, count_from, starts_of, tolerance
from clearway.spc.icons import signals
from clearway.spc.limits.base import Family, Lines, Stack
from clearway.spc.profiles import Profile, Screen
from clearway.spc.rules import Hits
from clearway.spc.words import Rule


@dataclass(frozen=True)
class Method:
    """How a stack is judged. `exact` takes limits from exact probabilities where the chart has them."""

    family: Family
    profile: Profile
    screen: Screen
    exact: bool = False

    @property
    def minimum_points(self) -> int:
        """The points that a phase needs for lines and verdicts."""
        return self.profile.minimum_points if self.family.has_limits else self.profile.minimum_run_points

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that are applied, in order of priority."""
        asked = self.profile.rules if self.family.has_limits else self.profile.run_chart_rules
        return tuple(rule for rule in asked if rule in self.family.only_rules)


@dataclass(frozen=True)
class Verdict:
    """What was found: `values`, `lines`, `hits`, `signal` have one entry a point, the rest one a group.

    `values` are the plotted figures. `usable` are the points that rules were applied to and `side` the
    side of the centre they lie on. `counted` are the points with a figure that count, `shown` the groups
    with enough of them, `still` the groups without any variation.
    """

    values: Floats
    lines: Lines
    hits: dict[Rule, Hits]
    signal: Signs
    usable: Bools
    side: Signs
    runs: RunsTest
    counted: Ints
    shown: Bools
    still: Bools


@dataclass(frozen=True)
class _Sight:
    """What the rules look at; signs are -1 below, 1 above, 0 between, on, or unknown."""

    values: Floats
    usable: Bools
    group: Ints
    near: Floats
    side: Signs
    beyond: Signs
    lines: Lines
    runs: RunsTest


def judge(stack: Stack, method: Method, better: Ints) -> Verdict:
    """Judges every group of the stack; `better` says for each which way is: 1 up, -1 down, 0 neither."""
    family, group, groups = method.family, stack.group, stack.groups
    if family.plotted is not None:
        plotted = family.plotted(stack, method.profile)
        stack = replace(stack, values=plotted, base=stack.base & np.isfinite(plotted))
    usable = np.isfinite(stack.values) & ~stack.excluded
    starts = starts_of(group, groups)
    counted = count_from(starts, usable)
    shown = counted >= method.minimum_points
    find = family.exact if method.exact and family.exact is not None else family.lines
    lines = find(stack, method.profile, method.screen)
    if not shown.all():
        enough = shown[group]
        lines = lines.each(lambda line: np.where(enough, line, np.nan))
    near = tolerance(stack.values, group, groups)
    usable &= np.isfinite(lines.centre)
    side = _beyond(stack.values, lines.centre, lines.centre, near)
    if not usable.all():
        side[~usable] = 0
    runs = runs_test(side, usable, group, groups)
    still = _still(starts, lines, usable, side, near)
    inclusive = method.profile.boundaries == "inclusive"
    beyond = _beyond(stack.values, lines.lower, lines.upper, near, inclusive, side)
    sight = _Sight(stack.values, usable, group, near, side, beyond, lines, runs)
    judged_too = stack.excluded & method.profile.judge_excluded
    hits = {rule: _hits(rule, sight, method.profile, judged_too) for rule in method.rules}
    signal = signals(hits, side, better[group], method.profile)
    return Verdict(stack.values, lines, hits, signal, usable, side, runs, counted, shown, still)


def _beyond(
    values: Floats,
    low: Floats,
    high: Floats,
    near: Floats,
    inclusive: bool = False,
    side: Signs | None = None,
) -> Signs:
    """-1 below `low`, 1 above `high`, 0 between or where either is unknown.

    A point on a line is beyond it when `inclusive`, unless it lies on the centre as well.
    """
    if inclusive and side is not None:
        above, below = (values >= high - near) & (side > 0), (values <= low + near) & (side < 0)
    else:
        edge = high + near
        above = values > edge
        below = values < np.subtract(low, near, out=edge)
    return np.subtract(above.view(np.int8), below.view(np.int8), dtype=np.int8)


def _still(starts: Ints, lines: Lines, usable: Bools, side: Signs, near: Floats) -> Bools:
    """Groups of two or more points that all lie on the centre, and whose limits (if any) do too."""
    several = count_from(starts, usable) >= 2
    moving = lines.upper - lines.lower > near
    moving |= side != 0
    moving &= usable
    return np.asarray(several & (count_from(starts, moving) == 0), dtype=np.bool_)


def _hits(rule: Rule, sight: _Sight, profile: Profile, judged_too: Bools) -> Hits:
    """Where one rule fired."""
    values, usable, group, near = sight.values, sight.usable, sight.group, sight.near
    ties = profile.skip_ties
    match rule:
        case Rule.OUTSIDE:
            return rules.outside(sight.beyond, usable | judged_too)
        case Rule.TREND:
            return rules.trend(values, usable, group, length=profile.trend_length, skip_ties=ties, near=near)
        case Rule.SHIFT:
            return rules.shift(sight.side, usable, group, length=profile.shift_length, skip_ties=ties)
        case Rule.TWO_OF_THREE:
            beyond, variant = _beyond_sigmas(sight, 2, profile), profile.two_of_three
            return rules.two_of_three(
                sight.side, beyond, usable, group, beyond_limit=sight.beyond, variant=variant
            )
        case Rule.FOUR_OF_FIVE:
            return rules.four_of_five(_beyond_sigmas(sight, 1, profile), usable, group)
        case Rule.ALTERNATING:
            return rules.alternating(values, usable, group, near=near)
        case Rule.NEAR_CENTRE:
            return rules.near_centre(_beyond_sigmas(sight, 1, profile), usable & _wide(sight), group)
        case Rule.AWAY_FROM_CENTRE:
            return rules.away_from_centre(_beyond_sigmas(sight, 1, profile), usable, group)
        case Rule.RUNS:
            runs = sight.runs
            return rules.long_runs(
                sight.side, usable, group, longest_max=runs.longest_max, signal=runs.signal
            )


def _wide(sight: _Sight) -> Bools:
    """Where the limits are apart: points of a process that never varies hug no centre."""
    return np.asarray(sight.lines.upper - sight.lines.lower > sight.near, dtype=np.bool_)


def _beyond_sigmas(sight: _Sight, many: int, profile: Profile) -> Signs:
    lines = sight.lines
    low, high = lines.near_lower, lines.near_upper
    if many == 1:
        low = lines.centre - (lines.centre - lines.lower) / 3
        high = lines.centre + (lines.upper - lines.centre) / 3
    inclusive = profile.boundaries == "inclusive"
    return _beyond(sight.values, low, high, sight.near, inclusive, sight.side)

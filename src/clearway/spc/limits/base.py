"""What every family of charts is given and gives back."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from clearway.spc.arrays import Bools, Floats, Ints, divide, group_mean, group_sum
from clearway.spc.profiles import Profile, Screen
from clearway.spc.words import Rule

SameDate = Literal["refuse", "apart", "sum", "mean", "subgroup"]


@dataclass(frozen=True)
class Stack:
    """Points of many groups, one entry a point, ordered by group and time.

    `values` are the plotted figures, not a number where there is none. `sizes` are denominators, or
    sizes of subgroups (1 where the chart has neither). `spreads` are standard deviations of subgroups.
    `base` marks the points that set centre and limits. `excluded` marks points that a person took
    out. `after_gap` marks a point whose neighbour in time is absent. `fixed` is the centre that a
    person gave for each group, not a number where none was.
    """

    values: Floats
    sizes: Floats
    base: Bools
    excluded: Bools
    after_gap: Bools
    group: Ints
    groups: int
    spreads: Floats | None = None
    fixed: Floats | None = None

    def centred(self, found: Floats) -> Floats:
        """The centre of each group: the one given, else the one found."""
        return found if self.fixed is None else np.where(np.isnan(self.fixed), found, self.fixed)


@dataclass(frozen=True)
class Lines:
    """Centre and limits at every point, unclipped; not a number where there is none.

    `unscreened` marks the groups in which screening would have left no variation and was not done,
    `bridged` those without two neighbours, whose moving ranges were taken across what is missing.
    """

    centre: Floats
    lower: Floats
    upper: Floats
    near_lower: Floats
    near_upper: Floats
    unscreened: Bools
    bridged: Bools

    def each(self, change: Callable[[Floats], Floats]) -> "Lines":
        """The lines, each changed in the same way."""
        return replace(
            self,
            centre=change(self.centre),
            lower=change(self.lower),
            upper=change(self.upper),
            near_lower=change(self.near_lower),
            near_upper=change(self.near_upper),
        )


@dataclass(frozen=True)
class Family:
    """A kind of chart: how its lines are found and how its figures are to be read."""

    name: str
    title: str
    lines: Callable[[Stack, Profile, Screen], Lines]
    centre_word: str = "mean"
    has_limits: bool = True
    proportion: bool = False
    """Values are numerators of the denominators, and cannot exceed them."""
    rate: bool = False
    """Ratios are rates, which no share is: they may exceed one although none has yet."""
    denominators: Literal["needed", "allowed", "none"] = "allowed"
    bounds: tuple[float | None, float | None] = (None, None)
    """What a figure of this kind can be at all; limits are shown no further."""
    least: float | None = None
    """The smallest figure of the input that makes sense."""
    positive: bool = False
    """Figures of the input must be above zero."""
    plotted: Callable[[Stack, Profile], Floats] | None = None
    """How the figures of the input become those that are plotted, where they differ."""
    exact: Callable[[Stack, Profile, Screen], Lines] | None = None
    """The lines from exact probabilities, for small numbers."""
    same_date: SameDate = "refuse"
    """What rows of one date are, unless a person says otherwise."""
    calendar: bool = True
    """Dates have a rhythm, so that periods can be missing; dates of events have none."""
    only_rules: tuple[Rule, ...] = tuple(Rule)
    """The rules that are valid on this chart."""


def none_of(groups: int) -> Bools:
    """No group."""
    return np.zeros(groups, dtype=np.bool_)


def around(
    centre: Floats, sigma: Floats, unscreened: Bools, bridged: Bools, scale: Floats | None = None
) -> Lines:
    """Lines three and two sigma either side of the centre; sigmas are multiplied by `scale`."""
    wide = 3 * sigma if scale is None else 3 * sigma * scale
    near = wide * (2 / 3)
    return Lines(centre, centre - wide, centre + wide, centre - near, centre + near, unscreened, bridged)


def pooled(stack: Stack) -> Floats:
    """Sum of cases over sum of denominators, of the points that set limits, for each group."""
    cases = group_sum(stack.values * stack.sizes, stack.base, stack.group, stack.groups)
    found = divide(cases, group_sum(stack.sizes, stack.base, stack.group, stack.groups))
    return stack.centred(found)


def mean(stack: Stack) -> Floats:
    """The mean of the points that set limits, for each group."""
    return stack.centred(group_mean(stack.values, stack.base, stack.group, stack.groups))


def sizes_of_figures(stack: Stack) -> Floats:
    """Denominators of the points with a figure; a point without one has no limits of its own."""
    return np.where(np.isfinite(stack.values), stack.sizes, np.nan)

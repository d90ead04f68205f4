"""Anhøj's two tests of a run chart: one run too long, or too few crossings of the centre.

Anhøj and Olesen (2014), "Run charts revisited", PLoS ONE 9(11): e113825. Points on the centre line
say nothing about either and are left out before anything is counted.
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import binom

from clearway.spc.arrays import Bools, Ints, Signs, count_from, longest_runs, starts_of


@dataclass(frozen=True)
class RunsTest:
    """The tests of each group (a phase of a series); arrays of one entry a group.

    `useful` counts the points off the centre line. The limits are 0 where nothing is useful.
    """

    useful: Ints
    longest: Ints
    longest_max: Ints
    crossings: Ints
    crossings_min: Ints
    signal: Bools


def longest_run_max(useful: Ints) -> Ints:
    """The longest run that chance explains among `useful` points: round(log2 n) + 3."""
    counted = np.maximum(useful, 1)
    limit = np.round(np.log2(counted)).astype(np.int64) + 3
    return np.where(useful > 0, limit, 0)


def crossings_min(useful: Ints) -> Ints:
    """The fewest crossings that chance explains: the 5% quantile of binomial(n - 1, 1/2)."""
    different, place = np.unique(useful, return_inverse=True)
    quantile = binom.ppf(0.05, np.maximum(different - 1, 1), 0.5)
    limit = np.where(different > 1, quantile, 0).astype(np.int64)
    return np.asarray(limit[place], dtype=np.int64)


def runs_test(side: Signs, usable: Bools, group: Ints, groups: int) -> RunsTest:
    """Tests each group of points; `side` is -1, 0 or 1 about the centre, in order of time."""
    kept = usable & (side != 0)
    sides, members = (side, group) if kept.all() else (side[kept], group[kept])
    starts = starts_of(group, groups)
    useful = count_from(starts, kept)
    longest = longest_runs(sides, members, groups)
    crossed = np.zeros(side.size, dtype=np.bool_)
    after_first = slice(1, None) if sides.size == side.size else np.flatnonzero(kept)[1:]
    crossed[after_first] = (sides[1:] != sides[:-1]) & (members[1:] == members[:-1])
    crossings = count_from(starts, crossed)
    most, fewest = longest_run_max(useful), crossings_min(useful)
    signal = (useful > 0) & ((longest > most) | (crossings < fewest))
    return RunsTest(useful, longest, most, crossings, fewest, signal)

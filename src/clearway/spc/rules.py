"""The rules that make a point a special cause: arrays in, flags out.

Every rule takes arrays of one entry a point, ordered by group (a phase of a series) and time.
`usable` leaves out points without a figure and points a person excluded; such points neither break
nor feed a run. No rule looks across groups.
"""

from dataclasses import dataclass

import numpy as np

from clearway.spc.arrays import Bools, Floats, Ints, run_lengths


@dataclass(frozen=True)
class Hits:
    """Where a rule fired, and which way: a point may be at the turn of two trends, so both can hold.

    `fired` can hold without a direction (`runs` with too few crossings concerns the whole phase).
    """

    fired: Bools
    high: Bools
    low: Bools

    @classmethod
    def of(cls, high: Bools, low: Bools) -> "Hits":
        """Hits of a rule that always has a direction."""
        return cls(high | low, high, low)


def outside(beyond_limit: Floats, usable: Bools) -> Hits:
    """Points beyond a three-sigma limit; `beyond_limit` is -1 below, 1 above, else 0."""
    return Hits.of(usable & (beyond_limit > 0), usable & (beyond_limit < 0))


def shift(side: Floats, usable: Bools, group: Ints, *, length: int, skip_ties: bool) -> Hits:
    """`length` or more successive points on one side of the centre line.

    Points on the line are passed over when `skip_ties`, else they end the run.
    """
    place = np.flatnonzero(usable & (side != 0) if skip_ties else usable)
    long = run_lengths(side[place], group[place]) >= length
    return _scatter(side.size, place, long & (side[place] > 0), long & (side[place] < 0))


def trend(values: Floats, usable: Bools, group: Ints, *, length: int, skip_ties: bool, near: Floats) -> Hits:
    """`length` or more successive points, each above (or each below) the one before.

    Two values not further apart than `near` are a repeat: passed over when `skip_ties`, else the
    end of the trend.
    """
    place = np.flatnonzero(usable)
    step = _steps(values, group, place, near)
    if skip_ties:
        same_group = np.concatenate(([False], group[place][1:] == group[place][:-1]))
        place = place[(step != 0) | ~same_group]
        step = _steps(values, group, place, near)
    long = run_lengths(step, group[place]) >= length - 1
    up, down = long & (step > 0), long & (step < 0)
    up[:-1] |= up[1:]
    down[:-1] |= down[1:]
    return _scatter(values.size, place, up, down)


def two_of_three(
    side: Floats,
    beyond_near: Floats,
    usable: Bools,
    group: Ints,
    *,
    beyond_limit: Floats,
    count_outside: bool,
) -> Hits:
    """Two or three of three successive points beyond two sigma, all three on one side of the centre.

    Only the points beyond two sigma are flagged. Points beyond three sigma count when
    `count_outside` (Making Data Count, announced 6 November 2023).
    """
    place = np.flatnonzero(usable)
    sides, members = side[place], group[place]
    near = beyond_near[place] * (beyond_near[place] == sides)
    if not count_outside:
        near = np.where(beyond_limit[place] != 0, 0.0, near)
    flagged = np.zeros(place.size, dtype=np.bool_)
    if place.size >= 3:
        one_side = (sides[2:] == sides[1:-1]) & (sides[1:-1] == sides[:-2]) & (sides[2:] != 0)
        one_group = members[2:] == members[:-2]
        count = (near[2:] != 0).astype(int) + (near[1:-1] != 0) + (near[:-2] != 0)
        window = one_side & one_group & (count >= 2)
        for offset in range(3):
            flagged[offset : offset + window.size] |= window
    flagged &= near != 0
    return _scatter(side.size, place, flagged & (near > 0), flagged & (near < 0))


def long_runs(side: Floats, usable: Bools, group: Ints, *, longest_max: Ints, signal: Bools) -> Hits:
    """Anhøj's signal, which concerns a whole phase, on all its points.

    The direction is given to the points of runs longer than `longest_max` of their group alone.
    """
    place = np.flatnonzero(usable & (side != 0))
    long = run_lengths(side[place], group[place]) > longest_max[group[place]]
    directed = _scatter(side.size, place, long & (side[place] > 0), long & (side[place] < 0))
    return Hits(usable & signal[group], directed.high, directed.low)


def _steps(values: Floats, group: Ints, place: Ints, near: Floats) -> Floats:
    """Sign of the step to each point from the one before; 0 for a repeat and at a group's start."""
    step = np.zeros(place.size)
    if place.size > 1:
        change = values[place][1:] - values[place][:-1]
        moved = (np.abs(change) > near[place][1:]) & (group[place][1:] == group[place][:-1])
        step[1:] = np.where(moved, np.sign(change), 0.0)
    return step


def _scatter(size: int, place: Ints, high: Bools, low: Bools) -> Hits:
    every_high, every_low = np.zeros(size, dtype=np.bool_), np.zeros(size, dtype=np.bool_)
    every_high[place], every_low[place] = high, low
    return Hits.of(every_high, every_low)

"""The rules that make a point a special cause: arrays in, flags out.

Every rule takes arrays of one entry a point, ordered by group (a phase of a series) and time.
`usable` leaves out points without a figure and points a person excluded; such points neither break
nor feed a run. No rule looks across groups.
"""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from clearway.spc.arrays import Bools, Floats, Ints, Signs, in_long_runs, run_lengths
from clearway.spc.profiles import TwoOfThree

Scalar = TypeVar("Scalar", bound=np.generic)

# Lengths of Nelson's tests 4, 7 and 8 (Nelson 1984).
ALTERNATING_LENGTH = 14
NEAR_CENTRE_LENGTH = 15
AWAY_LENGTH = 8


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


def outside(beyond_limit: Signs, usable: Bools) -> Hits:
    """Points beyond a three-sigma limit; `beyond_limit` is -1 below, 1 above, else 0."""
    return Hits.of(usable & (beyond_limit > 0), usable & (beyond_limit < 0))


def shift(side: Signs, usable: Bools, group: Ints, *, length: int, skip_ties: bool) -> Hits:
    """`length` or more successive points on one side of the centre line.

    Points on the line are passed over when `skip_ties`, else they end the run.
    """
    place = np.flatnonzero(usable & (side != 0) if skip_ties else usable)
    sides = _pick(side, place)
    long = in_long_runs(sides, _pick(group, place), length)
    return _scatter(side.size, place, long & (sides > 0), long & (sides < 0))


def trend(values: Floats, usable: Bools, group: Ints, *, length: int, skip_ties: bool, near: Floats) -> Hits:
    """`length` or more successive points, each above (or each below) the one before.

    Two values not further apart than `near` are a repeat: passed over when `skip_ties`, else the
    end of the trend.
    """
    place = np.flatnonzero(usable)
    step = _steps(values, group, place, near)
    members = _pick(group, place)
    if skip_ties:
        repeat = step == 0
        repeat[1:] &= members[1:] == members[:-1]
        repeat[:1] = False
        if repeat.any():
            # The step after a repeat is the step from the point that it repeats.
            kept = np.flatnonzero(~repeat)
            place, step, members = place[kept], step[kept], members[kept]
    long = in_long_runs(step, members, length - 1) & (step != 0)
    up, down = long & (step > 0), long & (step < 0)
    up[:-1] |= up[1:]
    down[:-1] |= down[1:]
    return _scatter(values.size, place, up, down)


def two_of_three(
    side: Signs,
    beyond_near: Signs,
    usable: Bools,
    group: Ints,
    *,
    beyond_limit: Signs,
    variant: TwoOfThree,
) -> Hits:
    """Two or three of three successive points beyond two sigma on one side; only those are flagged.

    Where the third may lie, and whether points beyond three sigma count, is the `variant`'s matter:
    see `clearway.spc.profiles.Profile`.
    """
    near = beyond_near
    if variant == "between_two_and_three_sigma":
        near = near * (beyond_limit == 0)
    if variant == "third_anywhere":
        return _some_of(near, usable, group, many=2, window=3)
    near = near * (near == side)
    return _some_of(near, usable, group, many=2, window=3, side=side)


def four_of_five(beyond_one: Signs, usable: Bools, group: Ints) -> Hits:
    """Four or five of five successive points beyond one sigma on one side (Nelson's sixth test)."""
    return _some_of(beyond_one, usable, group, many=4, window=5)


def alternating(values: Floats, usable: Bools, group: Ints, *, near: Floats) -> Hits:
    """Fourteen or more successive points that go up and down by turns; it has no direction."""
    place = np.flatnonzero(usable)
    step = _steps(values, group, place, near)
    members = _pick(group, place)
    turned = np.where((step != 0) & (np.arange(step.size) % 2 == 1), -step, step)
    # Steps that turn every time become a run of equal signs when every second one is reversed.
    long = in_long_runs(turned, members, ALTERNATING_LENGTH - 1) & (step != 0)
    long[:-1] |= long[1:] & (members[1:] == members[:-1])
    return _undirected(values.size, place, long)


def near_centre(beyond_one: Signs, usable: Bools, group: Ints) -> Hits:
    """Fifteen or more successive points within one sigma of the centre; it has no direction."""
    return _of_kind(beyond_one == 0, usable, group, NEAR_CENTRE_LENGTH)


def away_from_centre(beyond_one: Signs, usable: Bools, group: Ints) -> Hits:
    """Eight or more successive points beyond one sigma, on either side; it has no direction."""
    return _of_kind(beyond_one != 0, usable, group, AWAY_LENGTH)


def long_runs(side: Signs, usable: Bools, group: Ints, *, longest_max: Ints, signal: Bools) -> Hits:
    """Anhøj's signal, which concerns a whole phase, on all its points.

    The direction is given to the points of runs longer than `longest_max` of their group alone.
    """
    place = np.flatnonzero(usable & (side != 0))
    sides, members = _pick(side, place), _pick(group, place)
    long = run_lengths(sides, members) > longest_max[members]
    directed = _scatter(side.size, place, long & (sides > 0), long & (sides < 0))
    return Hits(usable & signal[group], directed.high, directed.low)


def _some_of(
    sign: Signs, usable: Bools, group: Ints, *, many: int, window: int, side: Signs | None = None
) -> Hits:
    """The points with a sign, of every window of points of one group in which `many` share it.

    With `side`, all points of the window must lie on that side of the centre.
    """
    place = np.flatnonzero(usable)
    signs, members = _pick(sign, place), _pick(group, place)
    windows = max(place.size - window + 1, 0)
    one_group = members[window - 1 :] == members[:windows]
    found = []
    for way in (1, -1):
        marked = signs == way
        enough = one_group & (_windowed(marked, window) >= many)
        if side is not None:
            enough &= _windowed(_pick(side, place) == way, window) == window
        covered = np.zeros(place.size, dtype=np.bool_)
        for offset in range(window):
            covered[offset : offset + windows] |= enough
        found.append(covered & marked)
    return _scatter(sign.size, place, found[0], found[1])


def _windowed(marked: Bools, window: int) -> Signs:
    """How many are marked in each window of successive entries."""
    ones = marked.view(np.int8)
    windows = max(ones.size - window + 1, 0)
    count = np.zeros(windows, dtype=np.int8)
    for offset in range(window):
        count += ones[offset : offset + windows]
    return count


def _of_kind(kind: Bools, usable: Bools, group: Ints, length: int) -> Hits:
    place = np.flatnonzero(usable)
    kinds = _pick(kind, place)
    long = in_long_runs(kinds.view(np.int8), _pick(group, place), length)
    return _undirected(kind.size, place, kinds & long)


def _steps(values: Floats, group: Ints, place: Ints, near: Floats) -> Signs:
    """Sign of the step to each point from the one before; 0 for a repeat and at a group's start."""
    step = np.zeros(place.size, dtype=np.int8)
    if place.size > 1:
        chosen, members = _pick(values, place), _pick(group, place)
        change = chosen[1:] - chosen[:-1]
        close = _pick(near, place)[1:]
        rise = change > close
        fall = np.negative(change, out=change) > close
        np.subtract(rise.view(np.int8), fall.view(np.int8), out=step[1:])
        step[1:] *= members[1:] == members[:-1]
    return step


def _pick(array: NDArray[Scalar], place: Ints) -> NDArray[Scalar]:
    """The entries at `place`, without a copy where that is all of them."""
    return array if place.size == array.size else array[place]


def _scatter(size: int, place: Ints, high: Bools, low: Bools) -> Hits:
    return Hits.of(_spread(size, place, high), _spread(size, place, low))


def _undirected(size: int, place: Ints, fired: Bools) -> Hits:
    none = np.zeros(size, dtype=np.bool_)
    return Hits(_spread(size, place, fired), none, none)


def _spread(size: int, place: Ints, chosen: Bools) -> Bools:
    if place.size == size:
        return chosen
    every = np.zeros(size, dtype=np.bool_)
    every[place] = chosen
    return every

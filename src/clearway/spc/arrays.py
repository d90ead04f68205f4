"""Array types and the few operations on groups that limits, rules and runs share.

All arrays hold one entry a point, ordered by group and then by time; `group` numbers the groups
0, 1, 2 ... A group is one phase of one series, so a single call can judge thousands of series.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
# -1, 0 or 1 a point: which side of a line it lies on, or which way it went.
Signs = NDArray[np.int8]

# Points this close to a line, relative to the largest figure of the group, lie on it: it is far
# above the rounding of arithmetic and far below anything that was measured.
TOLERANCE = 1e-9


def run_lengths(sign: Signs, group: Ints) -> Ints:
    """The length of the run of equal `sign` within a group that each entry belongs to."""
    lengths = _lengths(_changes(sign, group), sign.size)
    return np.asarray(np.repeat(lengths, lengths), dtype=np.int64)


def in_long_runs(sign: Signs, group: Ints, length: int) -> Bools:
    """The entries of runs of `length` or more equal signs within a group."""
    if sign.size < length or length < 2:
        return np.full(sign.size, length < 2)
    same: Bools = (sign[1:] == sign[:-1]) & (group[1:] == group[:-1])
    # Where `length` equal entries begin: windows grow by doubling, which takes few passes over bytes.
    width = 1
    while width < length - 1:
        step = min(width, length - 1 - width)
        same = same[:-step] & same[step:]
        width += step
    width = 1
    while width < length:
        step = min(width, length - width)
        wider = np.zeros(same.size + step, dtype=np.bool_)
        wider[:-step] |= same
        wider[step:] |= same
        same, width = wider, width + step
    return same


def longest_runs(sign: Signs, group: Ints, groups: int) -> Ints:
    """The longest run of equal `sign` in each group; 0 for a group without entries."""
    starts = _changes(sign, group)
    longest = np.zeros(groups, dtype=np.int64)
    np.maximum.at(longest, group[starts], _lengths(starts, sign.size))
    return longest


def _changes(sign: Signs, group: Ints) -> Ints:
    """Where a run starts."""
    different = np.ones(sign.size, dtype=np.bool_)
    if sign.size:
        np.not_equal(sign[1:], sign[:-1], out=different[1:])
        different[1:] |= group[1:] != group[:-1]
    return np.asarray(np.flatnonzero(different), dtype=np.int64)


def _lengths(starts: Ints, size: int) -> Ints:
    lengths = np.empty(starts.size, dtype=np.int64)
    if starts.size:
        np.subtract(starts[1:], starts[:-1], out=lengths[:-1])
        lengths[-1] = size - starts[-1]
    return lengths


def group_sum(values: Floats, chosen: Bools, group: Ints, groups: int) -> Floats:
    """The sum of the chosen values of each group."""
    weights = values if chosen.all() else np.where(chosen, values, 0.0)
    total = np.bincount(group, weights=weights, minlength=groups)
    return np.asarray(total, dtype=np.float64)


def group_count(chosen: Bools, group: Ints, groups: int) -> Ints:
    """How many entries of each group are chosen."""
    everything = group if chosen.all() else group[chosen]
    return np.asarray(np.bincount(everything, minlength=groups), dtype=np.int64)


def starts_of(group: Ints, groups: int) -> Ints:
    """Where each group starts; `group` is in order and every group has an entry."""
    return np.asarray(np.searchsorted(group, np.arange(groups)), dtype=np.int64)


def count_from(starts: Ints, chosen: Bools) -> Ints:
    """How many entries are chosen from each start up to the next; starts differ."""
    if not starts.size:
        return np.zeros(0, dtype=np.int64)
    # Added up byte by byte: no array of larger numbers is made for the entries.
    return np.asarray(np.add.reduceat(chosen.view(np.int8), starts, dtype=np.int64), dtype=np.int64)


def any_of(marks: Iterable[Bools], size: int) -> Bools:
    """The entries that any of the arrays of that size marks."""
    found = np.zeros(size, dtype=np.bool_)
    for mark in marks:
        found |= mark
    return found


def unvaried(figure: float, size: int) -> Floats:
    """The same figure at every entry, in the memory of one; it cannot be written to."""
    return np.broadcast_to(np.float64(figure), (size,))


def group_mean(values: Floats, chosen: Bools, group: Ints, groups: int) -> Floats:
    """The mean of the chosen values of each group; not a number where none is chosen."""
    total = group_sum(values, chosen, group, groups)
    return divide(total, group_count(chosen, group, groups).astype(np.float64))


def group_median(values: Floats, chosen: Bools, group: Ints, groups: int) -> Floats:
    """The median of the chosen values of each group; not a number where none is chosen."""
    result = np.full(groups, np.nan)
    ordered = np.lexsort((values[chosen], group[chosen]))
    sorted_values = values[chosen][ordered]
    count = group_count(chosen, group, groups)
    first = np.cumsum(count) - count
    some = count > 0
    low = sorted_values[(first + (count - 1) // 2)[some]]
    high = sorted_values[(first + count // 2)[some]]
    result[some] = (low + high) / 2
    return result


def group_max(values: Floats, chosen: Bools, group: Ints, groups: int) -> Floats:
    """The largest of the chosen values of each group, which are 0 or more; 0 where none is chosen."""
    largest = np.zeros(groups)
    if values.size:
        starts = np.flatnonzero(np.concatenate(([True], group[1:] != group[:-1])))
        counted = values if chosen.all() else np.where(chosen, values, 0.0)
        largest[group[starts]] = np.maximum.reduceat(counted, starts)
    return largest


def within(group: Ints) -> Ints:
    """The place of each entry in its group, from 0; `group` is in order."""
    if not group.size:
        return np.zeros(0, dtype=np.int64)
    starts = np.flatnonzero(np.concatenate(([True], group[1:] != group[:-1])))
    return np.asarray(np.arange(group.size) - np.repeat(starts, _lengths(starts, group.size)), dtype=np.int64)


def divide(above: Floats, below: Floats) -> Floats:
    """`above / below`, not a number where `below` is 0."""
    result = np.full(np.broadcast(above, below).shape, np.nan)
    np.divide(above, below, out=result, where=below != 0)
    return result


def tolerance(values: Floats, group: Ints, groups: int) -> Floats:
    """For each entry, the distance below which two figures of its group are the same."""
    largest = group_max(np.abs(values), np.isfinite(values), group, groups)
    return np.asarray((largest * TOLERANCE)[group], dtype=np.float64)

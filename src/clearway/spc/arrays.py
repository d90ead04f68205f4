"""Array types and the few operations on groups that limits, rules and runs share.

All arrays hold one entry a point, ordered by group and then by time; `group` numbers the groups
0, 1, 2 ... A group is one phase of one series, so a single call can judge thousands of series.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

# Points this close to a line, relative to the largest figure of the group, lie on it: it is far
# above the rounding of arithmetic and far below anything that was measured.
TOLERANCE = 1e-9


def run_lengths(sign: Floats, group: Ints) -> Ints:
    """The length of the run of equal `sign` within a group that each entry belongs to."""
    if sign.size == 0:
        return np.zeros(0, dtype=np.int64)
    starts = np.ones(sign.size, dtype=np.bool_)
    starts[1:] = (sign[1:] != sign[:-1]) | (group[1:] != group[:-1])
    run = np.cumsum(starts) - 1
    return np.asarray(np.bincount(run)[run], dtype=np.int64)


def group_sum(values: Floats, chosen: Bools, group: Ints, groups: int) -> Floats:
    """The sum of the chosen values of each group."""
    total = np.bincount(group[chosen], weights=values[chosen], minlength=groups)
    return np.asarray(total, dtype=np.float64)


def group_count(chosen: Bools, group: Ints, groups: int) -> Ints:
    """How many entries of each group are chosen."""
    return np.asarray(np.bincount(group[chosen], minlength=groups), dtype=np.int64)


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


def divide(above: Floats, below: Floats) -> Floats:
    """`above / below`, not a number where `below` is 0."""
    result = np.full(np.broadcast(above, below).shape, np.nan)
    np.divide(above, below, out=result, where=below != 0)
    return result


def tolerance(values: Floats, group: Ints, groups: int) -> Floats:
    """For each entry, the distance below which two figures of its group are the same."""
    size = np.zeros(groups)
    known = np.isfinite(values)
    np.maximum.at(size, group[known], np.abs(values[known]))
    return np.asarray(size[group] * TOLERANCE, dtype=np.float64)

"""Several rows of one date made into one point, where a person or the kind of chart asks for it.

Nothing is merged silently: rows of one date are an error unless they are a subgroup (Xbar and S
charts), separate events (G and T charts), or `same_date` says what they are.
"""

from dataclasses import dataclass

import numpy as np

from clearway.spc.arrays import Floats, Ints, divide


@dataclass(frozen=True)
class Merged:
    """One entry a date: what its rows come to. `sizes` counts their figures, `spreads` is their
    standard deviation (not a number for fewer than two)."""

    values: Floats
    denominators: Floats
    sizes: Floats
    spreads: Floats


def merge(values: Floats, denominators: Floats, starts: Ints, summed: bool) -> Merged:
    """The sums of runs of rows, or their means; `starts` is where each run begins.

    A sum with a part missing is missing, since nothing is ever counted as zero. A mean is that of
    the figures there are.
    """
    known = np.isfinite(values)
    sizes = np.add.reduceat(known.astype(np.float64), starts)
    total = np.add.reduceat(np.where(known, values, 0.0), starts)
    average = divide(total, sizes)
    rows = np.diff(starts, append=values.size)
    off = np.where(known, values - np.repeat(average, rows), 0.0)
    spreads = np.sqrt(divide(np.add.reduceat(off**2, starts), np.where(sizes > 1, sizes - 1, 0.0)))
    if summed:
        return Merged(np.add.reduceat(values, starts), np.add.reduceat(denominators, starts), sizes, spreads)
    return Merged(average, denominators[starts], sizes, spreads)

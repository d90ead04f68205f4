"""The target at each point of a table, the last one of each series and that of its next period."""

from collections.abc import Sequence
from math import isnan

import numpy as np

from clearway.spc.arrays import Floats, Ints
from clearway.spc.calendar_gaps import find_rhythm
from clearway.spc.options import Options
from clearway.spc.table_points import Ready
from clearway.spc.table_result import VALUE
from clearway.spc.table_rows import day_of


def targets_of(
    ready: Ready, dated: bool, options: Sequence[Options], which: Ints, members: Ints
) -> tuple[Floats, Floats, Floats]:
    """One entry a point; one a series of `members`, the last target reached; and the next one.

    Only targets that vary are looked up one series at a time.
    """
    constant = np.array([one.target.constant for one in options])[which]
    at_points = constant[ready.code]
    last = constant[members].copy()
    coming = last.copy()
    varying = np.array([one.target.varies for one in options], dtype=np.bool_)[which[members]]
    for place in np.flatnonzero(varying).tolist():
        number = int(members[place])
        first, end = np.searchsorted(ready.code, [number, number + 1]).tolist()
        chosen = options[int(which[number])]
        target = chosen.target
        days = [day_of(day) for day in ready.day[first:end].tolist()] if dated else [None] * (end - first)
        positions = np.argsort(np.argsort(ready.position[first:end])).tolist()
        at_points[first:end] = [target.at(day, row) for day, row in zip(days, positions, strict=True)]
        seen = np.flatnonzero(ready.state[first:end] == VALUE).tolist() or list(range(end - first))
        last[place] = target.last([days[at] for at in seen], [positions[at] for at in seen])
        different = [day for day in dict.fromkeys(days) if day is not None]
        rhythm = find_rhythm(different) if chosen.family.calendar else None
        found = target.at(rhythm.after(different[-1], 1)) if rhythm else float("nan")
        coming[place] = last[place] if isnan(found) else found
    return at_points, last, coming

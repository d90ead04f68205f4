"""A chart's points as arrays again, for the tests that look at the whole of a series."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from clearway.spc.arrays import Bools, Floats, Ints
from clearway.spc.result import Chart
from clearway.spc.words import PointState


@dataclass(frozen=True)
class Columns:
    """One entry a row of the chart, in order of time.

    `values` are plotted figures, not a number where there is none; `sizes` denominators, 1 without.
    `usable` rows have a figure that counts. `after_gap` rows follow a period that has no row.
    `phase` counts from 0. `sigma` is a third of the way from the centre to the limit as drawn, and
    not a number where the chart draws none.
    """

    values: Floats
    sizes: Floats
    usable: Bools
    excluded: Bools
    after_gap: Bools
    phase: Ints
    centre: Floats
    sigma: Floats


def columns(chart: Chart) -> Columns:
    """The rows of `chart` as arrays."""
    points = chart.points
    states = [point.state for point in points]
    centre = _floats([point.centre for point in points])
    upper, lower = _floats([point.upper for point in points]), _floats([point.lower for point in points])
    reach = np.stack([upper - centre, centre - lower])
    widest = np.where(np.isnan(reach).all(axis=0), np.nan, np.nan_to_num(reach, nan=0.0).max(axis=0))
    return Columns(
        values=_floats([point.value for point in points]),
        # A missing denominator belongs to a missing figure, so its size is never used.
        sizes=np.array([1.0 if point.denominator is None else point.denominator for point in points]),
        usable=np.array([state is PointState.VALUE for state in states], dtype=np.bool_),
        excluded=np.array([state is PointState.EXCLUDED for state in states], dtype=np.bool_),
        after_gap=_after_gap(chart),
        phase=np.array([point.phase - 1 for point in points], dtype=np.int64),
        centre=centre,
        sigma=widest / 3,
    )


def neighbours(rows: Columns) -> tuple[Ints, Ints]:
    """The rows before and after each step of one period, both with a figure and in one phase."""
    here = np.arange(1, rows.values.size)
    pair = rows.usable[here] & rows.usable[here - 1] & ~rows.after_gap[here]
    pair &= rows.phase[here] == rows.phase[here - 1]
    return here[pair] - 1, here[pair]


def _floats(figures: list[float | None]) -> Floats:
    return np.array([np.nan if figure is None else figure for figure in figures], dtype=np.float64)


def _after_gap(chart: Chart) -> Bools:
    """Where a period that the calendar has, and the series has not, lies just before the point."""
    after = np.zeros(len(chart.points), dtype=np.bool_)
    for place, (earlier, later) in enumerate(pairwise(point.date for point in chart.points), start=1):
        if earlier is not None and later is not None:
            after[place] = any(earlier < day < later for day in chart.absent)
    return after

"""What is found in the series of a table, as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from clearway.spc.arrays import Bools, Floats, Ints, Signs
from clearway.spc.words import PointState, Rule

STATES = (
    PointState.VALUE,
    PointState.MISSING,
    PointState.NO_CASES,
    PointState.EXCLUDED,
    PointState.NO_RANGE,
    PointState.WITHHELD,
)
# Bytes, since a table has a state at every point.
VALUE, MISSING, NO_CASES, EXCLUDED, NO_RANGE, WITHHELD = map(np.int8, range(6))


@dataclass(frozen=True)
class Points:
    """One entry a point, in order of series (`code`) and time; not a number where there is nothing.

    `day` counts days since 1970, or places where the table has no dates. `position` is the row of the
    input. `state` is a place in `STATES`. `lower` and `upper` are as shown; `limit_low` and `limit_high`
    are unclipped, as the rules use them. `signal` is 1 high, -1 low, 0 common cause. `rules` has one
    array for each rule that any profile used.
    """

    code: Ints
    day: Ints
    position: Ints
    value: Floats
    numerator: Floats
    denominator: Floats
    size: Floats
    state: Signs
    phase: Ints
    centre: Floats
    lower: Floats
    upper: Floats
    near_lower: Floats
    near_upper: Floats
    limit_low: Floats
    limit_high: Floats
    usable: Bools
    signal: Signs
    target: Floats
    rules: dict[Rule, Bools]


@dataclass(frozen=True)
class PerSeries:
    """One entry a series; runs are those of the last phase.

    `latest` is the place of the latest figure among the points, -1 where there is no verdict. `latest_seen`
    is the same without regard to verdicts. `last_start` is where the last phase starts. `variation` is a
    place in `icons.VARIATIONS`, `assurance` a key of `icons.ASSURANCES`. `percent` tells the unit.
    `fallback` says that limits could not be found in the usual way; a note of the chart says how they were.
    """

    n: Ints
    phases: Ints
    last_n: Ints
    base_n: Ints
    absent: Ints
    shown: Bools
    still: Bools
    latest: Ints
    latest_seen: Ints
    last_start: Ints
    end: Ints
    useful: Ints
    longest_run: Ints
    longest_run_max: Ints
    crossings: Ints
    crossings_min: Ints
    runs_signal: Bools
    variation: Ints
    assurance: Ints
    target: Floats
    target_probability: Floats
    percent: Bools
    fallback: Bools


@dataclass(frozen=True)
class Judged:
    """Everything that was found, in arrays."""

    points: Points
    series: PerSeries


def together(found: Sequence[tuple[Ints, Judged]], series: int) -> Judged:
    """The findings of several batches in order of series; each comes with the numbers of its series."""
    points = [judged.points for _, judged in found]
    order = np.argsort(np.concatenate([one.code for one in points]), kind="stable")
    place = np.empty(order.size, dtype=np.int64)
    place[order] = np.arange(order.size)
    names = [field.name for field in fields(Points) if field.name != "rules"]
    columns = {name: np.concatenate([getattr(one, name) for one in points])[order] for name in names}
    every = list(dict.fromkeys(rule for one in points for rule in one.rules))
    rules = {
        rule: np.concatenate(
            [one.rules.get(rule, np.zeros(one.code.size, dtype=np.bool_)) for one in points]
        )[order]
        for rule in every
    }
    return Judged(Points(**columns, rules=rules), _per_series(found, series, place))


def _per_series(found: Sequence[tuple[Ints, Judged]], series: int, place: Ints) -> PerSeries:
    """The findings a series, with places among points moved to where the points now are."""
    columns = {}
    for field in fields(PerSeries):
        first: np.ndarray[tuple[int, ...], np.dtype[np.generic]] = getattr(found[0][1].series, field.name)
        column = np.zeros(series, dtype=first.dtype)
        offset = 0
        for members, judged in found:
            values = getattr(judged.series, field.name)
            if field.name in ("latest", "latest_seen", "last_start"):
                values = np.where(values >= 0, place[np.maximum(values + offset, 0)], -1)
            elif field.name == "end":
                values = place[values - 1 + offset] + 1
            column[members] = values
            offset += judged.points.code.size
        columns[field.name] = column
    return PerSeries(**columns)

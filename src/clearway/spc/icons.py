"""Verdicts: the type of each point, and the variation and assurance of a chart."""

from collections.abc import Mapping

import numpy as np

from clearway.spc.arrays import Floats, Ints
from clearway.spc.profiles import Profile
from clearway.spc.rules import Hits
from clearway.spc.words import Assurance, Direction, PointType, Rule, Variation


def signals(hits: Mapping[Rule, Hits], side: Floats, direction: Direction, profile: Profile) -> Ints:
    """Which way each point is a special cause: 1 high, -1 low, 0 common cause.

    A point may be high by one rule and low by another (a rising trend below the mean). Making Data
    Count shows the improvement; the older programs show the first rule in the profile's order. With
    no direction to judge by, the point's side of the centre decides.
    """
    if profile.conflict == "first_rule":
        return _first_rule(hits, side)
    high = np.logical_or.reduce([hit.high for hit in hits.values()])
    low = np.logical_or.reduce([hit.low for hit in hits.values()])
    better = {Direction.INCREASE: 1, Direction.DECREASE: -1, Direction.NEUTRAL: 0}[direction]
    both = np.sign(side) if better == 0 else np.full(side.size, better)
    return np.where(high & low, both, high.astype(int) - low.astype(int)).astype(np.int64)


def _first_rule(hits: Mapping[Rule, Hits], side: Floats) -> Ints:
    chosen = np.zeros(side.size, dtype=np.int64)
    for hit in hits.values():
        # At the turn of two trends the step that follows decides: the later trend.
        both = np.where(hit.high & hit.low, _later(hit), hit.high.astype(int) - hit.low.astype(int))
        chosen = np.where(chosen == 0, both, chosen)
    return chosen.astype(np.int64)


def _later(hit: Hits) -> Ints:
    """The way the next point goes."""
    after_high = np.append(hit.high[1:] & ~hit.low[1:], False)
    return np.where(after_high, 1, -1).astype(np.int64)


def point_type(signal: int, direction: Direction) -> PointType:
    """The verdict on a point that is special high (1), special low (-1) or not (0)."""
    if signal == 0:
        return PointType.COMMON_CAUSE
    if direction is Direction.NEUTRAL:
        return PointType.NEUTRAL_HIGH if signal > 0 else PointType.NEUTRAL_LOW
    good = (signal > 0) == (direction is Direction.INCREASE)
    return PointType.IMPROVEMENT if good else PointType.CONCERN


def variation(signal: int, direction: Direction) -> Variation:
    """The variation icon of a chart whose latest point has this signal."""
    kind = point_type(signal, direction)
    if kind in (PointType.IMPROVEMENT, PointType.CONCERN):
        return Variation(f"{kind}_{'high' if signal > 0 else 'low'}")
    return Variation(kind)


def assurance(
    target: float | None, lower: float | None, upper: float | None, direction: Direction
) -> Assurance:
    """Where the target lies to the limits of the latest point; a target on a limit is hit or miss."""
    if target is None or direction is Direction.NEUTRAL or lower is None or upper is None:
        return Assurance.NONE
    if lower <= target <= upper:
        return Assurance.HIT_OR_MISS
    return Assurance.PASS if (target < lower) == (direction is Direction.INCREASE) else Assurance.FAIL


def assurance_without_variation(target: float | None, value: float | None, direction: Direction) -> Assurance:
    """A process that never varies meets its target always or never."""
    if target is None or direction is Direction.NEUTRAL or value is None:
        return Assurance.NONE
    met = value >= target if direction is Direction.INCREASE else value <= target
    return Assurance.PASS if met else Assurance.FAIL

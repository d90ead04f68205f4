"""Verdicts: the type of each point, and the variation and assurance of a chart."""

from collections.abc import Mapping

import numpy as np

from clearway.spc.arrays import Bools, Floats, Ints, Signs, any_of
from clearway.spc.profiles import Profile
from clearway.spc.rules import Hits
from clearway.spc.words import Assurance, Direction, PointType, Rule, Variation


def signals(hits: Mapping[Rule, Hits], side: Signs, better: Ints, profile: Profile) -> Signs:
    """Which way each point is a special cause: 1 high, -1 low, 0 common cause.

    A point may be high by one rule and low by another (a rising trend below the mean). Making Data
    Count shows the improvement; the older programs show the first rule in the profile's order. With
    no direction to judge by, the point's side of the centre decides. `better` is 1 where high is
    better, -1 where low is, 0 where neither.
    """
    if not hits:
        return np.zeros(side.size, dtype=np.int8)
    if profile.conflict == "first_rule":
        return _first_rule(hits, side)
    high, low = (any_of([getattr(hit, way) for hit in hits.values()], side.size) for way in ("high", "low"))
    signal: Signs = high.view(np.int8) - low.view(np.int8)
    both = np.flatnonzero(high & low)
    wins = better[both] if profile.conflict == "improvement_wins" else -better[both]
    signal[both] = np.where(wins == 0, np.sign(side[both]), wins)
    return signal


def _first_rule(hits: Mapping[Rule, Hits], side: Signs) -> Signs:
    chosen = np.zeros(side.size, dtype=np.int8)
    for hit in hits.values():
        # At the turn of two trends the step that follows decides: the later trend.
        both = np.where(hit.high & hit.low, _later(hit), hit.high.view(np.int8) - hit.low.view(np.int8))
        chosen = np.where(chosen == 0, both, chosen)
    return chosen


def _later(hit: Hits) -> Signs:
    """The way the next point goes."""
    after_high = np.append(hit.high[1:] & ~hit.low[1:], False)
    return np.where(after_high, 1, -1).astype(np.int8)


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


def better(direction: Direction) -> int:
    """1 where high is better, -1 where low is, 0 where neither."""
    return {Direction.INCREASE: 1, Direction.DECREASE: -1, Direction.NEUTRAL: 0}[direction]


def assurances(
    target: Floats, lower: Floats, upper: Floats, value: Floats, better: Ints, still: Bools, profile: Profile
) -> Ints:
    """Where targets lie to the limits of the latest points: 1 pass, -1 fail, 0 hit or miss, 9 none.

    A target on a limit is hit or miss, unless the profile counts it as beyond. A process that never
    varies meets its target always or never.
    """
    low, high = (
        (target <= lower, target >= upper)
        if profile.target_on_limit == "inclusive"
        else (target < lower, target > upper)
    )
    found = np.where(low, better, np.where(high, -better, 0))
    met = np.where(better > 0, value >= target, value <= target)
    if profile.meeting == "strict":
        met &= value != target
    found = np.where(still, np.where(met, 1, -1), found)
    judged = np.isfinite(target) & (better != 0)
    judged &= np.where(still, np.isfinite(value), np.isfinite(lower) & np.isfinite(upper))
    return np.where(judged, found, 9).astype(np.int64)


ASSURANCES = {1: Assurance.PASS, -1: Assurance.FAIL, 0: Assurance.HIT_OR_MISS, 9: Assurance.NONE}


def variations(latest: Ints, still: Bools, signal: Signs, fired: Bools, high: Bools, better: Ints) -> Ints:
    """The variation icon of each series, as a place in `VARIATIONS`.

    `latest` is the place of its latest figure among the points, -1 where it cannot be judged; `signal`,
    `fired` and `high` (on or above the centre) have one entry a point.
    """
    if not signal.size:
        return np.zeros(latest.size, dtype=np.int64)
    at = np.maximum(latest, 0)
    way = np.where((signal[at] == 0) & fired[at], np.where(high[at], 1, -1), signal[at])
    # A rule without a direction says that it is not chance, not which way the process went.
    judged = np.where((signal[at] == 0) & fired[at], 0, better)
    good = np.where(way > 0, _PLACE[Variation.IMPROVEMENT_HIGH], _PLACE[Variation.IMPROVEMENT_LOW])
    bad = np.where(way > 0, _PLACE[Variation.CONCERN_HIGH], _PLACE[Variation.CONCERN_LOW])
    neither = np.where(way > 0, _PLACE[Variation.NEUTRAL_HIGH], _PLACE[Variation.NEUTRAL_LOW])
    found = np.where(judged == 0, neither, np.where(way == judged, good, bad))
    found = np.where(way == 0, _PLACE[Variation.COMMON_CAUSE], found)
    found = np.where(still, _PLACE[Variation.NO_VARIATION], found)
    return np.where(latest >= 0, found, _PLACE[Variation.TOO_FEW_POINTS]).astype(np.int64)


VARIATIONS = (Variation.TOO_FEW_POINTS, *(one for one in Variation if one is not Variation.TOO_FEW_POINTS))
_PLACE = {one: place for place, one in enumerate(VARIATIONS)}

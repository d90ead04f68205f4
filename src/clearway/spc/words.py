"""The words of the SPC contract: what a chart, a rule, a verdict and a state are called.

They are written to files and compared by other programs, so they never change their spelling.
"""

from enum import StrEnum


class Direction(StrEnum):
    """Which way is better."""

    INCREASE = "increase"
    DECREASE = "decrease"
    NEUTRAL = "neutral"


class Rule(StrEnum):
    """What can make a point a special cause."""

    OUTSIDE = "outside"
    TREND = "trend"
    TWO_OF_THREE = "two_of_three"
    SHIFT = "shift"
    RUNS = "runs"
    # Nelson's other tests; no other profile uses them unless it is made to.
    FOUR_OF_FIVE = "four_of_five"
    ALTERNATING = "alternating"
    NEAR_CENTRE = "near_centre"
    AWAY_FROM_CENTRE = "away_from_centre"


class PointType(StrEnum):
    """The verdict on one point."""

    COMMON_CAUSE = "common_cause"
    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    NEUTRAL_HIGH = "neutral_high"
    NEUTRAL_LOW = "neutral_low"


class Variation(StrEnum):
    """The verdict on a chart: what its latest point says about the process."""

    COMMON_CAUSE = "common_cause"
    IMPROVEMENT_HIGH = "improvement_high"
    IMPROVEMENT_LOW = "improvement_low"
    CONCERN_HIGH = "concern_high"
    CONCERN_LOW = "concern_low"
    NEUTRAL_HIGH = "neutral_high"
    NEUTRAL_LOW = "neutral_low"
    TOO_FEW_POINTS = "too_few_points"
    NO_VARIATION = "no_variation"


class Assurance(StrEnum):
    """Whether the process, as it is, can be relied on to meet the target."""

    PASS = "pass"  # noqa: S105 - a verdict
    FAIL = "fail"
    HIT_OR_MISS = "hit_or_miss"
    NONE = "none"


class PointState(StrEnum):
    """Why a point has, or has not, a figure that counts."""

    VALUE = "value"
    MISSING = "missing"
    NO_CASES = "no_cases"
    EXCLUDED = "excluded"
    NO_RANGE = "no_range"
    """The first point of a moving range chart: there is nothing before it to differ from."""
    WITHHELD = "withheld"
    """A small number that is not to be published."""


class Unit(StrEnum):
    """How a figure is written for people."""

    PERCENT = "percent"
    NUMBER = "number"

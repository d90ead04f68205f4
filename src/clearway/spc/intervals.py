"""Confidence intervals for one proportion, and for the difference of two."""

from math import hypot, isfinite, sqrt

from scipy.stats import norm

from clearway.common.errors import ClearwayError


def wilson(numerator: float, denominator: float, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson's score interval for `numerator` of `denominator`, as fractions (lower, upper).

    It is the interval that NHS England and OHID publish with SATOD and with the public health
    profiles (Wilson 1927; Newcombe 1998, method 3). It never leaves 0 to 1 and has width when the
    numerator is 0. Raises ClearwayError when there are no cases, when the numerator is negative or above
    the denominator, or when the confidence is not between 0 and 1.
    """
    if not (isfinite(numerator) and isfinite(denominator)) or denominator <= 0:
        raise ClearwayError("A proportion of no cases has no interval", mend="Leave the row out")
    if not 0 <= numerator <= denominator:
        raise ClearwayError(
            f"The numerator {numerator:g} does not fit the denominator {denominator:g}",
            mend="It must be between 0 and the denominator",
        )
    if not 0 < confidence < 1:
        raise ClearwayError(f"A confidence of {confidence:g} is impossible", mend="Use a level such as 0.95")
    z = float(norm.ppf(0.5 + confidence / 2))
    share = numerator / denominator
    middle = share + z * z / (2 * denominator)
    reach = z * sqrt(share * (1 - share) / denominator + (z / (2 * denominator)) ** 2)
    scale = 1 + z * z / denominator
    return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)


def newcombe(
    numerator: float,
    denominator: float,
    other_numerator: float,
    other_denominator: float,
    confidence: float = 0.95,
) -> tuple[float, float, float]:
    """The first proportion minus the other one, with its hybrid score interval: (difference, lower, upper).

    Newcombe's method 10, without continuity correction, made of the Wilson limits of both proportions
    (Newcombe 1998, Interval estimation for the difference between independent proportions, Statistics in
    Medicine 17, 873-890, table II): 56 of 70 against 48 of 80 gives 0.2, 0.0524 to 0.3339; 5 of 56
    against 0 of 29 gives 0.0893, -0.0381 to 0.1926. It never leaves -1 to 1. It takes both groups as
    independent and their cases as equally likely; where months or clinics differ more than that the true
    interval is wider. Raises ClearwayError as `wilson` does.
    """
    low, high = wilson(numerator, denominator, confidence)
    other_low, other_high = wilson(other_numerator, other_denominator, confidence)
    share, other = numerator / denominator, other_numerator / other_denominator
    difference = share - other
    return (
        difference,
        difference - hypot(share - low, other_high - other),
        difference + hypot(high - share, other - other_low),
    )

"""Confidence intervals for a single proportion."""

from math import isfinite, sqrt

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

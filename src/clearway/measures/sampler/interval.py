"""How sure a sample makes us of what a review of everybody would have found."""

from collections.abc import Callable
from fractions import Fraction
from math import comb


def finite_interval(yes: int, sampled: int, population: int, confidence: float = 0.95) -> tuple[float, float]:
    """Limits of the proportion in a population of known size, from a sample without replacement.

    Exact, by the two tails of the hypergeometric distribution: the limits are the smallest and largest
    number of the population that would not make so extreme a sample rarer than (1 - confidence) / 2 in
    its tail. It covers at least `confidence` of the time, and is one point when all were reviewed.
    Sources: Cochran WG. Sampling Techniques, 3rd ed. Wiley, 1977, section 3.6; Buonaccorsi JP. A note on
    confidence intervals for proportions in finite populations. The American Statistician 1987;41:215-218.

    Raises ValueError unless 0 <= yes <= sampled <= population, sampled >= 1 and 0 < confidence < 1.
    """
    if not (0 <= yes <= sampled <= population and sampled >= 1 and 0 < confidence < 1):
        raise ValueError(f"{yes} of {sampled} of {population} at {confidence} is no sample")
    tail = Fraction((1 - confidence) / 2).limit_denominator(10**9)
    fewest, most = yes, population - (sampled - yes)
    all_samples = comb(population, sampled) * tail

    def at_least(held: int) -> bool:
        return _ways(range(yes, sampled + 1), held, sampled, population) > all_samples

    def at_most(held: int) -> bool:
        return _ways(range(yes + 1), held, sampled, population) > all_samples

    lower = _first(fewest, most, at_least)
    upper = _first(fewest, most, lambda held: not at_most(held + 1))
    return lower / population, upper / population


def _ways(found: range, held: int, sampled: int, population: int) -> int:
    """In how many samples so many are found, when `held` of the population have it."""
    return sum(comb(held, k) * comb(population - held, sampled - k) for k in found)


def _first(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """The smallest number from `low` to `high` for which it holds; it holds for all above it."""
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low

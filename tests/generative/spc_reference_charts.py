"""The lines of every chart and Nelson's tests in plain Python, a point at a time, from their definitions."""

import math
from itertools import pairwise
from statistics import mean, median, stdev

Lines = tuple[float, float, float]  # centre, lower, upper


def spread(values: list[float | None]) -> float:
    """Mean moving range, neighbours only."""
    steps = [abs(b - a) for a, b in pairwise(values) if a is not None and b is not None]
    return mean(steps)


def counts(tops: list[float], bottoms: list[float], share: bool, laney: bool) -> list[Lines]:
    """P, U and their primes; C with bottoms of one."""
    centre = sum(tops) / sum(bottoms)
    sigmas = [math.sqrt(centre * ((1 - centre) if share else 1) / bottom) for bottom in bottoms]
    factor = 1.0
    if laney:
        factor = spread([(t / b - centre) / s for t, b, s in zip(tops, bottoms, sigmas, strict=True)]) / 1.128
    reach = [3 * sigma * factor for sigma in sigmas]
    return [(centre, max(0.0, centre - one), min(centre + one, 1.0 if share else math.inf)) for one in reach]


def individuals_prime(tops: list[float], bottoms: list[float]) -> list[Lines]:
    centre = sum(tops) / sum(bottoms)
    rates = [top / bottom for top, bottom in zip(tops, bottoms, strict=True)]
    sigmas = [
        math.sqrt(math.pi / 2) * abs(b - a) / math.sqrt(1 / m + 1 / n)
        for (a, b), (m, n) in zip(pairwise(rates), pairwise(bottoms), strict=True)
    ]
    return [
        (centre, centre - 3 * mean(sigmas) / math.sqrt(n), centre + 3 * mean(sigmas) / math.sqrt(n))
        for n in bottoms
    ]


def between(values: list[float]) -> Lines:
    average = mean(values)
    reach = 3 * math.sqrt(average * (average + 1))
    return median(values), max(0.0, average - reach), average + reach


def times(values: list[float], factor: float) -> Lines:
    roots = [value ** (1 / 3.6) for value in values]
    centre, reach = mean(roots), 3 * factor * spread(list(roots))
    low, high = max(0.0, centre - reach), centre + reach
    return centre**3.6, low**3.6, high**3.6


def c4(n: int) -> float:
    return math.sqrt(2 / (n - 1)) * math.gamma(n / 2) / math.gamma((n - 1) / 2)


def subgroups(groups: list[list[float]]) -> tuple[list[Lines], list[Lines]]:
    """Lines of the means and of the standard deviations."""
    sizes, deviations = [len(group) for group in groups], [stdev(group) for group in groups]
    common = mean(deviations)
    if len(set(sizes)) > 1:
        free = sum(size - 1 for size in sizes)
        common = math.sqrt(sum((n - 1) * s * s for n, s in zip(sizes, deviations, strict=True)) / free)
    centre = sum(map(sum, groups)) / sum(sizes)
    means, spreads = [], []
    for n in sizes:
        reach = 3 * common / (c4(n) * math.sqrt(n))
        means.append((centre, centre - reach, centre + reach))
        wide = 3 * math.sqrt(1 - c4(n) ** 2) / c4(n)
        spreads.append((common, max(0.0, common * (1 - wide)), common * (1 + wide)))
    return means, spreads


def zone(value: float, centre: float, sigma: float) -> int:
    """0 within one sigma, else the number of whole sigmas beyond, with the sign of the side."""
    beyond = math.floor(abs(value - centre) / sigma)
    return min(beyond, 3) * (1 if value > centre else -1)


def nelson(values: list[float], centre: float, sigma: float) -> list[set[str]]:
    """Nelson's eight tests; no value lies on a line."""
    fired: list[set[str]] = [set() for _ in values]
    zones = [zone(value, centre, sigma) for value in values]
    above = [value > centre for value in values]
    for place, at in enumerate(zones):
        if abs(at) >= 3:
            fired[place].add("outside")

    def every(length: int, rule: str, holds: object) -> None:
        for first in range(len(values) - length + 1):
            if holds(first, first + length):  # type: ignore[operator]
                for place in range(first, first + length):
                    fired[place].add(rule)

    def rising(first: int, end: int) -> list[int]:
        return [(b > a) - (b < a) for a, b in pairwise(values[first:end])]

    every(9, "shift", lambda a, b: len(set(above[a:b])) == 1)
    every(6, "trend", lambda a, b: set(rising(a, b)) in ({1}, {-1}))
    every(14, "alternating", lambda a, b: all(x * y == -1 for x, y in pairwise(rising(a, b))))
    every(15, "near_centre", lambda a, b: not any(zones[a:b]))
    every(8, "away_from_centre", lambda a, b: all(zones[a:b]))
    for rule, many, window, least in (("two_of_three", 2, 3, 2), ("four_of_five", 4, 5, 1)):
        for first in range(len(values) - window + 1):
            for side in (1, -1):
                far = [p for p in range(first, first + window) if zones[p] * side >= least]
                if len(far) >= many:
                    for place in far:
                        fired[place].add(rule)
    return fired

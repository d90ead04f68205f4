"""Rules over many published values at once."""

import math
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from clearway.common.findings import Finding
from clearway.common.organisations import NATION
from clearway.records.plausibility.figures import (
    Figure,
    Values,
    by_series,
    count_words,
    measure_words,
    name,
    percent,
    place_of,
    series_of,
)
from clearway.records.plausibility.pairs import denominator_jump, numerator_above
from clearway.records.plausibility.rules import CountField, plausibility, rule

_Whole = tuple[str, str, str, str]
"""Measure, component, parameter and period: what a national figure is about."""


def above(values: Values) -> Iterator[Finding]:
    """More people in a numerator than in its denominator, where that cannot be."""
    for value in values:
        yield from numerator_above(value)


def zero_or_all(values: Values) -> Iterator[Finding]:
    """Exactly 0% or 100%, in numbers where chance hardly gives it: a gap in records, not practice.

    The rule: with the nation's published proportion p of that measure and period, n people all
    without (with) the feature have probability (1 - p)^n (p^n); below the threshold it is reported.
    In a table of categories with nobody known, the other shares say nothing and are passed over.
    """
    nation = {(*series_of(v)[:3], v.period): v.value for v in values if v.org_code == NATION}
    unknown = {place_of(v) for v in values if _nobody_known(v)}
    for value in values:
        n, p = value.denominator, nation.get((*series_of(value)[:3], value.period))
        if n is None or not p or p >= 1 or value.org_code == NATION or value.value not in (0, 1):
            continue
        if place_of(value) in unknown and not _nobody_known(value):
            continue
        log_chance = n * (math.log1p(-p) if value.value == 0 else math.log(p))
        if log_chance < math.log(rule("implausible-zero").limits["chance"]):
            yield _zero_or_all_finding(value, p)


def _zero_or_all_finding(value: Figure, nation: float) -> Finding:
    kind = "implausible-zero" if value.value == 0 else "implausible-hundred"
    found = rule("nobody-known" if _nobody_known(value) else kind)
    return found.finding(
        name=name(value),
        numerator=count_words(value.numerator),
        denominator=count_words(value.denominator),
        nation=percent(nation),
        once=f"{1 / found.limits['chance']:,.0f}",
    )


def sums(values: Values) -> Iterator[Finding]:
    """Organisations that add up to more than the nation, beyond what rounding can do.

    The national figure is never made by adding organisations: one woman can be counted by several.
    """
    groups: dict[tuple[_Whole, str], list[Figure]] = defaultdict(list)
    nation: dict[_Whole, Figure] = {}
    for value in values:
        whole = (value.measure, value.component, value.parameter, value.period)
        if value.org_code == NATION:
            nation[whole] = value
        elif value.org_level in plausibility().summed_levels:
            groups[whole, value.org_level].append(value)
    told: set[tuple[str, ...]] = set()
    for (whole, level), group in groups.items():
        if whole not in nation:
            continue
        yield from _sum_finding(nation[whole], group, level, "numerator")
        # The components of one table share a denominator; it is told once.
        table = (whole[0], *whole[2:], level)
        if table not in told:
            told.add(table)
            yield from _sum_finding(nation[whole], group, level, "denominator")


def _sum_finding(nation: Figure, group: list[Figure], level: str, field: CountField) -> Iterator[Finding]:
    whole: float | None = getattr(nation, field)
    counts: list[float] = [count for value in group if (count := getattr(value, field)) is not None]
    rounding = plausibility().rounding
    allowance = rounding.below + sum(
        rounding.printed_as_5_above if count == 5 else rounding.others_above for count in counts if count
    )
    total = sum(counts)
    if whole is None or total <= whole + allowance:
        return
    yield rule("sum-above-nation").finding(
        measure=measure_words(nation),
        period=nation.period,
        field=field,
        count=len(counts),
        level=level,
        sum=count_words(total),
        nation=count_words(whole),
        allowance=count_words(allowance),
    )


def missing_share(values: Values) -> Iterator[Finding]:
    """A share of unknown status that moves so much that a trend in the other shares is about records."""
    moves = rule("missing-share-moves")
    for series in by_series(values):
        shares = [(value, value.value) for value in series if value.value is not None]
        if series[0].component != plausibility().missing_component or len(shares) < 2:
            continue
        low, high = min(share for _, share in shares), max(share for _, share in shares)
        if high - low <= moves.limits["change"]:
            continue
        (first, start), (last, end) = shares[0], shares[-1]
        yield moves.finding(
            measure=measure_words(first),
            code=first.org_code,
            level=first.org_level,
            low=percent(low),
            high=percent(high),
            start=percent(start),
            end=percent(end),
            first=first.period,
            last=last.period,
        )


def denominator_jumps(values: Values) -> Iterator[Finding]:
    """A denominator that changes too much from one month to the next month."""
    told: set[tuple[str, ...]] = set()
    for series in by_series(values):
        months = [value for value in series if value.denominator is not None]
        for before, after in pairwise(months):
            # The components of one table share a denominator; it is told once.
            if place_of(after) in told:
                continue
            for finding in denominator_jump(before, after):
                told.add(place_of(after))
                yield finding


def _nobody_known(value: Figure) -> bool:
    return value.component == plausibility().missing_component and value.value == 1


RULES = (above, zero_or_all, sums, missing_share, denominator_jumps)

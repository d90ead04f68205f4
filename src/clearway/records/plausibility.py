"""Asks of values, published or computed, whether they can be what they seem.

Nothing is changed or left out: the findings say what is odd, with the figures, and what to do. The
thresholds and the known breaks of national series are data (`plausibility.yaml`). Give the values
of all periods at once: half of the rules compare periods.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from clearway.common.findings import Finding, Severity
from clearway.common.organisations import NATION
from clearway.common.periods import Month, parse_period
from clearway.records.publications.layouts import known
from clearway.records.publications.model import PublishedValue

_FILE = Path(__file__).with_name("plausibility.yaml")

Values = tuple[PublishedValue, ...]
_Whole = tuple[str, str, str, str]
"""Measure, component, parameter and period: what a national figure is about."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class _Rounding(_Data):
    printed_as_5_above: float
    others_above: float
    below: float


class Break(_Data):
    """A known break in a national series, or between two."""

    id: str
    kind: Literal["at", "together", "month_and_year", "definition"]
    measures: tuple[str, ...]
    start: str = Field(default="", alias="from")
    what: str
    mend: str


class Thresholds(_Data):
    """The whole of `plausibility.yaml`."""

    chance: float
    missing_component: str
    missing_share_change: float
    denominator_change: float
    smallest_denominator: float
    summed_levels: tuple[str, ...]
    rounding: _Rounding
    breaks: tuple[Break, ...]


@cache
def thresholds() -> Thresholds:
    """The thresholds and breaks that the rules go by."""
    return Thresholds.model_validate(yaml.safe_load(_FILE.read_text(encoding="utf-8")))


def check_values(values: Iterable[PublishedValue]) -> list[Finding]:
    """Everything odd about the values, rule by rule. Rule ids:

    `numerator-above-denominator` (error), `implausible-zero`, `implausible-hundred`,
    `nobody-known`, `sum-above-nation`, `missing-share-moves`, `denominator-jumps` (warnings),
    `series-break` (note).
    """
    kept = tuple(values)
    findings: list[Finding] = []
    for rule in (_above, _zero_or_all, _sums, _missing_share, _denominator_jumps, _breaks):
        findings += rule(kept)
    return findings


def _above(values: Values) -> Iterator[Finding]:
    """More people in a numerator than in its denominator, where that cannot be."""
    may_exceed = {rate.measure for rate in known().rates if rate.may_exceed}
    for value in values:
        numerator, denominator = value.numerator, value.denominator
        if numerator is None or denominator is None or value.measure in may_exceed:
            continue
        if numerator > denominator:
            what = f"{_name(value)}: the numerator {_count(numerator)} is above the denominator "
            mend = "Ask the publisher which count is right; until then leave the value out."
            yield _finding(
                Severity.ERROR, "numerator-above-denominator", what + f"{_count(denominator)}.", mend
            )


def _zero_or_all(values: Values) -> Iterator[Finding]:
    """Exactly 0 % or 100 %, in numbers where chance hardly gives it: a gap in records, not practice.

    The rule: with the nation's published proportion p of that measure and period, n people all
    without (with) the feature have probability (1 - p)^n (p^n); below the threshold it is reported.
    In a table of categories with nobody known, the other shares say nothing and are passed over.
    """
    nation = {(*_series(v)[:3], v.period): v.value for v in values if v.org_code == NATION}
    unknown = {_place(v) for v in values if _nobody_known(v)}
    for value in values:
        n, p = value.denominator, nation.get((*_series(value)[:3], value.period))
        if n is None or not p or p >= 1 or value.org_code == NATION or value.value not in (0, 1):
            continue
        if _place(value) in unknown and not _nobody_known(value):
            continue
        log_chance = n * (math.log1p(-p) if value.value == 0 else math.log(p))
        if log_chance < math.log(thresholds().chance):
            yield _zero_or_all_finding(value, p)


def _zero_or_all_finding(value: PublishedValue, nation: float) -> Finding:
    share = "0 %" if value.value == 0 else "100 %"
    rule = "implausible-zero" if value.value == 0 else "implausible-hundred"
    if _nobody_known(value):
        rule = "nobody-known"
    what = (
        f"{_name(value)}: {_count(value.numerator)} of {_count(value.denominator)} is exactly {share}, "
        f"and the nation has {100 * nation:.1f} %. By chance that happens less than once in "
        f"{1 / thresholds().chance:,.0f} times."
    )
    mend = "Read it as a gap in what was submitted until the organisation has confirmed it."
    return _finding(Severity.WARNING, rule, what, mend)


def _sums(values: Values) -> Iterator[Finding]:
    """Organisations that add up to more than the nation, beyond what rounding can do.

    The national figure is never made by adding organisations: one woman can be counted by several.
    """
    groups: dict[tuple[_Whole, str], list[PublishedValue]] = defaultdict(list)
    nation: dict[_Whole, PublishedValue] = {}
    for value in values:
        whole = (value.measure, value.component, value.parameter, value.period)
        if value.org_code == NATION:
            nation[whole] = value
        elif value.org_level in thresholds().summed_levels:
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


def _sum_finding(
    nation: PublishedValue, group: list[PublishedValue], level: str, field: str
) -> Iterator[Finding]:
    whole: float | None = getattr(nation, field)
    counts: list[float] = [count for value in group if (count := getattr(value, field)) is not None]
    rounding = thresholds().rounding
    allowance = rounding.below + sum(
        rounding.printed_as_5_above if count == 5 else rounding.others_above for count in counts if count
    )
    total = sum(counts)
    if whole is None or total <= whole + allowance:
        return
    what = (
        f"{_measure(nation)}, {nation.period}: the {field}s of {len(counts)} organisations ({level}) add up "
        f"to {_count(total)}, and the published national {field} is {_count(whole)}; rounding "
        f"explains at most {_count(allowance)} of the difference."
    )
    mend = "Use the published national figure; a woman can be counted by more than one organisation."
    yield _finding(Severity.WARNING, "sum-above-nation", what, mend)


def _missing_share(values: Values) -> Iterator[Finding]:
    """A share of unknown status that moves so much that a trend in the other shares is about records."""
    for series in _by_series(values):
        shares = [(value, value.value) for value in series if value.value is not None]
        if series[0].component != thresholds().missing_component or len(shares) < 2:
            continue
        low, high = min(share for _, share in shares), max(share for _, share in shares)
        if high - low <= thresholds().missing_share_change:
            continue
        (first, start), (last, end) = shares[0], shares[-1]
        what = (
            f"{_measure(first)} of {first.org_code} ({first.org_level}): the share of people with nothing "
            f"known moves between {100 * low:.1f} % and {100 * high:.1f} % ({100 * start:.1f} % in "
            f"{first.period}, {100 * end:.1f} % in {last.period})."
        )
        mend = "Do not read a trend in the other shares: it shows how recording changed."
        yield _finding(Severity.WARNING, "missing-share-moves", what, mend)


def _denominator_jumps(values: Values) -> Iterator[Finding]:
    """A denominator that changes too much from one month to the next month."""
    told: set[tuple[str, ...]] = set()
    limit, smallest = thresholds().denominator_change, thresholds().smallest_denominator
    for series in _by_series(values):
        months = [(value, value.denominator) for value in series if value.denominator is not None]
        for (before, earlier), (after, later) in pairwise(months):
            # The components of one table share a denominator; it is told once.
            place = (after.measure, after.parameter, after.org_level, after.org_code, after.period)
            month = parse_period(before.period)
            if place in told or not isinstance(month, Month) or str(month.next()) != after.period:
                continue
            if max(earlier, later) < smallest or abs(later - earlier) <= limit * earlier:
                continue
            told.add(place)
            change = f" ({100 * (later - earlier) / earlier:+.0f} %)" if earlier else ""
            what = (
                f"{_name(after)}: the denominator is {_count(later)} after {_count(earlier)} in "
                f"{before.period}{change}."
            )
            mend = "Ask whether a submission is missing, partial or late, or a service has moved."
            yield _finding(Severity.WARNING, "denominator-jumps", what, mend)


def _breaks(values: Values) -> Iterator[Finding]:
    """Known breaks that these values span."""
    periods: dict[str, set[str]] = defaultdict(set)
    for value in values:
        periods[value.measure].add(value.period)
    for known_break in thresholds().breaks:
        for measures in _broken(known_break, periods):
            what = f"{', '.join(measures)}: {known_break.what}"
            yield _finding(Severity.NOTE, "series-break", what, known_break.mend)


def _broken(known_break: Break, periods: dict[str, set[str]]) -> Iterator[tuple[str, ...]]:
    """The measures that a break concerns, as far as they are there."""
    if known_break.kind == "together":
        if all(periods.get(measure) for measure in known_break.measures):
            yield known_break.measures
        return
    for measure in known_break.measures:
        there = [parse_period(text) for text in periods.get(measure, ())]
        if known_break.kind == "at":
            start = parse_period(known_break.start).first_day
            spanned = {period.first_day >= start for period in there} == {True, False}
        elif known_break.kind == "month_and_year":
            spanned = len({type(period) for period in there}) > 1
        else:
            spanned = bool(there)
        if spanned:
            yield (measure,)


def _by_series(values: Values) -> Iterator[list[PublishedValue]]:
    """Values of one measure, component, organisation and kind of period, in order of time."""
    series: dict[tuple[str, ...], list[PublishedValue]] = defaultdict(list)
    for value in values:
        series[(*_series(value), type(parse_period(value.period)).__name__)].append(value)
    for group in series.values():
        yield sorted(group, key=lambda value: parse_period(value.period))


def _series(value: PublishedValue) -> tuple[str, str, str, str, str]:
    return (value.measure, value.component, value.parameter, value.org_level, value.org_code)


def _place(value: PublishedValue) -> tuple[str, ...]:
    """What the components of one category table have in common."""
    return (value.measure, value.parameter, value.org_level, value.org_code, value.period)


def _nobody_known(value: PublishedValue) -> bool:
    return value.component == thresholds().missing_component and value.value == 1


def _measure(value: PublishedValue) -> str:
    parts = [value.measure, value.component, value.parameter]
    return " ".join(part for part in parts if part)


def _name(value: PublishedValue) -> str:
    return f"{_measure(value)} of {value.org_code} ({value.org_level}), {value.period}"


def _count(count: float | None) -> str:
    return "no number" if count is None else f"{count:,.10g}"


def _finding(severity: Severity, rule: str, what: str, mend: str) -> Finding:
    return Finding(severity, rule, what, mend)

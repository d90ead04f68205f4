"""Rules about a figure and its own past."""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import fmean

from clearway.common.findings import Finding
from clearway.common.periods import Month, parse_period
from clearway.records.plausibility.figures import Entry, Figure, count_words, name, percent
from clearway.records.plausibility.pairs import denominator_jump
from clearway.records.plausibility.rules import Rule, rule


def months_before(entry: Entry, history: Sequence[Figure], months: int) -> list[Figure]:
    """Figures of up to so many months before the entry's own, oldest first."""
    now = parse_period(entry.period)
    if not isinstance(now, Month):
        return []
    dated = [(parse_period(figure.period), figure) for figure in history]
    earlier = [(month, figure) for month, figure in dated if isinstance(month, Month)]
    ordered = sorted(
        ((month, figure) for month, figure in earlier if month.first_day < now.first_day),
        key=lambda pair: pair[0].first_day,
    )
    return [figure for month, figure in ordered if _apart(month, now) <= months]


def none_or_all(entry: Entry, history: Sequence[Figure]) -> Iterator[Finding]:
    """Exactly 0% or 100%.

    With a past, it is told when chance gives it less often than the threshold, were everyone as those of
    the last 12 months together; without one, when many are in the denominator. Where the past is the same
    throughout, nothing is said.
    """
    n, x = entry.denominator, entry.numerator
    if entry.kind != "proportion" or n is None or x is None or n <= 0 or x not in (0, n):
        return
    found = rule("zero-percent" if x == 0 else "hundred-percent")
    past = [
        (figure.numerator, figure.denominator)
        for figure in months_before(entry, history, 12)
        if figure.numerator is not None and figure.denominator
    ]
    if past:
        p = sum(above for above, _ in past) / sum(below for _, below in past)
        share = 1 - p if x == 0 else p
        if not 0 < share < 1 or n * math.log(share) >= math.log(found.limits["chance"]):
            return
        compared = f"the {len(past)} months before had {percent(p)}"
    elif n < found.limits["smallest_denominator"]:
        return
    else:
        compared = "there are no earlier months to compare it with"
    yield found.finding(
        name=name(entry), numerator=count_words(x), denominator=count_words(n), compared=compared
    )


def same_number(entry: Entry, history: Sequence[Figure]) -> Iterator[Finding]:
    """The same counts three months running, where they are large enough for that to be no chance."""
    same = rule("same-number")
    months = int(same.limits["months"])
    past = months_before(entry, history, months - 1)
    counts = (entry.numerator, entry.denominator)
    largest = max((count for count in counts if count is not None), default=0)
    if len(past) < months - 1 or largest < same.limits["smallest_count"]:
        return
    if all((figure.numerator, figure.denominator) == counts for figure in past):
        shown = " of ".join(count_words(count) for count in counts if count is not None)
        yield same.finding(name=name(entry), count=shown, before=past[-1].period, first=past[0].period)


def sudden_change(entry: Entry, history: Sequence[Figure]) -> Iterator[Finding]:
    """A value outside the XmR limits of the months before; with few of them, a count many times the last."""
    change = rule("sudden-change")
    past = months_before(entry, history, int(change.limits["months"]))
    values = [value for figure in past if (value := _level(figure, entry.kind)) is not None]
    now = _level(entry, entry.kind)
    if now is None:
        return
    if len(values) < change.limits["fewest"]:
        yield from _folds(entry, past)
        return
    centre, spread = fmean(values), _spread(values, change)
    size = {"proportion": "smallest_share", "count": "smallest_count"}.get(entry.kind, "smallest_mean")
    if abs(now - centre) <= max(spread, change.limits[size]):
        return
    share = entry.kind == "proportion"
    lower = max(centre - spread, 0.0)
    upper = min(centre + spread, 1.0) if share else centre + spread
    shown = [percent(one) if share else f"{one:,.4g}" for one in (now, lower, upper)]
    yield change.finding(name=name(entry), now=shown[0], lower=shown[1], upper=shown[2], months=len(values))


def denominators(entry: Entry, history: Sequence[Figure]) -> Iterator[Finding]:
    """A denominator that changes too much from the month before."""
    for figure in months_before(entry, history, 1):
        yield from denominator_jump(figure, entry)


def _apart(earlier: Month, later: Month) -> int:
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def _level(figure: Figure, kind: str) -> float | None:
    """What is compared from month to month: the count, else the value."""
    if kind == "count":
        return figure.numerator if figure.numerator is not None else figure.value
    if figure.value is None and figure.numerator is not None and figure.denominator:
        return figure.numerator / figure.denominator
    return figure.value


def _spread(values: Sequence[float], change: Rule) -> float:
    """2.66 times the mean moving range, without ranges above 3.267 times that mean."""
    ranges = [abs(after - before) for before, after in pairwise(values)]
    limit = change.limits["screen"] * fmean(ranges)
    return change.limits["spread"] * fmean([one for one in ranges if one <= limit])


def _folds(entry: Entry, past: Sequence[Figure]) -> Iterator[Finding]:
    found = rule("sudden-fold")
    fold = found.limits["fold"]
    for figure in past[-1:]:
        now, before = entry.numerator, figure.numerator
        if now is None or before is None or max(now, before) < found.limits["smallest_count"]:
            continue
        if now > fold * before or before > fold * now:
            yield found.finding(
                name=name(entry),
                field="numerator",
                now=count_words(now),
                before=count_words(before),
                period=figure.period,
                fold=f"{fold:g}",
            )

"""Known breaks in national series, and between two that are not one."""

from collections import defaultdict
from collections.abc import Iterator

from clearway.common.findings import Finding
from clearway.common.periods import parse_period
from clearway.records.plausibility.figures import Values
from clearway.records.plausibility.rules import Break, plausibility, rule


def breaks(values: Values) -> Iterator[Finding]:
    """Known breaks that these values span."""
    periods: dict[str, set[str]] = defaultdict(set)
    for value in values:
        periods[value.measure].add(value.period)
    for known_break in plausibility().breaks:
        for measures in _broken(known_break, periods):
            words = {"measures": ", ".join(measures), "break": known_break.what, "mend": known_break.mend}
            yield rule("series-break").finding(**words)


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

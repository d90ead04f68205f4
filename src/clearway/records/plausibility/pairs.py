"""Rules about one figure, or one and the month before, that published and typed figures share."""

from collections.abc import Iterator

from clearway.common.findings import Finding
from clearway.common.periods import Month, parse_period
from clearway.records.plausibility.figures import Figure, count_words, name
from clearway.records.plausibility.rules import rule
from clearway.records.publications.layouts import known


def numerator_above(figure: Figure) -> Iterator[Finding]:
    """More in the numerator than in the denominator, unless another source's average or scores are added."""
    numerator, denominator = figure.numerator, figure.denominator
    if numerator is None or denominator is None or numerator <= denominator:
        return
    if known().may_exceed(figure.measure):
        return
    yield rule("numerator-above-denominator").finding(
        name=name(figure), numerator=count_words(numerator), denominator=count_words(denominator)
    )


def denominator_jump(before: Figure, after: Figure) -> Iterator[Finding]:
    """A denominator that changes too much from a month to the next; nothing where there is a gap."""
    earlier, later, jumps = before.denominator, after.denominator, rule("denominator-jumps")
    month = parse_period(before.period)
    if earlier is None or later is None or not isinstance(month, Month) or str(month.next()) != after.period:
        return
    if max(earlier, later) < jumps.limits["smallest_denominator"]:
        return
    if abs(later - earlier) <= jumps.limits["change"] * earlier:
        return
    change = f" ({100 * (later - earlier) / earlier:+.0f}%)" if earlier else ""
    yield jumps.finding(
        name=name(after),
        now=count_words(later),
        before=count_words(earlier),
        period=before.period,
        change=change,
    )

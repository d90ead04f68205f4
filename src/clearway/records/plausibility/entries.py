"""Rules about one figure as it is typed, with its past and with what stands beside it."""

from collections.abc import Callable, Iterator, Sequence

from clearway.common.findings import Finding
from clearway.records.plausibility.beside import above_nation, parts, related
from clearway.records.plausibility.figures import Entry, Figure, count_words, name, series_of
from clearway.records.plausibility.over_time import denominators, none_or_all, same_number, sudden_change
from clearway.records.plausibility.pairs import numerator_above
from clearway.records.plausibility.rules import rule

_ALONE = ("count", "proportion")
"""Kinds whose numerator and denominator count things."""


def check_entry(
    candidate: Entry, history: Sequence[Figure] = (), siblings: Sequence[Figure] = ()
) -> list[Finding]:
    """Everything odd about one figure before it is saved. Pure.

    `history` are figures of the same series (others are passed over); of those before the candidate's
    period the last 12 months are used, in whatever order they come. `siblings` are other figures of the
    same period: of the same organisation for parts and totals, of other organisations for sums against
    the nation. A candidate without any number gives nothing: missing is no error.
    """
    before = [figure for figure in history if series_of(figure) == series_of(candidate)]
    beside = [
        figure for figure in siblings if figure.period == candidate.period and not _same(figure, candidate)
    ]
    rules: tuple[Callable[[], Iterator[Finding]], ...] = (
        lambda: _counts(candidate),
        lambda: _rate(candidate),
        lambda: none_or_all(candidate, before),
        lambda: same_number(candidate, before),
        lambda: sudden_change(candidate, before),
        lambda: denominators(candidate, before),
        lambda: parts(candidate, beside),
        lambda: related(candidate, beside),
        lambda: above_nation(candidate, beside),
    )
    return [finding for made in rules for finding in made()]


def _same(figure: Figure, candidate: Entry) -> bool:
    return series_of(figure) == series_of(candidate)


def _counts(entry: Entry) -> Iterator[Finding]:
    """Counts below zero, counts that are not whole, and more in the numerator than in the denominator."""
    if entry.kind not in _ALONE:
        return
    for field, count in (("numerator", entry.numerator), ("denominator", entry.denominator)):
        if count is None:
            continue
        told = {"name": name(entry), "field": field, "count": count_words(count)}
        if count < 0:
            yield rule("count-negative").finding(**told)
        elif count != int(count):
            yield rule("count-not-whole").finding(**told)
    if entry.kind == "proportion":
        yield from numerator_above(entry)


def _rate(entry: Entry) -> Iterator[Finding]:
    """A value that is no proportion, or not that of its counts."""
    if entry.kind != "proportion" or entry.value is None:
        return
    if not 0 <= entry.value <= 1:
        yield rule("rate-impossible").finding(name=name(entry), value=f"{entry.value:g}")
        return
    if entry.numerator is None or not entry.denominator:
        return
    share, differs = entry.numerator / entry.denominator, rule("rate-differs")
    if abs(share - entry.value) > differs.limits["difference"]:
        yield differs.finding(
            name=name(entry),
            value=f"{entry.value:g}",
            numerator=count_words(entry.numerator),
            denominator=count_words(entry.denominator),
            share=f"{share:.4g}",
        )

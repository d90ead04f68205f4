"""What moved with a change: months before the test began beside months since it was decided. No database.

A test says little about cause: other things change too, and months differ from each other by more than
chance between women. So the numbers are given with their interval and `spread`, and pages say both in words.

- Before: the baseline that people chose for the chart, as far as it lies before the test; otherwise the
  newest 6 months with a figure before the month in which it began, not reaching back over a phase. Of a
  test within a ramp the first test of its ramp counts: the months of earlier tests are not "before".
- Since: the months after the one in which it was decided, up to the next phase that begins after the
  first of them. A chart that begins anew with the change itself is no later phase.
- 3 months on each side at least. Left out are months that people excluded on the chart.
- Proportions: the difference with Newcombe's interval (`clearway.spc.newcombe`) over the added counts.
  Everything else: two medians and no interval.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from statistics import median
from typing import Any

from clearway.common.periods import Month
from clearway.measures.rounding import SMALL, rounded
from clearway.spc import newcombe
from clearway.spc.history import Settings
from clearway.spc.series import as_day

BEFORE = 6
AT_LEAST = 3


class Kind(StrEnum):
    """What can be said."""

    DIFFERENCE = "difference"
    MEDIANS = "medians"
    WAITING = "waiting"
    WITHHELD = "withheld"
    """The numbers are so small that somebody could be recognised in them."""


@dataclass(frozen=True)
class Figure:
    """One month of the measure, with counts where it is a proportion or a mean."""

    month: Month
    value: float
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True)
class Span:
    """Some months taken together: the share of all their cases, or the median of their figures."""

    first: str
    last: str
    months: int
    value: float
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True)
class Effect:
    """Before and since, and what lies between them.

    `difference` is since minus before, with `lower` and `upper` of its 95% interval, as fractions. `spread`
    is how many times as much the months differ from each other as chance between women alone makes them
    (Pearson's statistic over its degrees of freedom): 1 is chance alone. While it is `WAITING`, `before`
    and `since` are None where there are too few months; `had` are the months there are on the two sides.
    """

    kind: Kind
    had: tuple[int, int]
    before: Span | None = None
    since: Span | None = None
    difference: float | None = None
    lower: float | None = None
    upper: float | None = None
    spread: float | None = None

    @property
    def is_told(self) -> bool:
        """Whether there is a number to show."""
        return self.kind in (Kind.DIFFERENCE, Kind.MEDIANS)

    def as_json(self) -> dict[str, Any]:
        """What is kept of it."""
        return asdict(self)


def effect_from(kept: Mapping[str, Any]) -> Effect:
    """The effect that `as_json` kept."""
    spans = {name: Span(**kept[name]) if kept[name] else None for name in ("before", "since")}
    first, last = kept["had"]
    return Effect(**{**kept, **spans, "kind": Kind(kept["kind"]), "had": (first, last)})


def effect_of(
    figures: Sequence[Figure],
    *,
    began: date,
    decided: date,
    is_share: bool,
    ramp_began: date | None = None,
    settings: Settings | None = None,
) -> Effect:
    """The effect that figures, oldest first, show of a test that began and was decided on these days.

    `ramp_began` is the day on which the first test of its ramp began, where that was another one.
    """
    chosen = settings or Settings()
    first = min(began, ramp_began or began)
    judged = [each for each in figures if each.month not in _months_of(chosen.exclude_dates)]
    before = _before(judged, Month.of(first), chosen)
    since = _since(judged, Month.of(decided), chosen)
    had = (len(before), len(since))
    if min(had) < AT_LEAST:
        return Effect(Kind.WAITING, had)
    counted = [_is_counted(each) for each in (*before, *since)]
    if is_share and all(counted):
        return _difference(before, since)
    return Effect(Kind.MEDIANS, had, _medians(before), _medians(since))


def protected(effect: Effect, figures: Sequence[Figure], *, is_share: bool) -> Effect:
    """The effect as it may leave the organisation: counts to the nearest 5, small ones withheld.

    The rule is that of `clearway.measures.disclosure`. Of a median no count is shown; it is withheld
    where a month behind it counted 1 to 7, and rounded where it is itself a count.
    """
    if not effect.is_told or effect.before is None or effect.since is None:
        return effect
    spans = (effect.before, effect.since)
    if effect.kind is Kind.DIFFERENCE:
        counts = [int(each or 0) for span in spans for each in (span.numerator, span.denominator)]
        if any(0 < each <= SMALL for each in counts):
            return Effect(Kind.WITHHELD, effect.had)
        before, since = (_rounded(span) for span in spans)
        return replace(_between(before, since, effect.had), spread=effect.spread)
    behind = {str(each.month): each for each in figures}
    used = [each for month, each in behind.items() if any(s.first <= month <= s.last for s in spans)]
    if any(_is_small(each) for each in used):
        return Effect(Kind.WITHHELD, effect.had)
    if is_share or any(each.denominator is not None for each in used):
        return effect
    before, since = (replace(span, value=float(rounded(round(span.value)))) for span in spans)
    return replace(effect, before=before, since=since)


def _before(figures: Sequence[Figure], began: Month, chosen: Settings) -> list[Figure]:
    earlier = [each for each in figures if each.month < began]
    starts = [day for day in _months_of(chosen.rebase_dates) if day < began]
    phase = [each for each in earlier if not starts or each.month >= max(starts)]
    baseline = _baseline(phase, chosen)
    return baseline if len(baseline) >= AT_LEAST else phase[-BEFORE:]


def _baseline(phase: Sequence[Figure], chosen: Settings) -> list[Figure]:
    asked = chosen.baseline
    if asked is None:
        return []
    if asked.first is not None:
        return list(phase[: asked.first])
    if asked.dates:
        months = _months_of(asked.dates)
        return [each for each in phase if each.month in months]
    start = Month.of(as_day(asked.start)) if asked.start is not None else None
    end = Month.of(as_day(asked.end)) if asked.end is not None else None
    return [
        each
        for each in phase
        if (start is None or each.month >= start) and (end is None or each.month <= end)
    ]


def _since(figures: Sequence[Figure], decided: Month, chosen: Settings) -> list[Figure]:
    later = [each for each in figures if each.month > decided]
    if not later:
        return []
    ends = [month for month in _months_of(chosen.rebase_dates) if month > later[0].month]
    return [each for each in later if not ends or each.month < min(ends)]


def _months_of(days: Any) -> set[Month]:
    return {Month.of(as_day(day)) for day in days}


def _is_counted(each: Figure) -> bool:
    return each.numerator is not None and bool(each.denominator) and each.numerator <= (each.denominator or 0)


def _is_small(each: Figure) -> bool:
    counts = (each.numerator, each.denominator) if each.denominator is not None else (each.value,)
    return any(count is not None and 0 < count <= SMALL for count in counts)


def _medians(figures: Sequence[Figure]) -> Span:
    value = median(each.value for each in figures)
    return Span(str(figures[0].month), str(figures[-1].month), len(figures), value)


def _added(figures: Sequence[Figure]) -> Span:
    numerator = sum(each.numerator or 0 for each in figures)
    denominator = sum(each.denominator or 0 for each in figures)
    first, last = str(figures[0].month), str(figures[-1].month)
    return Span(first, last, len(figures), numerator / denominator, numerator, denominator)


def _rounded(span: Span) -> Span:
    numerator, denominator = (rounded(round(each or 0)) for each in (span.numerator, span.denominator))
    return replace(span, numerator=numerator, denominator=denominator, value=numerator / denominator)


def _difference(before: Sequence[Figure], since: Sequence[Figure]) -> Effect:
    found = _between(_added(before), _added(since), (len(before), len(since)))
    return replace(found, spread=_spread(before, since))


def _between(before: Span, since: Span, had: tuple[int, int]) -> Effect:
    counts = [float(each or 0) for span in (since, before) for each in (span.numerator, span.denominator)]
    difference, lower, upper = newcombe(*counts)
    return Effect(Kind.DIFFERENCE, had, before, since, difference, lower, upper)


def _spread(before: Sequence[Figure], since: Sequence[Figure]) -> float | None:
    """None where a share is 0 or 1, so that chance has no width to compare with."""
    total = 0.0
    for part in (before, since):
        share = _added(part).value
        if not 0 < share < 1:
            return None
        for each in part:
            cases = each.denominator or 0
            total += ((each.numerator or 0) - cases * share) ** 2 / (cases * share * (1 - share))
    return round(total / (len(before) + len(since) - 2), 1)

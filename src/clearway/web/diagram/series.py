"""What one series of figures says about change. No database, no pages.

- Months are judged by statistical process control, and never fewer than 13 of them (Making Data Count).
- Years are too few for that; the first and the last are compared by their 95% intervals (Wilson).
- Where the share of cases without a status moved, a change shows record keeping, not smoking.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from clearway.common.periods import Month, Period
from clearway.records.plausibility import rule
from clearway.spc import Direction, Variation, spc, wilson
from clearway.spc.profiles import profile

MONTHS_NEEDED = profile("mdc").minimum_points


class Change(StrEnum):
    """What a series did, as far as its figures tell."""

    BETTER = "better"
    WORSE = "worse"
    STEADY = "steady"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Figure:
    """One usable figure. `value` is a fraction; `missing` the share of cases without a status, if known."""

    period: Period
    value: float
    numerator: float | None = None
    denominator: float | None = None
    provisional: bool = False
    missing: float | None = None

    def __str__(self) -> str:
        return f"{percent(self.value)} in {when(self.period)}"


@dataclass(frozen=True)
class Series:
    """Figures of one definition, oldest first: all of months or all of years.

    `gap` says in words why the newest period has no figure, where it has none.
    """

    id: str
    title: str
    direction: Direction
    figures: tuple[Figure, ...]
    gap: str = ""

    @property
    def monthly(self) -> bool:
        """Whether the figures are of months."""
        return bool(self.figures) and isinstance(self.figures[0].period, Month)


@dataclass(frozen=True)
class Reading:
    """What one series says: two or three words for a table, and a sentence without the series' name."""

    change: Change
    direction: str
    text: str


def when(period: Period) -> str:
    """The period inside a sentence: "April 2025", "2023/24"."""
    return period.label if isinstance(period, Month) else str(period)


def percent(value: float) -> str:
    """A fraction with one decimal, without it where the percentage is whole."""
    return f"{100 * value:.1f}".removesuffix(".0") + "%"


def by_kind(series: Series) -> tuple[Series, ...]:
    """The years and the months of a series apart: they may count different things."""
    months = tuple(figure for figure in series.figures if isinstance(figure.period, Month))
    years = tuple(figure for figure in series.figures if not isinstance(figure.period, Month))
    if not (months and years):
        return (series,)
    return (
        replace(series, title=f"{series.title}, by year", figures=years, gap=""),
        replace(series, title=f"{series.title}, by month", figures=months),
    )


def read(series: Series) -> Reading:
    """What the series says about change."""
    if not series.figures:
        return _unknown(f"no usable figure is held{f' ({series.gap})' if series.gap else ''}")
    return _recording(series) or (_months(series) if series.monthly else _years(series))


def _unknown(text: str) -> Reading:
    return Reading(Change.UNKNOWN, "cannot be said", text)


def _recording(series: Series) -> Reading | None:
    known = [figure for figure in series.figures if figure.missing is not None]
    shares = [figure.missing or 0.0 for figure in known]
    if not shares or abs(shares[-1] - shares[0]) <= rule("missing-share-moves").limits["change"]:
        return None
    first, last = (f"{percent(one.missing or 0.0)} in {when(one.period)}" for one in (known[0], known[-1]))
    return _unknown(
        f"the share with no recorded status went from {first} to {last}, "
        "so a trend would show record keeping, not smoking"
    )


def _months(series: Series) -> Reading:
    figures = series.figures
    if len(figures) < MONTHS_NEEDED:
        held = "1 monthly figure is held" if len(figures) == 1 else f"{len(figures)} monthly figures are held"
        return _unknown(f"{held}, and it takes {MONTHS_NEEDED} to tell a real change from chance")
    chart = spc(
        [figure.value for figure in figures],
        dates=[figure.period for figure in figures],
        direction=series.direction,
        unit="percent",
        bounds=(0, 1),
    )
    match chart.summary.variation:
        case Variation.IMPROVEMENT_HIGH | Variation.IMPROVEMENT_LOW:
            return Reading(Change.BETTER, "improving", f"improving, more than by chance; {figures[-1]}")
        case Variation.CONCERN_HIGH | Variation.CONCERN_LOW:
            return Reading(
                Change.WORSE, "getting worse", f"getting worse, more than by chance; {figures[-1]}"
            )
        case Variation.COMMON_CAUSE | Variation.NO_VARIATION:
            return Reading(Change.STEADY, "no change", f"only the usual ups and downs; {figures[-1]}")
    return _unknown(chart.summary.text.rstrip("."))


def _years(series: Series) -> Reading:
    first, last = series.figures[0], series.figures[-1]
    if len(series.figures) == 1:
        return _unknown(f"only one year is held, {first}")
    before, after = _interval(first), _interval(last)
    span = f"from {first} to {last}"
    if before is None or after is None:
        return _unknown(f"{span}, and without counts chance cannot be ruled out")
    if before[0] <= after[1] and after[0] <= before[1]:
        return Reading(
            Change.STEADY, "no clear change", f"{span}, which may be chance: the 95% intervals overlap"
        )
    fell = last.value < first.value
    steps = [later.value - earlier.value for earlier, later in pairwise(series.figures)]
    every = len(steps) > 1 and all((step < 0) if fell else (step > 0) for step in steps)
    better = fell == (series.direction is Direction.DECREASE)
    text = f"{'fell' if fell else 'rose'} {span}{f', {_way(fell)} each year' if every else ''}"
    return Reading(Change.BETTER if better else Change.WORSE, "falling" if fell else "rising", text)


def _way(fell: bool) -> str:
    return "lower" if fell else "higher"


def _interval(figure: Figure) -> tuple[float, float] | None:
    if figure.numerator is None or not figure.denominator or not 0 <= figure.numerator <= figure.denominator:
        return None
    return wilson(figure.numerator, figure.denominator)

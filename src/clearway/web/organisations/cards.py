"""The small multiples of an organisation: one card a measure, every card read in the same way."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from clearway.common.organisations import Level, Organisation
from clearway.common.periods import FinancialYear
from clearway.measures.definitions import Definition
from clearway.records.plausibility import rule
from clearway.spc import Chart, Variation
from clearway.spc.pictures import sparkline
from clearway.web.charts.over_time import judged
from clearway.web.charts.selectors import chart_key, decided_charts
from clearway.web.charts.strip import strip
from clearway.web.charts.targets import targets_at, value_of
from clearway.web.design.filters import percent
from clearway.web.organisations import selectors
from clearway.web.organisations.levels import PLURALS
from clearway.web.organisations.selectors import Key
from clearway.web.organisations.series import Series
from clearway.web.organisations.words import counts, figure, sentence, state
from clearway.web.people.access import NOBODY, Access
from clearway.web.publications.models import Value

# Levels whose organisations are enough alike to be shown side by side.
COMPARED = (Level.PROVIDER, Level.ICB, Level.SUB_ICB, Level.LOCAL_AUTHORITY)
MISSING = "missing"
"""The component that holds the cases without a status."""
SPARK, SMALL_SPARK = (240, 52), (96, 34)
"""Width and height in pixels of a line that has the card for itself, and of one among several."""
VERDICTS = {
    Variation.COMMON_CAUSE: "Common cause variation: no sign of change",
    Variation.IMPROVEMENT_HIGH: "Special cause: improvement",
    Variation.IMPROVEMENT_LOW: "Special cause: improvement",
    Variation.CONCERN_HIGH: "Special cause: concern",
    Variation.CONCERN_LOW: "Special cause: concern",
    Variation.NEUTRAL_HIGH: "Special cause: high",
    Variation.NEUTRAL_LOW: "Special cause: low",
    Variation.NO_VARIATION: "All figures are the same",
}
HEADINGS = (
    ("Measures", "Each has a direction that is better."),
    ("Categories and counts", "What stands behind the measures, and how large the service is."),
    ("Quality of the records", "A rate can be trusted only where these are good."),
)


@dataclass(frozen=True)
class Line:
    """The newest row of one series: `figure` and `counts`, or the `reason` why there is no figure.

    `parameter` is how an address asks for what fills the measure's blank.
    `england` is the published national figure of the same period, `others` the place among
    organisations of the same level, with its ends in `others_low` and `others_high`.
    """

    part: str
    parameter: str
    period: str
    figure: str
    counts: str
    reason: str
    note: str
    england: str
    earlier: str
    span: str
    verdict: str
    spark: Markup | None
    others: Markup | None
    others_low: str
    others_high: str


@dataclass(frozen=True)
class Card:
    """One measure of the organisation; several lines where the measure has several components.

    `caution` says what its lines over time must not be taken for, where that is so.
    """

    measure: str
    component: str
    title: str
    has_page: bool
    status: str
    lines: Sequence[Line]
    caution: str

    @property
    def has_parts(self) -> bool:
        """Whether its lines are named after components."""
        return any(line.part for line in self.lines)


@dataclass(frozen=True)
class CardGroup:
    """Cards under one heading."""

    heading: str
    explanation: str
    cards: Sequence[Card]


@dataclass(frozen=True)
class Beside:
    """What stands beside an organisation's own figures: England's, and those of its like."""

    england: Mapping[Key, float]
    others: Mapping[Key, Sequence[float]]
    plural: str


def beside(organisation: Organisation, found: Sequence[Series], access: Access = NOBODY) -> Beside:
    """Read what the figures are compared with; nothing for England, and made-up figures stand alone."""
    if organisation.level in (Level.NATIONAL, Level.SYNTHETIC):
        return Beside({}, {}, "")
    newest: dict[str, set[str]] = defaultdict(set)
    for series in found:
        newest[series.measure].add(series.latest.period)
    england = selectors.national_figures(set(newest))
    if organisation.level not in COMPARED:
        return Beside(england, {}, "")
    others = selectors.figures_at(organisation.level.value, newest, access)
    return Beside(england, others, PLURALS[organisation.level][1])


def judge(
    organisation: Organisation, found: Sequence[Series], access: Access = NOBODY
) -> dict[Series, Chart]:
    """The chart of every series that has a definition sheet, with what was decided about it and what its
    projects want it to reach."""
    decided, wanted = decided_charts([organisation.code]), targets_at(organisation, access)

    def chart(series: Series, sheet: Definition) -> Chart:
        key = chart_key(organisation.code, series.measure, series.component, series.parameter)
        target = value_of(sheet, organisation, wanted.get(key, ()))
        return judged(sheet, series.rows, decided=decided.get(key), target=target)

    return {series: chart(series, series.sheet) for series in found if series.sheet}


def card_groups(found: Sequence[Series], charts: Mapping[Series, Chart], with_: Beside) -> list[CardGroup]:
    """The cards under their headings, in the order of the series."""
    groups = []
    for rank, of_rank in groupby(found, key=lambda series: series.rank):
        cards = [
            _card(list(parts), charts, with_)
            for _, parts in groupby(of_rank, key=lambda series: (series.measure, series.yearly))
        ]
        groups.append(CardGroup(*HEADINGS[rank], cards))
    return groups


def _card(parts: Sequence[Series], charts: Mapping[Series, Chart], with_: Beside) -> Card:
    first = parts[0]
    return Card(
        measure=first.measure,
        component=first.component,
        title=f"{first.title}, by year" if first.yearly else first.title,
        has_page=first.sheet is not None,
        status=first.latest.status,
        lines=[_line(series, charts.get(series), with_) for series in parts],
        caution=_caution(parts),
    )


def _caution(parts: Sequence[Series]) -> str:
    """Where the share without a recorded status moved, other shares moved because of it."""
    shares = [row.value for series in parts if series.component == MISSING for row in series.rows]
    known = [share for share in shares if share is not None]
    if not known or abs(known[-1] - known[0]) <= rule("missing-share-moves").limits["change"]:
        return ""
    moved = f"from {percent(known[0])} to {percent(known[-1])}"
    return f"Missing went {moved}, so these lines show record keeping, not smoking."


def _line(series: Series, chart: Chart | None, with_: Beside) -> Line:
    row = series.latest
    key = selectors.key_of(row)
    england = with_.england.get(key)
    others = with_.others.get(key, ()) if series.rank == 0 and row.value is not None else ()
    return Line(
        part=sentence(series.part),
        parameter=series.parameter_asked,
        period=row.when.label,
        figure=figure(series, row.value) if row.value is not None else "",
        counts=counts(series, row),
        reason=state(row),
        note=row.note if row.value is not None else "",
        england=figure(series, england) if england is not None and series.is_share else "",
        earlier=last_figure(series),
        span=_span(series),
        verdict=VERDICTS.get(chart.summary.variation, "") if chart else "",
        spark=_spark(series, chart) if chart else None,
        others=_others(series, others, england, with_.plural),
        others_low=figure(series, min(others)) if others else "",
        others_high=figure(series, max(others)) if others else "",
    )


def last_figure(series: Series) -> str:
    """The last figure there was, where the newest period has none."""
    if series.latest.value is not None:
        return ""
    row = next((row for row in reversed(series.rows) if row.value is not None), None)
    return f"Last figure: {figure(series, row.value)}, {row.when.label}" if row else ""


def _span(series: Series) -> str:
    """From when to when the line runs."""
    drawn = [row for row in series.rows if row.value is not None]
    return f"{_short(drawn[0])} to {_short(drawn[-1])}" if len(drawn) > 1 else ""


def _short(row: Value) -> str:
    return row.period if isinstance(row.when, FinancialYear) else row.when.label


def _spark(series: Series, chart: Chart) -> Markup | None:
    """The series as a small line; one figure makes none."""
    if len(chart.valued) < 2:
        return None
    width, height = SMALL_SPARK if series.part else SPARK
    drawn = sparkline(chart, title=_in_words(series, chart), width=width, height=height)
    return Markup(drawn)  # noqa: S704 - the title is escaped, the rest are numbers


def _in_words(series: Series, chart: Chart) -> str:
    """The text of the small line for people who do not see it."""
    drawn = [row for row in series.rows if row.value is not None]
    values = [row.value for row in drawn if row.value is not None]
    text = f"{series.title}{': ' + series.part if series.part else ''}. {len(drawn)} figures from "
    text += f"{drawn[0].when.label} to {drawn[-1].when.label}: first {figure(series, values[0])}, newest "
    text += f"{figure(series, values[-1])}, lowest {figure(series, min(values))}, "
    text += f"highest {figure(series, max(values))}."
    gaps = len(series.rows) - len(drawn)
    if gaps:
        text += f" {gaps} {'period has' if gaps == 1 else 'periods have'} no figure."
    verdict = VERDICTS.get(chart.summary.variation, "")
    return f"{text} {verdict}." if verdict else text


def _others(series: Series, others: Sequence[float], england: float | None, plural: str) -> Markup | None:
    """The place among organisations of the same level, where there are enough of them."""
    own = series.latest.value
    if own is None or not others:
        return None
    text = f"{series.title}, {series.latest.when.label}: {figure(series, own)}. The {len(others)} {plural} "
    text += f"with a figure lie from {figure(series, min(others))} to {figure(series, max(others))}"
    text += f"; England {figure(series, england)}." if england is not None else "."
    drawn = strip(others, own=own, nation=england, title=text)
    return Markup(drawn) if drawn else None  # noqa: S704 - the title is escaped, the rest are numbers

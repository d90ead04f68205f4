"""How an organisation is doing: every series it has figures of as one row, read from left to right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from clearway.common.organisations import Level
from clearway.spc import Chart
from clearway.spc.pictures import sparkline
from clearway.web.charts.acting import KINDS, reference_of
from clearway.web.organisations import selectors
from clearway.web.organisations.cards import HEADINGS, Beside, last_figure
from clearway.web.organisations.icons import Icon, assurance_of, variation_of
from clearway.web.organisations.series import Series
from clearway.web.organisations.words import counts, figure, sentence, state

SPARK = (150, 36)
"""Width and height in pixels of the line in a row."""
QUESTIONS = {
    Level.PROVIDER: "How is this trust doing?",
    Level.ICB: "How is this board doing?",
    Level.REGION: "How is this region doing?",
    Level.NATIONAL: "How is England doing?",
    Level.SYNTHETIC: "How is this made-up trust doing?",
}


@dataclass(frozen=True)
class DoingRow:
    """One series: its newest figure, or why there is none, and the verdicts on it.

    `variation` is None only for a series without a definition sheet, which nobody can judge.
    """

    measure: str
    component: str
    parameter: str
    title: str
    part: str
    has_page: bool
    spark: Markup | None
    figure: str
    when: str
    status: str
    counts: str
    reason: str
    earlier: str
    england: str
    variation: Icon | None
    assurance: Icon | None
    # How an action names the chart as its finding; empty where the newest figure is no signal.
    signal: str = ""


@dataclass(frozen=True)
class DoingGroup:
    """Rows under one heading."""

    heading: str
    rows: Sequence[DoingRow]


def question(level: Level) -> str:
    """The heading of the table."""
    return QUESTIONS.get(level, "How is it doing?")


def doing(found: Sequence[Series], charts: Mapping[Series, Chart], with_: Beside) -> list[DoingGroup]:
    """The rows in the order of the series, under the headings of the page."""
    return [
        DoingGroup(HEADINGS[rank][0], [_row(series, charts.get(series), with_) for series in of_rank])
        for rank, of_rank in groupby(found, key=lambda series: series.rank)
    ]


def _row(series: Series, chart: Chart | None, with_: Beside) -> DoingRow:
    row = series.latest
    england = with_.england.get(selectors.key_of(row))
    return DoingRow(
        measure=series.measure,
        component=series.component,
        parameter=series.parameter_asked,
        title=f"{series.title}, by year" if series.yearly else series.title,
        part=series.part,
        has_page=series.sheet is not None,
        spark=_spark(series, chart) if chart else None,
        figure=figure(series, row.value) if row.value is not None else "",
        when=row.when.label,
        status=row.status,
        counts=counts(series, row),
        reason=state(row),
        earlier=last_figure(series),
        england=figure(series, england) if england is not None and series.is_share else "",
        variation=variation_of(chart.summary.variation) if chart else None,
        assurance=assurance_of(chart.summary.assurance, chart.target is not None) if chart else None,
        signal=_signal(series, chart) if chart else "",
    )


def _signal(series: Series, chart: Chart) -> str:
    found = chart.latest is not None and chart.latest.type in KINDS
    return reference_of(series.measure, series.component, series.parameter_asked) if found else ""


def _spark(series: Series, chart: Chart) -> Markup | None:
    """The line, with its ends in words; one figure makes none."""
    drawn = [row for row in series.rows if row.value is not None]
    if len(chart.valued) < 2:
        return None
    ends = f"from {figure(series, drawn[0].value)} in {drawn[0].when.label}"
    ends += f" to {figure(series, drawn[-1].value)} in {drawn[-1].when.label}"
    width, height = SPARK
    line = sparkline(chart, title=sentence(f"{len(drawn)} figures, {ends}"), width=width, height=height)
    return Markup(line)  # noqa: S704 - the title is escaped, the rest are numbers

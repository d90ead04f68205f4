"""What stands beside a chart over time: what was decided about it, and the form to try another."""

from collections.abc import Sequence
from dataclasses import dataclass

from clearway.web.charts.acting import StartLink, signal_of, start_link
from clearway.web.charts.history_lines import HistoryLine, history_lines
from clearway.web.charts.marks import Mark, marks_of
from clearway.web.charts.one_chart import one_chart
from clearway.web.charts.selectors import chart_history
from clearway.web.charts.setup import Setup, chart_options, profile_options
from clearway.web.measures.choice import Choice
from clearway.web.people.permissions import Permission


@dataclass(frozen=True)
class SetupPanel:
    """The panel: decisions newest first, marks of other parts of the site, the options of the form, what is
    chosen in it, whether the visitor may decide something about the chart,
    and where an action starts from it."""

    history: Sequence[HistoryLine]
    marks: Sequence[Mark]
    charts: Sequence[tuple[str, str]]
    profiles: Sequence[tuple[str, str]]
    chosen: Setup
    may_change: bool
    start: StartLink | None


def setup_panel(choice: Choice) -> SetupPanel:
    """The panel of the chosen organisation's chart, for a visitor who may see the chart."""
    chart, of = (choice.organisation, choice.series.id), choice.parameter or ""
    return SetupPanel(
        history=history_lines(chart_history(*chart, choice.component, of), choice.setup.as_of),
        marks=marks_of(*chart, choice.access, choice.setup.as_of, of),
        charts=chart_options(choice.series),
        profiles=profile_options(),
        chosen=choice.setup,
        start=_start(choice),
        may_change=choice.access.allows(Permission.CHANGE_CHARTS, choice.organisation.code),
    )


def _start(choice: Choice) -> StartLink | None:
    """The link of the usual chart, whatever view is tried; the chart is judged only for those who act."""
    code, measure, asked = choice.organisation.code, choice.series.id, choice.query["parameter"]
    where = (choice.organisation, measure, choice.component, asked, choice.access)
    if start_link(*where, has_signal=False) is None:
        return None
    chart = one_chart(code, measure, choice.component, choice.access, asked or None)
    return start_link(*where, has_signal=chart is not None and signal_of(chart).found)

"""What stands beside a chart over time: what was decided about it, and the form to try another."""

from collections.abc import Sequence
from dataclasses import dataclass

from clearway.spc.history import Event, standing
from clearway.web.charts.selectors import chart_history
from clearway.web.charts.setup import Setup, chart_options, profile_options
from clearway.web.measures.choice import Choice

KINDS = {
    "phase": "New limits from",
    "baseline": "Limits set by",
    "exclusion": "Left out of the limits",
    "profile": "Rule set chosen",
    "note": "Note on",
    "withdrawal": "Withdrawn",
}


@dataclass(frozen=True)
class HistoryLine:
    """One event in words; `holds` is false where it was withdrawn or not known yet on that day."""

    heading: str
    event: Event
    holds: bool


@dataclass(frozen=True)
class SetupPanel:
    """The panel: events newest first, the options of the form, what is chosen in it."""

    history: Sequence[HistoryLine]
    charts: Sequence[tuple[str, str]]
    profiles: Sequence[tuple[str, str]]
    chosen: Setup


def setup_panel(choice: Choice) -> SetupPanel:
    """The panel of the chosen organisation's chart."""
    events = chart_history(choice.organisation, choice.series.id, choice.component)
    held = {event.id for event in standing(events, choice.setup.as_of)}
    lines = [HistoryLine(KINDS[event.kind], event, event.id in held) for event in reversed(events)]
    return SetupPanel(lines, chart_options(choice.series), profile_options(), choice.setup)

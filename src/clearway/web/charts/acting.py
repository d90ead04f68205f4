"""From a chart to what is done about it: which signal a chart shows, and how an address names the chart."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

from django.urls import reverse

from clearway.common.organisations import Level, Organisation
from clearway.common.periods import Month
from clearway.spc.words import PointType
from clearway.web.charts.one_chart import OneChart
from clearway.web.design.filters import spaced
from clearway.web.people.access import Access
from clearway.web.people.permissions import Permission

ACTING = frozenset({Level.PROVIDER, Level.SYNTHETIC})
"""Levels whose organisations act on their charts."""
RECENT = 6
"""Among so many newest figures a signal still calls for an action."""
KINDS = {
    PointType.IMPROVEMENT: "improvement",
    PointType.CONCERN: "concern",
    PointType.NEUTRAL_HIGH: "high",
    PointType.NEUTRAL_LOW: "low",
}
"""The verdicts on a point that are signals."""


@dataclass(frozen=True)
class Signal:
    """What a chart shows that may call for an action: a signal, or only its newest figure.

    `month` is the first day of the month of the point (an ISO date), `words` say it to people.
    """

    found: bool
    month: str
    words: str


@dataclass(frozen=True)
class StartLink:
    """Where an action is started from a chart, and whether the chart shows a signal now."""

    address: str
    has_signal: bool


@dataclass(frozen=True)
class StartedAction:
    """An action that began from a chart: its title, its page and how it stands."""

    title: str
    address: str
    tag: str
    colour: str


Source = Callable[[Organisation, str, Access], Sequence[StartedAction]]
"""The actions that began from the chart of that reference, as far as the person may see them."""
_sources: list[Source] = []


def register(source: Source) -> None:
    """Parts above the charts say which actions began from one; a source is asked once."""
    if source not in _sources:
        _sources.append(source)


def started_from(chart: OneChart) -> tuple[StartedAction, ...]:
    """All actions that began from a signal of the chart."""
    reference = reference_of(chart.sheet.id, chart.component, chart.parameter_asked)
    return tuple(one for source in _sources for one in source(chart.organisation, reference, chart.access))


def signal_of(chart: OneChart) -> Signal:
    """The last signal among the newest `RECENT` figures; where there is none, the newest figure alone."""
    dated = [point for point in chart.judged.valued if point.date is not None]
    if not dated:
        return Signal(False, "", f"{chart.title}: no figure yet")
    last = next((point for point in reversed(dated[-RECENT:]) if point.type in KINDS), dated[-1])
    assert last.date is not None  # noqa: S101 - only points with a date are looked at
    when, month = f"{chart.title}, {Month.of(last.date).label}", last.date.isoformat()
    if last.type not in KINDS:
        return Signal(False, month, f"{when}: no recent signal")
    fired = ", ".join(spaced(rule) for rule in last.rules)
    return Signal(True, month, f"{when}: special cause, {KINDS[last.type]}{f' ({fired})' if fired else ''}")


def reference_of(measure: str, component: str = "", parameter: str = "", month: str = "") -> str:
    """How a chart, and where it is given a month of it, is written down as a finding."""
    more = {"component": component, "parameter": parameter, "month": month}
    query = urlencode({name: text for name, text in more.items() if text})
    return f"{measure}?{query}" if query else measure


def named_by(reference: str) -> tuple[str, dict[str, str]]:
    """The measure of such a reference, and component, parameter and month as far as it has them."""
    measure, _, query = reference.partition("?")
    return measure, {name: texts[0] for name, texts in parse_qs(query).items()}


def may_act(organisation: Organisation, access: Access) -> bool:
    """Whether the visitor starts actions from the charts of the organisation."""
    return organisation.level in ACTING and access.allows(Permission.RUN_IMPROVEMENT, organisation.code)


def start_link(
    organisation: Organisation,
    measure: str,
    component: str,
    parameter: str,
    access: Access,
    *,
    has_signal: bool,
) -> StartLink | None:
    """Where the visitor starts an action from that chart; None for those who start none there."""
    if not may_act(organisation, access):
        return None
    named = {"kind": "chart-signal", "reference": reference_of(measure, component, parameter)}
    return StartLink(reverse("action-start", args=[organisation.code], query=named), has_signal)

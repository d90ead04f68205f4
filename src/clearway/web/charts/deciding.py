"""What the pages show on which somebody decides something about a chart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from clearway.spc.history import Event, EventKind
from clearway.spc.recalculation import Suggestion, suggest_recalculation
from clearway.web.charts.checks import Proposal
from clearway.web.charts.forms import DecisionForm
from clearway.web.charts.history_lines import line_of
from clearway.web.charts.one_chart import OneChart
from clearway.web.design.filters import day
from clearway.web.design.pictures import Picture

# What the links to the forms say, in the order of the page.
LINKS = {
    "phase": "Begin new limits",
    "baseline": "Choose a baseline",
    "exclusion": "Leave a point out",
    "note": "Write a note",
    "profile": "Choose the rule set",
}
BASELINES = {
    "baseline": "The first points",
    "baseline-range": "A range",
    "baseline-points": "Single points",
}


@dataclass(frozen=True)
class Suggested:
    """One date at which limits could start anew; `address` puts it into the form and nothing more."""

    when: str
    accepted: bool
    reason: str
    second_opinion: str
    address: str


@dataclass(frozen=True)
class Advice:
    """What the figures suggest about new limits, and how that was worked out."""

    suggested: Sequence[Suggested]
    log: Sequence[str]

    @property
    def accepted(self) -> Sequence[Suggested]:
        """The dates that the method would take."""
        return [one for one in self.suggested if one.accepted]


def address_of(name: str, chart: OneChart, *parts: str, **query: str) -> str:
    """An address of one of the pages of a chart."""
    asked = {"component": chart.component, "parameter": chart.parameter_asked, **query}
    arguments = [chart.organisation.code, chart.sheet.id, *parts]
    return reverse(name, args=arguments, query={key: text for key, text in asked.items() if text})


def links(chart: OneChart) -> Sequence[tuple[str, str]]:
    """Words and addresses of the forms."""
    return [(text, address_of("chart-decide", chart, word)) for word, text in LINKS.items()]


def ways(chart: OneChart, word: str) -> Sequence[tuple[str, str, bool]]:
    """The other ways to choose a baseline: words, address, whether it is this one; none for other forms."""
    if word not in BASELINES:
        return ()
    return [
        (text, address_of("chart-decide", chart, other), other == word) for other, text in BASELINES.items()
    ]


def advice(chart: OneChart) -> Advice:
    """The suggestions for the latest phase. Nothing is ever applied: a person decides."""
    found = suggest_recalculation(chart.judged)
    return Advice([_suggested(chart, one) for one in found.suggestions if one.date], found.log)


def _suggested(chart: OneChart, one: Suggestion) -> Suggested:
    labels = {row.period_start: row.when.label for row in chart.rows}
    text = "The second opinion, a change-point method, sees no change of level that led here."
    if one.change_point is not None:
        text = f"The second opinion agrees: {one.change_point.text}"
    address = address_of("chart-decide", chart, "phase", effective=str(one.date))
    label = labels[one.date] if one.date else ""
    return Suggested(label, one.accepted, one.reason, text if one.accepted else "", f"{address}#decide")


def event_of(form: DecisionForm, author: str, key: str = "") -> Event:
    """The event that a form without faults asks for; its time is put right when it is recorded."""
    return Event(
        id=key or uuid4().hex,
        kind=form.kind,
        reason=form.cleaned_data["reason"],
        author=author,
        recorded_at=timezone.now(),
        **form.details(),
    )


@dataclass(frozen=True)
class Look:
    """A decision before it is recorded: what it says and does, and the chart as it would be and as it is.

    `fields` are the names and values that the button sends.
    """

    rows: Sequence[tuple[str, str]]
    notes: Sequence[str]
    would_be: Picture
    now: Picture
    fields: Sequence[tuple[str, str]]


def look(chart: OneChart, form: DecisionForm, proposal: Proposal) -> Look:
    """What the page shows on which somebody looks before recording."""
    event = proposal.event
    would_be = chart.picture(proposal.settings)
    return Look(
        rows=[("Decision", said(chart, event)), ("Reason", event.reason), ("By", event.author)],
        notes=proposal.notes,
        would_be=replace(would_be, id="would-be"),
        now=replace(chart.picture(), id="now"),
        fields=[*sent(form.data, form), ("event", event.id), ("seen", str(len(chart.history)))],
    )


def said(chart: OneChart, event: Event) -> str:
    """The decision in words."""
    if event.withdraws is not None:
        gone = next(one for one in chart.history if one.id == event.withdraws)
        line = line_of(gone)
        return f"Withdraw: {line.heading}{line.detail} ({gone.author}: {gone.reason})"
    line = line_of(event)
    if event.kind is EventKind.PROFILE:
        return line.heading.removesuffix(f" {day(event.effective)}") + line.detail
    return f"{line.heading}{line.detail}"


def sent(data: Mapping[str, str], form: DecisionForm) -> list[tuple[str, str]]:
    """What a form was sent with, every value of a field that takes several."""
    several = getattr(data, "getlist", lambda name: [data[name]] if name in data else [])
    return [(name, text) for name in form.fields for text in several(name)]

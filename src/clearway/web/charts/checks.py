"""Whether a decision fits the chart it is about; what it does that its author may not expect."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from clearway.common.errors import ClearwayError
from clearway.spc import Chart
from clearway.spc.history import Event, EventKind, Settings, replay, standing
from clearway.spc.profiles import PROFILES
from clearway.web.charts.one_chart import OneChart
from clearway.web.charts.over_time import AS_USUAL, judged_strictly
from clearway.web.charts.setup import USUAL_PROFILE
from clearway.web.design.filters import day
from clearway.web.publications.models import Value


class DecisionError(ClearwayError):
    """A decision that does not fit; `field` is the field of the form that is to be mended."""

    def __init__(self, field: str, what: str, mend: str = "") -> None:
        self.field = field
        super().__init__(what, mend=mend)


@dataclass(frozen=True)
class Proposal:
    """A decision that nobody has recorded yet, the settings it leads to, and what to know about it."""

    event: Event
    settings: Settings
    notes: Sequence[str]


def proposal(chart: OneChart, event: Event) -> Proposal:
    """What would follow from the event. Raises DecisionError where it does not fit the chart as it stands."""
    notes = _CHECKS[event.kind](chart, event)
    settings = replay([*chart.history, event])
    if event.kind is EventKind.WITHDRAWAL:  # going back must always be possible
        return Proposal(event, settings, notes)
    try:
        drawn = judged_strictly(chart.sheet, chart.rows, AS_USUAL, settings, chart.target)
    except ClearwayError as problem:
        raise DecisionError(_field(event), problem.what, problem.mend) from problem
    return Proposal(event, settings, [*notes, *_short_phases(chart, drawn, event)])


def _phase(chart: OneChart, event: Event) -> Sequence[str]:
    """New limits start at the first row on or after the date: once, and with a row before them."""
    rows = chart.rows
    start = next((row for row in rows if row.period_start >= event.effective), None)
    if start is None:
        last = rows[-1].when.label
        raise DecisionError(
            "effective", f"There is nothing on this chart on or after {day(event.effective)}",
            f"The last period is {last}: choose a date up to then",
        )  # fmt: skip
    if start is rows[0]:
        raise DecisionError(
            "effective", f"The chart begins with {start.when.label}, so limits start there already",
            "Choose a later date",
        )  # fmt: skip
    taken = next((one for one in _of_kind(chart, EventKind.PHASE) if _start(rows, one) is start), None)
    if taken is not None:
        raise DecisionError(
            "effective", f"New limits already start with {start.when.label} ({taken.author}: {taken.reason})",
            "Two phases cannot start at one point: choose another date, or withdraw that decision first",
        )  # fmt: skip
    _not_through_the_baseline(chart, start)
    if start.period_start == event.effective:
        return []
    return [
        f"{day(event.effective)} is not the beginning of a period on this chart. The new limits start "
        f"with the next one, {start.when.label}."
    ]


def _not_through_the_baseline(chart: OneChart, start: Value) -> None:
    """A chosen baseline lies in one phase; new limits may not part it."""
    places = _baseline_days(chart.settings, chart.rows)
    if any(one < start.period_start for one in places) and any(one >= start.period_start for one in places):
        raise DecisionError(
            "effective", f"New limits from {start.when.label} would part the points of the chosen baseline",
            "Choose another date, or withdraw the baseline first",
        )  # fmt: skip


def _baseline(chart: OneChart, event: Event) -> Sequence[str]:
    """The points of a baseline have figures and lie in one phase."""
    if event.points is not None:
        latest = chart.judged.phases[-1]
        if event.points > latest.n:
            raise DecisionError(
                "points", f"The limits in force rest on a phase of {latest.n} points with a figure",
                f"Enter at most {latest.n}",
            )  # fmt: skip
        return []
    days = _baseline_days(replay([event]), chart.rows)
    field = _field(event)
    if not days:
        raise DecisionError(field, "No period of the chart lies in this baseline", "Choose from the list")
    known = {row.period_start: row for row in chart.rows}
    empty = [known[one].when.label for one in days if known[one].value is None]
    for start in _phase_starts(chart):
        if days[0] < start.period_start <= days[-1]:
            raise DecisionError(
                field, f"These points lie in two phases: new limits start with {start.when.label}",
                "A baseline lies within one phase: choose points before that or from there on",
            )  # fmt: skip
    return [f"No figure is held for {', '.join(empty)}: it sets no limits."] if empty else []


def _exclusion(chart: OneChart, event: Event) -> Sequence[str]:
    """A point is left out once."""
    taken = next((e for e in _of_kind(chart, EventKind.EXCLUSION) if e.effective == event.effective), None)
    if taken is not None:
        raise DecisionError(
            "effective", f"This point is left out already ({taken.author}: {taken.reason})",
            "Choose another point, or withdraw that decision first",
        )  # fmt: skip
    row = next((row for row in chart.rows if row.period_start == event.effective), None)
    if row is None or row.value is None:
        raise DecisionError("effective", "There is no figure for that period", "Choose one from the list")
    return []


def _note(chart: OneChart, event: Event) -> Sequence[str]:
    rows = chart.rows
    if rows[0].period_start <= event.effective <= rows[-1].when.last_day:
        return []
    return [
        f"{day(event.effective)} lies outside the chart, which shows {rows[0].when.label} to "
        f"{rows[-1].when.label}: the note stands below it without a flag until the chart reaches it."
    ]


def _profile(chart: OneChart, event: Event) -> Sequence[str]:
    now = chart.settings.profile or USUAL_PROFILE
    if event.profile == now:
        raise DecisionError(
            "profile", f"The chart is judged by {PROFILES[now].title} already", "Choose another rule set"
        )
    return []


def _withdrawal(chart: OneChart, event: Event) -> Sequence[str]:
    held = {one.id for one in standing(chart.history)}
    if event.withdraws not in held:
        raise DecisionError("reason", "This decision does not hold any more", "There is nothing to withdraw")
    return []


_CHECKS: dict[EventKind, Callable[[OneChart, Event], Sequence[str]]] = {
    EventKind.PHASE: _phase,
    EventKind.BASELINE: _baseline,
    EventKind.EXCLUSION: _exclusion,
    EventKind.NOTE: _note,
    EventKind.PROFILE: _profile,
    EventKind.WITHDRAWAL: _withdrawal,
}


def _field(event: Event) -> str:
    """The field of the form that says most about the event."""
    if event.kind is EventKind.PROFILE:
        return "profile"
    given = (name for name in ("points", "until", "dates") if getattr(event, name) is not None)
    return next(given, "effective")


def _of_kind(chart: OneChart, kind: EventKind) -> Sequence[Event]:
    return [event for event in standing(chart.history) if event.kind is kind]


def _start(rows: Sequence[Value], phase: Event) -> Value | None:
    """The row with which a phase starts."""
    return next((row for row in rows if row.period_start >= phase.effective), None)


def _phase_starts(chart: OneChart) -> Sequence[Value]:
    starts = (_start(chart.rows, one) for one in _of_kind(chart, EventKind.PHASE))
    return [one for one in starts if one is not None]


def _baseline_days(settings: Settings, rows: Sequence[Value]) -> Sequence[date]:
    """The rows that a baseline names by their dates, in order; none for the first so many points."""
    baseline = settings.baseline
    if baseline is None or baseline.first is not None:
        return []
    return [row.period_start for row in rows if _named(row.period_start, settings)]


def _named(when: date, settings: Settings) -> bool:
    baseline = settings.baseline
    if baseline is None:
        return False
    if baseline.dates:
        return when in baseline.dates
    return (
        isinstance(baseline.start, date)
        and isinstance(baseline.end, date)
        and (baseline.start <= when <= baseline.end)
    )


def _short_phases(chart: OneChart, drawn: Chart, event: Event) -> Sequence[str]:
    """Phases that the decision makes too short for limits."""
    if event.kind not in (EventKind.PHASE, EventKind.EXCLUSION, EventKind.PROFILE):
        return []
    before = {(one.start, one.n) for one in chart.judged.phases if not one.limits_shown}
    labels = {row.period_start: row.when.label for row in chart.rows}
    return [
        f"The phase from {labels[one.start or date.min]} has {_points(one.n)} with a figure. "
        f"Limits need {drawn.minimum_points}, so it is drawn without them for now."
        for one in drawn.phases
        if not one.limits_shown and (one.start, one.n) not in before
    ]


def _points(number: int) -> str:
    return "1 point" if number == 1 else f"{number} points"

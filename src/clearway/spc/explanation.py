"""A chart in two to four sentences for a board paper and a screen reader, with advice and every signal.

The sentences say what the latest figure shows and since when, what is usual, what that means for the
target, and the one thing a reader should know before acting: that the limits may need to start anew, or
how often chance alone gives such a signal. Everything else worth knowing is advice.
"""

from dataclasses import dataclass

from clearway.spc.autocorrelation import Autocorrelation, autocorrelation
from clearway.spc.calendar_gaps import find_rhythm
from clearway.spc.choice import ChartChoice, chart_choice
from clearway.spc.explain import (
    at_day,
    explain_sentences,
    line_figure,
    missing_sentence,
    plotted_figure,
    runs_reason,
    target_sentence,
)
from clearway.spc.false_alarms import FalseAlarm, chance_of
from clearway.spc.figures import counted, listed, when
from clearway.spc.recalculation import Recalculation, Suggestion, suggest_recalculation
from clearway.spc.result import Chart, Point
from clearway.spc.seasonality import Seasonality, seasonality
from clearway.spc.signals import Signal, signal_sentence, signals_of
from clearway.spc.words import Rule, Variation

# With more signals or more flagged points than this in a phase, chance is no longer the question.
FEW_SIGNALS = 2
FEW_POINTS = 9

_CHANGE = {
    Variation.IMPROVEMENT_HIGH: "a change for the better, towards higher figures",
    Variation.IMPROVEMENT_LOW: "a change for the better, towards lower figures",
    Variation.CONCERN_HIGH: "a change that is a concern, towards higher figures",
    Variation.CONCERN_LOW: "a change that is a concern, towards lower figures",
    Variation.NEUTRAL_HIGH: "a change towards higher figures, neither good nor bad in itself",
    Variation.NEUTRAL_LOW: "a change towards lower figures, neither good nor bad in itself",
}


@dataclass(frozen=True)
class Explanation:
    """`sentences` are two to four (one where there is nothing to judge), `advice` may be empty.

    `signals` are all rules that fired and where, `signal_list` the same in words. The other fields are
    what the sentences and the advice were made from; None where a test has too little to go on.
    """

    sentences: tuple[str, ...]
    advice: tuple[str, ...]
    signals: tuple[Signal, ...]
    signal_list: tuple[str, ...]
    recalculation: Recalculation
    choice: ChartChoice
    false_alarm: FalseAlarm | None
    autocorrelation: Autocorrelation | None
    seasonality: Seasonality | None

    @property
    def text(self) -> str:
        """The sentences as one paragraph."""
        return " ".join(self.sentences)


def explanation(chart: Chart) -> Explanation:
    """Everything there is to say about `chart`, in plain words. Nothing is changed by it."""
    signals = signals_of(chart)
    recalculation = suggest_recalculation(chart)
    # A step is a matter for the limits; what is left about the levels is autocorrelation.
    steps = recalculation.change_points
    alike, season = autocorrelation(chart, without_steps=steps), seasonality(chart)
    chance = _chance(chart, alike)
    choice = chart_choice(chart)
    before_acting = _before_acting(chart, signals, recalculation, chance)
    return Explanation(
        sentences=_sentences(chart, signals, before_acting),
        advice=_advice(chart, recalculation, alike, season, choice),
        signals=signals,
        signal_list=tuple(signal_sentence(chart, signal) for signal in signals),
        recalculation=recalculation,
        choice=choice,
        false_alarm=chance,
        autocorrelation=alike,
        seasonality=season,
    )


def _sentences(chart: Chart, signals: tuple[Signal, ...], before_acting: str) -> tuple[str, ...]:
    latest = chart.latest
    judged = chart.summary.variation not in (Variation.TOO_FEW_POINTS, Variation.NO_VARIATION)
    if latest is None or not judged:
        # The short text already says all there is.
        return explain_sentences(chart)
    sentences = (
        _verdict(chart, latest, signals),
        _usual(chart, latest),
        target_sentence(chart),
        before_acting,
    )
    return tuple(sentence for sentence in sentences if sentence)


def _verdict(chart: Chart, latest: Point, signals: tuple[Signal, ...]) -> str:
    """What the latest figure shows, and since when."""
    day = when(latest.date, (point.date for point in chart.points))
    start = f"The latest figure{f', for {day},' if day else ''} is {plotted_figure(chart, latest.value)}"
    variation = chart.summary.variation
    if variation is Variation.COMMON_CAUSE:
        return f"{start}, and chance alone explains it (common cause variation){_earlier(chart, signals)}."
    current = [signal for signal in signals if latest in signal.points]
    reasons = listed([_since(chart, signal) for signal in current])
    return f"{start} and shows special cause variation, {_CHANGE[variation]}: {reasons}."


def _since(chart: Chart, signal: Signal) -> str:
    if signal.rule is Rule.RUNS:
        return runs_reason(chart, chart.phases[signal.phase - 1])
    if signal.rule is Rule.OUTSIDE and len(signal.points) == 1:
        return f"it lies {'above the upper' if signal.higher else 'below the lower'} limit"
    first = when(signal.first, (point.date for point in chart.points))
    place = first or f"point {chart.points.index(signal.points[0]) + 1}"
    return f"{signal.subject} since {place} {signal.predicate}"


def _earlier(chart: Chart, signals: tuple[Signal, ...]) -> str:
    """What stood out earlier in the phase, when the latest figure does not."""
    phase = chart.phases[-1].number
    flagged = {point.position: point for one in signals if one.phase == phase for point in one.points}
    if not flagged:
        return ""
    last = max(flagged.values(), key=chart.points.index)
    day = when(last.date, (point.date for point in chart.points))
    which = counted(len(flagged), "earlier point")
    return f"; {which} stood out{f', the last {at_day(day)}' if day else ''}"


def _usual(chart: Chart, latest: Point) -> str:
    centre = f"The {chart.centre_word} is {line_figure(chart, latest.centre)}"
    low, high = line_figure(chart, latest.lower), line_figure(chart, latest.upper)
    if not (low and high):
        return f"{centre}."
    noun = period_noun(chart)
    varying = f" in a {noun} with the latest denominator" if chart.phases[-1].limits_vary else ""
    return f"{centre}, and chance alone would keep a figure between {low} and {high}{varying}."


def _before_acting(
    chart: Chart, signals: tuple[Signal, ...], recalculation: Recalculation, chance: FalseAlarm | None
) -> str:
    """The one thing to know before acting on the chart; empty where there is none."""
    accepted = _accepted(recalculation)
    if accepted is not None:
        day = when(accepted.date, (point.date for point in chart.points))
        since = f" from {day}" if day else ""
        level = "higher" if accepted.higher else "lower"
        return f"The process has settled at a {level} level{since}: consider starting the limits anew there."
    here = [signal for signal in signals if signal.phase == chart.phases[-1].number] if chart.phases else []
    flagged = sum(len(signal.points) for signal in here if signal.rule is not Rule.RUNS)
    if not here or len(here) > FEW_SIGNALS or flagged > FEW_POINTS or chance is None:
        return ""
    return _chance_sentence(chart, chance)


def _accepted(recalculation: Recalculation) -> Suggestion | None:
    accepted = [one for one in recalculation.suggestions if one.accepted]
    return accepted[-1] if accepted else None


def _chance(chart: Chart, alike: Autocorrelation | None) -> FalseAlarm | None:
    return chance_of(chart, alike.lag1 if alike is not None and alike.notable else 0.0)


def _chance_sentence(chart: Chart, chance: FalseAlarm) -> str:
    share = f"{chance.any_point:.0%}" if chance.any_point >= 0.01 else "fewer than 1%"
    alike = " whose neighbours are as alike as here" if chance.autocorrelation > 0 else ""
    least = "at least " if chance.at_least else ""
    cases = "" if chance.expected is None else f", about {chance.expected:.2g} a {period_noun(chart)}"
    return (
        f"A stable process of {counted(chance.points, period_noun(chart))}{alike} shows at least one such "
        f"signal in {least}{share} of cases (by simulation of {chance.table}{cases})."
    )


def period_noun(chart: Chart) -> str:
    """What one point of the chart stands for: `month`, `week` and so on, else `point`."""
    days = [point.date for point in chart.points if point.date is not None]
    rhythm = find_rhythm(days) if len(days) == len(chart.points) else None
    if rhythm is None:
        return "point"
    known = {(1, 0): "month", (3, 0): "quarter", (12, 0): "year", (0, 7): "week", (0, 1): "day"}
    return known.get((rhythm.months, rhythm.days), "point")


def _advice(
    chart: Chart,
    recalculation: Recalculation,
    alike: Autocorrelation | None,
    season: Seasonality | None,
    choice: ChartChoice,
) -> tuple[str, ...]:
    """What to look at, most important first."""
    advice = [_recalculate(chart, one) for one in recalculation.suggestions if one.accepted]
    waiting = [one for one in recalculation.suggestions if one.reason.startswith("Not yet")]
    advice += [f"{_from(chart, one)} new limits may come to be needed. {one.reason}" for one in waiting]
    if choice.better:
        advice.append(choice.reason)
    if season is not None and season.found:
        advice.append(season.text)
    if alike is not None and alike.notable:
        advice.append(alike.text)
    missing = missing_sentence(chart)
    return tuple([*advice, missing] if missing else advice)


def _recalculate(chart: Chart, suggestion: Suggestion) -> str:
    opinion = (
        f"A change-point method agrees: {suggestion.change_point.text}"
        if suggestion.change_point is not None
        else "A change-point method sees no change of level that led here, so look with care."
    )
    return (
        f"{_from(chart, suggestion)} the limits could start anew, about a {chart.centre_word} of "
        f"{line_figure(chart, suggestion.centre)}, if the cause is known and the change is meant to last. "
        f"{opinion}"
    )


def _from(chart: Chart, suggestion: Suggestion) -> str:
    day = when(suggestion.date, (point.date for point in chart.points))
    return f"From {day}" if day else f"From point {suggestion.position + 1}"

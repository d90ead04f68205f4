"""Laws of the words: for any series they are whole sentences, few, and true to the flags."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from clearway.common.periods import Month
from clearway.spc import PointState, spc
from clearway.spc.explanation import explanation
from clearway.spc.recalculation import suggest_recalculation
from clearway.spc.signals import signals_of

FIGURES = st.lists(st.one_of(st.none(), st.integers(0, 12).map(float)), max_size=45)
STEPPED = st.tuples(
    st.lists(st.integers(0, 6), min_size=20, max_size=28),
    st.lists(st.integers(3, 12), min_size=5, max_size=28),
).map(lambda halves: [float(value) for half in halves for value in half])
SERIES = st.one_of(FIGURES, STEPPED)
PROFILE = st.sampled_from(["mdc", "plotthedots-0.2.2", "qicharts2", "healthcare-run", "nelson"])
DIRECTION = st.sampled_from(["increase", "decrease", "neutral"])
KIND = st.sampled_from(["i", "run", "c", "cp", "mr"])


def judged(values, profile: str = "mdc", direction: str = "neutral", chart: str = "i", target=None):
    months = [Month(2019, 4).shift(place) for place in range(len(values))]
    return spc(values, dates=months, profile=profile, direction=direction, chart=chart, target=target)


@settings(max_examples=60, deadline=None)
@given(SERIES, PROFILE, DIRECTION, KIND, st.sampled_from([None, 5.0]))
def test_the_words_are_few_whole_sentences(values, profile, direction, chart, target) -> None:
    found = explanation(judged(values, profile, direction, chart, target))
    assert 1 <= len(found.sentences) <= 4
    for sentence in (*found.sentences, *found.advice, *found.signal_list, *found.recalculation.log):
        assert sentence[0].isupper() or sentence[0].isdigit()
        assert sentence.endswith(".")
        assert "  " not in sentence
        assert not re.search(r"\b1 (points|periods|months|figures|times)\b|nan|None|inf\b", sentence)
        assert not re.search(r"\b([2-9]|\d\d+) (point|period|month|figure|time)\b", sentence)


@settings(max_examples=60, deadline=None)
@given(SERIES, PROFILE, KIND)
def test_signals_are_the_flags_and_nothing_else(values, profile, chart) -> None:
    found = judged(values, profile, chart=chart)
    told = {(point.position, signal.rule) for signal in signals_of(found) for point in signal.points}
    flagged = {(point.position, rule) for point in found.points for rule in point.rules}
    assert told == flagged


@settings(max_examples=60, deadline=None)
@given(STEPPED, st.integers(-50, 50), st.sampled_from([0.5, 2.0, 8.0]))
def test_moving_or_stretching_the_scale_changes_no_suggestion(values, move: int, scale: float) -> None:
    plain = suggest_recalculation(judged(values))
    moved = suggest_recalculation(judged([(value + move) * scale for value in values]))
    assert [(one.date, one.accepted, one.run) for one in plain.suggestions] == [
        (one.date, one.accepted, one.run) for one in moved.suggestions
    ]
    assert [one.date for one in plain.change_points] == [one.date for one in moved.change_points]


@settings(max_examples=60, deadline=None)
@given(STEPPED)
def test_a_mirrored_series_is_suggested_the_same_dates_the_other_way(values) -> None:
    plain = suggest_recalculation(judged(values))
    mirrored = suggest_recalculation(judged([-value for value in values]))
    assert [(one.date, one.accepted, one.higher) for one in plain.suggestions] == [
        (one.date, one.accepted, not one.higher) for one in mirrored.suggestions
    ]


@settings(max_examples=60, deadline=None)
@given(SERIES)
def test_explaining_changes_nothing(values) -> None:
    chart = judged(values)
    again = judged(values)
    explanation(chart)
    assert chart == again
    assert all(point.state is not PointState.EXCLUDED for point in chart.points)

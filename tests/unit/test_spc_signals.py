"""Each rule that fired: where it began and ended, which way, in words."""

from itertools import cycle, islice

from clearway.spc import Chart, Rule, spc
from clearway.spc.signals import Signal, signal_sentence, signals_of

STEADY = list(islice(cycle([-2.0, 1.0, -1.0, 2.0]), 24))


def chart(values: list[float], **more) -> Chart:
    return spc(values, **more)


def of(rule: Rule, found: Chart) -> list[Signal]:
    return [signal for signal in signals_of(found) if signal.rule is rule]


def places(signal: Signal) -> list[int]:
    return [point.position for point in signal.points]


def test_a_stable_chart_has_no_signal() -> None:
    assert signals_of(chart(STEADY)) == ()


def test_a_shift_passes_over_points_on_the_centre() -> None:
    high = [1.0, 1, 1, 0, 1, 1, 1, 1]
    balanced = [*high, *[-value for value in high]] * 2
    first = of(Rule.SHIFT, chart(balanced))[0]
    assert places(first) == [0, 1, 2, 4, 5, 6, 7]
    assert first.higher
    assert first.text == "7 points in a row lie above the mean"


def test_two_trends_share_their_turn() -> None:
    up = [float(value) for value in range(10)]
    found = of(Rule.TREND, chart([*up, *up[-2::-1]]))
    assert [(places(one)[0], places(one)[-1], one.higher) for one in found] == [(0, 9, True), (9, 18, False)]
    assert found[1].text == "10 points in a row are each lower than the one before"


def test_points_outside_on_both_sides_are_two_signals() -> None:
    found = of(Rule.OUTSIDE, chart([*STEADY, *STEADY, 40.0, -40.0, *STEADY]))
    assert [(one.higher, len(one.points)) for one in found] == [(True, 1), (False, 1)]
    assert found[0].text == "1 point lies above the upper limit"


def test_two_of_three_bridges_the_point_between() -> None:
    found = of(Rule.TWO_OF_THREE, chart([*STEADY, *STEADY, 6.5, 1.0, 6.5, -1.0, *STEADY]))
    assert [places(one) for one in found] == [[48, 50]]
    assert found[0].text == "2 points close together lie near or beyond the upper limit"


def test_long_runs_are_one_signal_of_a_phase() -> None:
    (found,) = signals_of(chart([1.0] * 10 + [2.0] * 10, chart="run"))
    assert found.rule is Rule.RUNS
    assert len(found.points) == 20
    assert "the longest run on one side of the median is 10 points" in found.text


def test_nelsons_tests_have_words_of_their_own() -> None:
    alternating = of(Rule.ALTERNATING, chart([1.0, 2.0] * 10, profile="nelson"))
    assert [one.text for one in alternating] == ["20 points in a row go up and down by turns"]
    assert alternating[0].higher is None
    close = of(Rule.NEAR_CENTRE, chart([*[0.1, -0.1] * 10, 9, -9, 9, -9], profile="nelson"))
    assert close[0].text == "20 points in a row lie close to the mean"


def test_signals_do_not_cross_phases() -> None:
    months = [f"{2020 + place // 12}-{place % 12 + 1:02d}" for place in range(48)]
    values = [*STEADY[:18], *[3.0, 4] * 3, *[8.0, 9] * 3, *STEADY[:18]]
    found = spc(values, dates=months, rebase_dates=["2022-01"])
    for signal in signals_of(found):
        assert {point.phase for point in signal.points} == {signal.phase}


def test_a_signal_has_its_dates_or_its_places() -> None:
    months = [f"{2020 + place // 12}-{place % 12 + 1:02d}" for place in range(48)]
    dated = spc([*STEADY, *STEADY[:23], 40.0], dates=months)
    assert [signal_sentence(dated, one) for one in signals_of(dated)] == [
        "December 2023: 1 point lies above the upper limit."
    ]
    undated = spc([*STEADY, *STEADY[:23], 40.0])
    assert [signal_sentence(undated, one) for one in signals_of(undated)] == [
        "Point 48: 1 point lies above the upper limit."
    ]

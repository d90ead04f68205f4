"""A chart in sentences for a board paper: worked examples, word for word."""

from datetime import date
from itertools import cycle, islice

import numpy as np
import pytest

from clearway.common.periods import Month
from clearway.spc import Chart, spc
from clearway.spc.explanation import Explanation, explanation

STEADY = [-2, 1, -1, 2]
NOTHING = "There are no figures to show yet."


def around(level: float, points: int, size: float = 1.0) -> list[float]:
    return [level + size * step for step in islice(cycle(STEADY), points)]


def monthly(values: list[float | None], **more) -> Chart:
    months = [Month(2022, 4).shift(place) for place in range(len(values))]
    return spc(values, dates=months, **({"direction": "decrease"} | more))


def said(values: list[float | None], **more) -> Explanation:
    return explanation(monthly(values, **more))


def test_common_cause_with_a_target() -> None:
    found = said(around(50, 20), target=40)
    assert found.sentences == (
        "The latest figure, for November 2023, is 52, and chance alone explains it (common cause variation).",
        "The mean is 50.0, and chance alone would keep a figure between 42.2 and 57.8.",
        "The target of at most 40 will not be met unless the process changes.",
    )
    assert found.advice == ()
    assert found.signals == ()


def test_a_point_above_the_upper_limit_with_the_chance_of_a_false_alarm() -> None:
    found = said([*around(50, 35), 75.0])
    assert found.sentences[0] == (
        "The latest figure, for March 2025, is 75 and shows special cause variation, a change that is a "
        "concern, towards higher figures: it lies above the upper limit."
    )
    assert found.false_alarm is not None
    assert found.sentences[-1] == (
        "A stable process of 36 months shows at least one such signal in "
        f"{found.false_alarm.any_point:.0%} of cases (by simulation of normal figures on an XmR chart)."
    )
    assert found.signal_list == ("March 2025: 1 point lies above the upper limit.",)


def test_a_run_says_since_when_and_for_better_or_worse() -> None:
    values = around(50, 24) + around(45, 8)
    better = said(values).sentences[0]
    assert better == (
        "The latest figure, for November 2024, is 47 and shows special cause variation, a change for the "
        "better, towards lower figures: 8 points in a row since April 2024 lie below the mean."
    )
    worse = said(values, direction="increase").sentences[0]
    assert "a change that is a concern, towards lower figures" in worse
    neither = said(values, direction="neutral").sentences[0]
    assert "a change towards lower figures, neither good nor bad in itself" in neither


def test_a_trend_says_which_way() -> None:
    found = said([*around(50, 20), *[50.5 + 0.5 * step for step in range(8)]], direction="increase")
    assert "8 points in a row since December 2023 are each higher than the one before" in found.sentences[0]


def test_a_process_that_settled_asks_for_the_limits_to_be_looked_at() -> None:
    found = said(around(50, 24) + around(40, 24))
    assert found.sentences[-1] == (
        "The process has settled at a lower level from April 2024: consider starting the limits anew there."
    )
    assert found.advice[0] == (
        "From April 2024 the limits could start anew, about a mean of 39.9, if the cause is known and the "
        "change is meant to last. A change-point method agrees: the level falls from 50.0 to 40.0 from "
        "April 2024 on, a step of 3.2 standard deviations."
    )


def test_a_step_is_not_also_called_autocorrelation() -> None:
    found = said(around(50, 24) + around(40, 24))
    assert found.autocorrelation is not None
    assert not found.autocorrelation.notable


def test_new_limits_that_cannot_be_judged_yet_are_advice() -> None:
    found = said(around(50, 24) + around(40, 10))
    assert found.advice[0] == (
        "From April 2024 new limits may come to be needed. Not yet: new limits need 21 points from here on, "
        "and there are 10; look again after 11 more points."
    )


def test_earlier_points_that_stood_out_are_counted_in_the_right_number() -> None:
    values: list[float | None] = list(around(50, 30))
    values[10] = 75.0
    assert said(values).sentences[0].endswith("; 1 earlier point stood out, the last in February 2023.")
    values[20] = 75.0
    assert said(values).sentences[0].endswith("; 2 earlier points stood out, the last in December 2023.")


def test_days_are_written_with_on_and_years_with_in() -> None:
    values: list[float | None] = list(around(50, 30))
    values[10] = 75.0
    weeks = [date.fromordinal(date(2024, 1, 2).toordinal() + 7 * place) for place in range(30)]
    assert "the last on 12 March 2024." in explanation(spc(values, dates=weeks)).text
    years = [f"{1990 + place}/{(91 + place) % 100:02d}" for place in range(30)]
    assert "the last in 2000/01." in explanation(spc(values, dates=years)).text


def test_the_noun_is_that_of_the_calendar() -> None:
    values = [*around(50, 29), 75.0]
    weeks = [date.fromordinal(date(2024, 1, 2).toordinal() + 7 * place) for place in range(30)]
    assert "A stable process of 30 weeks shows" in explanation(spc(values, dates=weeks)).text
    assert "A stable process of 30 points shows" in explanation(spc(values)).text


def test_shares_have_limits_for_the_latest_denominator() -> None:
    sizes = [300 + 10 * (place % 7) for place in range(24)]
    cases = [int(0.1 * size) + (place % 3) for place, size in enumerate(sizes)]
    found = said(cases, denominators=sizes, chart="p", target=0.06)
    assert found.sentences[1].endswith(" in a month with the latest denominator.")
    assert found.sentences[2].startswith("The target of at most 6% will be")


def test_a_run_chart_has_a_median_and_no_limits() -> None:
    found = said(around(50, 12) + around(40, 12), chart="run")
    assert found.sentences[1] == "The median is 45.0."
    assert found.sentences[0].endswith(
        "the longest run on one side of the median is 12 points, where chance explains at most 8, and the "
        "line crosses the median 1 time, where chance gives 8 or more."
    )


@pytest.mark.parametrize(
    ("values", "sentences"),
    [
        ([], (NOTHING,)),
        ([None, None], (NOTHING,)),
        (
            [4.0],
            (
                "The latest figure, for April 2022, is 4.",
                "There is 1 point; limits and a verdict need 13, so none is given yet.",
            ),
        ),
        ([5.0] * 14, ("All 14 figures are 5: there is no variation to judge.",)),
    ],
)
def test_what_cannot_be_judged_is_said(values: list[float | None], sentences: tuple[str, ...]) -> None:
    found = said(values)
    assert found.sentences == sentences
    assert found.signals == ()


def test_what_is_missing_is_advice_and_the_sentences_stay_few() -> None:
    values: list[float | None] = list(around(50, 20))
    values[3] = None
    found = said(values)
    assert found.advice == ("1 period has no figure.",)


def test_rare_counts_are_advised_another_chart() -> None:
    counts = [float(one) for one in np.random.default_rng(1).poisson(0.4, size=36)]
    assert any("a G chart" in advice for advice in said(counts, chart="c").advice)


def test_seasons_and_alike_neighbours_are_advice() -> None:
    wave = [50 + 8 * np.cos(place * np.pi / 6) + step for place, step in enumerate(around(0, 60, 0.5))]
    advice = " ".join(said([float(value) for value in wave]).advice)
    assert "The figures follow the seasons" in advice
    assert "Neighbouring points are alike" in advice


def test_alike_neighbours_raise_the_chance_of_a_false_alarm() -> None:
    random = np.random.default_rng(12)
    values = [50.0]
    for step in random.normal(size=60):
        values.append(50 + 0.5 * (values[-1] - 50) + step)
    found = said(values)
    plain = said(list(around(50, 61)))
    assert found.false_alarm is not None
    assert plain.false_alarm is not None
    assert found.autocorrelation is not None
    assert found.autocorrelation.notable
    assert found.false_alarm.any_point > plain.false_alarm.any_point


def test_the_short_text_of_the_summary_stays_short() -> None:
    chart = monthly([*around(50, 35), 75.0])
    assert len(chart.summary.text) < len(explanation(chart).text)


def test_chance_is_not_mentioned_where_it_is_no_longer_the_question() -> None:
    few, many = said(around(50, 24) + around(45, 8)), said(around(50, 24) + around(45, 16))
    assert "A stable process of 32 months shows" in few.text
    assert "A stable process" not in many.text

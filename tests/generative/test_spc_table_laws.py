"""Thousands of series at once give what each gives alone, and phases what separate series give."""

import random
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clearway.common.errors import ClearwayError
from clearway.common.periods import Month
from clearway.spc import Baseline, Chart, Table, spc, spc_table
from clearway.spc.table_result import STATES

UNTIMED = settings(deadline=None)  # how long a machine takes is no law
CHARTS = ["run", "i", "mr", "ip", "p", "pp", "c", "cp", "u", "up", "g", "t", "xbar", "s"]
RATIO = {"ip", "p", "pp", "u", "up"}
LINES = ("centre", "lower", "upper", "near_lower", "near_upper")


def one_series(seed: int) -> dict[str, Any]:
    """One series with its own chart and choices; small whole numbers make ties and runs common."""
    pick = random.Random(seed)  # noqa: S311 - a made-up series
    chart, size = pick.choice(CHARTS), pick.randint(1, 32)
    bottoms = [pick.randint(0, 30) for _ in range(size)]
    least = 1 if chart == "t" else 0
    values = [None if pick.random() < 0.1 else pick.randint(least, pick.choice([3, 12])) for _ in range(size)]
    if chart in RATIO:
        values = [None if v is None else min(v, b) for v, b in zip(values, bottoms, strict=True)]
    places = sorted(pick.sample(range(size + pick.choice([0, 4])), size))
    step = pick.choice(["month", "week", "day"])
    days = [
        Month(2020, 1).shift(place).first_day
        if step == "month"
        else date(2024, 1, 1) + timedelta(days=place * (7 if step == "week" else 1))
        for place in places
    ]
    same_date = None
    if chart in ("i", "c", "u", "p") and pick.random() < 0.3:
        same_date = pick.choice(["apart", "sum"] if chart in RATIO else ["apart", "sum", "mean"])
    if chart in ("xbar", "s") or same_date:
        days = [days[place // 3] for place in range(size)]
    options: dict[str, Any] = {
        "chart": chart,
        "profile": pick.choice(["mdc", "plotthedots-0.2.2", "qicharts2", "nelson", "mdc-6"]),
        "direction": pick.choice(["increase", "decrease", "neutral"]),
        "target": pick.choice([None, 0.3, 5.0, {days[0]: 2.0, days[-1]: 0.4}]),
        "rebase_dates": pick.choices(days, k=pick.choice([0, 0, 1, 2])),
        "exclude_dates": pick.choices(days, k=pick.choice([0, 0, 1, 2])),
        "baseline_points": pick.choice([None, None, 12, 14]),
        "screen": pick.choice([None, "none", "repeated"]),
        "bounds": pick.choice([None, (0.0, None)]),
        "limits": pick.choice(["sigma", "exact"]) if chart in ("p", "u", "c") else "sigma",
        "same_date": same_date,
    }
    return {
        "options": options,
        "values": values,
        "days": days,
        "bottoms": bottoms if chart in RATIO else None,
    }


SERIES = st.integers(0, 2**32).map(one_series)


def alone(one: dict[str, Any]) -> Chart:
    return spc(one["values"], dates=one["days"], denominators=one["bottoms"], **one["options"])


def together(series: list[dict[str, Any]], order: list[int] | None = None) -> Table:
    rows = [
        (f"s{number}", day, value, None if one["bottoms"] is None else one["bottoms"][place])
        for number, one in enumerate(series)
        for place, (day, value) in enumerate(zip(one["days"], one["values"], strict=True))
    ]
    if order is not None:
        rows = [
            rows[place % len(rows)]
            for place in sorted(range(len(rows)), key=lambda at: (order[at % len(order)], at))
        ]
    columns = {
        name: [row[place] for row in rows]
        for place, name in enumerate(("series", "date", "value", "denominator"))
    }
    return spc_table(columns, settings={f"s{number}": one["options"] for number, one in enumerate(series)})


def close(ours: float, theirs: float | None) -> bool:
    return np.isnan(ours) if theirs is None else bool(abs(ours - theirs) <= 1e-9 * max(1.0, abs(theirs)))


def assert_same(table: Table, number: int, chart: Chart) -> None:
    points, found = table.judged.points, table.judged.series
    here = np.flatnonzero(points.code == number)
    assert len(chart.points) == here.size
    for place, point in zip(here.tolist(), chart.points, strict=True):
        assert close(points.value[place], point.value)
        for line in LINES:
            assert close(getattr(points, line)[place], getattr(point, line)), line
        assert table.rules_at(place) == point.rules
        assert table.types[place] == point.type
        assert STATES[points.state[place]] == point.state
        assert points.phase[place] + 1 == point.phase
        assert close(points.target[place], point.target)
    summary = chart.summary
    assert table.variation[number] == summary.variation
    assert table.assurance[number] == summary.assurance
    assert close(found.target_probability[number], summary.target_probability)
    assert found.n[number] == summary.n
    assert found.absent[number] == len(chart.absent)
    if summary.longest_run is not None:
        runs = (
            found.longest_run,
            found.longest_run_max,
            found.crossings,
            found.crossings_min,
            found.runs_signal,
        )
        ours = tuple(int(column[number]) for column in runs)
        assert ours == (
            summary.longest_run,
            summary.longest_run_max,
            summary.crossings,
            summary.crossings_min,
            summary.runs_signal,
        )


@UNTIMED
@given(st.lists(SERIES, min_size=1, max_size=4))
def test_many_series_at_once_are_each_as_alone(series: list[dict[str, Any]]) -> None:
    table = together(series)
    texts = table.texts()
    for number, one in enumerate(series):
        chart = alone(one)
        assert texts[number] == chart.summary.text
        assert_same(table, number, chart)
        again = table.chart(f"s{number}")
        assert [point.rules for point in again.points] == [point.rules for point in chart.points]
        assert again.summary.text == chart.summary.text


@UNTIMED
@given(st.lists(SERIES, min_size=1, max_size=3), st.permutations(range(7)))
def test_the_order_of_rows_does_not_matter_to_a_table(series: list[dict[str, Any]], order: list[int]) -> None:
    # Rows of one date that stay apart are in the order of the input, which is the order of events.
    series = [one for one in series if len(set(one["days"])) == len(one["days"])]
    if not series:
        return
    straight, mixed = together(series), together(series, order)
    for name in straight.names:
        assert mixed.text(name) == straight.text(name)
    places = [mixed.names.index(name) for name in straight.names]
    assert [mixed.variation[place] for place in places] == straight.variation


@UNTIMED
@given(
    st.lists(st.integers(0, 12), min_size=13, max_size=30),
    st.lists(st.integers(0, 12), min_size=13, max_size=30),
    st.sampled_from(["i", "c", "cp", "g", "run"]),
    st.sampled_from(["mdc", "qicharts2", "nelson"]),
)
def test_phases_are_as_separate_series(before: list[int], after: list[int], chart: str, profile: str) -> None:
    days = [Month(2020, 1).shift(place).first_day for place in range(len(before) + len(after))]
    turn = len(before)
    whole = spc([*before, *after], dates=days, chart=chart, profile=profile, rebase_dates=[days[turn]])
    parts = [
        spc(values, dates=when, chart=chart, profile=profile)
        for values, when in ((before, days[:turn]), (after, days[turn:]))
    ]
    separate = [point for part in parts for point in part.points]
    for ours, theirs in zip(whole.points, separate, strict=True):
        assert (ours.rules, ours.type) == (theirs.rules, theirs.type)
        for line in LINES:
            one, other = getattr(ours, line), getattr(theirs, line)
            assert close(np.nan if one is None else one, other)
    assert whole.summary.variation == parts[1].summary.variation


@UNTIMED
@given(st.lists(st.integers(0, 12), min_size=30, max_size=40), st.integers(0, 10))
def test_a_baseline_of_dates_is_that_of_its_points_alone(values: list[int], start: int) -> None:
    days = [Month(2020, 1).shift(place).first_day for place in range(len(values))]
    window = Baseline(start=days[start], end=days[start + 13])
    chart = spc(values, dates=days, baseline=window)
    base = spc(values[start : start + 14])
    assert chart.points[0].centre == pytest.approx(base.points[0].centre)
    assert chart.points[0].upper == pytest.approx(base.points[0].upper)
    chosen = spc(values, dates=days, baseline=Baseline(dates=days[start : start + 14]))
    assert chosen.points[-1].upper == pytest.approx(base.points[0].upper)
    assert [point.in_baseline for point in chart.points].count(True) == 14


def test_an_error_in_a_table_names_the_series_and_the_row() -> None:
    columns = {
        "series": ["a", "b", "b"],
        "date": ["2025-01", "2025-01", "2025-02"],
        "value": [1, 5, 6],
        "denominator": [9, 9, 4],
    }
    with pytest.raises(ClearwayError, match="series b, row 3: The numerator 6 is above the denominator 4"):
        spc_table(columns, chart="p")

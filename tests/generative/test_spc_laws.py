"""Laws of SPC that hold for every series, and agreement with a slow judge in plain Python."""

from datetime import date

import spc_reference as reference
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from clearway.common.periods import Month
from clearway.spc import Chart, PointType, spc

# Whole numbers: sums are exact, so no flag hangs on the rounding of arithmetic. Small steps and
# flat stretches make runs, trends and repeats common.
UNTIMED = settings(deadline=None)  # how long a machine takes is no law
WHOLE = st.one_of(
    st.lists(st.integers(0, 12), min_size=13, max_size=45),
    st.lists(st.integers(-2, 3), min_size=13, max_size=45).map(
        lambda steps: [sum(steps[: place + 1]) + 40 for place in range(len(steps))]
    ),
    st.lists(st.sampled_from([3, 4, 4, 4, 5, 16]), min_size=13, max_size=45),
)
DIRECTION = st.sampled_from(["increase", "decrease"])
OTHER = {"increase": "decrease", "decrease": "increase"}
SWAPPED = {PointType.IMPROVEMENT: PointType.CONCERN, PointType.CONCERN: PointType.IMPROVEMENT}


def months(count: int) -> list[date]:
    return [Month(2020, 1).shift(place).first_day for place in range(count)]


def flags(chart: Chart) -> list[tuple[object, ...]]:
    return [(point.date, point.value, point.rules, point.type) for point in chart.valued]


def settled(values: list[float | None]) -> bool:
    """Whether no point lies so near to a line that arithmetic alone decides its side."""
    centre, sigmas = reference.individuals(values)
    lines = [centre + sign * many * sigmas[0] for sign in (-1, 1) for many in (2, 3)] if sigmas else []
    return all(value is None or abs(value - line) > 1e-6 for value in values for line in lines)


@UNTIMED
@given(WHOLE, st.sets(st.integers(0, 44), max_size=4), DIRECTION)
def test_xmr_chart_is_that_of_the_slow_judge(whole: list[int], missing: set[int], direction: str) -> None:
    values = [None if place in missing else float(value) for place, value in enumerate(whole)]
    assume(sum(value is not None for value in values) >= 13)
    assume(len(set(values) - {None}) > 1)
    assume(settled(values))
    centre, sigmas = reference.individuals(values)
    judged = reference.judge(values, centre, sigmas)
    chart = spc(values, dates=months(len(values)), direction=direction)
    for ours, theirs in zip(chart.points, judged, strict=True):
        if ours.value is not None:
            assert ours.upper is not None
            assert theirs.upper is not None
            assert abs(ours.upper - theirs.upper) < 1e-9
        assert set(ours.rules) == theirs.rules
        assert ours.type == reference.kind(theirs, direction)


@UNTIMED
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=14, max_size=40), DIRECTION)
def test_p_chart_is_that_of_the_slow_judge(pairs: list[tuple[int, int]], direction: str) -> None:
    tops, bottoms = [min(pair) for pair in pairs], [max(pair) for pair in pairs]
    assume(sum(bottom > 0 for bottom in bottoms) >= 13)
    assume(0 < sum(tops) < sum(bottoms))
    centre, sigmas = reference.proportions(tops, bottoms)
    values = [top / bottom if bottom else None for top, bottom in zip(tops, bottoms, strict=True)]
    assume(
        all(
            value is None or abs(abs(value - centre) - many * sigma) > 1e-7
            for value, sigma in zip(values, sigmas, strict=True)
            for many in (2, 3)
        )
    )
    chart = spc(tops, denominators=bottoms, dates=months(len(tops)), chart="p", direction=direction)
    judged = reference.judge(values, centre, sigmas)
    for ours, theirs in zip(chart.points, judged, strict=True):
        assert set(ours.rules) == theirs.rules
        assert ours.type == reference.kind(theirs, direction)


@UNTIMED
@given(WHOLE)
def test_runs_are_counted_as_the_slow_judge_counts_them(whole: list[int]) -> None:
    summary = spc([float(value) for value in whole], chart="run").summary
    assert (summary.longest_run, summary.crossings) == reference.anhoej(whole)


@UNTIMED
@given(WHOLE, st.integers(-500, 500), st.integers(-6, 6), DIRECTION)
def test_moving_or_stretching_the_scale_changes_no_verdict(
    whole: list[int], move: int, power: int, direction: str
) -> None:
    assume(settled(list(whole)))
    plain = spc([float(value) for value in whole], direction=direction)
    scale = 2.0**power
    moved = spc([(value + move) * scale for value in whole], direction=direction)
    assert [point.rules for point in moved.points] == [point.rules for point in plain.points]
    assert moved.summary.variation == plain.summary.variation
    for one, other in zip(plain.points, moved.points, strict=True):
        for name in ("centre", "lower", "upper", "near_lower", "near_upper"):
            assert abs((getattr(one, name) + move) * scale - getattr(other, name)) < 1e-9 * scale * 1000


@UNTIMED
@given(WHOLE, DIRECTION)
def test_a_mirrored_series_with_the_other_direction_has_the_same_verdicts(
    whole: list[int], direction: str
) -> None:
    assume(settled(list(whole)))
    plain = spc([float(value) for value in whole], direction=direction)
    mirrored = spc([-float(value) for value in whole], direction=OTHER[direction])
    assert [point.type for point in mirrored.points] == [point.type for point in plain.points]
    assert [point.rules for point in mirrored.points] == [point.rules for point in plain.points]


@UNTIMED
@given(WHOLE, DIRECTION)
def test_the_other_direction_swaps_improvement_and_concern(whole: list[int], direction: str) -> None:
    values = [float(value) for value in whole]
    assume(len(set(values)) > 1)
    assume(settled(list(whole)))
    judged = reference.judge(list(values), *reference.individuals(list(values)))
    one, other = (spc(values, direction=way) for way in (direction, OTHER[direction]))
    for here, there, point in zip(one.points, other.points, judged, strict=True):
        if point.high and point.low:  # improvement wins whichever way is better
            assert here.type == there.type == PointType.IMPROVEMENT
        else:
            assert there.type == SWAPPED.get(here.type, here.type)


@UNTIMED
@given(WHOLE, st.randoms(use_true_random=False), DIRECTION)
def test_the_order_of_rows_does_not_matter(whole: list[int], random, direction: str) -> None:
    rows = list(zip(months(len(whole)), whole, strict=True))
    shuffled = random.sample(rows, len(rows))
    straight = spc([float(v) for _, v in rows], dates=[d for d, _ in rows], direction=direction)
    mixed = spc([float(v) for _, v in shuffled], dates=[d for d, _ in shuffled], direction=direction)
    assert flags(mixed) == flags(straight)
    assert mixed.summary == straight.summary


@UNTIMED
@given(WHOLE, st.integers(1, 12))
def test_an_absent_month_is_the_same_as_an_empty_row(whole: list[int], gap: int) -> None:
    days = months(len(whole))
    empty = [None if place == gap else float(value) for place, value in enumerate(whole)]
    kept = [place for place in range(len(whole)) if place != gap]
    assume(gap < len(whole) - 1)
    absent = spc([empty[place] for place in kept], dates=[days[place] for place in kept])
    assert absent.absent == (days[gap],)
    assert flags(absent) == flags(spc(empty, dates=days))


@UNTIMED
@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(10, 30)), min_size=14, max_size=40),
    st.integers(1, 12),
    st.sampled_from([(None, 20), (None, None), (0, 0)]),
)
def test_a_gap_changes_no_flag(pairs, gap: int, nothing: tuple[int | None, int | None]) -> None:
    days = months(len(pairs) + 1)
    with_gap = [*pairs[:gap], nothing, *pairs[gap:]]
    full = spc([t for t, _ in pairs], denominators=[b for _, b in pairs], dates=days[:-1], chart="p")
    holed = spc([t for t, _ in with_gap], denominators=[b for _, b in with_gap], dates=days, chart="p")
    assert [point.rules for point in holed.valued] == [point.rules for point in full.valued]
    assert holed.points[gap].rules == ()
    assert holed.points[gap].value is None

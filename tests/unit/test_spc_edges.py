"""Series at the edge of what can be judged: short, flat, full of nothing, or impossible."""

import math

import numpy as np
import pytest

from clearway.common.errors import ClearwayError
from clearway.spc import Chart, spc, spc_table
from clearway.spc.limits import FAMILIES
from clearway.spc.profiles import PROFILES

RATIO = ("ip", "p", "pp", "u", "up")
DAYS = [f"2024-{month:02d}-{day:02d}" for month in range(1, 13) for day in (1, 8, 15, 22)]


def chart_of(kind: str, figures: list[float | None], profile: str) -> Chart:
    """The series on a chart of that kind; ratios of 20, subgroups of two."""
    if kind in ("xbar", "s"):
        pairs = [value for one in figures for value in (one, None if one is None else one + 1)]
        return spc(
            pairs, dates=[day for day in DAYS[: len(figures)] for _ in (1, 2)], chart=kind, profile=profile
        )
    bottoms = [20.0] * len(figures) if kind in RATIO else None
    return spc(figures, denominators=bottoms, chart=kind, profile=profile, direction="increase", target=3)


@pytest.mark.parametrize("profile", list(PROFILES))
@pytest.mark.parametrize("kind", list(FAMILIES))
@pytest.mark.parametrize(
    "figures",
    [
        [],
        [5.0],
        [5.0, 6.0],
        [5.0, 7.0] * 6,
        [5.0] * 14,
        [5.0] * 13 + [6.0],
        [20.0] * 14,
        [None] * 14,
        [5.0, None] * 13,
        [None, 5.0, None],
    ],
    ids=["none", "1", "2", "12", "flat", "one-change", "full", "missing", "no-neighbours", "alone"],
)
def test_no_line_is_ever_not_a_number_and_not_every_point_is_flagged(
    kind: str, profile: str, figures: list[float | None]
) -> None:
    chart = chart_of(kind, figures, profile)
    for point in chart.points:
        for name in ("value", "centre", "lower", "upper", "near_lower", "near_upper"):
            line = getattr(point, name)
            assert line is None or math.isfinite(line)
        if point.lower is not None and point.upper is not None and point.value is not None:
            assert point.lower <= point.upper
    outside = [point for point in chart.valued if "outside" in point.rules]
    assert not outside or len(outside) < len(chart.valued)
    assert chart.summary.text


@pytest.mark.parametrize("kind", ["i", "p", "pp", "c", "cp", "u", "up", "ip", "t", "xbar"])
def test_limits_of_a_series_without_variation_lie_on_its_centre_or_are_those_of_chance(kind: str) -> None:
    chart = chart_of(kind, [5.0] * 14, "mdc")
    point = chart.points[0]
    assert point.centre is not None
    assert point.upper is not None
    if kind in ("i", "pp", "cp", "up", "ip", "t"):
        assert point.upper == pytest.approx(point.centre)
        assert chart.summary.variation == "no_variation"
    else:  # counts have chance variation of their own, subgroups vary inside
        assert point.upper > point.centre
        assert chart.summary.variation == "common_cause" or chart.latest.rules != ()


def test_points_without_neighbours_have_limits_across_the_gaps_and_a_note_says_so() -> None:
    chart = spc([5.0, None, 8.0, None] * 7)
    assert chart.points[0].upper is not None
    assert any("taken across the gaps" in note for note in chart.notes)


def test_one_change_in_a_flat_series_is_the_only_point_outside() -> None:
    chart = spc([5.0] * 13 + [6.0])
    assert [place for place, point in enumerate(chart.points) if "outside" in point.rules] == [13]


@pytest.mark.parametrize(
    ("figures", "options", "words"),
    [
        ([1.0, math.inf], {}, "row 2: The figure is infinite"),
        ([1.0, -1e101], {}, r"row 2: The figure -1e\+101 is too large"),
        ([-1.0, 2.0], {"chart": "p", "denominators": [None, 3]}, "row 1: The numerator -1 is negative"),
        ([1.0, -1.0], {"chart": "c"}, "row 2: The count -1 is negative"),
        ([1.0, 0.0], {"chart": "t"}, "row 2: The time between events is 0"),
        ([1.0, 2.0], {"chart": "u"}, "needs denominators"),
        ([1.0, 2.0], {"chart": "g", "denominators": [3, 4]}, "has no denominators"),
        ([1.0, 2.0], {"chart": "xbar"}, "needs dates"),
    ],
)
def test_what_cannot_be_is_refused_alike_alone_and_in_a_table(figures, options, words: str) -> None:
    with pytest.raises(ClearwayError, match=words):
        spc(figures, **options)
    bottoms = options.pop("denominators", None)
    columns = {"series": ["a"] * len(figures), "value": figures}
    if bottoms is not None:
        columns["denominator"] = bottoms
    with pytest.raises(ClearwayError, match=words):
        spc_table(columns, **options)


@pytest.mark.parametrize("chart", ["run", "i", "mr", "c", "cp", "g", "t"])
def test_figures_as_large_as_are_taken_have_limits_that_are_numbers(chart: str) -> None:
    found = spc([9e99, 1e3, 5e99, 1e99, 7e99] * 3, chart=chart)
    assert all(point.upper is None or math.isfinite(point.upper) for point in found.points)
    assert found.points[0].centre is not None
    assert math.isfinite(found.points[0].centre)


def test_a_table_takes_arrays_lists_and_nothing() -> None:
    assert len(spc_table({"series": [], "date": [], "value": []})) == 0
    months = np.arange("2024-01", "2025-03", dtype="datetime64[M]")
    columns = {"series": ["a"] * 14, "date": months, "value": np.arange(14.0)}
    assert spc_table(columns).variation == ["neutral_high"]
    with pytest.raises(ClearwayError, match="row 2: 'soon' is not a date"):
        spc_table({"series": ["a", "a"], "date": ["2024-01", "soon"], "value": [1, 2]})
    with pytest.raises(ClearwayError, match="value is 'many'"):
        spc_table({"series": ["a", "a"], "value": [1, "many"]})
    with pytest.raises(ClearwayError, match="no series 'b'"):
        spc_table({"series": ["a"], "value": [1]}, settings={"b": {}})

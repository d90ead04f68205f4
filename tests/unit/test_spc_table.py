"""Many series: which need a look, and what may be published."""

import itertools
from datetime import date

import numpy as np
import pytest

from clearway.common.errors import ClearwayError
from clearway.spc import PointState, spc_table
from clearway.spc.table_look import false_discovery, run_tail
from clearway.spc.table_rows import Rows


def columns(figures: np.ndarray) -> dict[str, object]:
    series, months = figures.shape
    return {
        "series": np.repeat([f"s{number}" for number in range(series)], months),
        "date": np.tile(np.arange("2019-01", f"{2019 + months // 12}-01", dtype="datetime64[M]"), series),
        "value": figures.ravel(),
    }


def test_stable_series_rarely_need_a_look_and_changed_ones_come_first() -> None:
    figures = np.random.default_rng(7).normal(100, 10, (400, 36))
    assert len(spc_table(columns(figures)).needs_a_look()) <= 2
    figures[17, 20:] += 40
    figures[300, 30] += 90
    found = spc_table(columns(figures)).needs_a_look()
    assert [one.series for one in found][:2] in (["s17", "s300"], ["s300", "s17"])
    assert all(earlier.p <= later.p for earlier, later in itertools.pairwise(found))


@pytest.mark.parametrize("chart", ["i", "c", "g", "t", "run"])
def test_p_values_of_stable_series_are_not_too_small(chart: str) -> None:
    draw = np.random.default_rng(11)
    figures = {
        "c": draw.poisson(4, (600, 36)),
        "g": draw.geometric(0.1, (600, 36)) - 1,
        "t": draw.exponential(9, (600, 36)) + 1e-6,
    }.get(chart, draw.normal(0, 1, (600, 36)))
    p = spc_table(columns(figures), chart=chart).p_values()
    assert (p <= 0.05).mean() < 0.08
    assert (p <= 0.01).mean() < 0.025


def test_adjusted_p_values_are_those_of_benjamini_and_hochberg() -> None:
    p = np.array([0.01, np.nan, 0.04, 0.03, 0.5])
    assert false_discovery(p) == pytest.approx([0.04, np.nan, 0.16 / 3, 0.16 / 3, 0.5], nan_ok=True)


@pytest.mark.parametrize(("n", "length"), [(1, 1), (5, 3), (8, 4), (8, 9), (10, 2)])
def test_the_chance_of_a_run_is_that_of_all_sequences(n: int, length: int) -> None:
    longest = [
        max(len(list(run)) for _, run in itertools.groupby(coins))
        for coins in itertools.product((0, 1), repeat=n)
    ]
    assert run_tail(n, length) == pytest.approx(sum(one >= length for one in longest) / 2**n)


def test_rounded_counts_are_those_of_the_national_statistics() -> None:
    table = spc_table(
        {"series": ["a"] * 6, "value": [0, 1, 7, 8, 12, 13], "denominator": [20] * 6},
        chart="p",
        small_numbers="round",
    )
    assert table.judged.points.numerator.tolist() == [0, 5, 5, 10, 10, 15]


def test_what_is_derived_from_small_numbers_comes_from_the_published_ones_alone() -> None:
    draw = np.random.default_rng(3)
    bottoms = draw.integers(30, 60, 24)
    one = np.minimum(draw.integers(0, 20, 24), bottoms)
    other = np.where((one >= 1) & (one <= 7), 8 - one, one)  # different secrets, same published figures
    for method in ("round", "suppress"):
        first, second = (
            spc_table(
                {"series": ["a"] * 24, "value": tops, "denominator": bottoms},
                chart="p",
                small_numbers=method,
            )
            for tops in (one, other)
        )
        assert first.texts() == second.texts()
        for name in ("value", "numerator", "lower", "upper", "centre"):
            ours, theirs = (getattr(table.judged.points, name) for table in (first, second))
            np.testing.assert_array_equal(ours, theirs)
        np.testing.assert_array_equal(first.p_values(), second.p_values())


def test_a_withheld_figure_is_neither_zero_nor_missing() -> None:
    values, bottoms = [12, 3, 30, 15], [40, 40, 32, 40]  # 30 of 32 leaves two
    table = spc_table(
        {"series": ["a"] * 4, "value": values, "denominator": bottoms}, chart="p", small_numbers="suppress"
    )
    points = table.chart("a").points
    assert [point.state for point in points] == ["value", PointState.WITHHELD, PointState.WITHHELD, "value"]
    assert [point.numerator for point in points] == [12, None, None, 15]


def test_small_numbers_are_a_matter_of_counts() -> None:
    with pytest.raises(ClearwayError, match=r"series a, row 2: 0.5 is not a count"):
        spc_table({"series": ["a", "a"], "value": [1, 0.5]}, small_numbers="round")


def test_rows_keep_the_names_that_a_file_gives_them() -> None:
    with pytest.raises(ClearwayError, match="series a, row 12: The figure is infinite"):
        spc_table({"series": ["a", "a"], "value": [1, np.inf], "row": [11, 12]})
    assert Rows.label.__doc__


@pytest.mark.parametrize("width", [1, 2, 3, 8, 13])
def test_names_of_any_width_in_any_layout_number_the_same_series(width: int) -> None:
    names = ["a" * width, "a" * width, "a" * (width - 1) + "b", "a" * width, "é", ""]
    values = [1.0, 2, 3, 4, 5, 6]
    plain = spc_table({"series": names, "value": values})
    packed = np.array(names)
    apart = np.array([name for name in names for _ in range(2)])[::2]
    for column in (packed, apart, packed.astype(object), packed.astype(">U20")):
        table = spc_table({"series": column, "value": values})
        assert table.names == plain.names
        np.testing.assert_array_equal(table.judged.points.code, plain.judged.points.code)


def test_what_a_caller_does_to_the_columns_afterwards_changes_nothing() -> None:
    days = np.array(["2025-01-01", "2025-02-01", "2025-03-01"], dtype="datetime64[D]")
    values = np.array([1.0, 2, 3])
    table = spc_table({"series": np.array(["a"] * 3), "date": days, "value": values})
    days[:], values[:] = np.datetime64("1999-01-01"), 9.0
    assert [point.value for point in table.chart("a").points] == [1, 2, 3]
    assert table.chart("a").points[0].date == date(2025, 1, 1)

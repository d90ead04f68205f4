"""How charts stand on the paper of a board: each row is full, and letters never too small."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.web.boards.paper import FORMATS, MOST_BESIDE, chart_rows


@pytest.mark.parametrize(
    ("paper", "count", "rows"),
    [
        ("a3", 1, [(1, False)]),
        ("a3", 2, [(2, False)]),
        ("a3", 3, [(3, True)]),
        ("a3", 4, [(4, True)]),
        ("a3", 5, [(3, True), (2, False)]),
        ("a4", 1, [(1, False)]),
        ("a4", 2, [(2, True)]),
        ("a4", 3, [(2, True), (1, False)]),
        ("a4", 4, [(2, True), (2, True)]),
    ],
)
def test_charts_stand_in_rows(paper: str, count: int, rows: list[tuple[int, bool]]) -> None:
    assert [(len(row), narrow) for row, narrow in chart_rows(count, paper)] == rows


@given(st.integers(0, 40), st.sampled_from(FORMATS))
def test_each_chart_is_set_once_in_order_and_rows_are_as_even_as_can_be(count: int, paper: str) -> None:
    rows = [row for row, _ in chart_rows(count, paper)]
    assert [place for row in rows for place in row] == list(range(count))
    lengths = [len(row) for row in rows]
    assert max(lengths, default=0) <= MOST_BESIDE[paper]
    assert not lengths or max(lengths) - min(lengths) <= 1

"""Where the national gates open, how counts are rounded, and what else goes so that none is worked out."""

import pytest

from clearway.measures.disclosure import Gate, rounded
from clearway.measures.results import Result, State
from clearway.measures.suppression import is_small, protected


@pytest.mark.parametrize(("numerator", "passes"), [(69, False), (70, True), (90, True), (91, False)])
def test_a_gate_holds_its_own_limits(numerator: int, passes: bool) -> None:
    assert Gate("gate", "measure", at_least=0.7, at_most=0.9).passes(numerator, 100) is passes


def test_a_gate_without_an_upper_limit_has_none_and_nobody_does_not_pass() -> None:
    gate = Gate("gate", "measure", at_least=0.7)
    assert gate.passes(150, 100)
    assert not any((gate.passes(None, 100), gate.passes(0, 0), gate.passes(70, None)))


def test_counts_go_to_the_nearest_five_and_none_stays_none() -> None:
    counts = (0, 1, 7, 8, 12, 13, 17, 18)
    assert [rounded(count) for count in counts] == [0, 5, 5, 10, 10, 15, 15, 20]


@pytest.mark.parametrize(("count", "small"), [(0, False), (1, True), (7, True), (8, False)])
def test_counts_of_one_to_seven_are_small_in_either_place(count: int, small: bool) -> None:
    for pair in ((count, 100), (100, count)):
        row = Result("m", "", "", 1, "provider", "R1H", "2026-04", *pair, None, State.VALUE)
        assert is_small(row) is small


def cells(*names: str) -> set[tuple[str, ...]]:
    return {(name,) for name in names}


def hidden(small: str, sums: dict[str, str], sizes: dict[str, int]) -> str:
    """The cells left out, as letters; each total is the sum of the cells of its text."""
    found = protected(
        cells(*small),
        {(total,): cells(*parts) for total, parts in sums.items()},
        {(name,): size for name, size in sizes.items()},
    )
    return "".join(sorted(name for (name,) in found))


def test_beside_one_small_part_the_smallest_other_is_left_out_and_where_there_is_none_the_total() -> None:
    sizes = {"a": 5, "b": 40, "c": 30, "T": 75}
    assert hidden("a", {"T": "abc"}, sizes) == "ac"
    assert hidden("ab", {"T": "abc"}, sizes) == "ab"
    assert hidden("", {"T": "abc"}, sizes) == ""
    assert hidden("a", {"T": "a"}, {"a": 5, "T": 5}) == "Ta"


def test_what_is_left_out_of_one_sum_is_kept_from_being_worked_out_by_the_next() -> None:
    sizes = {"a": 5, "b": 40, "c": 30, "S": 45, "T": 75}
    assert hidden("a", {"S": "ab", "T": "ac"}, sizes) == "abc"
    chain = {"S": "ab", "T": "bc", "U": "cd"}
    assert hidden("a", chain, {"a": 5, "b": 20, "c": 30, "d": 40}) == "abcd"


def test_a_part_that_equals_a_known_total_hides_nothing() -> None:
    sizes = {"a": 5, "b": 20, "c": 30, "T": 55}
    assert hidden("a", {"T": "abc", "K": "b"}, sizes) == "ac"
    assert hidden("aT", {"T": "abc"}, sizes) == "Ta"

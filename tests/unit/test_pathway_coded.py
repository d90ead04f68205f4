"""Codes are compared by their numbers: what a list holds is what is among it, however lists overlap."""

import duckdb
import ibis
import pytest

from clearway.pathway.coded import Numbering

LISTS = {
    "smokes": frozenset({"b", "d", "e"}),
    "smokes or did": frozenset({"a", "b", "d", "e", "f"}),
    "did": frozenset({"a", "f"}),
    "one": frozenset({"c"}),
    "across": frozenset({"a", "c", "e"}),
    "none": frozenset[str](),
}
CODES = [*"abcdef", "g", "", "A", None]


def found(numbering: Numbering, wanted: frozenset[str]) -> set[str | None]:
    rows = ibis.table({"code": "string"}, name="codes")
    numbered = rows.select("code", number=numbering.number(rows.code))
    chosen = numbered.filter(numbering.among(numbered.number, wanted)).select("code")
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE codes (code VARCHAR)")
        connection.executemany("INSERT INTO codes VALUES (?)", [(code,) for code in CODES])
        return {code for (code,) in connection.execute(ibis.to_sql(chosen, dialect="duckdb")).fetchall()}


@pytest.mark.parametrize("name", LISTS)
def test_a_code_is_among_the_lists_that_hold_it_and_no_others(name: str) -> None:
    assert found(Numbering.of(LISTS.values()), LISTS[name]) == LISTS[name]


def test_codes_of_several_lists_together_are_among_them() -> None:
    numbering = Numbering.of(LISTS.values())
    assert found(numbering, LISTS["one"] | LISTS["did"]) == {"a", "c", "f"}


def test_lists_that_share_no_code_are_one_range_each() -> None:
    numbering = Numbering.of((frozenset({"x", "b"}), frozenset({"c", "a"})))
    assert {frozenset(numbering.codes[:2]), frozenset(numbering.codes[2:])} == {
        frozenset({"x", "b"}),
        frozenset({"c", "a"}),
    }

"""Laws of an export: whatever a cell holds is what it was after a journey through a line of a file."""

import json
import math
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from clearway.web.archive.cells import canonical, heard, line, told
from clearway.web.audit.chain import instant

TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))
NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**30), 10**30)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def _travelled(kind: str, field: "models.Field[Any, Any]", value: Any) -> Any:
    written = line({"cell": told(kind, value)})
    assert written.isascii()
    assert written.count(b"\n") == 1
    return heard(kind, field, json.loads(written)["cell"])


@given(TEXTS)
def test_text_stays_what_it_is(text: str) -> None:
    assert _travelled("text", models.TextField(), text) == text


@given(st.floats())
def test_a_float_keeps_every_bit_but_the_sign_of_nothing(number: float) -> None:
    again = _travelled("float", models.FloatField(), number)
    if math.isnan(number):
        assert math.isnan(again)
    else:
        assert again == number
        assert number != 0 or math.copysign(1, again) == 1


@given(st.decimals(allow_nan=False, allow_infinity=False, places=1, min_value=-9, max_value=9))
def test_a_decimal_keeps_every_digit(number: Decimal) -> None:
    again = _travelled("decimal", models.DecimalField(max_digits=2, decimal_places=1), number)
    assert (str(again), again) == (str(number), number)


@given(st.datetimes(timezones=st.timezones(), min_value=datetime(1000, 1, 2), max_value=datetime(9999, 1, 1)))  # noqa: DTZ001
def test_a_moment_is_the_same_moment(moment: datetime) -> None:
    again = _travelled("time", models.DateTimeField(), moment)
    assert instant(again) == instant(moment)
    assert again.tzinfo is UTC


@given(st.dates())
def test_a_day_stays_that_day(day: Any) -> None:
    assert _travelled("date", models.DateField(), day) == day


@given(JSON)
def test_json_has_one_form(value: Any) -> None:
    once = canonical(value)
    assert canonical(once) == once
    assert line({"cell": canonical(json.loads(json.dumps(once)))}) == line({"cell": once})
    assert _travelled("json", models.JSONField(null=True), value) == once


@given(JSON)
def test_json_is_the_same_from_a_database_that_writes_numbers_out(value: Any) -> None:
    """PostgreSQL gives 1e22 back as twenty-three digits and forgets the order of keys."""

    def written_out(each: Any) -> Any:
        if isinstance(each, dict):
            return {key: written_out(each[key]) for key in reversed(list(each))}
        if isinstance(each, list):
            return [written_out(one) for one in each]
        if isinstance(each, float):
            return json.loads(format(Decimal(repr(each)), "f"))
        return each

    assert line({"cell": canonical(written_out(value))}) == line({"cell": canonical(value)})


@pytest.mark.parametrize("kind", ["text", "integer", "yes-no", "float", "decimal", "date", "time", "uuid"])
@given(said=st.lists(st.integers(), max_size=1) | st.dictionaries(st.text(max_size=1), st.none(), max_size=1))
def test_what_is_no_cell_is_refused_in_words(kind: str, said: Any) -> None:
    with pytest.raises(ValueError, match=f"is not of the kind '{kind}'"):
        heard(kind, models.TextField(), said)


def test_nothing_and_empty_are_two() -> None:
    assert heard("text", models.TextField(null=True), told("text", None)) is None
    assert heard("text", models.TextField(null=True), told("text", "")) == ""
    with pytest.raises(ValueError, match="may not be empty"):
        heard("text", models.TextField(), None)

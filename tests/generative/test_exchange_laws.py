"""Figures that leave in any format and come back are the same figures, and leave again as the same bytes."""

import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clearway.common.errors import ClearwayError
from clearway.common.periods import Month
from clearway.records.publications import State
from clearway.web.exchange.figures import LARGEST, Figure, MonthFigures, number_text
from clearway.web.exchange.formats import FORMATS, Format

MOMENT = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)
IDS = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)
TEXTS = st.text(max_size=30) | st.sampled_from(
    [
        "=1+1",
        "'=1",
        "''@x",
        "'tis",
        "a\nb\tc",
        "<&\"'>",
        "-5",
        "+5",
        "\u2028",
        "é",
        " x ",
        "a,b;c",
        "yes\r\nno",
    ]
)
NUMBERS = st.none() | st.just(0.0) | st.integers(0, 500).map(float) | st.floats(-LARGEST, LARGEST)


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    numbers = {name: draw(NUMBERS) for name in ("numerator", "denominator", "value")}
    state = draw(st.sampled_from(State))
    if state is State.VALUE and numbers["value"] is None:
        numbers["value"] = draw(st.integers(0, 100).map(float))
    return Figure(
        draw(IDS),
        draw(st.just("") | IDS),
        draw(st.just("") | TEXTS),
        draw(st.sampled_from(["", "1", "2"])),
        **numbers,
        state=state,
        reason=draw(TEXTS),
        comment=draw(TEXTS),
        follow_up=draw(st.booleans()),
        population=draw(st.none() | st.integers(0, 2**31 - 1)),
    )


@st.composite
def files(draw: st.DrawFn) -> tuple[MonthFigures, ...]:
    """Several organisations and months, each with some figures, in the order in which they are read back."""
    named = st.tuples(
        st.sampled_from(["R1H", "DEMO1", "DEMO-N"]),
        st.builds(Month, st.integers(1990, 2090), st.integers(1, 12)),
    )
    package = draw(st.sampled_from(["smoke-free-pregnancies", "another"]))
    months = sorted(draw(st.sets(named, min_size=1, max_size=3)))
    return tuple(
        MonthFigures(
            org_code,
            period,
            tuple(draw(st.lists(figures(), min_size=1, max_size=5, unique_by=_key))),
            package,
        )
        for org_code, period in months
    )


def _key(figure: Figure) -> tuple[str, str, str]:
    return figure.key


each_format = pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)


@each_format
@given(files())
@settings(max_examples=120, deadline=None)
def test_what_leaves_comes_back_as_it_was(form: Format, months: tuple[MonthFigures, ...]) -> None:
    written = form.write(months, MOMENT)
    back = form.read(written)
    assert back.findings == ()
    assert back.months == months
    assert form.write(back.months, MOMENT) == written


@given(files())
@settings(max_examples=60, deadline=None)
def test_all_formats_hold_the_same(months: tuple[MonthFigures, ...]) -> None:
    assert {form.read(form.write(months, MOMENT)).months for form in FORMATS.values()} == {months}


@given(files())
@settings(max_examples=60, deadline=None)
def test_adx_has_what_the_loose_schema_asks_for(months: tuple[MonthFigures, ...]) -> None:
    root = ElementTree.fromstring(FORMATS["adx"].write(months, MOMENT))  # noqa: S314 - our own text
    assert root.tag == "{urn:ihe:qrph:adx:2015}adx"
    assert root.attrib["exported"] == "2026-05-04T12:30:00Z"
    for group in root:
        assert {"orgUnit", "period", "dataSet"} <= set(group.attrib)
        assert group.attrib["period"].endswith("-01/P1M")
        assert len(group)
        for value in group:
            assert value.attrib["dataElement"]
            assert "e" not in value.attrib["value"].lower()  # a decimal of XML Schema has no exponent
            float(value.attrib["value"])


@given(figures())
def test_a_figure_that_is_not_there_is_never_written_as_zero(figure: Figure) -> None:
    none = replace(figure, numerator=None, denominator=None, value=None, state=State.NOT_COLLECTED)
    month = (MonthFigures("R1H", Month(2026, 4), (none,)),)
    root = ElementTree.fromstring(FORMATS["adx"].write(month, MOMENT))  # noqa: S314 - our own text
    elements = [value.attrib["dataElement"] for value in root.iter("{urn:ihe:qrph:adx:2015}dataValue")]
    assert [one.rpartition(".")[2] for one in elements] == ["state"]
    report = json.loads(FORMATS["fhir-lines"].write(month, MOMENT))
    (group,) = report["group"]
    assert all(
        "count" not in one
        for one in group["population"]
        if one["code"]["coding"][0]["code"] != "initial-population"
    )
    assert "value" not in group["measureScore"]
    (row,) = FORMATS["csv"].read(FORMATS["csv"].write(month, MOMENT)).placed
    assert row.figure.numerator is None


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_in_digits_is_the_same_number(number: float) -> None:
    assert float(number_text(number)) == number


@each_format
@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused_as_a_person_can_mend(form: Format, document: bytes) -> None:
    with suppress(ClearwayError):
        form.read(document)


@each_format
@given(files(), st.data())
@settings(max_examples=80, deadline=None)
def test_a_damaged_file_gives_nothing_that_was_not_in_it(
    form: Format, months: tuple[MonthFigures, ...], data: st.DataObject
) -> None:
    written = form.write(months, MOMENT)
    place = data.draw(st.integers(0, len(written) - 1))
    damaged = written[:place] + data.draw(st.binary(max_size=3)) + written[place + 1 :]
    try:
        read = form.read(damaged)
    except ClearwayError:
        return
    assert len(read.placed) <= sum(len(month.figures) for month in months) + 1

"""The time of a report: months and quarters of financial years, by worked examples; how figures are said."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.common.errors import ClearwayError
from clearway.web.reports.report import Number, shown
from clearway.web.reports.spans import last_month, last_quarter, offered, parse_span

DAYS = st.dates(min_value=date(2015, 1, 1), max_value=date(2040, 12, 31))


@pytest.mark.parametrize(
    ("text", "first", "last", "label"),
    [
        ("2026-10", date(2026, 10, 1), date(2026, 10, 31), "October 2026"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
        ("2026-27-q1", date(2026, 4, 1), date(2026, 6, 30), "quarter 1 of 2026/27 (April to June 2026)"),
        ("2026-27-q4", date(2027, 1, 1), date(2027, 3, 31), "quarter 4 of 2026/27 (January to March 2027)"),
        ("1999-00-q1", date(1999, 4, 1), date(1999, 6, 30), "quarter 1 of 1999/00 (April to June 1999)"),
    ],
)  # fmt: skip
def test_a_span_is_whole_months(text: str, first: date, last: date, label: str) -> None:
    span = parse_span(text)
    assert (span.first, span.last, span.label, span.id) == (first, last, label, text)
    assert span.holds(first)
    assert span.holds(last)
    assert not span.holds(None)
    assert span.name[0].isupper()


@pytest.mark.parametrize("text", ["2026", "2026-13", "2026-28-q1", "2026-27-q5", "2026-27-q0", "", "../x"])
def test_anything_else_is_no_span(text: str) -> None:
    with pytest.raises(ClearwayError):
        parse_span(text)


@pytest.mark.parametrize(
    ("today", "month", "quarter"),
    [
        (date(2026, 11, 22), "2026-10", "2026-27-q2"),
        (date(2026, 4, 1), "2026-03", "2025-26-q4"),
        (date(2026, 6, 30), "2026-05", "2025-26-q4"),
        (date(2027, 1, 1), "2026-12", "2026-27-q3"),
    ],
)
def test_the_usual_report_is_of_the_last_time_that_ended(today: date, month: str, quarter: str) -> None:
    assert (last_month(today).id, last_quarter(today).id) == (month, quarter)


@given(DAYS)
def test_spans_touch_and_their_addresses_lead_back(today: date) -> None:
    for newest in (last_month(today), last_quarter(today)):
        assert newest.has_ended(today)
        assert not newest.next().has_ended(today)
        spans = offered(newest)
        assert [parse_span(one.id) for one in spans] == list(spans)
        assert all(one.previous().next() == one for one in spans)
        assert all((later.first - earlier.last).days == 1 for later, earlier in pairwise(spans))


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (Number(0.081, share=True), "8.1%"), (Number(0.0, share=True), "0.0%"), (Number(1204.0), "1,204"),
        (Number(2.75), "2.75"), (Number(4.0, digits=1), "4.0"), (0, "0"), ("no figure", "no figure"),
        (date(2026, 2, 1), "1 February 2026"),
    ],
)  # fmt: skip
def test_a_cell_says_its_figure(cell: object, said: str) -> None:
    assert shown(cell) == said

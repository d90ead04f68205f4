"""The last months beside a cell: what is missing breaks the line and is never drawn as zero."""

import pytest

from clearway.common.periods import Month
from clearway.measures.definitions import definition
from clearway.web.publications.models import Value
from clearway.web.returns.past import HEIGHT, Past, past_of

NOW = Month(2026, 10)
SHEET = definition("smoke-booking")


def past(*counts: int | None) -> Past:
    """Months that end before NOW; None is a month for which nothing is held."""
    months = [NOW.shift(back) for back in range(-len(counts), 0)]
    rows = [
        Value(period=str(month), numerator=count, denominator=100, value=count / 100, state="value")
        for month, count in zip(months, counts, strict=True)
        if count is not None
    ]
    return past_of(SHEET, rows, NOW)


def test_there_are_always_twelve_months_oldest_first():
    months = past(5).months
    assert [months[0].month, months[-1].month, len(months)] == ["Oct", "Sep", 12]


def test_a_missing_month_breaks_the_line():
    assert [len(line.split()) for line in past(5, 6, None, 7, 8).lines] == [2, 2]
    assert past(5, None, 7).lines == ()
    assert len(past(5, None, 7).dots) == 2


def test_zero_is_drawn_and_missing_is_not():
    held = past(0, 10, None)
    assert [each.text for each in held.months[-3:]] == ["0.0", "10.0", "–"]
    assert held.months[-1].number is None
    assert not held.empty
    assert past(None).empty


@pytest.mark.parametrize("counts", [(5, 5, 5), (0, 100), (1, 2, 3, 4)])
def test_every_point_lies_inside_the_picture(counts: tuple[int, ...]):
    for line in past(*counts).lines:
        for point in line.split():
            assert 0 < float(point.split(",")[1]) < HEIGHT


def test_a_reason_stands_as_a_dot_and_is_said_in_words():
    row = Value(period="2026-09", value=None, state="not_collected")
    month = past_of(SHEET, [row], NOW).months[-1]
    assert (month.text, month.said) == ("·", "September 2026: Not collected")

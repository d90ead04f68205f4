"""What stands beside a cell: carried along it collides with nothing, and its past is what was before."""

import pytest
from tests.lib.month import BEA, LAST, TRUST, booking, enter, published

from clearway.common.periods import Month
from clearway.web.publications.models import Value
from clearway.web.returns.cells import CellEntry, earlier
from clearway.web.returns.posted import posted_cells, touched

pytestmark = pytest.mark.django_db
KEY = ("smoke-booking", "", "")


def _posted(seen: Value, numerator: str) -> list[str]:
    """The cells that the form would save, when it was opened while that figure was held."""
    form = {"key": "smoke-booking||", "state": "value", "numerator": numerator, "denominator": "120"}
    data = {f"c0-{name}": text for name, text in form.items()} | {"c0-seen": str(seen.pk)}
    return [one.entry.measure for one in touched(posted_cells(data), TRUST.code, str(LAST))]


def test_a_cell_as_it_was_seen_is_left_out_even_when_a_colleague_changed_it_since() -> None:
    seen = enter(booking(9)).saved[0]
    enter(booking(10, seen=seen.pk), by=BEA)
    assert _posted(seen, "9") == []
    assert _posted(seen, "11") == ["smoke-booking"]


@pytest.mark.parametrize(
    ("typed", "read"),
    [("1,200", 1200), ("12 000", 12000), ("1,200,000", 1200000), ("1,20", None), ("12,5", None)],
)
def test_only_thousands_are_set_apart(typed: str, read: float | None) -> None:
    (cell,) = posted_cells({"c0-key": "smoke-booking||", "c0-numerator": typed})
    assert cell.entry.numerator == read
    assert ("numerator" in cell.wrong) == (read is None)


def _past(*months: Month) -> list[str]:
    for month in months:
        enter(CellEntry("smoke-booking", numerator=9, denominator=120), period=month)
    return [row.period for row in earlier(TRUST, LAST, ["smoke-booking"])[KEY]]


def test_the_past_of_a_cell_ends_before_its_own_month() -> None:
    assert _past(LAST.previous(), LAST) == [str(LAST.previous())]


def test_a_published_figure_stands_for_twelve_months_after_its_own() -> None:
    published("cqim-smoking-booking", 40)
    months = [LAST.shift(away) for away in (0, 1, 12, 13)]
    found = [earlier(TRUST, month, ["smoke-booking"]).get(KEY, []) for month in months]
    assert [[row.numerator for row in rows] for rows in found] == [[], [40], [40], []]


def test_a_published_figure_does_not_stand_before_one_of_their_own() -> None:
    own = enter(booking(9)).saved[0]
    published("cqim-smoking-booking", 40)
    assert earlier(TRUST, LAST.next(), ["smoke-booking"])[KEY] == [own]

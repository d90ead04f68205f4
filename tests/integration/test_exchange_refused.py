"""A file brings no other package's figures, no value beside its counts, nothing over the centre or others."""

from dataclasses import replace
from typing import Any

import pytest
from tests.lib.month import ANN, BEA, LAST, TRUST, booking, enter, published

from clearway.measures.register import MAIN_PACKAGE
from clearway.web.exchange import bringing
from clearway.web.exchange.bringing import bring_in
from clearway.web.exchange.figures import Figure, Placed, read_of
from clearway.web.returns.models import CellDetail

pytestmark = pytest.mark.django_db
BOOKING = Figure("smoke-booking", numerator=9, denominator=90)


def _refused(figure: Figure, package: str = MAIN_PACKAGE) -> list[str]:
    """The rules that a file with this one figure breaks; it is kept where there is none."""
    read = read_of([Placed(TRUST.code, LAST, package, figure, 2)], ())
    brought = bring_in(organisation=TRUST, read=read, by=ANN, origin=CellDetail.API)
    assert brought.kept == (not brought.findings)
    return [finding.rule for finding in brought.findings]


def test_a_figure_of_another_package_is_none_of_the_return() -> None:
    assert _refused(BOOKING, "another-package") == ["not-its-figure"]
    assert _refused(BOOKING) == []


@pytest.mark.parametrize(
    ("value", "rules"), [(0.1, []), (0.1004, []), (0.1006, ["not-its-figure"]), (0.0994, ["not-its-figure"])]
)
def test_a_value_is_that_of_its_counts_to_three_digits(value: float, rules: list[str]) -> None:
    assert _refused(replace(BOOKING, value=value)) == rules


def test_what_the_centre_publishes_is_not_brought_anew() -> None:
    published("cqim-smoking-booking", 40)
    assert _refused(BOOKING) == ["not-to-enter"]


def test_what_a_colleague_enters_at_that_moment_is_not_overwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    judge = bringing.check_cells

    def entered_meanwhile(*given: Any) -> Any:
        monkeypatch.setattr(bringing, "check_cells", judge)
        enter(booking(11), by=BEA)
        return judge(*given)

    monkeypatch.setattr(bringing, "check_cells", entered_meanwhile)
    assert _refused(BOOKING) == ["changed-meanwhile"]

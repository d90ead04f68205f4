"""A subject is entered, sent and chosen in any spelling, and fills the one cell that the organisation has."""

import pytest
from tests.lib.month import ANN, LAST, TRUST, enter

from clearway.common.errors import ClearwayError
from clearway.web.returns.cells import CellEntry, earlier
from clearway.web.returns.choices import choose, chosen
from clearway.web.returns.keys import read_key
from clearway.web.returns.obligations import Owed, owed

pytestmark = pytest.mark.django_db
MEASURE = "staff-trained-subject"


@pytest.fixture(autouse=True)
def chooses() -> None:
    _choose("CO monitoring")


def _choose(*subjects: str) -> None:
    choose(
        organisation=TRUST, period=LAST, drivers=["culture-capability"], measures=[],
        parameters=[(MEASURE, each) for each in subjects], by=ANN,
    )  # fmt: skip


def _cells() -> list[Owed]:
    return [cell for cell in owed(TRUST, LAST) if cell.measure == MEASURE]


def test_another_spelling_of_a_choice_is_the_choice_that_there_is() -> None:
    _choose("co monitoring ", "CO  Monitoring")
    assert chosen(TRUST, LAST).blanks(MEASURE) == ("CO monitoring",)


def test_a_choice_is_a_text_that_people_can_read() -> None:
    with pytest.raises(ClearwayError, match="nobody can read"):
        _choose("SB\u202eAR")


def test_a_figure_typed_in_another_spelling_fills_the_cell_and_supersedes_what_it_holds() -> None:
    first = enter(CellEntry(MEASURE, parameter=" co MONITORING", value=12)).saved[0]
    assert first.parameter == "CO monitoring"
    again = CellEntry(MEASURE, parameter="Co monitoring", value=14, seen=first.pk)
    assert enter(again).saved[0].supersedes == first
    (cell,) = _cells()
    assert cell.value is not None
    assert (cell.parameter, cell.value.value) == ("CO monitoring", 14)


def test_a_row_kept_in_another_spelling_is_found_for_the_cell_and_its_past() -> None:
    enter(CellEntry(MEASURE, parameter="CO monitoring", value=12))
    _choose()
    _choose("Co Monitoring")
    (cell,) = _cells()
    assert (cell.parameter, cell.value and cell.value.value) == ("Co Monitoring", 12)
    past = earlier(TRUST, LAST.shift(1), [MEASURE])
    assert [row.value for row in past[read_key((MEASURE, "", "CO MONITORING"))]] == [12]


def test_a_cell_given_in_two_spellings_is_given_twice() -> None:
    cells = [CellEntry(MEASURE, parameter=each, value=1) for each in ("CO monitoring", "co monitoring")]
    with pytest.raises(ClearwayError, match="given twice"):
        enter(*cells)

"""Trusts are compared by one subject or aim of a measure, never by two together."""

import pytest
from tests.lib.improvement import TRUST, somebody
from tests.lib.own_figures import FIRST, enter_figures

from clearway.common.organisations import Level, directory
from clearway.measures.definitions import definitions
from clearway.web.charts.comparison import compare
from clearway.web.charts.pictures import Subject, picture_of
from clearway.web.people.access import access_of_user

pytestmark = pytest.mark.django_db
MEASURE = "staff-trained-subject"
HERE = directory().get(TRUST)


def test_trusts_are_compared_by_one_subject() -> None:
    """Two trusts with SBAR in March 2024, one of them with human factors as well."""
    enter_figures(TRUST, [100, 120, 140], MEASURE, parameter="SBAR")
    enter_figures(TRUST, [10, 11, 12], MEASURE, parameter="human factors")
    enter_figures("RJ1", [200, 210, 220], MEASURE, layout="printed", parameter="sbar")
    enter_figures("RJ1", [10, 20, 30], MEASURE, layout="printed", parameter="Human Factors")
    access = access_of_user(somebody("improvement-lead", name="Ann Other"))
    month = str(FIRST.shift(2))

    def counted(subject: str) -> dict[str, float]:
        found = compare(MEASURE, month, Level.PROVIDER, "", access, subject)
        return {unit.code: unit.numerator for unit in found.units}

    assert counted("SBAR") == {TRUST: 140, "RJ1": 220}
    assert counted("human factors") == {TRUST: 12, "RJ1": 30}


def test_the_funnel_is_of_one_aim() -> None:
    measure, month = "staff-trained-aim", str(FIRST)
    for code, aim, count in ((TRUST, "No smoke", 140), ("RJ1", "no smoke", 220), ("RJ1", "Safe sleep", 30)):
        enter_figures(code, [count], measure, layout="printed", parameter=aim)
    sheet = definitions()[measure]
    drawn = picture_of("funnel", Subject(sheet, "", HERE, month, Level.PROVIDER, parameter="No smoke"))
    assert drawn is not None
    assert drawn.title.startswith(f"{sheet.short_title}: No smoke: funnel plot")
    cells = {str(cell) for row in drawn.table.rows for cell in row}
    assert {"140", "220"} <= cells
    assert "30" not in cells

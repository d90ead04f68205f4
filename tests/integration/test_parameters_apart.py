"""A measure with a parameter has a series for each: no line goes through two subjects."""

import pytest
from django.utils.timezone import localdate
from tests.lib.improvement import TRUST, browser_of, somebody, text_of
from tests.lib.own_figures import enter_figures

from clearway.common.organisations import directory
from clearway.web.boards.selectors import rows_to_draw
from clearway.web.people.access import access_of_user
from clearway.web.publications.selectors import series

pytestmark = pytest.mark.django_db
MEASURE = "staff-trained-subject"
HERE = directory().get(TRUST)


@pytest.fixture(autouse=True)
def two_subjects() -> None:
    """SBAR for three months, human factors for five."""
    enter_figures(TRUST, [100, 120, 140], MEASURE, parameter="SBAR")
    enter_figures(TRUST, [10, 20, 30, 40, 50], MEASURE, parameter="human factors")


@pytest.mark.parametrize("today", [False, True], ids=["now", "as it was today"])
def test_a_series_is_of_the_subject_that_was_reported_last(today: bool) -> None:
    access = access_of_user(somebody("improvement-lead"))
    rows = series(HERE, MEASURE, as_of=localdate() if today else None, access=access)
    assert [(row.parameter, row.numerator) for row in rows] == [
        ("human factors", count) for count in (10, 20, 30, 40, 50)
    ]


def test_the_page_says_which_subject_it_draws() -> None:
    page = text_of(browser_of(somebody("improvement-lead")).get(f"/measures/{MEASURE}/?organisation={TRUST}"))
    assert "Subject: human factors." in page


def test_a_board_draws_one_subject() -> None:
    rows = rows_to_draw(HERE, [(MEASURE, "", "sbar ")], own=True)[MEASURE, "", "sbar "]
    assert {row.parameter for row in rows} == {"SBAR"}

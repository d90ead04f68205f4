"""A mean of scores is a number on its scale, never a percentage, wherever a figure is read."""

import pytest
from tests.lib.improvement import TRUST, browser_of, somebody, text_of
from tests.lib.own_figures import enter_figures

from clearway.measures.definitions import definitions
from clearway.web.charts.setup import chart_names

pytestmark = pytest.mark.django_db
MEASURE = "mean-progress-score"
SUMS = [5, 6, 7, 7, 6, 7, 8, 7, 7, 8, 6, 7, 8, 7]
"""Of four projects in each month; the last mean is 7 / 4 = 1.75."""


@pytest.fixture(autouse=True)
def scores() -> None:
    enter_figures(TRUST, SUMS, MEASURE, of=4)


@pytest.mark.parametrize(
    "address",
    [f"/measures/{MEASURE}/?organisation={TRUST}", f"/organisations/{TRUST}/"],
    ids=["its page", "the organisation"],
)
def test_a_mean_of_scores_is_read_as_a_number(address: str) -> None:
    page = text_of(browser_of(somebody("improvement-lead")).get(address))
    assert "1.75" in page
    assert "175.0%" not in page


def test_limits_of_a_score_stay_on_its_scale() -> None:
    sheet = definitions()[MEASURE]
    assert sheet.bounds == (0.5, 5.0)
    assert not {"p", "pp", "c", "cp"} & set(chart_names(sheet)), "no chart of shares, none of counts"


def test_a_change_of_a_score_may_be_below_zero() -> None:
    assert definitions()["clear-improvement"].bounds == (None, None)

"""Wilson intervals against those published for England with Smoking Status at Time of Delivery (OHID)."""

import pytest

from clearway.common.errors import ClearwayError
from clearway.spc import wilson

PUBLISHED = [
    # year, smokers, women with known status, lower and upper limit in per cent as published
    ("2019/20", 58_834, 564_729, 10.338687, 10.498041),
    ("2023/24", 38_884, 523_739, 7.35362, 7.49562),
]


@pytest.mark.parametrize(("year", "smokers", "women", "lower", "upper"), PUBLISHED)
def test_interval_is_the_published_one(
    year: str, smokers: int, women: int, lower: float, upper: float
) -> None:
    low, high = wilson(smokers, women)
    assert low * 100 == pytest.approx(lower, abs=6e-6)
    assert high * 100 == pytest.approx(upper, abs=6e-6)


def test_limits_are_the_shares_that_a_score_test_would_just_not_reject() -> None:
    z = 1.959963984540054
    for share in wilson(7, 40):
        assert abs(7 / 40 - share) == pytest.approx(z * (share * (1 - share) / 40) ** 0.5)


def test_interval_of_none_and_of_all_stays_within_zero_and_one() -> None:
    assert wilson(0, 20)[0] == 0
    assert wilson(20, 20)[1] == 1
    assert wilson(0, 20)[1] == pytest.approx(1 - wilson(20, 20)[0])


@pytest.mark.parametrize(("top", "bottom"), [(1, 0), (-1, 5), (6, 5), (float("nan"), 5)])
def test_counts_that_cannot_be_are_refused(top: float, bottom: float) -> None:
    with pytest.raises(ClearwayError):
        wilson(top, bottom)

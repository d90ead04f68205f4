"""What one series of figures is allowed to say about change."""

import pytest

from clearway.common.periods import FinancialYear, Month, Period
from clearway.spc import Direction
from clearway.web.diagram.series import MONTHS_NEEDED, Change, Figure, Series, by_kind, percent, read


def figure(period: Period, smokers: float, women: float = 1000, missing: float | None = None) -> Figure:
    return Figure(period, smokers / women, smokers, women, missing=missing)


def series(*figures: Figure, direction: Direction = Direction.DECREASE, gap: str = "") -> Series:
    return Series("satod", "Smoking at delivery", direction, figures, gap)


def months(*smokers: float) -> tuple[Figure, ...]:
    return tuple(figure(Month(2023, 1).shift(place), count) for place, count in enumerate(smokers))


def years(*smokers: float, women: float = 100_000) -> tuple[Figure, ...]:
    return tuple(figure(FinancialYear(2018 + place), count, women) for place, count in enumerate(smokers))


NOISE = (102, 98, 105, 95, 100, 103, 97, 101, 99, 104, 96, 100, 102)


class TestMonths:
    def test_thirteen_are_needed_as_making_data_count_asks(self) -> None:
        assert MONTHS_NEEDED == 13

    def test_twelve_say_nothing_however_steep_the_fall(self) -> None:
        reading = read(series(*months(*range(200, 80, -10))))
        assert reading.change is Change.UNKNOWN
        assert "12 monthly figures are held" in reading.text

    def test_one_is_counted_in_the_singular(self) -> None:
        assert "1 monthly figure is held" in read(series(*months(100))).text

    def test_the_usual_ups_and_downs_are_no_change(self) -> None:
        assert read(series(*months(*NOISE))).change is Change.STEADY

    @pytest.mark.parametrize(
        ("direction", "expected"),
        [(Direction.DECREASE, Change.BETTER), (Direction.INCREASE, Change.WORSE)],
    )
    def test_a_drop_beyond_chance_is_better_only_where_lower_is_better(
        self, direction: Direction, expected: Change
    ) -> None:
        reading = read(series(*months(*NOISE, *NOISE, 20), direction=direction))
        assert reading.change is expected


class TestYears:
    def test_a_fall_whose_intervals_are_apart_is_a_fall(self) -> None:
        reading = read(series(*years(10_000, 9_000, 7_000)))
        assert reading.change is Change.BETTER
        assert reading.direction == "falling"
        assert "from 10% in 2018/19 to 7% in 2020/21" in reading.text
        assert "lower each year" in reading.text

    def test_a_rise_in_between_is_not_hidden(self) -> None:
        assert "each year" not in read(series(*years(10_000, 11_000, 7_000))).text

    def test_a_rise_is_worse_where_lower_is_better(self) -> None:
        reading = read(series(*years(7_000, 10_000)))
        assert (reading.change, reading.direction) == (Change.WORSE, "rising")

    def test_a_difference_that_may_be_chance_is_no_clear_change(self) -> None:
        assert read(series(*years(10, 9, women=100))).change is Change.STEADY

    def test_one_year_is_no_change(self) -> None:
        assert read(series(*years(10_000))).change is Change.UNKNOWN

    def test_shares_without_counts_say_nothing_of_chance(self) -> None:
        bare = (Figure(FinancialYear(2018), 0.10), Figure(FinancialYear(2019), 0.05))
        assert read(series(*bare)).change is Change.UNKNOWN


class TestRecordKeeping:
    def test_a_moving_share_without_status_makes_the_trend_meaningless(self) -> None:
        first = figure(FinancialYear(2019), 12_600, 100_000, missing=0.92)
        last = figure(FinancialYear(2023), 11_400, 100_000, missing=0.08)
        reading = read(series(first, last))
        assert reading.change is Change.UNKNOWN
        assert "from 92% in 2019/20 to 8% in 2023/24" in reading.text
        assert "record keeping" in reading.text

    def test_a_steady_share_without_status_leaves_the_trend_standing(self) -> None:
        first = figure(FinancialYear(2022), 12_600, 100_000, missing=0.09)
        last = figure(FinancialYear(2023), 11_400, 100_000, missing=0.08)
        assert read(series(first, last)).change is Change.BETTER


class TestKinds:
    def test_months_and_years_are_never_one_series(self) -> None:
        parts = by_kind(series(*years(1, 2), *months(3)))
        assert [len(part.figures) for part in parts] == [2, 1]
        assert [part.monthly for part in parts] == [False, True]
        assert len({part.title for part in parts}) == 2

    def test_a_series_of_one_kind_stays_as_it_is(self) -> None:
        whole = series(*years(1, 2))
        assert by_kind(whole) == (whole,)


def test_without_figures_the_reason_of_the_publisher_is_told() -> None:
    reading = read(series(gap="April 2025: Low DQ"))
    assert reading.change is Change.UNKNOWN
    assert "April 2025: Low DQ" in reading.text


@pytest.mark.parametrize(
    ("fraction", "text"), [(0.06, "6%"), (0.07424, "7.4%"), (0.0, "0%"), (0.0996, "10%")]
)
def test_a_percentage_has_one_decimal_unless_it_is_whole(fraction: float, text: str) -> None:
    assert percent(fraction) == text

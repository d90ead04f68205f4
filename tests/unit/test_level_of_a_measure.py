"""Where a measure stands now: by the phase of its chart, worked by hand, never by one month."""

from clearway.web.cycles.levels import Level, level_of


def test_a_phase_with_limits_of_its_own_stands_at_its_centre() -> None:
    found = level_of([0.6, 0.7, 0.9], centre=0.72, word="mean")
    assert found == Level(0.72, "mean of the 3 months of its phase")


def test_without_limits_the_median_of_the_last_six_months_stands_for_it() -> None:
    # The last six are 6 7 9 5 8 6; in order 5 6 6 7 8 9, so 6.5.
    figures = [1, 1, 6, 7, 9, 5, 8, 6]
    assert level_of(figures, centre=None, word="mean") == Level(6.5, "median of the last 6 months")


def test_three_months_are_the_fewest_and_one_lucky_month_does_not_lift_them() -> None:
    assert level_of([0.6, 0.6, 0.9], centre=None, word="mean") == Level(0.6, "median of the last 3 months")
    assert level_of([0.6, 0.9], centre=None, word="mean") is None
    assert level_of([], centre=None, word="mean") is None

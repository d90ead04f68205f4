"""What moved with a change: which months are compared, what is said of them, and what stays in the trust."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.common.periods import Month
from clearway.spc.history import Settings
from clearway.spc.phasing import Baseline
from clearway.web.library.effect import Effect, Figure, Kind, effect_from, effect_of, protected
from clearway.web.library.presenters.effects import effect_shown

FIRST = Month(2024, 1)
BEGAN, DECIDED = date(2025, 1, 15), date(2025, 3, 10)
SHARE = "co-test-booking"  # better when higher


def months(counts: list[int | None], of: int = 100) -> list[Figure]:
    """One month after the other from January 2024; None is a month without a figure."""
    return [
        Figure(FIRST.shift(place), count / of, count, of)
        for place, count in enumerate(counts)
        if count is not None
    ]


def seen(figures: list[Figure], settings: Settings | None = None, is_share: bool = True) -> Effect:
    return effect_of(figures, began=BEGAN, decided=DECIDED, is_share=is_share, settings=settings)


def spans(effect: Effect) -> tuple[str, ...]:
    assert effect.before is not None
    assert effect.since is not None
    return (effect.before.first, effect.before.last, effect.since.first, effect.since.last)


YEAR_AND_A_HALF = months([60] * 12 + [70] * 6)


class TestWhichMonths:
    def test_six_before_the_test_began_and_all_after_the_month_of_the_decision(self) -> None:
        assert spans(seen(YEAR_AND_A_HALF)) == ("2024-07", "2024-12", "2025-04", "2025-06")

    def test_months_while_it_was_tested_count_on_neither_side(self) -> None:
        wild = months([60] * 12 + [100, 0, 100] + [70] * 3)
        effect = seen(wild)
        assert (effect.before.value, effect.since.value) == (0.6, 0.7)

    def test_of_a_ramp_before_ends_before_its_first_test_began(self) -> None:
        """The ramp began in October 2024: its earlier tests lifted October to December to 70 of 100."""
        figures = months([60] * 9 + [70] * 3 + [65] + [70] * 5)
        alone = effect_of(figures, began=BEGAN, decided=DECIDED, is_share=True)
        first = effect_of(figures, began=BEGAN, decided=DECIDED, is_share=True, ramp_began=date(2024, 10, 5))
        assert spans(first) == ("2024-04", "2024-09", "2025-04", "2025-06")
        # Alone: (60 + 60 + 60 + 70 + 70 + 70) / 600 = 0.65 before; of the ramp: 360 / 600 = 0.6.
        assert (alone.before.value, first.before.value) == (0.65, 0.6)
        assert round(first.difference - alone.difference, 3) == 0.05

    def test_that_it_is_of_a_ramp_is_said_in_words(self) -> None:
        shown = effect_shown(SHARE, seen(YEAR_AND_A_HALF), "x", ramp_began=date(2024, 10, 5))
        assert shown.sides[0].title == "Before the first test of its ramp"
        assert "The first test of its ramp began in October 2024" in shown.remarks[0]
        assert effect_shown(SHARE, seen(YEAR_AND_A_HALF), "x").sides[0].title == "Before the test"

    def test_a_month_without_a_figure_is_no_month(self) -> None:
        effect = seen(months([60] * 9 + [None, None, 60] + [70] * 6))
        assert effect.had == (6, 3)
        assert spans(effect)[0] == "2024-05"

    @pytest.mark.parametrize(
        ("figures", "had"), [(months([60] * 17), (6, 2)), (YEAR_AND_A_HALF[10:], (2, 3))]
    )
    def test_fewer_than_three_months_on_a_side_say_nothing_yet(
        self, figures: list[Figure], had: tuple[int, int]
    ) -> None:
        effect = seen(figures)
        assert (effect.kind, effect.had, effect.difference) == (Kind.WAITING, had, None)
        told = effect_shown(SHARE, effect, "x").finding
        assert "Not enough months yet" in told
        assert f"{had[0]} with a figure before" in told

    def test_no_figure_at_all_is_no_error(self) -> None:
        assert seen([]).had == (0, 0)

    def test_the_baseline_that_people_chose_is_what_it_is_compared_with(self) -> None:
        chosen = Settings(baseline=Baseline(start=date(2024, 1, 1), end=date(2024, 4, 30)))
        assert spans(seen(YEAR_AND_A_HALF, chosen))[:2] == ("2024-01", "2024-04")
        assert spans(seen(YEAR_AND_A_HALF, Settings(baseline=Baseline(first=5))))[:2] == (
            "2024-01",
            "2024-05",
        )

    def test_a_baseline_after_the_test_began_is_no_baseline_of_it(self) -> None:
        chosen = Settings(baseline=Baseline(start=date(2025, 4, 1), end=date(2025, 6, 30)))
        assert spans(seen(YEAR_AND_A_HALF, chosen))[:2] == ("2024-07", "2024-12")

    def test_before_does_not_reach_back_over_a_phase(self) -> None:
        chosen = Settings(rebase_dates={date(2024, 10, 1): "New clinic"})
        assert spans(seen(YEAR_AND_A_HALF, chosen))[:2] == ("2024-10", "2024-12")

    def test_since_ends_where_a_later_phase_begins(self) -> None:
        figures = months([60] * 12 + [70] * 6 + [90] * 6)
        chosen = Settings(rebase_dates={date(2025, 7, 1): "Another change"})
        assert spans(seen(figures, chosen))[3] == "2025-06"

    @pytest.mark.parametrize("month", [3, 4])
    def test_a_phase_that_begins_with_the_change_is_no_later_one(self, month: int) -> None:
        chosen = Settings(rebase_dates={date(2025, month, 1): "This change"})
        assert seen(YEAR_AND_A_HALF, chosen).had == (6, 3)

    def test_months_that_people_excluded_are_left_out(self) -> None:
        chosen = Settings(exclude_dates={date(2024, 12, 1): "Strike"})
        assert spans(seen(YEAR_AND_A_HALF, chosen))[:2] == ("2024-06", "2024-11")


class TestWhatIsSaid:
    def test_the_example_of_the_paper_in_months(self) -> None:
        """48 of 80 before and 56 of 70 since: Newcombe's first example, 0.2 (0.0524 to 0.3339)."""
        before = [
            Figure(Month(2024, m), n / d, n, d) for m, n, d in ((10, 16, 26), (11, 16, 27), (12, 16, 27))
        ]
        since = [Figure(Month(2025, m), n / d, n, d) for m, n, d in ((4, 19, 24), (5, 19, 23), (6, 18, 23))]
        effect = seen([*before, *since])
        assert (effect.difference, effect.lower, effect.upper) == pytest.approx(
            (0.2, 0.0524, 0.3339), abs=6e-5
        )
        shown = effect_shown(SHARE, effect, "x")
        assert shown.finding == "20.0 percentage points higher; 95% interval 5.2 to 33.4 higher."
        assert [side.counts for side in shown.sides] == ["48 of 80", "56 of 70"]
        assert "in the direction that is wanted" in shown.remarks[0]

    def test_a_fall_of_what_should_rise_is_called_one(self) -> None:
        shown = effect_shown(SHARE, seen(months([90] * 12 + [70] * 6)), "x")
        assert "lower" in shown.finding
        assert "away from what is wanted" in shown.remarks[0]

    def test_a_fall_of_what_should_fall_is_wanted(self) -> None:
        shown = effect_shown("smoke-booking", seen(months([20] * 12 + [5] * 6)), "x")
        assert "in the direction that is wanted" in shown.remarks[0]

    def test_an_interval_that_holds_no_difference_is_not_called_an_effect(self) -> None:
        shown = effect_shown(SHARE, seen(months([60] * 12 + [62] * 6)), "x")
        assert re.search(r"interval [\d.]+ lower to [\d.]+ higher", shown.finding)
        assert "chance may have made it" in shown.remarks[0]

    def test_months_that_differ_by_more_than_chance_are_pointed_out(self) -> None:
        quiet, wild = (seen(months(counts)) for counts in ([60] * 12 + [70] * 6, [40, 80] * 6 + [50, 90] * 3))
        assert quiet.spread == 0
        # Before: 40 and 80 of 100 about 60%, six times 400/24; since: 90, 50, 90 about 76.7%.
        assert wild.spread == pytest.approx(
            (6 * 400 / 24 + (2 * 1 / 9 + 4 / 9) * 1600 / 17.889) / 7, abs=0.06
        )
        assert "the interval is too narrow" in effect_shown(SHARE, wild, "x").remarks[-1]
        assert len(effect_shown(SHARE, quiet, "x").remarks) == 1

    def test_counts_have_medians_and_nothing_is_said_of_chance(self) -> None:
        counted = [
            replace(each, value=each.numerator, numerator=None, denominator=None) for each in YEAR_AND_A_HALF
        ]
        effect = seen(counted, is_share=False)
        assert (effect.kind, effect.before.value, effect.since.value) == (Kind.MEDIANS, 60, 70)
        shown = effect_shown("safety-walk-rounds", effect, "x")
        assert "nothing is said about chance" in shown.finding
        assert shown.sides[0].value == "median 60"

    @pytest.mark.parametrize("figures", [YEAR_AND_A_HALF, YEAR_AND_A_HALF[:14], months([0] * 12 + [100] * 6)])
    def test_what_is_kept_reads_as_it_was(self, figures: list[Figure]) -> None:
        effect = seen(figures)
        assert effect_from(effect.as_json()) == effect


class TestWhatLeavesTheTrust:
    def test_counts_go_to_the_nearest_five_and_the_interval_follows_them(self) -> None:
        figures = months([61] * 12 + [72] * 6, of=101)
        effect = protected(seen(figures), figures, is_share=True)
        counts = [
            effect.before.numerator,
            effect.before.denominator,
            effect.since.numerator,
            effect.since.denominator,
        ]
        assert counts == [365, 605, 215, 305]  # of 366, 606, 216 and 303
        assert effect.difference == pytest.approx(215 / 305 - 365 / 605)

    @pytest.mark.parametrize("small", [[1] * 3 + [20] * 3, [20] * 3 + [1, 0, 2]])
    def test_a_sum_of_one_to_seven_is_withheld_with_everything_beside_it(self, small: list[int]) -> None:
        figures = months([None] * 9 + small[:3] + [None] * 3 + small[3:])
        effect = protected(seen(figures), figures, is_share=True)
        assert effect == Effect(Kind.WITHHELD, (3, 3))
        assert "not shown" in effect_shown(SHARE, effect, "x").finding

    def test_nobody_is_hidden_by_nobody(self) -> None:
        figures = months([0] * 12 + [50] * 6)
        assert protected(seen(figures), figures, is_share=True).kind is Kind.DIFFERENCE

    def test_a_median_of_counts_is_rounded_and_withheld_where_a_month_is_small(self) -> None:
        def counted(counts: list[int]) -> list[Figure]:
            return [
                Figure(each.month, float(count)) for each, count in zip(months([0] * 18), counts, strict=True)
            ]

        figures = counted([21] * 12 + [33] * 6)
        effect = protected(seen(figures, is_share=False), figures, is_share=False)
        assert (effect.before.value, effect.since.value) == (20, 35)
        figures = counted([21] * 11 + [3] + [33] * 6)
        assert protected(seen(figures, is_share=False), figures, is_share=False).kind is Kind.WITHHELD

    @given(st.lists(st.integers(0, 60), min_size=18, max_size=18))
    def test_no_count_that_leaves_can_be_told_to_the_case(self, counts: list[int]) -> None:
        figures = months(counts, of=60)
        effect = protected(seen(figures), figures, is_share=True)
        if effect.kind is Kind.DIFFERENCE:
            for span in (effect.before, effect.since):
                assert span.numerator % 5 == 0
                assert span.denominator % 5 == 0
                assert span.value == span.numerator / span.denominator

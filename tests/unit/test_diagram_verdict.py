"""The one sentence on whether the aim is being met, and its reasons."""

from datetime import date

import pytest

from clearway.common.periods import FinancialYear, Month
from clearway.package.model import Target
from clearway.spc import Direction
from clearway.web.diagram.series import Change, Figure, Series
from clearway.web.diagram.verdict import Moment, Outcome, Verdict, change_at, judge

TARGET = Target.model_validate(
    {
        "measure": "smoke-delivery",
        "series": "satod",
        "value": 0.06,
        "comparison": "at most",
        "by": "2022-12-31",
        "source": "Tobacco Control Plan for England, 2017.",
    }
)
SHAPES = {
    "better": [10_000, 8_000],
    "worse": [8_000, 10_000],
    "steady": [10_000, 10_010],
    "unknown": [10_000],
}


def yearly(*smokers: float, id: str = "satod", start: int = 2018, women: float = 100_000) -> Series:
    figures = tuple(
        Figure(FinancialYear(start + place), count / women, count, women)
        for place, count in enumerate(smokers)
    )
    return Series(id, f"Series {id}", Direction.DECREASE, figures)


def moment(at: str, *series: Series, published: bool = True) -> Moment:
    return Moment(at, f"smoke-{at}", f"Smoking at {at}", published, series)


def untargeted(booking: str, delivery: str) -> Verdict:
    moments = [
        moment("booking", yearly(*SHAPES[booking], id="cqim-smoking-booking")),
        moment("36 weeks", published=False),
        moment("delivery", yearly(*SHAPES[delivery], id="cqim-smoking-delivery")),
    ]
    return judge(moments, target=None, nation=False)


@pytest.mark.parametrize(
    ("booking", "delivery", "expected"),
    [
        ("better", "better", Outcome.MET),
        ("better", "steady", Outcome.NOT_MET),
        ("steady", "steady", Outcome.NOT_MET),
        ("worse", "better", Outcome.NOT_MET),
        ("worse", "unknown", Outcome.NOT_MET),
        ("better", "unknown", Outcome.CANNOT_SAY),
        ("steady", "unknown", Outcome.CANNOT_SAY),
        ("unknown", "unknown", Outcome.CANNOT_SAY),
    ],
)
def test_the_aim_is_met_only_where_every_published_moment_gets_better(
    booking: str, delivery: str, expected: Outcome
) -> None:
    assert untargeted(booking, delivery).outcome is expected


def test_what_nobody_publishes_is_said_and_does_not_decide() -> None:
    reasons = untargeted("better", "better").reasons
    assert "Smoking at 36 weeks: nobody publishes this figure, so it has no part in the verdict." in reasons


def test_a_package_of_which_nobody_publishes_anything_gets_no_verdict() -> None:
    verdict = judge([moment("after birth", published=False)], target=None, nation=True)
    assert verdict.outcome is Outcome.CANNOT_SAY
    assert "no figures are held" in verdict.sentence


class TestTarget:
    def judged(self, *smokers: float, start: int = 2018, nation: bool = True) -> Verdict:
        moments = [moment("booking"), moment("delivery", yearly(*smokers, start=start))]
        return judge(moments, target=TARGET, nation=nation)

    def test_a_newest_figure_above_it_after_its_date_is_not_met_although_falling(self) -> None:
        verdict = self.judged(10_600, 10_400, 9_600, 9_100, 8_800, 7_400)
        assert verdict.outcome is Outcome.NOT_MET
        assert "7.4% in 2023/24" in verdict.sentence
        assert "at most 6% by 31 December 2022" in verdict.sentence
        assert "It is falling." in verdict.sentence
        assert any("Tobacco Control Plan" in reason for reason in verdict.reasons)

    def test_it_is_not_missed_before_its_date(self) -> None:
        verdict = self.judged(10_600, 10_400)
        assert verdict.outcome is Outcome.CANNOT_SAY
        assert "not due yet" in verdict.sentence

    def test_reaching_it_is_not_the_whole_aim(self) -> None:
        verdict = self.judged(10_600, 5_900)
        assert verdict.outcome is Outcome.CANNOT_SAY
        assert verdict.sentence.startswith("The target is reached")

    def test_exactly_the_target_reaches_at_most(self) -> None:
        assert "The target is reached" in self.judged(10_600, 6_000, start=2022).sentence

    def test_it_was_set_for_the_nation_and_is_not_held_against_one_organisation(self) -> None:
        verdict = self.judged(10_600, 7_400, start=2022, nation=False)
        assert "target" not in verdict.sentence
        assert any("set for England as a whole" in reason for reason in verdict.reasons)

    def test_it_is_not_held_against_another_series(self) -> None:
        coded = Series(
            "cqim-smoking-delivery", "Coded", Direction.DECREASE, (Figure(Month(2025, 4), 0.056, 56, 1000),)
        )
        verdict = judge([moment("delivery", coded)], target=TARGET, nation=True)
        assert verdict.outcome is Outcome.CANNOT_SAY
        assert "target" not in verdict.sentence

    def test_two_series_of_one_moment_are_not_joined_into_one(self) -> None:
        """Joined, 7.4% of one and 5.6% of the other would look like a target reached."""
        coded = Series(
            "cqim-smoking-delivery", "Coded", Direction.DECREASE, (Figure(Month(2025, 4), 0.056, 56, 1000),)
        )
        moments = [moment("delivery", coded, yearly(8_800, 7_400, start=2022))]
        verdict = judge(moments, target=TARGET, nation=True)
        assert verdict.outcome is Outcome.NOT_MET
        assert "7.4%" in verdict.sentence
        assert "5.6%" not in verdict.sentence

    def test_its_date_is_that_of_the_package(self) -> None:
        assert TARGET.by == date(2022, 12, 31)


class TestOneMoment:
    def test_series_that_disagree_leave_it_unknown(self) -> None:
        both = moment("delivery", yearly(*SHAPES["better"], id="a"), yearly(*SHAPES["worse"], id="b"))
        assert change_at(both) is Change.UNKNOWN

    def test_a_series_that_says_nothing_does_not_outweigh_one_that_does(self) -> None:
        both = moment("delivery", yearly(*SHAPES["better"], id="a"), yearly(*SHAPES["unknown"], id="b"))
        assert change_at(both) is Change.BETTER


def test_reasons_from_elsewhere_are_kept() -> None:
    verdict = judge([moment("booking")], target=None, nation=False, notes=["They are not joined."])
    assert verdict.reasons[-1] == "They are not joined."

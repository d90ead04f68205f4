"""The department's rules by worked examples: spread, flat scores, cadence, reach."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.common.periods import Month
from clearway.web.department.movement import Movement, movement, standing, went_on
from clearway.web.department.reach import Cell, Heard, Known, Recorded, Unnamed, reach, total
from clearway.web.department.rhythm import Agreed, expected, rhythm
from clearway.web.department.spread import Spread, quantile, spread

SCORES = st.lists(st.sampled_from([each / 2 for each in range(1, 11)]), max_size=12)
LAST = Month(2026, 10)


def by_month(*scores: float | None, until: Month = LAST) -> dict[Month, float]:
    """The scores of the months up to `until`; None is a month without one."""
    months = [until.shift(back) for back in range(1 - len(scores), 1)]
    return {month: score for month, score in zip(months, scores, strict=True) if score is not None}


class TestSpread:
    def test_worked_example(self):
        # 1, 2, 2.5, 3, 4.5: middle 2.5, sum 13; quartiles at places 1 and 3 of 0..4.
        found = spread([3, 1, 4.5, 2, 2.5], projects=7)
        assert found == Spread(5, 2, 2.6, 2.5, 1, 4.5, (2, 3))
        assert found.interquartile == 1

    def test_quartiles_lie_between_two_scores(self):
        # 1, 2, 3, 4: place 0.75 lies three quarters of the way from 1 to 2.
        assert spread([4, 3, 2, 1], 4).quartiles == (1.75, 3.25)

    def test_no_score_is_no_zero(self):
        assert spread([], 3) == Spread(0, 3)
        assert spread([2.0], 2).mean == 2.0

    def test_quartiles_of_three_projects_are_not_given(self):
        assert spread([1, 2, 3], 3).quartiles is None

    def test_more_scores_than_projects_is_an_error(self):
        with pytest.raises(ValueError, match="2 scores of 1 projects"):
            spread([1, 2], 1)

    @given(SCORES, st.integers(0, 3))
    def test_order_of_its_figures(self, scores: list[float], without: int):
        found = spread(scores, len(scores) + without)
        assert found.scored + found.without == len(scores) + without
        if found.quartiles is not None:
            lower, upper = found.quartiles
            assert found.low <= lower <= found.median <= upper <= found.high
            assert found.low <= found.mean <= found.high

    @given(SCORES.filter(bool), st.floats(0, 1))
    def test_a_quantile_does_not_depend_on_the_order_and_grows_with_the_share(
        self, scores: list[float], share: float
    ):
        assert quantile(scores, share) == quantile(sorted(scores, reverse=True), share)
        assert quantile(scores, share) <= quantile(scores, 1)


class TestMovement:
    @pytest.mark.parametrize(
        ("scores", "kind"),
        [
            ((), Movement.NONE),
            ((2.0, 2.0, 2.0, 2.0), Movement.FLAT),
            ((2.0, 2.5, 2.5, 2.0), Movement.FLAT),
            ((1.5, 2.0, 2.0, 2.0), Movement.RISING),
            ((2.5, 2.5, 2.5, 2.0), Movement.FALLING),
            ((2.0, 2.0, 2.0), Movement.NEW),
            ((2.0, None, None, 2.0), Movement.FLAT),
            ((2.0, None, None, None), Movement.STALE),
            ((2.0, 2.0, 2.0, 2.0, None, None), Movement.FLAT),
            ((2.0, 2.0, 2.0, 2.0, None, None, None), Movement.STALE),
            ((5.0, 5.0, 5.0, 5.0), Movement.TOP),
        ],
    )
    def test_newest_score_beside_the_one_that_stood_three_months_before(
        self, scores: tuple[float | None, ...], kind: Movement
    ):
        assert movement(by_month(*scores), LAST).kind is kind

    def test_says_since_when_it_stands(self):
        found = movement(by_month(1.5, 2.0, None, 2.0, 2.0, 2.0), LAST)
        assert (found.now, found.before, found.since) == (2.0, 2.0, LAST.shift(-4))
        assert found.stuck

    def test_a_score_of_the_month_that_runs_counts(self):
        found = movement(by_month(2.0, 2.0, 2.0, 2.0, 2.5, until=LAST.next()), LAST)
        assert (found.kind, found.month) == (Movement.RISING, LAST.next())

    @given(st.lists(st.sampled_from([None, 1.0, 2.0, 4.5]), max_size=10))
    def test_flat_never_rises_and_rising_never_is_flat(self, scores: list[float | None]):
        found = movement(by_month(*scores), LAST)
        if found.kind in (Movement.FLAT, Movement.FALLING):
            assert found.now <= found.before
        if found.kind is Movement.RISING:
            assert found.now > found.before
        assert found.now == standing(by_month(*scores), LAST)

    @pytest.mark.parametrize(
        ("started", "ends", "open_then"),
        [
            (date(2026, 10, 31), (), True),
            (date(2026, 11, 1), (), False),
            (date(2026, 1, 1), ((date(2026, 9, 30), True),), False),
            (date(2026, 1, 1), ((date(2026, 10, 1), True),), True),
            (date(2026, 1, 1), ((date(2026, 11, 1), True),), True),
            (date(2026, 1, 1), ((date(2026, 5, 1), True), (date(2026, 6, 1), False)), True),
            (date(2026, 1, 1), ((date(2026, 5, 1), True), (date(2026, 11, 1), False)), False),
        ],
    )
    def test_a_project_counts_in_a_month_in_which_it_was_open_on_any_day(
        self, started: date, ends: tuple[tuple[date, bool], ...], open_then: bool
    ):
        assert went_on(LAST, started, ends) is open_then


class TestRhythm:
    TODAY = date(2026, 11, 22)

    def test_every_four_weeks_makes_three_in_twelve_weeks(self):
        assert expected([Agreed(date(2026, 1, 5), 4)], date(2026, 1, 5), date(2026, 3, 29)) == 3
        assert expected([Agreed(date(2026, 1, 5), 4)], date(2026, 1, 5), date(2026, 3, 28)) == 2

    def test_each_agreement_counts_until_the_next(self):
        # 12 weeks at every 4, then 12 weeks at every 2: 3 and 6.
        agreed = [Agreed(date(2026, 1, 5), 4), Agreed(date(2026, 3, 30), 2)]
        assert expected(agreed, date(2026, 1, 5), date(2026, 6, 21)) == 9

    def test_nothing_is_expected_where_nothing_was_agreed(self):
        found = rhythm([date(2026, 11, 1)], [], self.TODAY)
        assert (found.expected, found.held, found.quiet) == (None, 1, False)

    def test_counts_from_the_day_on_which_it_was_agreed(self):
        found = rhythm([date(2026, 10, 1), date(2026, 10, 30)], [Agreed(date(2026, 10, 12), 2)], self.TODAY)
        assert (found.expected, found.held) == (3, 1)

    @pytest.mark.parametrize(
        ("held", "quiet", "weeks"),
        [
            ([], True, None),
            ([date(2026, 10, 11)], False, 6),
            ([date(2026, 10, 10)], True, 6),
            ([date(2026, 10, 10), date(2026, 12, 1)], True, 6),
        ],
    )
    def test_quiet_after_six_weeks_without_a_meeting(self, held: list[date], quiet: bool, weeks: int | None):
        found = rhythm(held, [], self.TODAY)
        assert (found.quiet, found.weeks_quiet) == (quiet, weeks)


class TestReach:
    def lines(self, heard: Heard, staff: dict[str, int], **known: str):
        found = reach(
            heard,
            professions=known,
            staff=staff,
            steps=("told", "joined", "attended"),
            shown=("midwifery", "obstetrics"),
            only_recorded=frozenset({"told"}),
        )
        return {line.profession: line for line in found}

    def test_a_person_counts_once_however_often(self):
        heard = Heard(known=[Known("joined", "ann"), Known("joined", "ann"), Known("joined", "bob")])
        found = self.lines(heard, {"midwifery": 8}, ann="midwifery", bob="midwifery")
        assert found["midwifery"].cells["joined"] == Cell(2, 0.25)

    def test_records_are_added_to_the_people_the_site_knows(self):
        heard = Heard(
            known=[Known("joined", "ann")],
            recorded=[Recorded("joined", "midwifery", 3), Recorded("told", "midwifery", 12)],
        )
        cells = self.lines(heard, {"midwifery": 16}, ann="midwifery")["midwifery"].cells
        assert (cells["joined"].number, cells["told"]) == (4, Cell(12, 0.75))

    def test_of_people_without_names_the_largest_meeting_counts(self):
        heard = Heard(
            unnamed=[
                Unnamed("attended", "midwifery", 1, 4),
                Unnamed("attended", "midwifery", 1, 3),
                Unnamed("attended", "midwifery", 2, 5),
            ]
        )
        assert self.lines(heard, {})["midwifery"].cells["attended"] == Cell(7)

    def test_without_the_number_of_staff_there_is_no_share(self):
        found = self.lines(Heard(known=[Known("joined", "ann")]), {}, ann="midwifery")
        assert found["midwifery"].cells["joined"] == Cell(1, None)

    def test_what_nobody_recorded_is_missing_and_what_nobody_did_is_zero(self):
        cells = self.lines(Heard(), {"obstetrics": 5})["obstetrics"].cells
        assert cells["told"] == Cell(None)
        assert cells["joined"] == Cell(0, 0.0)

    def test_a_recorded_zero_is_a_zero(self):
        heard = Heard(recorded=[Recorded("told", "midwifery", 0)])
        assert self.lines(heard, {"midwifery": 5})["midwifery"].cells["told"] == Cell(0, 0.0)

    def test_more_than_there_are_is_said_and_has_no_share(self):
        heard = Heard(recorded=[Recorded("told", "midwifery", 6)])
        assert self.lines(heard, {"midwifery": 5})["midwifery"].cells["told"] == Cell(6, None, True)

    def test_all_together_has_a_share_only_where_every_profession_has_its_number(self):
        heard = Heard(known=[Known("joined", "ann"), Known("joined", "bob")])
        known = {"ann": "midwifery", "bob": "obstetrics"}
        steps = ("told", "joined", "attended")
        part = self.lines(heard, {"midwifery": 8}, **known)
        assert total(tuple(part.values()), steps).cells["joined"] == Cell(2, None)
        whole = self.lines(heard, {"midwifery": 8, "obstetrics": 2}, **known)
        assert total(tuple(whole.values()), steps).cells["joined"] == Cell(2, 0.2)

    @given(
        st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["told", "joined"]))),
        st.integers(0, 4),
    )
    def test_a_share_is_never_more_than_all(self, took: list[tuple[str, str]], staff: int):
        heard = Heard(known=[Known(step, who) for who, step in took])
        lines = reach(
            heard,
            professions=dict.fromkeys("abc", "midwifery"),
            staff={"midwifery": staff},
            steps=("told", "joined"),
            shown=(),
        )
        for cell in (*lines[0].cells.values(), *total(lines, ("told", "joined")).cells.values()):
            assert cell.share is None or 0 <= cell.share <= 1

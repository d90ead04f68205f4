"""Cells of a month: saved, kept apart, emptied, refused. Nothing is lost, and zero is not missing."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from tests.lib.month import ANN, BEA, LAST, TRUST, booking, enter, held, published

from clearway.common.errors import ClearwayError
from clearway.common.periods import Month
from clearway.web.audit.tables import ChangeEvent
from clearway.web.calendar import actions as steps
from clearway.web.publications.models import Value
from clearway.web.returns.cells import CellEntry, check_cells
from clearway.web.returns.changes import Changed, changes, mark_looked
from clearway.web.returns.choices import choose
from clearway.web.returns.collisions import collisions_of, open_collisions, settle
from clearway.web.returns.models import Collision
from clearway.web.returns.obligations import Status
from clearway.web.returns.overview import cards
from clearway.web.returns.samples import choose_everybody, choose_sample, samples_of
from clearway.web.returns.uploads_counted import log_submission, withdraw

pytestmark = pytest.mark.django_db


class TestSaving:
    def test_zero_is_a_figure_and_blank_is_none(self):
        enter(booking(0, 12))
        assert (held().status, held().value.value) == (Status.ENTERED, 0)
        result = enter(CellEntry("smoke-delivery"))
        assert (result.saved, held("smoke-delivery").status) == ((), Status.MISSING)

    def test_a_figure_keeps_what_was_said_beside_it(self):
        enter(booking(9, comment="new clinic", follow_up=True))
        detail = held().value.detail
        assert (detail.comment, detail.follow_up, detail.origin, detail.key) == (
            "new clinic",
            True,
            "typed",
            "key-ann",
        )

    def test_a_changed_cell_supersedes_and_both_rows_stay(self):
        first = enter(booking(9)).saved[0]
        second = enter(booking(10, seen=first.pk)).saved[0]
        assert second.supersedes == first
        assert Value.objects.filter(org_code="DEMO1").count() == 2

    def test_the_same_again_writes_nothing(self):
        first = enter(booking(9)).saved[0]
        again = enter(booking(9, seen=first.pk))
        assert (again.saved, again.unchanged) == ((), (("smoke-booking", "", ""),))
        assert ChangeEvent.objects.filter(organisation="DEMO1", action="enter figures").count() == 1

    def test_emptying_a_cell_keeps_what_it_held(self):
        first = enter(booking(9)).saved[0]
        row = enter(CellEntry("smoke-booking", seen=first.pk)).saved[0]
        assert (row.supersedes, row.value, held().status) == (first, None, Status.MISSING)
        enter(booking(8, seen=None))
        assert held().value.numerator == 8

    @pytest.mark.parametrize("state", ["not_applicable", "not_collected", "withheld"])
    def test_a_reason_why_there_is_no_figure_is_an_answer(self, state: str):
        enter(CellEntry("smoke-booking", state=state, reason="the clinic was closed"))
        assert (held().status, held().value.state, held().value.value) == (Status.ENTERED, state, None)

    @pytest.mark.parametrize(
        "cell",
        [
            booking(130),
            booking(-1),
            booking(2.5),
            booking(9, None),
            booking(None, 9),
            booking(0, 0),
            booking(float("nan")),
            booking(9, population=50),
            CellEntry("smoke-booking", state="not_collected"),
            CellEntry("smoke-booking", state="lost"),
            booking(9, state="withheld", reason="both"),
        ],
        ids=lambda cell: str(cell)[:70],
    )
    def test_an_impossible_cell_stops_the_whole_entry(self, cell: CellEntry):
        with pytest.raises(ClearwayError):
            enter(CellEntry("smoke-delivery", numerator=9, denominator=110), cell)
        assert not Value.objects.filter(org_code="DEMO1").exists()

    def test_a_warning_waits_for_a_comment_and_the_other_cells_are_saved(self):
        choose(organisation=TRUST, period=LAST, drivers=["specialist-support"], measures=[], by=ANN)
        odd = booking(0, 4_000)
        result = enter(odd, CellEntry("smoke-delivery", numerator=9, denominator=110))
        assert (result.waiting, [row.measure for row in result.saved]) == ((odd.key,), ["smoke-delivery"])
        assert any(found.cell == odd.key for found in result.findings)
        said = enter(booking(0, 4_000, comment="a new unit"))
        assert len(said.saved) == 1
        assert said.findings

    def test_more_smokers_than_women_is_said_once_and_in_words_for_whoever_types(self):
        found = [each.finding for each in check_cells(TRUST, LAST, [booking(130)])]
        assert [(each.rule, each.what) for each in found if each.severity == "error"] == [
            ("numerator-above-denominator", "The numerator 130 is above the denominator 120.")
        ]
        assert "publisher" not in found[0].mend

    def test_cells_are_checked_against_those_held_and_those_typed_beside_them(self):
        choose(organisation=TRUST, period=LAST, drivers=["identification"], measures=[], by=ANN)
        more_than_booked = booking(9, 120)
        booked = CellEntry("co-test-booking", numerator=80, denominator=100)
        found = check_cells(TRUST, LAST, [booked, more_than_booked])
        assert more_than_booked.key in {each.cell for each in found if each.finding.rule == "above-related"}
        enter(booked)
        found = check_cells(TRUST, LAST, [more_than_booked])
        assert [each.finding.rule for each in found] == ["above-related"]

    @pytest.mark.parametrize("key", ["nrt", "no-such-measure", "cqim-smoking-booking"])
    def test_a_measure_that_is_not_asked_is_refused(self, key: str):
        with pytest.raises(ClearwayError):
            enter(CellEntry(key, numerator=1, denominator=2))

    def test_everybody_may_be_reviewed_and_nobody_beyond(self):
        found = [check_cells(TRUST, LAST, [booking(9, population=women)]) for women in (120, 119)]
        assert [{each.finding.rule for each in some} for some in found] == [
            set(),
            {"sample-above-population"},
        ]

    def test_a_comment_alone_is_saved(self):
        first = enter(booking(9)).saved[0].pk
        assert len(enter(booking(9, comment="Counted again", seen=first)).saved) == 1

    def test_a_cell_given_twice_is_refused(self):
        with pytest.raises(ClearwayError, match="twice"):
            enter(booking(9), booking(10))

    def test_a_closed_month_takes_nothing(self):
        with pytest.raises(ClearwayError, match="closed on"):
            enter(booking(9), period=LAST.shift(-5))


class TestCollisions:
    @pytest.fixture
    def collision(self) -> Collision:
        enter(booking(9), by=ANN)
        return enter(booking(11), by=BEA).collisions[0]

    def test_the_second_figure_is_kept_apart_and_both_people_are_told(self, collision: Collision):
        assert held().value.numerator == 9
        assert collision.typed["numerator"] == 11
        for person in (ANN, BEA):
            assert collisions_of(person.key, ["DEMO1"]) == [collision]
        assert collisions_of("key-somebody", ["DEMO1"]) == []
        assert collisions_of(ANN.key, ["DEMO2"]) == []

    def test_a_cell_that_was_seen_filled_and_is_empty_is_not_filled_unseen(self):
        saw = enter(booking(9), period=LAST.previous()).saved[0].pk
        result = enter(booking(11, seen=saw))
        assert (len(result.saved), len(result.collisions)) == (0, 1)
        assert held().value is None

    def test_the_same_figure_typed_by_both_is_no_collision(self):
        enter(booking(9), by=ANN)
        assert enter(booking(9), by=BEA).collisions == ()

    @pytest.mark.parametrize(("keep", "stands"), [("held", 9), ("typed", 11)])
    def test_one_of_the_two_chooses(self, collision: Collision, keep: str, stands: int):
        settle(collision=collision, keep=keep, seen=held().value.pk, by=ANN)
        assert held().value.numerator == stands
        assert open_collisions(TRUST, LAST) == []
        with pytest.raises(ClearwayError, match="already"):
            settle(collision=collision, keep=keep, seen=held().value.pk, by=BEA)

    def test_a_choice_made_before_a_third_change_is_refused(self, collision: Collision):
        saw = held().value.pk
        enter(booking(12, seen=saw), by=ANN)
        with pytest.raises(ClearwayError, match="changed again"):
            settle(collision=collision, keep="typed", seen=saw, by=BEA)


class TestBesideTheFigures:
    def test_changes_after_the_approval_are_counted_by_cell(self):
        first = enter(booking(9)).saved[0]
        steps.submit(organisation=TRUST, period=LAST, by=ANN)
        steps.approve(organisation=TRUST, period=LAST, by=ANN)
        second = enter(booking(10, seen=first.pk)).saved[0]
        enter(booking(12, seen=second.pk))
        assert cards(["DEMO1"], [LAST])["DEMO1", LAST].modified == 1

    def test_a_sample_is_drawn_again_the_same_and_a_larger_one_holds_it(self):
        given = {"organisation": TRUST, "period": LAST, "measure": "smoke-36-weeks", "by": ANN}
        small = choose_sample(**given, population=200, size=20)
        again = choose_sample(**given, population=200, size=20)
        large = choose_sample(**given, population=200, size=30)
        assert small.members == again.members
        assert set(small.members) < set(large.members) <= set(range(1, 201))
        choose_everybody(**given)
        assert samples_of(TRUST, LAST) == {}

    @pytest.mark.parametrize(
        ("measure", "population", "size"), [("smoke-booking", 9, 3), ("smoke-36-weeks", 9, 10)]
    )
    def test_a_sample_that_cannot_be_is_refused(self, measure: str, population: int, size: int):
        with pytest.raises(ClearwayError):
            choose_sample(
                organisation=TRUST, period=LAST, measure=measure, population=population, size=size, by=ANN
            )

    def test_logged_submissions_are_counted_once_a_system_and_day(self):
        today = localdate()
        month = Month.of(today)
        choose(
            organisation=TRUST,
            period=month,
            drivers=["systems-processes"],
            measures=["measures-uploaded"],
            by=ANN,
        )
        given = {"organisation": TRUST, "scope": "national", "what": "October", "sent_on": today, "by": ANN}
        log_submission(**given, system="SDCS", receipt="A1")
        log_submission(**given, system="sdcs", receipt="A2")
        last = log_submission(**given, system="LMNS dashboard", sha256="a" * 64)
        assert _uploads(month) == 2
        withdraw(organisation=TRUST, submission=last, reason="typed twice", by=ANN)
        assert _uploads(month) == 1

    def test_a_submission_needs_a_proof(self):
        with pytest.raises(ClearwayError, match="proof"):
            log_submission(
                organisation=TRUST, system="SDCS", scope="national", what="x", sent_on=localdate(), by=ANN
            )

    def test_what_colleagues_and_the_centre_changed_is_new_until_it_was_looked_at(self):
        enter(booking(9), by=BEA)
        published("cqim-smoking-delivery", 9)
        new = changes(TRUST, ANN.key)
        assert [len(new.entered), len(new.central)] == [1, 1]
        assert changes(TRUST, BEA.key).entered == []
        mark_looked(organisation=TRUST, key=ANN.key, until=max(row.recorded_at for row in new.values))
        assert not changes(TRUST, ANN.key)
        assert changes(TRUST, BEA.key).central

    def test_a_month_is_late_only_once_it_no_longer_counts_as_on_time(self):
        card = cards(["DEMO1"], [LAST])["DEMO1", LAST]
        due, timely, day = card.dates.due, card.dates.timely, timedelta(days=1)
        said = [card.due_words(one).split()[0] for one in (due, due + day, timely, timely + day)]
        assert said == ["Due", "Was", "Was", "Late:"]
        assert [card.late_on(one) for one in (timely, timely + day)] == [False, True]

    def test_a_measure_that_changed_in_many_months_is_one_line_with_its_newest_month(self):
        months = [LAST.shift(-2), LAST, LAST.shift(-1)]
        rows = {month: published("cqim-smoking-delivery", 9, month=month) for month in months}
        assert changes(TRUST, BEA.key).central == [Changed(rows[LAST], 2)]


def _uploads(month: Month) -> float | None:
    row = Value.objects.current().get(org_code="DEMO1", measure="measures-uploaded", period=str(month))
    return row.value

"""What a field of the grid says, from counts, steps and dates alone."""

from datetime import UTC, date, datetime, timedelta

import pytest

from clearway.common.organisations import directory
from clearway.common.periods import Month
from clearway.web.calendar.guard import dates_of
from clearway.web.calendar.replay import Event, MonthState, Step, replay
from clearway.web.coordination.counting import Counts
from clearway.web.coordination.grid import Field, Held, Stage, make_field, moved, totals
from clearway.web.coordination.timeliness import Timeliness

TRUST, PERIOD = directory().get("DEMO1"), Month(2026, 3)
DATES = dates_of(PERIOD)
ON_TIME = datetime(2026, 4, 10, 9, tzinfo=UTC)
FULL = Counts(owed=2, figures=2)


def _steps(*steps: Step, begin: datetime = ON_TIME) -> MonthState:
    return replay(
        Event(step, begin + timedelta(days=number), f"P{number}", f"k{number}")
        for number, step in enumerate(steps)
    )


def _field(
    counts: Counts = FULL, state: MonthState | None = None, today: date = DATES.due, **held: object
) -> Field:
    return make_field(
        TRUST,
        PERIOD,
        DATES,
        Held(counts, **held),
        state or MonthState(),
        today,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("counts", "stage"),
    [
        (Counts(owed=2), Stage.NOTHING),
        (Counts(owed=2, centre=1), Stage.PART),
        (Counts(owed=2, reasons=1), Stage.PART),
        (Counts(owed=2, figures=1, reasons=1), Stage.COMPLETE),
        (Counts(owed=2, centre=1, records=1), Stage.COMPLETE),
        (Counts(owed=0), Stage.NOTHING),
    ],
)
def test_before_the_first_step_what_is_held_says_how_far_a_month_is(counts: Counts, stage: Stage) -> None:
    assert _field(counts).stage is stage


def test_after_it_the_steps_say_it() -> None:
    assert _field(Counts(owed=2), _steps(Step.SUBMIT)).stage is Stage.SUBMITTED
    assert _field(state=_steps(Step.SUBMIT, Step.APPROVE, Step.UNDO)).stage is Stage.SUBMITTED


def test_a_month_shuts_by_itself_after_its_closing_date_and_the_grid_says_so() -> None:
    assert not _field(today=DATES.closing).closed_by_date
    assert _field(today=DATES.closing + timedelta(days=1)).closed_by_date
    accepted = _steps(Step.SUBMIT, Step.APPROVE, Step.ACCEPT)
    assert not _field(state=accepted, today=DATES.closing + timedelta(days=1)).closed_by_date


def test_changes_count_from_the_approval_that_holds() -> None:
    written = tuple(ON_TIME + timedelta(days=number, hours=1) for number in range(3))
    assert _field(state=_steps(Step.SUBMIT), written=written).changed_since_approval == 0
    assert _field(state=_steps(Step.SUBMIT, Step.APPROVE), written=written).changed_since_approval == 2
    undone = _steps(Step.SUBMIT, Step.APPROVE, Step.UNDO)
    assert _field(state=undone, written=written).changed_since_approval == 0


def test_an_exception_shows_until_its_last_day() -> None:
    last = DATES.closing + timedelta(days=9)
    state = replay([Event(Step.EXCEPTION, ON_TIME, "Nora", until=last, reason="mend")])
    assert _field(state=state, today=last).exception_until == last
    assert _field(state=state, today=last).open_now
    after = _field(state=state, today=last + timedelta(days=1))
    assert after.exception_until is None
    assert after.closed_by_date


def test_the_last_change_is_the_newest_of_figures_and_steps() -> None:
    from clearway.web.coordination.grid import Change

    later = Change(ON_TIME + timedelta(days=5), "Mia")
    assert _field(state=_steps(Step.SUBMIT), last=later).last == later
    earlier = Change(ON_TIME - timedelta(days=5), "Mia")
    assert _field(state=_steps(Step.SUBMIT), last=earlier).last == Change(ON_TIME, "P0")


def test_what_a_person_saw_differs_after_a_step_and_after_a_figure() -> None:
    seen = {
        _field(newest=7).seen,
        _field(newest=8).seen,
        _field(newest=7, state=_steps(Step.SUBMIT)).seen,
        _field(newest=7, state=_steps(Step.SUBMIT, Step.UNDO)).seen,
    }
    assert len(seen) == 4


class TestTotals:
    def test_count_every_trust_once(self) -> None:
        fields = [
            _field(state=_steps(Step.SUBMIT)),
            _field(Counts(owed=2), _steps(Step.SUBMIT)),
            _field(Counts(owed=2, figures=1)),
            _field(state=_steps(Step.SUBMIT, begin=ON_TIME + timedelta(days=60))),
            _field(state=_steps(Step.SUBMIT, Step.APPROVE, Step.ACCEPT)),
        ]
        found = totals(PERIOD, DATES, fields, DATES.closing)
        assert found.reported.words == "3 of 5"  # one was handed in empty, one not at all
        assert found.on_time.words == "2 of 5"
        assert found.complete.words == "3 of 5"
        assert found.accepted.words == "1 of 5"
        assert (found.counts.owed, found.counts.held) == (10, 7)

    def test_no_trusts_give_no_rate(self) -> None:
        found = totals(PERIOD, DATES, [], DATES.due)
        assert found.reported.share is None
        assert found.counts.completeness is None


class TestMoved:
    def test_only_what_came_to_another_state_since_then(self) -> None:
        field = _field(state=_steps(Step.SUBMIT, Step.APPROVE))
        assert moved(field, ON_TIME + timedelta(days=3)) is None
        move = moved(field, ON_TIME)
        assert move is not None
        assert (move.before, move.after, move.by) == ("submitted", "approved", "P1")

    def test_a_step_taken_and_undone_is_no_move(self) -> None:
        assert moved(_field(state=_steps(Step.SUBMIT, Step.UNDO)), ON_TIME - timedelta(1)) is None

    def test_an_exception_is_one(self) -> None:
        state = replay([Event(Step.EXCEPTION, ON_TIME, "Nora", until=DATES.closing, reason="mend")])
        move = moved(_field(state=state), ON_TIME - timedelta(1))
        assert move is not None
        assert move.exception_until == DATES.closing

    def test_what_somebody_did_alone_is_no_news_to_them(self) -> None:
        field = _field(state=_steps(Step.SUBMIT))
        assert moved(field, ON_TIME - timedelta(1), besides="k0") is None
        assert moved(field, ON_TIME - timedelta(1), besides="k9") is not None


def test_a_trust_that_owes_nothing_of_its_own_is_on_time_without_typing() -> None:
    counts = Counts(owed=2, centre=2)
    assert _field(counts, _steps(Step.SUBMIT)).timeliness is Timeliness.ON_TIME

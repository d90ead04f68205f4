"""The steps of a month against a database."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.utils.timezone import localdate

from clearway.common.errors import ClearwayError
from clearway.common.organisations import directory
from clearway.common.periods import Month
from clearway.measures.register import MAIN_PACKAGE
from clearway.package.deadlines import deadlines
from clearway.web.audit.models import Person
from clearway.web.audit.tables import ChangeEvent
from clearway.web.calendar import actions
from clearway.web.calendar.guard import check_open, dates_of
from clearway.web.calendar.models import ReturnEvent
from clearway.web.calendar.replay import State, Step, allowed
from clearway.web.calendar.states import state_of
from clearway.web.demonstration.clock import at
from clearway.web.returns.actions import enter_cells
from clearway.web.returns.cells import CellEntry
from clearway.web.returns.choices import choose

pytestmark = pytest.mark.django_db
TRUST = directory().get("DEMO1")
LAST = Month.of(localdate()).previous()
OLD = LAST.shift(-6)


@pytest.fixture
def entered(tester: Person) -> None:
    cell = CellEntry("smoke-booking", numerator=9, denominator=110)
    enter_cells(organisation=TRUST, period=LAST, cells=[cell], by=tester, origin="typed")


def test_a_month_of_which_nothing_is_held_cannot_be_submitted(tester: Person):
    with pytest.raises(ClearwayError, match="Nothing is entered"):
        actions.submit(organisation=TRUST, period=LAST, by=tester)


@pytest.mark.usefixtures("entered")
def test_a_month_goes_from_open_to_locked_and_back_the_same_way(tester: Person):
    forward = (actions.submit, actions.approve, actions.accept, actions.lock)
    went = [step(organisation=TRUST, period=LAST, by=tester).state.value for step in forward]
    assert went == ["submitted", "approved", "accepted", "locked"]
    back = [actions.undo(organisation=TRUST, period=LAST, by=tester).state.value for _ in forward]
    assert back == ["accepted", "approved", "submitted", "open"]
    with pytest.raises(ClearwayError, match="Nothing was done"):
        actions.undo(organisation=TRUST, period=LAST, by=tester)
    assert ChangeEvent.objects.filter(organisation="DEMO1", action__endswith="month").count() == 8


@pytest.mark.usefixtures("entered")
def test_an_undo_of_another_step_than_the_last_is_refused(tester: Person):
    actions.submit(organisation=TRUST, period=LAST, by=tester)
    actions.approve(organisation=TRUST, period=LAST, by=tester)
    with pytest.raises(ClearwayError, match="Undo 'approve' first"):
        actions.undo(organisation=TRUST, period=LAST, by=tester, step=Step.SUBMIT)


@pytest.mark.usefixtures("entered")
@pytest.mark.parametrize("step", [actions.approve, actions.accept, actions.lock])
def test_no_step_is_jumped(step, tester: Person):
    with pytest.raises(ClearwayError):
        step(organisation=TRUST, period=LAST, by=tester)
    assert not ReturnEvent.objects.exists()


@pytest.mark.usefixtures("entered")
def test_figures_change_until_the_month_is_accepted(tester: Person):
    for step in (actions.submit, actions.approve):
        step(organisation=TRUST, period=LAST, by=tester)
        check_open(TRUST, LAST, localdate())
    for step in (actions.accept, actions.lock):
        step(organisation=TRUST, period=LAST, by=tester)
        with pytest.raises(ClearwayError, match=r"is (accepted|locked) since .* by Tess Ter"):
            check_open(TRUST, LAST, localdate())
    for _ in range(2):
        actions.undo(organisation=TRUST, period=LAST, by=tester)
    check_open(TRUST, LAST, localdate())


@pytest.mark.parametrize(("state", "step"), [(State.OPEN, Step.UNDO), (State.LOCKED, Step.LOCK)])
def test_what_was_not_done_is_not_undone_and_a_locked_month_not_locked(state: State, step: Step):
    assert not any(allowed(state, step, closed=closed) for closed in (False, True))


def test_a_month_past_its_closing_date_is_closed_and_can_be_locked_as_it_is(tester: Person):
    with pytest.raises(ClearwayError, match=r"closed on .* exception"):
        check_open(TRUST, OLD, localdate())
    assert actions.lock(organisation=TRUST, period=OLD, by=tester).state == "locked"


def test_a_month_that_nobody_accepted_is_locked_after_its_closing_date_and_not_on_it(tester: Person):
    closing = datetime.combine(dates_of(OLD).closing, time(12), UTC)
    with at(closing), pytest.raises(ClearwayError, match="lock it after it closes"):
        actions.lock(organisation=TRUST, period=OLD, by=tester)
    with at(closing + timedelta(days=1)):
        assert actions.lock(organisation=TRUST, period=OLD, by=tester).state == "locked"


def test_an_exception_runs_as_long_as_the_calendar_allows_and_no_day_longer(tester: Person):
    given = {"organisation": TRUST, "period": OLD, "reason": "Late records", "by": tester}
    last = localdate() + timedelta(days=deadlines(MAIN_PACKAGE).exception.days)
    with pytest.raises(ClearwayError, match="cannot run until"):
        actions.grant_exception(until=last + timedelta(days=1), **given)
    assert actions.grant_exception(until=last, **given).exception_until == last


def test_a_month_is_open_on_its_closing_date_and_not_the_day_after():
    closing = dates_of(LAST).closing
    check_open(TRUST, LAST, closing)
    with pytest.raises(ClearwayError):
        check_open(TRUST, LAST, closing + timedelta(days=1))


def test_a_month_that_has_not_begun_takes_no_figures():
    with pytest.raises(ClearwayError, match="has not begun"):
        check_open(TRUST, LAST.shift(2), localdate())


def test_an_exception_opens_a_locked_month_until_its_day_and_leaves_its_state(tester: Person):
    actions.lock(organisation=TRUST, period=OLD, by=tester)
    until = localdate() + timedelta(days=7)
    actions.grant_exception(
        organisation=TRUST, period=OLD, until=until, reason="one ward was left out", by=tester
    )
    check_open(TRUST, OLD, until)
    assert state_of(TRUST, OLD).state == "locked"
    with pytest.raises(ClearwayError, match="the exception ended"):
        check_open(TRUST, OLD, until + timedelta(days=1))


@pytest.mark.parametrize(("days", "reason"), [(7, " "), (-1, "late"), (400, "late")])
def test_an_exception_needs_a_reason_and_a_day_within_the_calendar(days: int, reason: str, tester: Person):
    until = localdate() + timedelta(days=days)
    with pytest.raises(ClearwayError):
        actions.grant_exception(organisation=TRUST, period=OLD, until=until, reason=reason, by=tester)


@pytest.mark.usefixtures("entered")
@pytest.mark.parametrize("table", ["calendar.ReturnEvent", "returns.CellDetail", "returns.Choice"])
def test_what_was_done_cannot_be_altered_in_the_database(table: str, tester: Person):
    actions.submit(organisation=TRUST, period=LAST, by=tester)
    choose(organisation=TRUST, period=LAST, drivers=["training"], measures=[], by=tester)
    rows = apps.get_model(table).objects
    field = "comment" if table.endswith("Detail") else "person"
    for change in (lambda: rows.update(**{field: "x"}), lambda: rows.all()._raw_delete(rows.db)):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()

"""Laws of the month: its steps replayed, what is owed, and cells as a browser posts them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.common.errors import ClearwayError
from clearway.common.periods import Month
from clearway.package.deadlines import deadlines
from clearway.package.loader import shipped_packages
from clearway.web.calendar.guard import is_open
from clearway.web.calendar.replay import FORWARD, Event, MonthState, State, Step, after, allowed, replay
from clearway.web.returns.choices import Chosen, decided, offered
from clearway.web.returns.models import Choice
from clearway.web.returns.obligations import asked
from clearway.web.returns.posted import posted_cells

PACKAGE = shipped_packages()["smoke-free-pregnancies"]
DRIVERS = [driver.id for driver in PACKAGE.drivers]
AT = datetime(2026, 11, 22, tzinfo=UTC)
months = st.builds(Month, st.integers(2020, 2030), st.integers(1, 12))
driver_sets = st.frozensets(st.sampled_from(DRIVERS))


def event(step: Step) -> Event:
    until = date(2026, 12, 1) if step is Step.EXCEPTION else None
    return Event(step, AT, "Ann", until=until)


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Steps of which each leads on from the state before it."""
    state, events = MonthState(), []
    for _ in range(draw(st.integers(0, 12))):
        possible = [step for step in Step if allowed(state.state, step, closed=True)]
        events.append(event(draw(st.sampled_from(possible))))
        state = after(state, events[-1])
    return events


@given(histories())
def test_a_history_replays_to_the_same_state_however_it_is_cut(events: list[Event]):
    for cut in range(len(events) + 1):
        state = replay(events[:cut])
        for each in events[cut:]:
            state = after(state, each)
        assert state == replay(events)


@given(histories())
def test_the_state_is_that_of_the_last_step_that_stands(events: list[Event]):
    month = replay(events)
    assert month.state is (FORWARD[month.last.step][1] if month.last else State.OPEN)
    assert len(month.events) == len(events)


@given(histories(), st.sampled_from(list(FORWARD)))
def test_an_undo_gives_back_exactly_the_state_before_the_last_step(events: list[Event], step: Step):
    before = replay(events)
    if not allowed(before.state, step, closed=True):
        with pytest.raises(ClearwayError):
            after(before, event(step))
        return
    undone = after(after(before, event(step)), event(Step.UNDO))
    assert (undone.state, undone.standing) == (before.state, before.standing)


@given(histories())
def test_undoing_all_goes_back_the_way_it_came_and_ends_open(events: list[Event]):
    month, came = replay(events), [each.step for each in replay(events).standing]
    for step in reversed(came):
        assert month.last.step is step
        month = after(month, event(Step.UNDO))
    assert month.state is State.OPEN
    with pytest.raises(ClearwayError):
        after(month, event(Step.UNDO))


@given(histories(), months, st.dates(date(2020, 1, 1), date(2031, 12, 31)))
def test_an_exception_opens_whatever_is_closed_and_nothing_opens_a_month_to_come(
    events: list[Event], period: Month, on: date
):
    month = replay(events)
    excepted = after(month, Event(Step.EXCEPTION, AT, "Nora", until=on, reason="late"))
    assert is_open(excepted, period, on) == (period.first_day <= on)
    assert excepted.state is month.state
    if period.first_day > on:
        assert not is_open(month, period, on)


@given(months)
def test_dates_of_a_month_come_in_order_and_after_its_end(period: Month):
    dates = deadlines(PACKAGE.id).dates(period)
    assert period.last_day < dates.due <= dates.timely <= dates.closing


@given(driver_sets, driver_sets)
def test_more_drivers_never_ask_for_less(some: frozenset[str], more: frozenset[str]):
    fewer = {measure.id for measure in asked(Chosen(some))}
    assert fewer <= {measure.id for measure in asked(Chosen(some | more))}
    assert {"smoke-booking", "smoke-delivery"} <= fewer


@given(driver_sets, st.data())
def test_a_supporting_measure_is_owed_when_and_only_when_it_is_chosen(
    drivers: frozenset[str], data: st.DataObject
):
    offers = sorted(offered(drivers))
    taken = data.draw(st.frozensets(st.sampled_from(offers))) if offers else frozenset()
    found = {measure.id for measure in asked(Chosen(drivers, taken))}
    assert found & set(offers) == taken


@given(st.lists(st.tuples(st.sampled_from(DRIVERS[:3]), st.booleans(), months), max_size=12), months)
def test_the_newest_decision_about_a_driver_that_has_begun_holds(decisions: list, period: Month):
    rows = [
        Choice(kind=Choice.DRIVER, subject=driver, chosen=taken, period=str(month))
        for driver, taken, month in decisions
    ]
    expected = {}
    for driver, taken, month in decisions:
        if month <= period:
            expected[driver] = taken
    assert decided(rows, period).drivers == {driver for driver, taken in expected.items() if taken}


@given(
    st.dictionaries(
        st.sampled_from(["numerator", "denominator", "value", "population", "seen", "state"]), st.text()
    )
)
def test_whatever_a_browser_posts_is_read_or_said_to_be_unreadable(fields: dict[str, str]):
    posted = posted_cells(
        {"c0-key": "smoke-booking||"} | {f"c0-{name}": text for name, text in fields.items()}
    )
    assert len(posted) == 1
    for name in ("numerator", "denominator", "value"):
        given_text = fields.get(name, "").strip()
        number = getattr(posted[0].entry, name)
        assert (number is None) == (not given_text or name in posted[0].wrong)


@given(st.integers(0, 10**9))
def test_a_number_means_the_same_with_and_without_separators(number: int):
    plain, grouped = (
        posted_cells({"c1-key": "smoke-booking||", "c1-numerator": text})[0].entry.numerator
        for text in (str(number), f"{number:,}")
    )
    assert plain == grouped == number

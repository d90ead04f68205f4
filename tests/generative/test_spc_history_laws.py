"""Laws of replaying a chart's history."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from clearway.spc.history import Event, EventKind, from_json, replay, standing, to_json

START = datetime(2025, 1, 1, tzinfo=UTC)
DAYS = st.dates(date(2023, 1, 1), date(2026, 12, 31))
KINDS = [kind for kind in EventKind if kind is not EventKind.WITHDRAWAL]
WORDS = st.text(min_size=1, max_size=12).filter(str.strip)


@st.composite
def histories(draw) -> list[Event]:
    """Events a day apart, in order of recording; withdrawals name any earlier event."""
    events: list[Event] = []
    for number in range(draw(st.integers(0, 12))):
        withdraw = bool(events) and draw(st.booleans())
        kind = EventKind.WITHDRAWAL if withdraw else draw(st.sampled_from(KINDS))
        details: dict[str, object] = {}
        if kind is EventKind.BASELINE:
            details["points"] = draw(st.integers(2, 40))
        if kind is EventKind.PROFILE:
            details["profile"] = draw(st.sampled_from(["mdc", "nelson"]))
        if withdraw:
            details["withdraws"] = draw(st.sampled_from(events)).id
        moment = START + timedelta(days=number)
        events.append(Event(f"e{number}", kind, draw(DAYS), draw(WORDS), draw(WORDS), moment, **details))
    return events


def one_by_one(events: list[Event]) -> list[Event]:
    """What stands, worked out forwards: each withdrawal turns its target, and all that hang on it, over."""

    def stands(event: Event) -> bool:
        return not any(other.withdraws == event.id and stands(other) for other in events)

    return [event for event in events if event.kind is not EventKind.WITHDRAWAL and stands(event)]


@given(histories())
def test_replaying_to_the_end_is_applying_all(events: list[Event]) -> None:
    assert replay(events, START + timedelta(days=400)) == replay(events)
    assert replay(events, date(2026, 12, 31)) == replay(events)


@given(histories())
def test_what_stands_is_what_no_standing_event_withdraws(events: list[Event]) -> None:
    assert list(standing(events)) == one_by_one(events)


@given(histories(), st.integers(0, 13))
def test_replaying_to_a_day_is_replaying_what_was_recorded_by_then(events: list[Event], day: int) -> None:
    moment = START + timedelta(days=day)
    known = [event for event in events if event.recorded_at <= moment]
    assert replay(events, moment) == replay(known)


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_the_list_does_not_matter(events: list[Event], random) -> None:
    assert replay(random.sample(events, len(events))) == replay(events)


@given(histories())
def test_json_gives_the_same_events_back(events: list[Event]) -> None:
    assert list(from_json(to_json(events))) == events


@given(histories())
def test_withdrawing_all_that_stands_leaves_nothing(events: list[Event]) -> None:
    undone = [
        Event(f"u{number}", EventKind.WITHDRAWAL, one.effective, "undo", "who",
              START + timedelta(days=100 + number), withdraws=one.id)
        for number, one in enumerate(standing(events))
    ]  # fmt: skip
    assert replay([*events, *undone]) == replay([])

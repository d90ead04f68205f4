"""What was decided about a chart, replayed to any past moment."""

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from clearway.common.errors import ClearwayError
from clearway.common.periods import Month
from clearway.spc import spc
from clearway.spc.history import Event, EventKind, from_json, replay, standing, to_json
from clearway.spc.phasing import Baseline


def event(kind: str, effective: str, recorded: str, **details) -> Event:
    return Event(
        id=details.pop("id", f"{kind}-{effective}-{recorded}"),
        kind=EventKind(kind),
        effective=date.fromisoformat(effective),
        reason=details.pop("reason", "new referral form"),
        author=details.pop("author", "A. Midwife"),
        recorded_at=datetime.fromisoformat(recorded).replace(tzinfo=UTC),
        **details,
    )


PHASE = event("phase", "2025-01-01", "2025-02-10T09:00", id="p1", reason="new pathway")
EXCLUSION = event("exclusion", "2025-03-01", "2025-04-02T09:00", id="x1", reason="system down")
BACK = event("withdrawal", "2025-03-01", "2025-05-06T09:00", id="w1", withdraws="x1")


def test_the_board_sees_what_was_known_then() -> None:
    history = [PHASE, EXCLUSION, BACK]
    assert replay(history, date(2025, 1, 31)).rebase_dates == {}
    march = replay(history, date(2025, 3, 31))
    assert (march.rebase_dates, march.exclude_dates) == ({date(2025, 1, 1): "new pathway"}, {})
    assert replay(history, date(2025, 4, 2)).exclude_dates == {date(2025, 3, 1): "system down"}
    assert replay(history, date(2025, 4, 1)).exclude_dates == {}
    assert replay(history).exclude_dates == {}


def test_a_moment_is_exact() -> None:
    assert replay([PHASE], PHASE.recorded_at).rebase_dates
    assert not replay([PHASE], PHASE.recorded_at - timedelta(seconds=1)).rebase_dates


def test_a_day_ends_where_the_event_was_recorded() -> None:
    summer = timezone(timedelta(hours=1))
    late = datetime(2025, 6, 1, 0, 30, tzinfo=summer)  # still May in UTC
    recorded = Event("a", EventKind.PHASE, date(2025, 5, 1), "why", "who", late)
    assert replay([recorded], date(2025, 5, 31)).rebase_dates == {}
    assert replay([recorded], date(2025, 6, 1)).rebase_dates


def test_the_order_of_recording_decides_not_the_effective_date() -> None:
    older = event("profile", "2025-06-01", "2025-01-01T00:00", profile="nelson")
    newer = event("profile", "2024-01-01", "2025-02-01T00:00", profile="mdc")
    assert replay([newer, older]).profile == "mdc"


def test_a_baseline_is_a_number_of_points_or_a_range() -> None:
    first = event("baseline", "2024-04-01", "2025-01-01T00:00", points=12, reason="agreed")
    later = event("baseline", "2024-04-01", "2025-02-01T00:00", until=date(2025, 3, 1), reason="steady")
    assert replay([first]).baseline == Baseline(first=12, reason="agreed")
    assert replay([first, later]).baseline == Baseline(
        start=date(2024, 4, 1), end=date(2025, 3, 1), reason="steady"
    )


def test_a_baseline_is_made_of_chosen_points() -> None:
    chosen = (date(2024, 4, 1), date(2024, 6, 1))
    event_ = event("baseline", "2024-04-01", "2025-01-01T00:00", dates=chosen, reason="quiet months")
    assert replay([event_]).baseline == Baseline(dates=chosen, reason="quiet months")
    assert from_json(to_json([event_])) == (event_,)


def test_a_chosen_rule_set_keeps_since_when_and_why() -> None:
    chosen = event("profile", "2024-01-01", "2025-01-02T00:00", profile="nelson", reason="board asked")
    note = replay([chosen]).profile_note
    assert note is not None
    assert (note.day, note.text, note.author) == (date(2024, 1, 1), "board asked", "A. Midwife")


def test_withdrawing_a_withdrawal_brings_the_event_back() -> None:
    again = event("withdrawal", "2025-03-01", "2025-06-01T00:00", id="w2", withdraws="w1")
    assert replay([PHASE, EXCLUSION, BACK, again]).exclude_dates == {date(2025, 3, 1): "system down"}


def test_withdrawing_the_latest_profile_brings_back_the_one_before() -> None:
    first = event("profile", "2025-01-01", "2025-01-01T00:00", profile="nelson")
    second = event("profile", "2025-01-01", "2025-02-01T00:00", id="p2", profile="qicharts2")
    undo = event("withdrawal", "2025-01-01", "2025-03-01T00:00", withdraws="p2")
    assert replay([first, second, undo]).profile == "nelson"


def test_notes_are_kept_in_the_order_they_were_written() -> None:
    one = event("note", "2025-05-01", "2025-06-01T00:00", reason="staff shortage")
    two = event("note", "2025-01-01", "2025-07-01T00:00", reason="counting changed")
    assert [note.text for note in replay([two, one]).notes] == ["staff shortage", "counting changed"]


def test_standing_events_are_those_that_hold() -> None:
    assert standing([BACK, EXCLUSION, PHASE]) == (PHASE,)


def test_the_settings_are_taken_by_the_engine() -> None:
    baseline = event("baseline", "2024-01-01", "2025-01-01T00:00", points=13)
    profile = event("profile", "2024-01-01", "2025-01-02T00:00", profile="qicharts2")
    phase = event("phase", "2025-02-01", "2025-03-01T00:00")
    out = event("exclusion", "2024-03-01", "2025-03-02T00:00")
    settings = replay([baseline, profile, phase, out])
    months = [Month(2024, 1).shift(place) for place in range(30)]
    chart = spc([float(place % 5) for place in range(30)], dates=months, **settings.arguments())
    assert chart.profile == "qicharts2"
    assert [one.start for one in chart.phases] == [date(2024, 1, 1), date(2025, 2, 1)]
    assert chart.points[2].state == "excluded"


def test_an_empty_history_leaves_the_engine_its_defaults() -> None:
    assert spc([1.0, 2.0], **replay([]).arguments()) == spc([1.0, 2.0])


def test_json_keeps_every_field() -> None:
    baseline = event(
        "baseline", "2024-04-01", "2025-02-01T00:00", until=date(2025, 3, 1), reason="naïve – “so”"
    )
    history = (PHASE, EXCLUSION, BACK, baseline)
    assert from_json(to_json(history)) == history


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"colour": "red"}, "event 1: There is no 'colour'"),
        ({"kind": "party"}, "event 1: It cannot be read"),
        ({"effective": "soon"}, "event 1: It cannot be read"),
        ({"reason": " "}, "has no reason"),
        ({"recorded_at": "2025-01-01T00:00:00"}, "no time zone"),
        ({"points": 12}, "A phase event does not fit what it gives: points"),
        ({"effective": 7}, "event 1: It cannot be read"),
    ],
)
def test_an_event_that_does_not_fit_is_refused(change: dict[str, object], words: str) -> None:
    record = json.loads(to_json([PHASE]))[0] | change
    with pytest.raises(ClearwayError, match=words):
        from_json(json.dumps([record]))


@pytest.mark.parametrize("text", ["{", '{"id": 1}', "[3]", '[{"id": "a"}]'])
def test_a_text_that_is_no_history_is_refused(text: str) -> None:
    with pytest.raises(ClearwayError):
        from_json(text)


@pytest.mark.parametrize(
    "details",
    [
        {},
        {"points": 1},
        {"points": 12, "until": date(2026, 1, 1)},
        {"until": date(2020, 1, 1)},
        {"dates": (date(2024, 4, 1),)},
        {"dates": (date(2024, 5, 1), date(2024, 6, 1))},  # does not begin where it takes effect
        {"dates": (date(2024, 4, 1), date(2024, 4, 1))},
    ],
)
def test_a_baseline_that_is_none_is_refused(details: dict[str, object]) -> None:
    with pytest.raises(ClearwayError, match="A baseline event does not fit"):
        event("baseline", "2024-04-01", "2025-02-01T00:00", **details)


def test_what_is_not_there_cannot_be_withdrawn() -> None:
    with pytest.raises(ClearwayError, match="withdraws 'x1', which was not recorded before it"):
        replay([BACK])
    early = event("withdrawal", "2025-03-01", "2025-01-01T00:00", withdraws="x1")
    with pytest.raises(ClearwayError, match="not recorded before it"):
        replay([EXCLUSION, early])


def test_two_events_of_one_id_are_refused() -> None:
    with pytest.raises(ClearwayError, match="one id"):
        replay([PHASE, PHASE])

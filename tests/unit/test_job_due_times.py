"""Due times in words mean what they say, on the clock of England."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.common.errors import ClearwayError
from clearway.web.jobs.when import When


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "now", "latest", "following"),
    [
        ("daily at 06:30", "2026-01-10T06:30", "2026-01-10T06:30", "2026-01-11T06:30"),
        ("daily at 06:30", "2026-01-10T06:29", "2026-01-09T06:30", "2026-01-10T06:30"),
        # In summer the clock on the wall is an hour ahead of UTC.
        ("daily at 06:30", "2026-07-10T12:00", "2026-07-10T05:30", "2026-07-11T05:30"),
        ("daily at 00:15", "2026-07-10T23:20", "2026-07-10T23:15", "2026-07-11T23:15"),
        ("weekly on Monday at 08:00", "2026-11-22T12:00", "2026-11-16T08:00", "2026-11-23T08:00"),
        ("monthly on 5 at 08:00", "2026-03-01T00:00", "2026-02-05T08:00", "2026-03-05T08:00"),
        ("monthly on 28 at 23:59", "2026-02-28T23:59", "2026-02-28T23:59", "2026-03-28T23:59"),
        ("hourly at 15", "2026-07-10T12:14", "2026-07-10T11:15", "2026-07-10T12:15"),
        # 01:30 is not on the clock when it goes forward, and twice when it goes back.
        ("daily at 01:30", "2026-03-29T12:00", "2026-03-29T01:30", "2026-03-30T00:30"),
        ("daily at 01:30", "2026-10-25T12:00", "2026-10-25T00:30", "2026-10-26T01:30"),
    ],
)
def test_the_latest_and_the_next_due_time(words: str, now: str, latest: str, following: str) -> None:
    when = When.parse(words)
    assert when.latest(_at(now)) == _at(latest)
    assert when.next(_at(now)) == _at(following)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "daily",
        "daily at 6:30",
        "daily at 24:00",
        "daily at 06:60",
        "weekly on Funday at 08:00",
        "monthly on 29 at 08:00",
        "monthly on 0 at 08:00",
        "hourly at 60",
        "*/5 * * * *",
    ],
)
def test_what_is_no_due_time_is_refused_with_how_to_write_one(words: str) -> None:
    with pytest.raises(ClearwayError, match="daily at 06:30"):
        When.parse(words)


def _day(year: int) -> datetime:
    return datetime(year, 1, 1)  # noqa: DTZ001 - Hypothesis wants its bounds without a zone


RULES = st.sampled_from(
    [
        "daily at 01:30",
        "weekly on Sunday at 01:10",
        "monthly on 28 at 00:05",
        "hourly at 59",
        "daily at 23:59",
    ]
)


@given(RULES, st.datetimes(_day(2020), _day(2030), timezones=st.just(UTC)))
def test_now_lies_between_the_latest_and_the_next_and_nothing_is_between_them(
    words: str, now: datetime
) -> None:
    when = When.parse(words)
    latest, following = when.latest(now), when.next(now)
    assert latest <= now < following
    assert when.next(latest) == following
    assert when.latest(following) == following

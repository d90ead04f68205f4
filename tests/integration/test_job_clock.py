"""The clock starts each due job once, makes up for what it missed once, and reads its entries strictly."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.lib.job_site.doing import QUEUED

from clearway.common.errors import ClearwayError
from clearway.web.jobs.models import Occurrence
from clearway.web.jobs.scheduler import ask_for_due
from clearway.web.jobs.schedules import Schedule, read_schedules, schedules

pytestmark = pytest.mark.django_db


@pytest.fixture
def queued(settings: Any) -> None:
    """Jobs wait; the test does them one by one."""
    settings.TASKS = QUEUED


@pytest.mark.usefixtures("queued")
class TestClock:
    NOON = datetime(2026, 5, 10, 12, tzinfo=UTC)

    @pytest.fixture
    def daily(self) -> Schedule:
        return Schedule(
            name="count-daily", job="test-count", when="daily at 06:30", why="to test", arguments={"upto": 1}
        )

    def test_a_new_schedule_starts_nothing_until_its_next_due_time(self, daily: Schedule) -> None:
        assert ask_for_due(self.NOON, [daily]) == []
        assert len(ask_for_due(self.NOON + timedelta(days=1), [daily])) == 1

    def test_a_due_time_is_seen_to_once(self, daily: Schedule) -> None:
        ask_for_due(self.NOON, [daily])
        runs = [len(ask_for_due(self.NOON + timedelta(days=1, hours=n), [daily])) for n in range(3)]
        assert runs == [1, 0, 0]
        assert Occurrence.objects.filter(name="count-daily").count() == 2

    def test_due_times_missed_for_days_are_made_up_for_once(self, daily: Schedule) -> None:
        ask_for_due(self.NOON, [daily])
        assert len(ask_for_due(self.NOON + timedelta(days=9), [daily])) == 1
        assert ask_for_due(self.NOON + timedelta(days=9, hours=1), [daily]) == []

    def test_a_clock_set_back_starts_nothing_again(self, daily: Schedule) -> None:
        ask_for_due(self.NOON, [daily])
        ask_for_due(self.NOON + timedelta(days=2), [daily])
        assert ask_for_due(self.NOON + timedelta(days=1), [daily]) == []

    def test_the_schedules_that_ship_are_sound(self) -> None:
        assert {each.name for each in schedules()} >= {"tidy-jobs"}

    @pytest.mark.parametrize(
        ("entry", "words"),
        [
            (
                "{name: a, job: test-count, when: daily at 06:30, why: x, arguments: {upto: 1}, colour: red}",
                "colour",
            ),
            (
                "{name: a, job: test-count, when: now and then, why: x, arguments: {upto: 1}}",
                "not a due time",
            ),
            ("{name: a, job: no-such, when: daily at 06:30, why: x}", "no job called"),
            ("{name: a, job: test-count, when: daily at 06:30, why: x}", "upto"),
        ],
    )
    def test_a_schedule_that_is_wrong_is_refused_with_its_file(
        self, tmp_path: Path, entry: str, words: str
    ) -> None:
        (tmp_path / "schedules.yaml").write_text(f"- {entry}\n", encoding="utf-8")
        with pytest.raises(ClearwayError, match=words):
            read_schedules(tmp_path / "schedules.yaml")

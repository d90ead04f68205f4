"""A job from the moment it is asked for: transaction, progress, cancel, retries, the reaper, the clock."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.lib.job_site.jobs import count, flaky, mendable, write

from clearway.common.errors import ClearwayError
from clearway.web.audit.models import ChangeEvent, Person
from clearway.web.jobs import running
from clearway.web.jobs.actions import cancel_job, start_again, start_job
from clearway.web.jobs.models import JobRun, Mail, Occurrence, Worker
from clearway.web.jobs.progress import Lost, Progress, Pulse
from clearway.web.jobs.reaper import SILENT, Reaper
from clearway.web.jobs.registry import find_job, job, jobs
from clearway.web.jobs.scheduler import ask_for_due
from clearway.web.jobs.schedules import Schedule, read_schedules, schedules

pytestmark = pytest.mark.django_db
DATABASE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def queued(settings: Any) -> None:
    """Jobs wait in the database, as in production; the test does them one by one."""
    settings.TASKS = DATABASE


def _ask(by: Person, job: Any = count, **arguments: Any) -> JobRun:
    return start_job(job=job, organisation="SYNTH", by=by, **arguments)


def _do(run: JobRun) -> JobRun:
    running.attempt(str(run.pk))
    run.refresh_from_db()
    return run


class TestAsking:
    def test_a_job_is_done_and_says_what_came_of_it(self, tester: Person) -> None:
        run = _ask(tester, upto=3)
        assert (run.status, run.result, run.done, run.total, run.words) == (
            "done",
            "Counted to 3.",
            3,
            3,
            "pieces",
        )
        assert (run.by, run.title, run.attempts) == (tester, "Count to 3", 1)
        assert run.finished_at >= run.started_at >= run.asked_at

    @pytest.mark.usefixtures("queued")
    def test_a_job_asked_for_in_a_transaction_that_is_undone_was_never_asked_for(
        self, tester: Person
    ) -> None:
        def ask_and_fail() -> None:
            with transaction.atomic():
                _ask(tester, upto=3)
                raise RuntimeError

        with pytest.raises(RuntimeError):
            ask_and_fail()
        assert not JobRun.objects.exists()
        assert not DBTaskResult.objects.exists()

    def test_a_job_that_does_not_exist_is_refused(self, tester: Person) -> None:
        with pytest.raises(ClearwayError, match="no job called no-such-job"):
            _ask(tester, "no-such-job")

    def test_arguments_that_the_job_does_not_take_are_refused_before_it_waits(self, tester: Person) -> None:
        with pytest.raises(TypeError):
            _ask(tester, upto=3, colour="red")
        assert not JobRun.objects.exists()

    def test_two_jobs_of_one_name_are_refused(self) -> None:
        with pytest.raises(ValueError, match="two jobs are called test-count"):
            job(name="test-count", title="Another")(lambda progress: None)

    def test_every_job_has_a_title_that_its_arguments_can_fill(self) -> None:
        for each in jobs():
            assert each.title
            assert find_job(each.name) is each


@pytest.mark.usefixtures("queued")
class TestFailing:
    def test_a_fault_that_may_pass_is_tried_again_after_a_pause(self, tester: Person) -> None:
        run = _do(_ask(tester, flaky, failures=1))
        assert (run.status, run.attempts) == ("waiting", 1)
        assert timedelta(seconds=25) < run.due_at - timezone.now() <= timedelta(seconds=30)
        again = DBTaskResult.objects.get(pk=run.task)
        assert again.run_after == run.due_at
        run = _do(run)
        assert (run.status, run.result) == ("done", "Succeeded at attempt 2.")

    def test_a_fault_that_does_not_pass_ends_in_words_and_without_its_traceback(self, tester: Person) -> None:
        run = _ask(tester, flaky, failures=9)
        for _ in range(3):
            run = _do(run)
        assert (run.status, run.attempts) == ("failed", 3)
        assert "tried 3 times" in run.result
        assert "the line was down" not in run.result + run.mend
        assert "Try it again" in run.mend

    def test_what_a_person_can_mend_is_said_at_once_and_not_tried_again(self, tester: Person) -> None:
        run = _do(_ask(tester, mendable))
        assert (run.status, run.attempts) == ("failed", 1)
        assert run.result == "march.csv: there is no column 'month'."
        assert run.mend == "Add the column"

    def test_the_pause_grows_up_to_an_hour(self) -> None:
        pauses = [running.pause_before(attempt) for attempt in range(1, 8)]
        assert pauses == sorted(pauses)
        assert pauses[:2] == [timedelta(seconds=30), timedelta(minutes=2)]
        assert pauses[-1] == timedelta(hours=1)

    def test_a_job_that_an_update_took_away_fails_in_words(self, tester: Person) -> None:
        run = _ask(tester, upto=1)
        JobRun.objects.filter(pk=run.pk).update(job="gone")
        assert "no job called gone" in _do(run).result

    def test_what_failed_can_be_asked_for_again_by_somebody_else(self, tester: Person) -> None:
        run = _do(_ask(tester, mendable))
        other = Person(name="Ann Other", via="tests", key="key-of-ann")
        again = start_again(run=run, by=other)
        assert (again.status, again.by, again.job) == ("waiting", other, run.job)
        assert ChangeEvent.objects.filter(organisation="SYNTH", action="start job again").exists()
        with pytest.raises(ClearwayError, match="did not fail"):
            start_again(run=again, by=other)


@pytest.mark.usefixtures("queued")
class TestCancelling:
    def test_a_waiting_job_is_cancelled_at_once_and_never_done(self, tester: Person) -> None:
        run = cancel_job(run=_ask(tester, write, name="never", pieces=2), by=tester)
        assert (run.status, run.result) == ("cancelled", "Cancelled by Tess Ter before it began.")
        assert _do(run).attempts == 0
        assert not Occurrence.objects.filter(name="never").exists()
        [event] = ChangeEvent.objects.filter(organisation="SYNTH", action="cancel job")
        assert str(run.pk) in event.subject

    def test_a_running_job_stops_at_its_next_report_and_keeps_nothing(
        self, tester: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run = _ask(tester, write, name="half", pieces=5)
        report = Progress.report

        def cancel_at_three(progress: Progress, done: int, total: int | None = None, words: str = "") -> None:
            if done == 3:
                JobRun.objects.filter(pk=run.pk).update(cancel_asked_at=timezone.now(), cancel_asked_by="Ann")
            report(progress, done, total, words)

        monkeypatch.setattr(Progress, "report", cancel_at_three)
        ended = _do(run)
        # In this test the wish was written in the same transaction and went with the rest; a real one stays.
        assert ended.status == "cancelled"
        assert not Occurrence.objects.filter(name="half").exists()

    def test_a_job_that_has_ended_cannot_be_cancelled(self, tester: Person) -> None:
        run = _do(_ask(tester, upto=1))
        with pytest.raises(ClearwayError, match="already ended"):
            cancel_job(run=run, by=tester)

    def test_a_transaction_is_undone_when_another_worker_has_taken_the_run_over(self, tester: Person) -> None:
        run = _ask(tester, upto=1)
        JobRun.objects.filter(pk=run.pk).update(status="running", worker="another", attempts=2)
        progress = Progress(run, Pulse(run.pk, "this-one", 1), inline=False)

        def work() -> None:
            with progress.atomic():
                Occurrence.objects.create(name="twice", due=timezone.now())

        with pytest.raises(Lost):
            work()
        assert not Occurrence.objects.filter(name="twice").exists()


@pytest.mark.usefixtures("queued")
class TestReaper:
    """Workers on another machine are known by their silence alone."""

    @pytest.fixture
    def held(self, tester: Person) -> JobRun:
        run = _ask(tester, upto=1)
        now = timezone.now()
        Worker.objects.create(name="far", machine="elsewhere", process=1, started_at=now, seen_at=now)
        JobRun.objects.filter(pk=run.pk).update(status="running", worker="far", attempts=1, started_at=now)
        DBTaskResult.objects.get(pk=run.task).claim("far")
        return run

    def _status(self, run: JobRun) -> tuple[str, int]:
        run.refresh_from_db()
        return run.status, run.lost

    def test_a_worker_that_was_heard_of_lately_keeps_its_job(self, held: JobRun) -> None:
        assert Reaper().look(timezone.now() + SILENT / 2) == 0
        assert self._status(held) == ("running", 0)

    def test_a_worker_silent_at_two_looks_loses_its_job_which_waits_again(self, held: JobRun) -> None:
        reaper, later = Reaper(), timezone.now() + 2 * SILENT
        assert reaper.look(later) == 0
        assert reaper.look(later) == 1
        assert self._status(held) == ("waiting", 1)
        assert DBTaskResult.objects.ready().count() == 1
        assert not Worker.objects.exists()
        assert _do(held).status == "done"

    def test_a_worker_that_speaks_between_two_looks_keeps_its_job(self, held: JobRun) -> None:
        reaper, later = Reaper(), timezone.now() + 2 * SILENT
        reaper.look(later)
        Worker.objects.update(seen_at=later)
        assert reaper.look(later + 2 * SILENT) == 0
        assert self._status(held) == ("running", 0)

    def test_a_lost_job_that_was_asked_to_stop_is_not_done_again(self, held: JobRun, tester: Person) -> None:
        held.refresh_from_db()
        cancel_job(run=held, by=tester)
        Worker.objects.all().delete()
        assert Reaper().look(timezone.now()) == 1
        assert self._status(held) == ("cancelled", 1)

    def test_a_job_broken_off_with_the_database_is_done_again_though_its_worker_lives(
        self, held: JobRun
    ) -> None:
        DBTaskResult.objects.get(pk=held.task).set_failed(RuntimeError())
        assert Reaper().look(timezone.now()) == 1
        assert self._status(held) == ("waiting", 1)
        assert Reaper().look(timezone.now()) == 0
        assert _do(held).status == "done"

    def test_a_waiting_job_keeps_its_place(self, held: JobRun, tester: Person) -> None:
        waiting = _ask(tester, upto=1)
        Reaper().look(timezone.now())
        assert self._status(waiting) == ("waiting", 0)

    def test_a_job_that_ended_just_before_its_worker_died_is_left_as_it_ended(self, held: JobRun) -> None:
        JobRun.objects.filter(pk=held.pk).update(status="done", finished_at=timezone.now())
        Worker.objects.all().delete()
        assert Reaper().look(timezone.now()) == 0
        assert self._status(held) == ("done", 0)
        assert not DBTaskResult.objects.running().exists()


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


def test_tidying_takes_away_what_ended_long_ago_and_nothing_else(tester: Person) -> None:
    old, new = _ask(tester, upto=1), _ask(tester, upto=2)
    long_ago = timezone.now() - timedelta(days=91)
    JobRun.objects.filter(pk=old.pk).update(finished_at=long_ago)
    waiting = JobRun.objects.create(job="test-count", title="Waits", person="Tess", via="tests")
    JobRun.objects.filter(pk=waiting.pk).update(asked_at=long_ago)
    mail = Mail.objects.create(to="a@example.com", subject="Old", message_id="<1@clearway>")
    Mail.objects.filter(pk=mail.pk).update(asked_at=long_ago)
    run = start_job(job="tidy-jobs", organisation="", by=tester)
    assert run.result == "Ended jobs taken away: 1. Messages taken away: 1."
    assert set(JobRun.objects.values_list("pk", flat=True)) == {new.pk, waiting.pk, run.pk}

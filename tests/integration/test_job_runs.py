"""A job from the moment it is asked for: transaction, progress, cancel, retries, the reaper, the clock."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.lib.job_site.doing import QUEUED, ask, do
from tests.lib.job_site.jobs import flaky, mendable, write

from clearway.common.errors import ClearwayError
from clearway.web.audit.models import ChangeEvent, Person
from clearway.web.jobs import running
from clearway.web.jobs.actions import cancel_job, start_again, start_job
from clearway.web.jobs.models import JobRun, Mail, Occurrence
from clearway.web.jobs.progress import Lost, Progress, Pulse
from clearway.web.jobs.registry import find_job, job, jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def queued(settings: Any) -> None:
    """Jobs wait; the test does them one by one."""
    settings.TASKS = QUEUED


class TestAsking:
    def test_a_job_is_done_and_says_what_came_of_it(self, tester: Person) -> None:
        run = ask(tester, upto=3)
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
                ask(tester, upto=3)
                raise RuntimeError

        with pytest.raises(RuntimeError):
            ask_and_fail()
        assert not JobRun.objects.exists()
        assert not DBTaskResult.objects.exists()

    def test_a_job_that_does_not_exist_is_refused(self, tester: Person) -> None:
        with pytest.raises(ClearwayError, match="no job called no-such-job"):
            ask(tester, "no-such-job")

    def test_arguments_that_the_job_does_not_take_are_refused_before_it_waits(self, tester: Person) -> None:
        with pytest.raises(TypeError):
            ask(tester, upto=3, colour="red")
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
        run = do(ask(tester, flaky, failures=1))
        assert (run.status, run.attempts) == ("waiting", 1)
        assert timedelta(seconds=25) < run.due_at - timezone.now() <= timedelta(seconds=30)
        again = DBTaskResult.objects.get(pk=run.task)
        assert again.run_after == run.due_at
        run = do(run)
        assert (run.status, run.result) == ("done", "Succeeded at attempt 2.")

    def test_a_fault_that_does_not_pass_ends_in_words_and_without_its_traceback(self, tester: Person) -> None:
        run = ask(tester, flaky, failures=9)
        for _ in range(3):
            run = do(run)
        assert (run.status, run.attempts) == ("failed", 3)
        assert "tried 3 times" in run.result
        assert "the line was down" not in run.result + run.mend
        assert "Try it again" in run.mend

    def test_what_a_person_can_mend_is_said_at_once_and_not_tried_again(self, tester: Person) -> None:
        run = do(ask(tester, mendable))
        assert (run.status, run.attempts) == ("failed", 1)
        assert run.result == "march.csv: there is no column 'month'."
        assert run.mend == "Add the column"

    def test_the_pause_grows_up_to_an_hour(self) -> None:
        pauses = [running.pause_before(attempt) for attempt in range(1, 8)]
        assert pauses == sorted(pauses)
        assert pauses[:2] == [timedelta(seconds=30), timedelta(minutes=2)]
        assert pauses[-1] == timedelta(hours=1)

    def test_a_job_that_an_update_took_away_fails_in_words(self, tester: Person) -> None:
        run = ask(tester, upto=1)
        JobRun.objects.filter(pk=run.pk).update(job="gone")
        assert "no job called gone" in do(run).result

    def test_what_failed_can_be_asked_for_again_by_somebody_else(self, tester: Person) -> None:
        run = do(ask(tester, mendable))
        other = Person(name="Ann Other", via="tests", key="key-of-ann")
        again = start_again(run=run, by=other)
        assert (again.status, again.by, again.job) == ("waiting", other, run.job)
        assert ChangeEvent.objects.filter(organisation="SYNTH", action="start job again").exists()
        with pytest.raises(ClearwayError, match="did not fail"):
            start_again(run=again, by=other)


@pytest.mark.usefixtures("queued")
class TestCancelling:
    def test_a_waiting_job_is_cancelled_at_once_and_never_done(self, tester: Person) -> None:
        run = cancel_job(run=ask(tester, write, name="never", pieces=2), by=tester)
        assert (run.status, run.result) == ("cancelled", "Cancelled by Tess Ter before it began.")
        assert do(run).attempts == 0
        assert not Occurrence.objects.filter(name="never").exists()
        [event] = ChangeEvent.objects.filter(organisation="SYNTH", action="cancel job")
        assert str(run.pk) in event.subject

    def test_a_running_job_stops_at_its_next_report_and_keeps_nothing(
        self, tester: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run = ask(tester, write, name="half", pieces=5)
        report = Progress.report

        def cancel_at_three(progress: Progress, done: int, total: int | None = None, words: str = "") -> None:
            if done == 3:
                JobRun.objects.filter(pk=run.pk).update(cancel_asked_at=timezone.now(), cancel_asked_by="Ann")
            report(progress, done, total, words)

        monkeypatch.setattr(Progress, "report", cancel_at_three)
        ended = do(run)
        # In this test the wish was written in the same transaction and went with the rest; a real one stays.
        assert ended.status == "cancelled"
        assert not Occurrence.objects.filter(name="half").exists()

    def test_a_job_that_has_ended_cannot_be_cancelled(self, tester: Person) -> None:
        run = do(ask(tester, upto=1))
        with pytest.raises(ClearwayError, match="already ended"):
            cancel_job(run=run, by=tester)

    def test_a_transaction_is_undone_when_another_worker_has_taken_the_run_over(self, tester: Person) -> None:
        run = ask(tester, upto=1)
        JobRun.objects.filter(pk=run.pk).update(status="running", worker="another", attempts=2)
        progress = Progress(run, Pulse(run.pk, "this-one", 1), inline=False)

        def work() -> None:
            with progress.atomic():
                Occurrence.objects.create(name="twice", due=timezone.now())

        with pytest.raises(Lost):
            work()
        assert not Occurrence.objects.filter(name="twice").exists()


def test_tidying_takes_away_what_ended_long_ago_and_nothing_else(tester: Person) -> None:
    old, new = ask(tester, upto=1), ask(tester, upto=2)
    long_ago = timezone.now() - timedelta(days=91)
    JobRun.objects.filter(pk=old.pk).update(finished_at=long_ago)
    waiting = JobRun.objects.create(job="test-count", title="Waits", person="Tess", via="tests")
    JobRun.objects.filter(pk=waiting.pk).update(asked_at=long_ago)
    mail = Mail.objects.create(to="a@example.com", subject="Old", message_id="<1@clearway>")
    Mail.objects.filter(pk=mail.pk).update(asked_at=long_ago)
    run = start_job(job="tidy-jobs", organisation="", by=tester)
    assert run.result == "Ended jobs taken away: 1. Messages taken away: 1."
    assert set(JobRun.objects.values_list("pk", flat=True)) == {new.pk, waiting.pk, run.pk}

"""Jobs whose worker or database went away in the middle are found and done again."""

from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.lib.job_site.doing import QUEUED, ask, do

from clearway.web.audit.models import Person
from clearway.web.jobs.actions import cancel_job
from clearway.web.jobs.models import JobRun, Worker
from clearway.web.jobs.reaper import SILENT, Reaper

pytestmark = pytest.mark.django_db


@pytest.fixture
def queued(settings: Any) -> None:
    """Jobs wait; the test does them one by one."""
    settings.TASKS = QUEUED


@pytest.mark.usefixtures("queued")
class TestReaper:
    """Workers on another machine are known by their silence alone."""

    @pytest.fixture
    def held(self, tester: Person) -> JobRun:
        run = ask(tester, upto=1)
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
        assert do(held).status == "done"

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
        assert do(held).status == "done"

    def test_a_waiting_job_keeps_its_place(self, held: JobRun, tester: Person) -> None:
        waiting = ask(tester, upto=1)
        Reaper().look(timezone.now())
        assert self._status(waiting) == ("waiting", 0)

    def test_a_job_that_ended_just_before_its_worker_died_is_left_as_it_ended(self, held: JobRun) -> None:
        JobRun.objects.filter(pk=held.pk).update(status="done", finished_at=timezone.now())
        Worker.objects.all().delete()
        assert Reaper().look(timezone.now()) == 0
        assert self._status(held) == ("done", 0)
        assert not DBTaskResult.objects.running().exists()

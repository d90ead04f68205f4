"""Jobs that were broken off or stopped: who is taken for dead, how often they are tried, what stays."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.lib.job_site.doing import QUEUED, ask, do

from clearway.common.errors import ClearwayError
from clearway.web.audit.models import Person
from clearway.web.jobs.actions import start_again
from clearway.web.jobs.machine import machine
from clearway.web.jobs.models import JobRun, Occurrence, Worker
from clearway.web.jobs.progress import Cancelled, Lost, Progress, Pulse
from clearway.web.jobs.reaper import Reaper
from clearway.web.jobs.running import give_back

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _queued(settings: Any) -> None:
    settings.TASKS = QUEUED


@pytest.fixture
def held(tester: Person) -> Callable[..., JobRun]:
    """Makes a run that a worker is doing, at its first attempt."""

    def hold(process: int = 1, where: str = "elsewhere", **about: object) -> JobRun:
        run, now = ask(tester, upto=1), timezone.now()
        Worker.objects.create(name="one", machine=where, process=process, started_at=now, seen_at=now)
        given = {"status": "running", "worker": "one", "attempts": 1, "started_at": now, **about}
        JobRun.objects.filter(pk=run.pk).update(**given)
        DBTaskResult.objects.get(pk=run.task).claim("one")
        run.refresh_from_db()
        return run

    return hold


def _process_that_ended() -> int:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def test_a_worker_of_this_machine_is_gone_with_its_process_and_another_ones_number_says_nothing(
    held: Callable[..., JobRun],
) -> None:
    run = held(_process_that_ended(), "elsewhere")
    assert Reaper().look(timezone.now()) == 0
    Worker.objects.update(machine=machine())
    assert Reaper().look(timezone.now()) == 1
    run.refresh_from_db()
    assert run.status == "waiting"


@pytest.mark.parametrize(("lost", "status"), [(1, "waiting"), (2, "failed")])
def test_a_job_is_given_up_when_its_worker_went_away_three_times(
    held: Callable[..., JobRun], lost: int, status: str
) -> None:
    run = held(lost=lost)
    Worker.objects.all().delete()
    assert Reaper().look(timezone.now()) == 1
    run.refresh_from_db()
    assert (run.status, run.lost) == (status, lost + 1)


def test_a_job_that_was_asked_to_stop_is_not_given_back(held: Callable[..., JobRun]) -> None:
    run = held(cancel_asked_at=timezone.now(), cancel_asked_by="Ann")
    assert give_back(Pulse(run.pk, "one", 1), "The worker was stopped.") == "cancelled"
    run.refresh_from_db()
    assert (run.status, run.result) == ("cancelled", "Cancelled by Ann. Nothing is half done.")


@pytest.mark.parametrize(
    ("about", "reason"),
    [({"cancel_asked_by": "Ann"}, Cancelled), ({"attempts": 2}, Lost)],
    ids=["asked to stop", "taken again by the same worker"],
)
def test_an_attempt_that_should_have_ended_keeps_nothing(
    held: Callable[..., JobRun], about: dict[str, object], reason: type[Exception]
) -> None:
    asked = {"cancel_asked_at": timezone.now()} if reason is Cancelled else {}
    run = held(**about, **asked)
    progress = Progress(run, Pulse(run.pk, "one", 1), inline=False)

    def work() -> None:
        with progress.atomic():
            Occurrence.objects.create(name="kept", due=timezone.now())

    with pytest.raises(reason):
        work()
    assert not Occurrence.objects.filter(name="kept").exists()


def test_what_was_done_well_is_not_started_again(tester: Person) -> None:
    run = do(ask(tester, upto=1))
    with pytest.raises(ClearwayError, match="did not fail"):
        start_again(run=run, by=tester)

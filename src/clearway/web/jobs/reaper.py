"""Gives runs back to the queue whose worker was killed in the middle."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from clearway.web.jobs.machine import is_there, machine
from clearway.web.jobs.models import JobRun, Status, Worker
from clearway.web.jobs.queue import TASK, enqueue

logger = logging.getLogger(__name__)

SILENT = timedelta(seconds=60)  # a worker says every five seconds that it is there
TIMES = 3  # a job that was being done each time its worker went away may be why
AGAIN = "The worker was stopped in the middle. It is done again from the beginning."
NEVER = f"The worker was stopped in the middle {TIMES} times, so it is not tried again. Nothing is half done."
MEND = "Tell your administrator and quote the number of this job: it may need more memory than there is."


class Reaper:
    """Takes back what workers held that are gone.

    A worker of this machine is gone when its process is. Another one is gone when it was silent for a minute
    at two looks in a row: while somebody holds the only write lock of SQLite, the living are silent too.
    """

    def __init__(self) -> None:
        self._silent: dict[str, datetime] = {}

    def look(self, now: datetime) -> int:
        """Take back all that is there to take back; returns how many runs."""
        running = DBTaskResult.objects.running().filter(task_path=TASK)
        held = {task.pk: task.worker_ids[-1] for task in running if task.worker_ids}
        workers = {worker.name: worker for worker in Worker.objects.all()}
        gone = {worker.name for worker in workers.values() if self._is_gone(worker, now)}
        gone |= set(held.values()) - set(workers)
        lost = [place for place, name in held.items() if name in gone]
        DBTaskResult.objects.filter(pk__in=lost, status=TaskResultStatus.RUNNING).update(
            status=TaskResultStatus.FAILED, finished_at=now
        )
        Worker.objects.filter(pk__in=gone).delete()
        # Also those whose attempt broke off with the database while their worker lives.
        alive = _places()
        broken = [run.pk for run in JobRun.objects.unfinished() if run.task not in alive]
        return sum(_take_back(number) for number in broken)

    def _is_gone(self, worker: Worker, now: datetime) -> bool:
        if worker.machine == machine() and not is_there(worker.process):
            return True
        if worker.seen_at > now - SILENT:
            self._silent.pop(worker.name, None)
            return False
        before = self._silent.get(worker.name)
        self._silent[worker.name] = worker.seen_at
        return before == worker.seen_at


def _places() -> set[str]:
    """The places in the queue that somebody will take or is holding."""
    open_ = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    return {str(key) for key in DBTaskResult.objects.filter(status__in=open_).values_list("pk", flat=True)}


@transaction.atomic
def _take_back(number: UUID) -> bool:
    """Give an unfinished run that has no place in the queue another one, or end it."""
    run = JobRun.objects.unfinished().select_for_update().filter(pk=number).first()
    if run is None or run.task in _places():
        return False
    logger.warning("job %s: run %s was broken off", run.job, run.pk)
    run.lost, run.worker = run.lost + 1, ""
    if run.cancel_asked_at is not None:
        run.status = Status.CANCELLED
        run.result = f"Cancelled by {run.cancel_asked_by}. Nothing is half done."
    elif run.lost >= TIMES:
        run.status, run.result, run.mend = Status.FAILED, NEVER, MEND
    else:
        run.status, run.result = Status.WAITING, AGAIN
    run.finished_at = timezone.now() if run.is_finished else None
    run.save()
    if not run.is_finished:
        enqueue(run)
    return True

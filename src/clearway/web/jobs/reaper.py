"""Gives runs back to the queue whose worker was killed in the middle."""

import logging
from datetime import datetime, timedelta
from typing import Any

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
        held = [task for task in running if task.worker_ids]
        names = {task.worker_ids[-1] for task in held}
        workers = Worker.objects.in_bulk(list(names | set(Worker.objects.values_list("pk", flat=True))))
        gone = {name for name in names if name not in workers}
        gone |= {worker.name for worker in workers.values() if self._is_gone(worker, now)}
        taken = sum(_take_back(task) for task in held if task.worker_ids[-1] in gone)
        if gone:
            Worker.objects.filter(pk__in=gone).delete()
        return taken

    def _is_gone(self, worker: Worker, now: datetime) -> bool:
        if worker.machine == machine() and not is_there(worker.process):
            return True
        if worker.seen_at > now - SILENT:
            self._silent.pop(worker.name, None)
            return False
        before = self._silent.get(worker.name)
        self._silent[worker.name] = worker.seen_at
        return before == worker.seen_at


@transaction.atomic
def _take_back(task: DBTaskResult[Any, Any]) -> bool:
    """Close the place in the queue that the gone worker held, and give its run another."""
    closed = DBTaskResult.objects.filter(pk=task.pk, status=TaskResultStatus.RUNNING).update(
        status=TaskResultStatus.FAILED, finished_at=timezone.now()
    )
    run = JobRun.objects.select_for_update().filter(pk=task.args_kwargs["args"][0]).first()
    if not closed or run is None or run.is_finished:
        return False
    logger.warning("job %s: the worker of run %s is gone", run.job, run.pk)
    run.lost, run.worker = run.lost + 1, ""
    if run.cancel_asked_at is not None:
        run.status, run.result = (
            Status.CANCELLED,
            f"Cancelled by {run.cancel_asked_by}. Nothing is half done.",
        )
    elif run.lost >= TIMES:
        run.status, run.result, run.mend = Status.FAILED, NEVER, MEND
    else:
        run.status, run.result = Status.WAITING, AGAIN
    run.finished_at = timezone.now() if run.is_finished else None
    run.save()
    if not run.is_finished:
        enqueue(run)
    return True

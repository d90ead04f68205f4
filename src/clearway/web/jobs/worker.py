"""The process that does jobs, one at a time, until it is told to stop."""

import logging
import os
import sys
import time
from types import FrameType

from django.db import OperationalError, connection
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker
from django_tasks_db.models import DBTaskResult

from clearway.web.jobs.keeper import Keeper
from clearway.web.jobs.machine import machine
from clearway.web.jobs.models import Worker
from clearway.web.jobs.running import Place, work_at

logger = logging.getLogger(__name__)

INTERVAL = 0.25  # seconds between looks at an empty queue
PATIENCE = 5.0  # seconds until a database that did not answer is asked again


class JobWorker(QueueWorker):
    """Takes what is ready from the queue. A first signal ends it after the current job, a second at once."""

    def __init__(self, name: str) -> None:
        super().__init__(
            queue_names=[DEFAULT_TASK_QUEUE_NAME],
            excluded_queue_names=[],
            interval=INTERVAL,
            batch=True,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=name,
        )

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Heed a signal. Stopped at once, the run goes back to the queue with nothing of it kept."""
        if not self.running:
            sys.exit(128 + signum)
        self.running = False

    def work(self, *, until_empty: bool) -> None:
        """Do what is ready, then wait for more, or end when there is no more."""
        while self.running:
            try:
                ready = DBTaskResult.objects.ready().filter(backend_name=self.backend_name).exists()
                if ready:
                    self.run()
                elif until_empty:
                    return
                else:
                    time.sleep(INTERVAL)
            except OperationalError as error:
                # Locked for long, or restarted: what was taken and not begun comes back by the reaper.
                logger.warning("the database does not answer the worker: %s", type(error).__name__)
                connection.close()
                self._wait(PATIENCE)

    def _wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while self.running and time.monotonic() < until:
            time.sleep(INTERVAL)


def work(*, until_empty: bool = False) -> None:
    """Do jobs in this process: until a signal comes, or until no job is ready."""
    logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
    now = timezone.now()
    row = Worker(
        name=f"{os.getpid()}-{get_random_string(16)}",
        machine=machine(),
        process=os.getpid(),
        started_at=now,
        seen_at=now,
    )
    row.save()
    keeper, worker = Keeper(row), JobWorker(row.name)
    worker.configure_signals()
    work_at(Place(row.name, keeper.keeping))
    keeper.start()
    try:
        worker.work(until_empty=until_empty)
    finally:
        keeper.stop()
        worker.reset_signals()
        work_at(Place())

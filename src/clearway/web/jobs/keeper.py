"""The second thread of a worker: writes progress down, looks at the clock, and looks for what was lost.

It has a database connection of its own, so that progress is seen, and a wish to cancel is heard, while the
job is in the middle of a transaction.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection
from django.utils import timezone

from clearway.common.errors import ClearwayError
from clearway.web.jobs.models import Worker
from clearway.web.jobs.progress import Pulse
from clearway.web.jobs.reaper import Reaper
from clearway.web.jobs.scheduler import ask_for_due

logger = logging.getLogger(__name__)

BEAT, SEEN, ROUND = 0.5, 5.0, 10.0  # seconds between beats, between signs of life, between rounds


class Keeper(threading.Thread):
    """Keeps one worker's rows true until it is told to stop."""

    def __init__(self, worker: Worker) -> None:
        super().__init__(name="keeper", daemon=True)
        self._worker = worker
        self._pulse: Pulse | None = None
        self._reaper = Reaper()
        self._stop_asked = threading.Event()
        self._next_sign = self._next_round = 0.0

    @contextmanager
    def keeping(self, pulse: Pulse) -> Iterator[None]:
        """Write down this pulse for as long as the block lasts."""
        self._pulse = pulse
        try:
            yield
        finally:
            self._pulse = None

    def stop(self) -> None:
        """End, and take the worker's row away."""
        self._stop_asked.set()
        self.join()

    def run(self) -> None:
        """Go round until told to stop. A database that does not answer is asked again at the next beat."""
        try:
            while not self._stop_asked.wait(BEAT):
                self._guarded()
            Worker.objects.filter(pk=self._worker.pk).delete()
        except DatabaseError:
            logger.warning("the worker's row could not be taken away; the next worker does it")
        finally:
            connection.close()

    def _guarded(self) -> None:
        try:
            self._beat(time.monotonic())
        except DatabaseError as error:
            logger.warning("the database does not answer the keeper: %s", type(error).__name__)
            connection.close()
        except ClearwayError as error:
            logger.error("%s", error)

    def _beat(self, clock: float) -> None:
        pulse = self._pulse
        if pulse is not None:
            pulse.beat()
        now = timezone.now()
        if clock >= self._next_sign:
            self._next_sign = clock + SEEN
            self._worker.seen_at = now
            self._worker.save()  # again, when somebody took the row away
        if clock >= self._next_round:
            self._next_round = clock + ROUND
            self._reaper.look(now)
            ask_for_due(now)

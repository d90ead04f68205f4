"""One attempt at one run: take it, do it, write down what came of it."""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from clearway.common.errors import ClearwayError
from clearway.web.jobs.models import JobRun, Status
from clearway.web.jobs.progress import Cancelled, Lost, Progress, Pulse, TryAgain
from clearway.web.jobs.queue import enqueue
from clearway.web.jobs.registry import Job, find_job

logger = logging.getLogger(__name__)

# The first pause before a job is tried again, and the longest.
PAUSE, LONGEST = timedelta(seconds=30), timedelta(hours=1)
INLINE = "inline"
FAULT = "Something went wrong in Clearway. Nothing is half done."
FAULT_MEND = "Try it again. If it fails again, tell your administrator and quote the number of this job."


@contextmanager
def _no_thread(pulse: Pulse) -> Iterator[None]:
    yield


@dataclass(frozen=True)
class Place:
    """Where attempts happen: in the caller's own thread (tests), or in a worker with a thread beside it."""

    worker: str = INLINE
    keeping: Callable[[Pulse], AbstractContextManager[None]] = _no_thread

    @property
    def inline(self) -> bool:
        """Whether the job itself must write down its progress."""
        return self.worker == INLINE


_place = Place()


def work_at(place: Place) -> None:
    """From now on attempts in this process happen there."""
    global _place  # a process is one worker or none
    _place = place


def pause_before(attempt: int) -> timedelta:
    """How long to wait after this many failed attempts: 30 s, 2 min, 8 min, 32 min, then an hour."""
    return min(PAUSE * (1 << 2 * min(attempt - 1, 10)), LONGEST)


def attempt(run_id: str) -> str:
    """Do one attempt at a run and return its status; a run that is no longer waiting is left alone."""
    place = _place
    run = _take(run_id, place.worker)
    if run is None:
        return "nothing to do"
    pulse = Pulse(run.pk, run.worker, run.attempts)
    try:
        job = find_job(run.job)
        with place.keeping(pulse):
            result = _do(job, run, Progress(run, pulse, inline=place.inline))
    except Cancelled:
        return _end(pulse, Status.CANCELLED, f"Cancelled{_by(run)}. Nothing is half done.")
    except Lost:
        logger.warning("job %s: another worker has taken over run %s", run.job, run.pk)
        return "lost"
    except ClearwayError as error:
        where = f"{error.where}: " if error.where else ""
        return _end(pulse, Status.FAILED, f"{where}{error.what}.", error.mend)
    except TryAgain as reason:
        return _again_or_fail(run, pulse, reason.words, FAULT_MEND)
    except Exception:
        logger.exception("job %s: run %s failed at attempt %s", run.job, run.pk, run.attempts)
        return _again_or_fail(run, pulse, FAULT, FAULT_MEND)
    except BaseException:
        give_back(pulse, "The worker was stopped in the middle. It is done again from the beginning.")
        raise
    return _end(pulse, Status.DONE, result)


def _do(job: Job, run: JobRun, progress: Progress) -> str:
    # Inside somebody's transaction (tests) a job that fails must not spoil it.
    with transaction.atomic() if connection.in_atomic_block else nullcontext():
        return job.function(progress, **run.arguments) or "Done."


def _take(run_id: str, worker: str) -> JobRun | None:
    with transaction.atomic():
        run = JobRun.objects.select_for_update().filter(pk=run_id, status=Status.WAITING).first()
        if run is None:
            return None
        run.status, run.worker, run.attempts = Status.RUNNING, worker, run.attempts + 1
        run.started_at, run.due_at = timezone.now(), None
        run.done, run.total, run.words, run.result, run.mend = 0, None, "", "", ""
        run.save()
    return run


def _end(pulse: Pulse, status: Status, result: str, mend: str = "") -> str:
    done, total, words = pulse.at
    pulse.rows().update(
        status=status,
        result=result,
        mend=mend,
        finished_at=timezone.now(),
        done=done,
        total=total,
        words=words,
    )
    return str(status)


def _by(run: JobRun) -> str:
    name = JobRun.objects.filter(pk=run.pk).values_list("cancel_asked_by", flat=True).first()
    return f" by {name}" if name else ""


def _again_or_fail(run: JobRun, pulse: Pulse, words: str, mend: str) -> str:
    if run.attempts > find_job(run.job).retries:
        tried = f" It was tried {run.attempts} times." if run.attempts > 1 else ""
        return _end(pulse, Status.FAILED, f"{words}{tried}", mend)
    return give_back(pulse, words, pause_before(run.attempts))


def give_back(pulse: Pulse, words: str, pause: timedelta = timedelta()) -> str:
    """Put a run that an attempt held back into the queue, to be taken after the pause."""
    with transaction.atomic():
        run = pulse.rows().select_for_update().first()
        if run is None:
            return "lost"
        if run.cancel_asked_at is not None:
            return _end(pulse, Status.CANCELLED, f"Cancelled{_by(run)}. Nothing is half done.")
        run.status, run.result, run.worker = Status.WAITING, words, ""
        run.save()
        enqueue(run, pause)
    return str(Status.WAITING)

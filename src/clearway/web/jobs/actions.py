"""What people and programs do with jobs: ask for one, cancel it, ask for it again."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from clearway.common.errors import ClearwayError
from clearway.web.audit.models import Person, record
from clearway.web.jobs.models import JobRun, Status
from clearway.web.jobs.queue import enqueue
from clearway.web.jobs.registry import Job, find_job


def start_job(
    *, job: Job | str, organisation: str, by: Person, after: timedelta = timedelta(), **arguments: Any
) -> JobRun:
    """Ask for a job; it is done once the caller's transaction is committed, and never when that is undone.

    `organisation` is the code of the one it belongs to ("" for the whole site): whoever may see jobs there
    sees this one. `after` is how long it waits at least. The arguments are given to the job's function and
    must be what JSON can hold.

    Raises ClearwayError when there is no such job, TypeError when its function would not take the arguments.
    """
    found = find_job(job) if isinstance(job, str) else job
    found.check(arguments)
    with transaction.atomic():
        run = JobRun.objects.create(
            job=found.name,
            title=found.title_for(arguments),
            organisation=organisation,
            arguments=arguments,
            person=by.name,
            via=by.via,
            person_key=by.key,
        )
        enqueue(run, after)
    run.refresh_from_db()
    return run


@transaction.atomic
def cancel_job(*, run: JobRun, by: Person) -> JobRun:
    """Take a waiting run out of the queue at once; ask a running one to stop at its next safe point.

    Raises ClearwayError when it has already ended.
    """
    held = JobRun.objects.select_for_update().get(pk=run.pk)
    if held.is_finished:
        raise ClearwayError(f"“{held.title}” has already ended", mend="There is nothing left to cancel")
    if held.cancel_asked_at is None:
        held.cancel_asked_at, held.cancel_asked_by = timezone.now(), by.name
        if held.status == Status.WAITING:
            held.status, held.finished_at = Status.CANCELLED, held.cancel_asked_at
            held.result = f"Cancelled by {by.name} before it began."
        held.save()
        _record("cancel job", held, by, {"was": str(run.status)})
    return held


@transaction.atomic
def start_again(*, run: JobRun, by: Person) -> JobRun:
    """Ask for what failed or was cancelled once more, as a run of its own.

    Raises ClearwayError when the run has not ended, or ended well.
    """
    held = JobRun.objects.select_for_update().get(pk=run.pk)
    if held.status not in (Status.FAILED, Status.CANCELLED):
        raise ClearwayError(
            f"“{held.title}” did not fail", mend="Only a job that failed or was cancelled is tried again"
        )
    again = start_job(job=held.job, organisation=held.organisation, by=by, **held.arguments)
    _record("start job again", held, by, {"run": str(again.pk)})
    return again


def _record(action: str, run: JobRun, by: Person, details: Mapping[str, object]) -> None:
    # The title may hold what is somebody's; the subject of an event stays for ever.
    record(
        organisation=run.organisation,
        action=action,
        subject=f"job {run.job} {run.pk}",
        by=by,
        details={"title": run.title, **details},
    )

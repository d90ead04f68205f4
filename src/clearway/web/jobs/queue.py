"""The way into the queue of django-tasks, which knows a task by where it is written."""

from datetime import timedelta

from django.utils import timezone
from django.utils.module_loading import import_string

from clearway.web.jobs.models import JobRun

TASK = "clearway.web.jobs.tasks.run_job"


def enqueue(run: JobRun, pause: timedelta = timedelta()) -> None:
    """Put a waiting run into the queue, in the caller's transaction."""
    task = import_string(TASK)
    if pause and task.get_backend().supports_defer:
        run.due_at = timezone.now() + pause
        run.save(update_fields=["due_at"])
        task = task.using(run_after=run.due_at)
    queued = task.enqueue(str(run.pk))
    # An immediate backend has done the whole run by now: touch nothing else of it.
    JobRun.objects.filter(pk=run.pk).update(task=queued.id)

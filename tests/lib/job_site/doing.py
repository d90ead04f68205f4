"""Asks for jobs and does them in the test's own process."""

from typing import Any

from tests.lib.job_site.jobs import count

from clearway.web.audit.models import Person
from clearway.web.jobs import running
from clearway.web.jobs.actions import start_job
from clearway.web.jobs.models import JobRun

# Jobs wait in the database, as in production.
QUEUED = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def ask(by: Person, job: Any = count, **arguments: Any) -> JobRun:
    """Ask for a job of the made-up trust."""
    return start_job(job=job, organisation="SYNTH", by=by, **arguments)


def do(run: JobRun) -> JobRun:
    """Make one attempt at a run, as a worker does."""
    running.attempt(str(run.pk))
    run.refresh_from_db()
    return run

"""The one task that the queue of django-tasks knows: do the run of this id."""

from django_tasks import task

from clearway.web.jobs import running


@task()
def run_job(run: str) -> str:
    """Do one run; returns where it ended."""
    return running.attempt(run)

"""The jobs of this app: sending messages, and taking old rows away."""

from datetime import timedelta

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from clearway.web.jobs.mail import JOB, send
from clearway.web.jobs.models import JobRun, Mail, Occurrence
from clearway.web.jobs.progress import Progress
from clearway.web.jobs.registry import job

# The audit trail keeps who did what; these rows only say how it went.
KEPT = timedelta(days=90)
QUEUE_KEPT = timedelta(days=14)
# Longer than any schedule's pause, so that the newest due time of each is always there.
OCCURRENCES_KEPT = timedelta(days=400)


@job(name=JOB, title="Send an e-mail: {subject}", retries=6)
def send_mail(progress: Progress, *, mail: int, subject: str) -> str:
    """Send one message."""
    held = Mail.objects.filter(pk=mail).first()
    if held is None:
        return "The message is no longer there."
    send(held)
    return "Sent."


@job(name="tidy-jobs", title="Take away what is old from the list of jobs", retries=2)
def tidy(progress: Progress) -> str:
    """Take away runs and messages after 90 days, and ended places in the queue after 14."""
    now = timezone.now()
    with progress.atomic():
        runs, _ = JobRun.objects.finished().filter(finished_at__lt=now - KEPT).delete()
        mails, _ = Mail.objects.filter(asked_at__lt=now - KEPT).delete()
        DBTaskResult.objects.finished().filter(finished_at__lt=now - QUEUE_KEPT).delete()
        Occurrence.objects.filter(due__lt=now - OCCURRENCES_KEPT).delete()
    return f"Ended jobs taken away: {runs}. Messages taken away: {mails}."

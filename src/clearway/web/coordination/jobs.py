"""The daily job of reminders."""

from django.utils import timezone

from clearway.web.coordination.reminding import remind
from clearway.web.jobs.progress import Progress
from clearway.web.jobs.registry import job


@job(name="remind-of-months", title="Remind people of months that are due", retries=2)
def remind_of_months(progress: Progress) -> str:
    """Send the reminders of today, those that have not been sent."""
    sent = remind(today=timezone.localdate(), by=progress.by, check=lambda done: progress.report(done))
    return f"Messages sent: {sent}." if sent else "Nobody was to be reminded."

"""Looks at the clock and asks for what is due, once, however many schedulers look."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from clearway.web.audit.models import Person
from clearway.web.jobs.actions import start_job
from clearway.web.jobs.models import JobRun, Occurrence
from clearway.web.jobs.schedules import Schedule, schedules

CLOCK = Person(name="Clearway", via="schedule")


def ask_for_due(now: datetime, among: Iterable[Schedule] | None = None) -> list[JobRun]:
    """Start the jobs that have become due, and return their runs.

    A due time that nobody saw to, because no worker ran, is made up for once: only the latest one. A schedule
    that is seen for the first time starts nothing: it is not late.
    """
    asked = (_ask(schedule, now) for schedule in (schedules() if among is None else among))
    return [run for run in asked if run is not None]


@transaction.atomic
def _ask(schedule: Schedule, now: datetime) -> JobRun | None:
    due = schedule.when.latest(now)
    known = Occurrence.objects.filter(name=schedule.name)
    if known.filter(due__gte=due).exists():  # seen to; or the clock was set back
        return None
    is_new = not known.exists()
    # The database lets one of two schedulers make this row; the other waits for it and gets the same row.
    occurrence, made = Occurrence.objects.get_or_create(name=schedule.name, due=due)
    if not made or is_new:
        return None
    occurrence.run = start_job(
        job=schedule.job, organisation=schedule.organisation, by=CLOCK, **schedule.arguments
    )
    occurrence.save(update_fields=["run"])
    return occurrence.run

"""Which runs somebody may see, and whether anybody does the work."""

from datetime import datetime, timedelta

from django.db.models import Q

from clearway.common.organisations import NATION
from clearway.web.jobs.models import JobRun, JobRunQuerySet, Worker
from clearway.web.people.access import Access
from clearway.web.people.permissions import Permission

HEARD = timedelta(seconds=30)  # a worker says every five seconds that it is there


def may_see(access: Access, run: JobRun) -> bool:
    """Whether the visitor may see the run: asked for it, or may see jobs where it belongs."""
    if access.user is None:
        return False
    if run.person_key == str(access.user.key) or _sees_all(access):
        return True
    return access.allows(Permission.SEE_JOBS, run.organisation)


def visible_runs(access: Access) -> JobRunQuerySet:
    """All runs that the visitor may see, newest first."""
    if access.user is None:
        return JobRun.objects.none()
    if _sees_all(access):
        return JobRun.objects.all()
    codes = JobRun.objects.order_by().values_list("organisation", flat=True).distinct()
    allowed = [code for code in codes if access.allows(Permission.SEE_JOBS, code)]
    return JobRun.objects.filter(Q(organisation__in=allowed) | Q(person_key=str(access.user.key)))


def _sees_all(access: Access) -> bool:
    """An administrator of the nation runs the site: also jobs that belong to no organisation."""
    return access.allows(Permission.ADMINISTER, NATION)


def somebody_works(now: datetime) -> bool:
    """Whether a worker was heard of lately."""
    return Worker.objects.filter(seen_at__gte=now - HEARD).exists()


def status_of(run: JobRun) -> dict[str, object]:
    """A run as a program sees it: what the status address of the site, and of the API, answers."""
    return {
        "id": str(run.pk),
        "job": run.job,
        "title": run.title,
        "organisation": run.organisation,
        "status": run.status,
        "cancel_requested": run.cancel_asked_at is not None,
        "progress": {"done": run.done, "total": run.total, "words": run.words},
        "attempts": run.attempts,
        "asked_by": run.person,
        "asked_at": run.asked_at,
        "due_at": run.due_at,
        "started_at": run.started_at,
        "finished_at": run.finished_at,
        "result": run.result,
        "mend": run.mend,
    }

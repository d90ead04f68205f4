"""What the pages of jobs show of a run."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.timezone import localtime

from clearway.common.organisations import directory
from clearway.web.jobs.models import JobRun, Status

TAGS = {
    Status.WAITING: ("Waiting", "grey"),
    Status.RUNNING: ("Running", "blue"),
    Status.DONE: ("Done", "green"),
    Status.FAILED: ("Failed", "red"),
    Status.CANCELLED: ("Cancelled", "white"),
}
WHOLE_SITE = "The whole site"


@dataclass(frozen=True)
class RunCard:
    """One run in words."""

    id: UUID
    title: str
    organisation: str
    tag: str
    colour: str
    asked: str
    since: str
    done: int
    total: int | None
    how_far: str
    result: str
    mend: str
    attempts: int
    is_running: bool
    is_finished: bool
    may_cancel: bool
    may_start_again: bool

    @classmethod
    def of(cls, run: JobRun, now: datetime) -> "RunCard":
        """The run as it is now."""
        tag, colour = ("Stopping", "yellow") if run.is_stopping else TAGS[Status(run.status)]
        return cls(
            id=run.pk,
            title=run.title,
            organisation=_place(run.organisation),
            tag=tag,
            colour=colour,
            asked=f"{run.person} ({run.via}), {moment(run.asked_at, now)}",
            since=_since(run, now),
            done=run.done,
            total=run.total,
            how_far=_how_far(run),
            result=run.result,
            mend=run.mend,
            attempts=run.attempts,
            is_running=run.status == Status.RUNNING,
            is_finished=run.is_finished,
            may_cancel=not run.is_finished and run.cancel_asked_at is None,
            may_start_again=run.status in (Status.FAILED, Status.CANCELLED),
        )


def moment(at: datetime, now: datetime) -> str:
    """A time as people say it: "today at 10:04", "21 November 2026 at 09:00"."""
    there = localtime(at)
    day = "today" if there.date() == localtime(now).date() else f"{there.day} {there:%B %Y}"
    return f"{day} at {there:%H:%M}"


def took(begin: datetime, end: datetime) -> str:
    """How long something took, in its two largest units."""
    seconds = max(int((end - begin).total_seconds()), 0)
    hours, minutes = seconds // 3600, seconds % 3600 // 60
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {seconds % 60} s" if minutes else f"{seconds} s"


def _place(code: str) -> str:
    known = directory().find(code) if code else None
    return known.name if known else code or WHOLE_SITE


def _since(run: JobRun, now: datetime) -> str:
    if run.finished_at is not None:
        lasted = f", took {took(run.started_at, run.finished_at)}" if run.started_at else ""
        return f"{moment(run.finished_at, now)}{lasted}"
    if run.status == Status.RUNNING and run.started_at is not None:
        return f"{moment(run.started_at, now)}, for {took(run.started_at, now)}"
    if run.due_at is not None and run.due_at > now:
        return f"until {moment(run.due_at, now)}"
    return "until a worker is free"


def _how_far(run: JobRun) -> str:
    counted = [f"{run.done:,}"] if run.done or run.total else []
    whole = [f"of {run.total:,}"] if run.total else []
    return " ".join([*counted, *whole, run.words]).strip()

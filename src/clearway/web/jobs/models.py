"""Runs of jobs, the workers that do them, and which due times of the clock were seen to.

A run is what people see. The queue itself is the table of django-tasks; a run names its place in it.
"""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from clearway.web.audit.models import Person


class Status(models.TextChoices):
    """Where a run is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNFINISHED = (Status.WAITING, Status.RUNNING)


class JobRunQuerySet(models.QuerySet["JobRun"]):
    """Questions that are asked of runs."""

    def unfinished(self) -> Self:
        """Waiting or running."""
        return self.filter(status__in=UNFINISHED)

    def finished(self) -> Self:
        """Done, failed or cancelled."""
        return self.exclude(status__in=UNFINISHED)

    def held_by(self, worker: str, attempt: int) -> Self:
        """Those that this worker is doing, at this attempt: none once another has taken over."""
        return self.filter(status=Status.RUNNING, worker=worker, attempts=attempt)


class JobRun(models.Model):
    """One time that a job was asked for, until it is done, failed or cancelled."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    job = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    organisation = models.CharField(max_length=20, blank=True)  # empty: of the whole site
    arguments = models.JSONField(default=dict)
    person = models.CharField(max_length=200)
    via = models.CharField(max_length=50)
    person_key = models.CharField(max_length=100, blank=True)

    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    asked_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(null=True)  # waits until then
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    lost = models.PositiveIntegerField(default=0)  # how often its worker went away in the middle
    worker = models.CharField(max_length=64, blank=True)
    task = models.CharField(max_length=64, blank=True)

    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True)
    words = models.CharField(max_length=300, blank=True)
    result = models.TextField(blank=True)  # what came of it, or what went wrong
    mend = models.TextField(blank=True)  # what to do about it
    cancel_asked_at = models.DateTimeField(null=True)
    cancel_asked_by = models.CharField(max_length=200, blank=True)

    objects = JobRunQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-id")
        indexes = [
            models.Index(fields=["status", "-asked_at"]),
            models.Index(fields=["organisation", "-asked_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=UNFINISHED, finished_at__isnull=True)
                | Q(~Q(status__in=UNFINISHED), finished_at__isnull=False),
                name="job_run_finished_has_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.status})"

    @property
    def by(self) -> Person:
        """Who asked for it."""
        return Person(name=self.person, via=self.via, key=self.person_key)

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.status not in UNFINISHED

    @property
    def is_stopping(self) -> bool:
        """Whether it runs, and was asked to stop."""
        return self.status == Status.RUNNING and self.cancel_asked_at is not None


class Worker(models.Model):
    """A process that does jobs. Every few seconds it says it is there; when it ends its row goes."""

    name = models.CharField(max_length=64, primary_key=True)
    machine = models.CharField(max_length=300)
    process = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Occurrence(models.Model):
    """One due time of one schedule: it exists once, however many schedulers look at the clock."""

    name = models.CharField(max_length=100)
    due = models.DateTimeField()
    run = models.ForeignKey(JobRun, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("-due",)
        constraints = [models.UniqueConstraint(fields=["name", "due"], name="occurrence_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.due:%Y-%m-%d %H:%M}"


class Mail(models.Model):
    """One message to one address. Its text is taken away once it has left: it may hold an invitation."""

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    message_id = models.CharField(
        max_length=200
    )  # the same at every attempt: a doubled message is known by it
    asked_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-asked_at",)

    def __str__(self) -> str:
        return f"{self.subject} ({'sent' if self.sent_at else 'not sent'})"

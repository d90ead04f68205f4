"""Meetings: planned, held or called off; who was there; and how often they are meant to be held."""

from django.db import models
from django.db.models import Q

from clearway.web.people.models import User
from clearway.web.projects.models import Project
from clearway.web.projects.models.base import Edited, Step, Stepped, SteppedQuerySet, Written


class Meeting(Stepped, Edited):
    """One meeting of the department, or of one project; `number` counts up within the organisation.

    `kind` is an id of `vocabulary.yaml`, `on` the day for which it is planned, or on which it was held.
    `decisions` holds one decision a line; an action that follows names the meeting as its origin.
    `next_on` is the day that was agreed for the next one. `state` (by `with_state()`) is planned, held or
    called-off.
    """

    org_code = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    project = models.ForeignKey(Project, null=True, on_delete=models.PROTECT, related_name="meetings")
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    on = models.DateField()
    agenda = models.TextField(blank=True)
    decisions = models.TextField(blank=True)
    next_on = models.DateField(null=True)

    objects = SteppedQuerySet.as_manager()

    class Meta:
        ordering = ("org_code", "number")
        constraints = (models.UniqueConstraint(name="meeting_number_once", fields=("org_code", "number")),)
        indexes = (models.Index(fields=("org_code", "on"), name="meeting_by_day"),)

    def __str__(self) -> str:
        return f"{self.org_code} meeting {self.number}: {self.title}"

    @property
    def subject(self) -> str:
        """What the change log calls the meeting."""
        return f"meeting {self.number} of {self.org_code}"

    @property
    def decided(self) -> tuple[str, ...]:
        """The decisions, one by one."""
        return tuple(line.strip() for line in self.decisions.splitlines() if line.strip())


class MeetingStep(Step):
    """A meeting is planned, held, or called off with the reason. Rows are only ever added."""

    PLANNED, HELD, CALLED_OFF = "planned", "held", "called-off"
    STEPS = (PLANNED, HELD, CALLED_OFF)

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10, choices=[(each, each) for each in STEPS])

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                name="calling_off_has_reason", condition=~Q(step="called-off") | ~Q(reason="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.step} {self.meeting_id}"


class Attendance(Edited):
    """Somebody who was there, or `people` of a profession whose names nobody wrote down.

    `attended_as` is an id of the professions or groups of projects, or `leader`. What was written down by
    mistake is left out (`left_out`) and stays.
    """

    LEADER = "leader"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="meetings_attended")
    name = models.CharField(max_length=200, blank=True)
    attended_as = models.CharField(max_length=40)
    people = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("meeting", "pk")
        constraints = (
            models.UniqueConstraint(
                name="attended_once",
                fields=("meeting", "user"),
                condition=Q(left_out=False, user__isnull=False),
            ),
            models.CheckConstraint(
                name="a_name_is_one_person", condition=Q(people__gte=1) & (Q(name="") | Q(people=1))
            ),
        )

    def __str__(self) -> str:
        return f"{self.people} {self.attended_as} at {self.meeting_id}"


class Cadence(Written):
    """How often the department means to meet, from a day on: every so many weeks. Only ever added to."""

    org_code = models.CharField(max_length=64)
    every_weeks = models.PositiveSmallIntegerField()
    since = models.DateField()

    class Meta:
        ordering = ("org_code", "since", "pk")
        constraints = (
            models.CheckConstraint(
                name="cadence_in_weeks", condition=Q(every_weeks__gte=1, every_weeks__lte=52)
            ),
        )

    def __str__(self) -> str:
        return f"{self.org_code} every {self.every_weeks} weeks from {self.since}"

"""The plans of a project: what it measures, what it tells whom, and by when it is where."""

from django.db import models

from clearway.web.projects.models.base import Edited, Step, Stepped, SteppedQuerySet, Written
from clearway.web.projects.models.project import Project


class PlannedMeasure(Edited):
    """One line of the measurement plan. `measure` is an id of the register, empty for one of the team's own.

    `parameter` fills the blank in the name of a measure that has one: each training subject is a line.

    A measure of the team's own says itself what it counts: `unit`, which way is better (`direction`), whether
    a figure is a count, a share or another number (`number_kind`), and whether there is one each month or
    week (`rhythm`); where the last two are empty it is a number each month.

    `baseline` and `target` are fractions for proportions and plain numbers otherwise; empty is not zero.
    """

    OUTCOME, PROCESS, BALANCING = "outcome", "process", "balancing"
    COUNT, SHARE, NUMBER = "count", "share", "number"
    MONTH, WEEK = "month", "week"
    NUMBER_KINDS = ((COUNT, "A count"), (SHARE, "A share, from two counts"), (NUMBER, "Another number"))
    RHYTHMS = ((MONTH, "Every month"), (WEEK, "Every week"))
    DIRECTIONS = (("decrease", "Lower is better"), ("increase", "Higher is better"), ("neutral", "Neither"))
    KINDS = ((OUTCOME, "Outcome"), (PROCESS, "Process"), (BALANCING, "Balancing"))

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="planned_measures")
    kind = models.CharField(max_length=10, choices=KINDS)
    measure = models.CharField(max_length=64, blank=True)
    component = models.CharField(max_length=64, blank=True)
    parameter = models.CharField(max_length=64, blank=True)
    title = models.CharField(max_length=300)
    unit = models.CharField(max_length=100, blank=True)
    direction = models.CharField(max_length=10, blank=True)
    number_kind = models.CharField(max_length=10, blank=True)
    rhythm = models.CharField(max_length=10, blank=True)
    baseline = models.FloatField(null=True)
    baseline_from = models.CharField(max_length=200, blank=True)
    target = models.FloatField(null=True)
    target_by = models.DateField(null=True)
    collected_how = models.TextField(blank=True)
    collected_by = models.CharField(max_length=200, blank=True)
    how_often = models.CharField(max_length=100, blank=True)
    sample = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("project", "pk")

    def __str__(self) -> str:
        return f"{self.title} in {self.project_id}"


class Communication(Edited):
    """One line of the communication plan: who is told what, how and how often."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="communications")
    audience = models.CharField(max_length=40)
    message = models.TextField()
    how = models.CharField(max_length=200)
    how_often = models.CharField(max_length=100, blank=True)
    owner = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("project", "pk")

    def __str__(self) -> str:
        return f"to {self.audience} in {self.project_id}"


class CommunicationDone(Written):
    """One occasion on which progress was told as planned. Rows are only ever added."""

    communication = models.ForeignKey(Communication, on_delete=models.PROTECT, related_name="occasions")
    on = models.DateField()
    words = models.TextField(blank=True)

    class Meta:
        ordering = ("on", "pk")

    def __str__(self) -> str:
        return f"{self.on} {self.communication_id}"


class Milestone(Stepped, Edited):
    """Something that is to be reached by a day."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="milestones")
    title = models.CharField(max_length=300)
    due = models.DateField()

    objects = SteppedQuerySet.as_manager()

    class Meta:
        ordering = ("project", "due", "pk")

    def __str__(self) -> str:
        return f"{self.title} by {self.due}"


class MilestoneStep(Step):
    """A milestone is set, reached, or found not to be reached after all."""

    SET, REACHED, REOPENED = "set", "reached", "reopened"

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10, choices=[(each, each) for each in (SET, REACHED, REOPENED)])

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.step} {self.milestone_id}"

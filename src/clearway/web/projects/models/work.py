"""Actions with the finding they come from, and barriers with the leader they were taken to."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import OuterRef, Subquery

from clearway.web.people.models import User
from clearway.web.projects.models.base import Edited, Step, Stepped, SteppedQuerySet
from clearway.web.projects.models.project import Project


class Action(Stepped, Edited):
    """Something to do, who does it, by when, and the finding it comes from (`origin_*`; see `origins.py`).

    A task of a project's own plan has the origin `plan`. An action need not belong to a project yet.
    `number` counts up within the organisation.
    """

    org_code = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    project = models.ForeignKey(Project, null=True, on_delete=models.PROTECT, related_name="actions")
    title = models.CharField(max_length=300)
    words = models.TextField(blank=True)
    owner = models.CharField(max_length=200, blank=True)
    owner_user = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="improvement_actions"
    )
    due = models.DateField(null=True)
    origin_kind = models.CharField(max_length=20)
    origin_reference = models.CharField(max_length=200, blank=True)
    origin_words = models.TextField(blank=True)

    objects = SteppedQuerySet.as_manager()

    class Meta:
        ordering = ("org_code", "number")
        constraints = (models.UniqueConstraint(name="action_number_once", fields=("org_code", "number")),)
        indexes = (models.Index(fields=("origin_kind", "origin_reference"), name="action_by_origin"),)

    def __str__(self) -> str:
        return f"{self.org_code} action {self.number}: {self.title}"


class ActionStep(Step):
    """An action is opened, done (the reason is its outcome), dropped or opened again."""

    OPENED, DONE, DROPPED, REOPENED = "opened", "done", "dropped", "reopened"
    STEPS = (OPENED, DONE, DROPPED, REOPENED)

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10, choices=[(each, each) for each in STEPS])

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.step} {self.action_id}"


class BarrierQuerySet(SteppedQuerySet["Barrier"]):
    """Barriers with how they stand."""

    def with_leader(self) -> Self:
        """With `state`, and `leader` (key of the user) and `due` of the last escalation."""
        last = BarrierStep.objects.filter(barrier=OuterRef("pk"), step=BarrierStep.ESCALATED).order_by("-pk")
        return self.with_state().annotate(
            leader=Subquery(last.values("leader")[:1]),
            leader_name=Subquery(last.values("leader__name")[:1]),
            due=Subquery(last.values("due")[:1]),
        )


class Barrier(Stepped, Edited):
    """What stands in the way of a project. `leader`, `leader_name` and `due` are there by `with_leader()`."""

    leader: int | None
    leader_name: str | None
    due: date | None

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="barriers")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    words = models.TextField(blank=True)

    objects = BarrierQuerySet.as_manager()

    class Meta:
        ordering = ("project", "number")
        constraints = (models.UniqueConstraint(name="barrier_number_once", fields=("project", "number")),)

    def __str__(self) -> str:
        return f"barrier {self.number} of {self.project_id}: {self.title}"


class BarrierStep(Step):
    """A barrier is raised, taken to a leader who answers by a day, removed or refused, or raised again."""

    RAISED, ESCALATED, REMOVED, REFUSED, REOPENED = "raised", "escalated", "removed", "refused", "reopened"
    STEPS = (RAISED, ESCALATED, REMOVED, REFUSED, REOPENED)
    OPEN = (RAISED, ESCALATED, REOPENED)

    barrier = models.ForeignKey(Barrier, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10, choices=[(each, each) for each in STEPS])
    leader = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="barriers_taken")
    due = models.DateField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                name="escalation_has_leader_and_day",
                condition=~models.Q(step="escalated") | models.Q(leader__isnull=False, due__isnull=False),
            ),
            models.CheckConstraint(
                name="refusal_has_reason", condition=~models.Q(step="refused") | ~models.Q(reason="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.step} {self.barrier_id}"

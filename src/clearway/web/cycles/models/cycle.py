"""A PDSA cycle: one small test of a change, its words by stage, and the steps from plan to decision."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from clearway.web.projects.models import Action, Project
from clearway.web.projects.models.base import Edited, Step, Stepped, SteppedQuerySet


class Stage(models.TextChoices):
    """How far a cycle is."""

    PLAN = "plan", "Plan"
    DO = "do", "Do"
    STUDY = "study", "Study"
    ACT = "act", "Act"
    DECIDED = "decided", "Decided"
    STOPPED = "stopped", "Stopped early"


class Decision(models.TextChoices):
    """What becomes of the change that was tested."""

    ADOPT = "adopt", "Adopt"
    ADAPT = "adapt", "Adapt"
    ABANDON = "abandon", "Abandon"


class CycleQuerySet(SteppedQuerySet["Cycle"]):
    """Cycles with how they stand."""

    def with_decision(self) -> Self:
        """With `state`, `state_at`, and `decision` ("" while there is none)."""
        last = CycleStep.objects.filter(cycle=OuterRef("pk"), step=Stage.DECIDED).order_by("-pk")
        return self.with_state().annotate(
            decision=Subquery(last.values("decision")[:1]), decided_on=Subquery(last.values("on")[:1])
        )


class Cycle(Stepped, Edited):
    """One test of one change. `number` counts up within the project; `parent` is the one before in its ramp.

    `texts` goes by the field ids of `fields.yaml`. `idea` is a change idea of the package or empty, `action`
    the action it carries out ("finding > action > test of change"), `copied_from` the cycle of another
    project that it was copied from. `measure` is the measure it watches, with its `component` and what fills
    the blank in its name (`parameter`), `begins` and `ends` the days it was planned for. `decision` and
    `decided_on` are there by `with_decision()`.
    """

    decision: str | None
    decided_on: date | None

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="cycles")
    number = models.PositiveIntegerField()
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    copied_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="copies")
    action = models.ForeignKey(Action, null=True, on_delete=models.PROTECT, related_name="cycles")
    title = models.CharField(max_length=200)
    idea = models.CharField(max_length=80, blank=True)
    driver = models.CharField(max_length=80, blank=True)
    owner = models.CharField(max_length=200, blank=True)
    scale = models.CharField(max_length=20)
    measure = models.CharField(max_length=64, blank=True)
    component = models.CharField(max_length=64, blank=True)
    parameter = models.CharField(max_length=64, blank=True)
    begins = models.DateField(null=True)
    ends = models.DateField(null=True)
    texts = models.JSONField(default=dict)

    objects = CycleQuerySet.as_manager()

    class Meta:
        ordering = ("project", "number")
        constraints = (
            models.UniqueConstraint(name="cycle_number_once", fields=("project", "number")),
            models.CheckConstraint(
                name="cycle_ends_after_it_begins",
                condition=Q(begins=None) | Q(ends=None) | Q(ends__gte=models.F("begins")),
            ),
        )

    def __str__(self) -> str:
        return f"cycle {self.number} of {self.project_id}: {self.title}"


class CycleStep(Step):
    """A cycle is planned, carried out, studied, acted on, decided, or stopped with the reason.

    `on` is the day on which it happened, `at` the moment at which somebody wrote it down.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10, choices=Stage.choices)
    on = models.DateField()
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                name="decision_where_decided",
                condition=(Q(step="decided") & ~Q(decision="")) | (~Q(step="decided") & Q(decision="")),
            ),
            models.CheckConstraint(name="stop_has_reason", condition=~Q(step="stopped") | ~Q(reason="")),
        )

    def __str__(self) -> str:
        return f"{self.step} {self.cycle_id}"

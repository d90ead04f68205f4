"""What the tables of projects have in common: who wrote a row and when, and a state that is a row."""

from datetime import datetime
from typing import Self, TypeVar

from django.db import models
from django.db.models import OuterRef, Subquery


class Counter(models.Model):
    """The last number that was given out in an organisation. Whoever takes the next one holds its row."""

    org_code = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("org_code", "kind")
        constraints = (models.UniqueConstraint(name="counter_once", fields=("org_code", "kind")),)

    def __str__(self) -> str:
        return f"{self.kind} {self.last} of {self.org_code}"


class Written(models.Model):
    """A row that says who wrote it and when."""

    at = models.DateTimeField()
    person = models.CharField(max_length=200)
    key = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True


class Step(Written):
    """One step in the life of something. Rows are only ever added; the last one says how it stands."""

    reason = models.TextField(blank=True)

    class Meta:
        abstract = True


M = TypeVar("M", bound=models.Model)


class SteppedQuerySet(models.QuerySet[M]):
    """Rows whose state is their last step."""

    def with_state(self) -> Self:
        """Each row with `state`, the word of its last step, and `state_at`, when that was taken."""
        relation = self.model._meta.get_field("steps")
        last = relation.related_model.objects.filter(  # type: ignore[union-attr]
            **{relation.field.name: OuterRef("pk")}  # type: ignore[union-attr]
        ).order_by("-pk")
        return self.annotate(
            state=Subquery(last.values("step")[:1]), state_at=Subquery(last.values("at")[:1])
        )


class Stepped(models.Model):
    """A row that has steps. `state` and `state_at` are there where it was read by `with_state()`."""

    state: str
    state_at: datetime

    class Meta:
        abstract = True


class Edited(Written):
    """A row whose words may be changed. `version` counts up; who saw an older one overwrites nothing.

    What it said before is in the change log of its organisation.
    """

    version = models.PositiveIntegerField(default=1)
    left_out = models.BooleanField(default=False)

    class Meta:
        abstract = True

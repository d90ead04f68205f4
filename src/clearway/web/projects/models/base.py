"""What the tables of projects have in common: numbers that count up."""

from django.db import models

from clearway.web.audit.rows import Edited, Step, Stepped, SteppedQuerySet, Written

__all__ = ["Counter", "Edited", "Step", "Stepped", "SteppedQuerySet", "Written"]


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

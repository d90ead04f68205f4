"""The department's plan, version by version, and what two people typed at the same time."""

from django.db import models

from clearway.web.projects.models.base import Written


class PlanVersion(Written):
    """All sections of the plan as they stood. Rows are only ever added; `texts` goes by section id."""

    org_code = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    texts = models.JSONField()
    merges = models.OneToOneField(
        "PlanCollision", null=True, on_delete=models.PROTECT, related_name="merged_into"
    )

    class Meta:
        ordering = ("org_code", "number")
        constraints = (
            models.UniqueConstraint(name="department_plan_version_once", fields=("org_code", "number")),
        )

    def __str__(self) -> str:
        return f"plan {self.number} of {self.org_code}"


class PlanCollision(Written):
    """What somebody typed over version `base` when a newer one had changed the same sections.

    It waits beside the plan until somebody merges it by hand: nobody's text is lost.
    """

    org_code = models.CharField(max_length=64)
    base = models.PositiveIntegerField()
    texts = models.JSONField()
    sections = models.JSONField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"plan {self.base} of {self.org_code} by {self.person}"

"""The charter, version by version, and what two people typed at the same time."""

from django.db import models

from clearway.web.projects.models.base import Written
from clearway.web.projects.models.project import Project


class CharterVersion(Written):
    """All sections of a charter as they stood. Rows are only ever added; `texts` goes by section id."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="charters")
    number = models.PositiveIntegerField()
    texts = models.JSONField()
    merges = models.OneToOneField(
        "CharterCollision", null=True, on_delete=models.PROTECT, related_name="merged_into"
    )

    class Meta:
        ordering = ("project", "number")
        constraints = (models.UniqueConstraint(name="charter_version_once", fields=("project", "number")),)

    def __str__(self) -> str:
        return f"charter {self.number} of {self.project_id}"


class CharterCollision(Written):
    """What somebody typed over version `base` when a newer one had changed the same sections.

    It waits here until somebody merges it by hand: nobody's text is lost.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="charter_collisions")
    base = models.PositiveIntegerField()
    texts = models.JSONField()
    sections = models.JSONField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"charter {self.base} of {self.project_id} by {self.person}"

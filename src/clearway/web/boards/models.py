"""Which board was shared with whom, and when: rows that are only ever added."""

from django.db import models

from clearway.web.projects.models import Project
from clearway.web.projects.models.base import Written


class Share(Written):
    """One time that a board was shared. Without a project it was the organisation's own board.

    `on` is the day on which it was shared, `with_whom` a group or a meeting, never a woman.
    """

    org_code = models.CharField(max_length=64)
    project = models.ForeignKey(Project, null=True, on_delete=models.PROTECT, related_name="board_shares")
    on = models.DateField()
    with_whom = models.CharField(max_length=200)

    class Meta:
        ordering = ("-on", "-pk")
        indexes = (models.Index(fields=("org_code", "on"), name="share_by_organisation"),)

    def __str__(self) -> str:
        return f"board of {self.org_code} shared on {self.on}"

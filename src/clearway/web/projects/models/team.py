"""Who works on a project."""

from django.db import models
from django.db.models import Q

from clearway.web.people.models import User
from clearway.web.projects.models.base import Written
from clearway.web.projects.models.project import Project


class Member(Written):
    """One person in one role of a project's team; a woman or a family member needs no account.

    `role` and `profession` are ids of `vocabulary.yaml`. Whoever leaves keeps the row, with its last day.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="project_places")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=40)
    profession = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_person = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("project", "pk")
        constraints = (
            models.UniqueConstraint(
                name="member_once",
                fields=("project", "user", "role"),
                condition=Q(ended_at=None, user__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} in {self.project_id}"

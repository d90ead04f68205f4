"""Who was involved in which phase, what it changed, and what the team and its coaches say."""

from django.db import models

from clearway.web.projects.models.base import Written
from clearway.web.projects.models.project import Phase, Project
from clearway.web.projects.models.work import Action


class Discussion(Written):
    """One time that a group was listened to; `group` is an id of `vocabulary.yaml`. Only ever added to."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="discussions")
    phase = models.CharField(max_length=10, choices=Phase.choices)
    group = models.CharField(max_length=40)
    on = models.DateField()
    people = models.PositiveIntegerField(null=True)
    how = models.CharField(max_length=200)
    said = models.TextField()

    class Meta:
        ordering = ("project", "on", "pk")

    def __str__(self) -> str:
        return f"{self.group} {self.on} in {self.project_id}"


class DiscussionChange(Written):
    """What a discussion changed: a version of the charter, an action, or something said in words."""

    discussion = models.ForeignKey(Discussion, on_delete=models.PROTECT, related_name="changes")
    words = models.TextField()
    charter = models.PositiveIntegerField(null=True)
    action = models.ForeignKey(Action, null=True, on_delete=models.PROTECT, related_name="heard_in")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"change by {self.discussion_id}"


class Message(Written):
    """One message of a project's discussion; `feedback` marks what a coach says. Rows are only ever added."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="messages")
    words = models.TextField()
    feedback = models.BooleanField(default=False)
    answers = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="answered_by")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.person} in {self.project_id}"

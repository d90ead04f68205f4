"""How far a project says it is, month by month, and what its reviewers answer."""

from django.db import models
from django.db.models import Q

from clearway.web.projects.models import Project
from clearway.web.projects.models.base import Written


class ProgressScore(Written):
    """The team's own score of a month on a named version of the scale. Only ever added; the last one stands.

    `evidence` keeps what the site found and missed on that day, so that it can be read again later.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="progress_scores")
    period = models.CharField(max_length=7)
    scale = models.CharField(max_length=40)
    scale_version = models.PositiveSmallIntegerField()
    score = models.DecimalField(max_digits=2, decimal_places=1)
    reason = models.TextField()
    evidence = models.JSONField()

    class Meta:
        ordering = ("project", "period", "pk")
        constraints = (
            models.CheckConstraint(name="score_on_scale", condition=Q(score__gte=0.5, score__lte=5)),
        )

    def __str__(self) -> str:
        return f"{self.score} in {self.period} of {self.project_id}"


class ProgressFeedback(Written):
    """What a reviewer answers to a score, with the score they would give, if another."""

    score = models.ForeignKey(ProgressScore, on_delete=models.PROTECT, related_name="feedback")
    words = models.TextField()
    would_give = models.DecimalField(max_digits=2, decimal_places=1, null=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"feedback on {self.score_id}"

"""What staff offer (ideas), what they can help with, and what they need."""

from django.db import models

from clearway.web.projects.models.base import Edited, Step, Stepped, SteppedQuerySet
from clearway.web.projects.models.project import Project
from clearway.web.projects.models.work import Action


class Suggestion(Stepped, Edited):
    """An idea that somebody offered to their organisation; `number` counts up within it."""

    org_code = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    driver = models.CharField(max_length=80, blank=True)

    objects = SteppedQuerySet.as_manager()

    class Meta:
        ordering = ("org_code", "-number")
        constraints = (models.UniqueConstraint(name="suggestion_number_once", fields=("org_code", "number")),)

    def __str__(self) -> str:
        return f"{self.org_code} idea {self.number}: {self.title}"


class SuggestionStep(Step):
    """An idea is offered, taken up (by a project or as an action), or declined with a reason."""

    OFFERED, TAKEN, DECLINED = "offered", "taken", "declined"

    suggestion = models.ForeignKey(Suggestion, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10, choices=[(each, each) for each in (OFFERED, TAKEN, DECLINED)])
    project = models.ForeignKey(Project, null=True, on_delete=models.PROTECT, related_name="taken_ideas")
    action = models.ForeignKey(Action, null=True, on_delete=models.PROTECT, related_name="taken_ideas")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.step} {self.suggestion_id}"


class WayToHelp(Edited):
    """Something that a project looks for a hand with; whoever joins becomes a member of the team."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="ways_to_help")
    title = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_person = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.title} in {self.project_id}"


class Need(Stepped, Edited):
    """Equipment, education or a link to an outside organisation that is needed to make improvements."""

    KINDS = (
        ("equipment", "Equipment"),
        ("education", "Education"),
        ("outside-link", "Link to an outside organisation"),
    )

    org_code = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    project = models.ForeignKey(Project, null=True, on_delete=models.PROTECT, related_name="needs")
    kind = models.CharField(max_length=12, choices=KINDS)
    title = models.CharField(max_length=200)
    words = models.TextField(blank=True)

    objects = SteppedQuerySet.as_manager()

    class Meta:
        ordering = ("org_code", "number")
        constraints = (models.UniqueConstraint(name="need_number_once", fields=("org_code", "number")),)

    def __str__(self) -> str:
        return f"{self.org_code} need {self.number}: {self.title}"


class NeedStep(Step):
    """A need is asked for, approved, refused with a reason, or has arrived."""

    ASKED, APPROVED, REFUSED, ARRIVED = "asked", "approved", "refused", "arrived"
    STEPS = (ASKED, APPROVED, REFUSED, ARRIVED)

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10, choices=[(each, each) for each in STEPS])

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.step} {self.need_id}"

"""A project: what it works on, and the steps from a draft to its end."""

from datetime import date

from django.db import models
from django.db.models import Q

from clearway.common.organisations import Organisation, directory
from clearway.web.projects.models.base import Step, Written


class Phase(models.TextChoices):
    """How far the improvement itself is."""

    DIAGNOSE = "diagnose", "Diagnose"
    TEST = "test", "Test and refine"
    SCALE_UP = "scale-up", "Scale up"


class Status(models.TextChoices):
    """How far the charter is, and whether the work goes on."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Waits for approval"
    APPROVED = "approved", "Approved"
    CLOSED = "closed", "Closed"


class Project(Written):
    """One piece of improvement work of one organisation; `number` counts up within the organisation.

    `status` and `phase` repeat what the last steps say, so that lists can be filtered; only the action that
    adds a step moves them. `at` and `person` say who started it.
    """

    org_code = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    package_id = models.CharField(max_length=80)
    phase = models.CharField(max_length=10, choices=Phase.choices, default=Phase.DIAGNOSE)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    started_on = models.DateField()

    class Meta:
        ordering = ("org_code", "number")
        constraints = (models.UniqueConstraint(name="project_number_once", fields=("org_code", "number")),)

    def __str__(self) -> str:
        return f"{self.org_code} {self.number}: {self.title}"

    @property
    def organisation(self) -> Organisation:
        """The organisation whose project it is."""
        return directory().get(self.org_code)

    @property
    def subject(self) -> str:
        """What the change log calls the project."""
        return f"project {self.number} of {self.org_code}"

    @property
    def drivers(self) -> tuple[str, ...]:
        """The ids of the secondary drivers it works on."""
        return tuple(one.subject for one in self._focus(Focus.DRIVER))

    @property
    def ideas(self) -> tuple[str, ...]:
        """The ids of the change ideas it takes up."""
        return tuple(one.subject for one in self._focus(Focus.IDEA))

    def _focus(self, kind: str) -> list["Focus"]:
        # Read in Python, so that a list of projects prefetches `focus` once.
        return [one for one in self.focus.all() if one.kind == kind and one.ended_at is None]


class Focus(Written):
    """A secondary driver or a change idea that a project chose, and when it left it again."""

    DRIVER, IDEA = "driver", "idea"

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="focus")
    kind = models.CharField(max_length=6, choices=[(DRIVER, DRIVER), (IDEA, IDEA)])
    subject = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True)
    ended_person = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("kind", "subject"), name="focus_by_subject"),)
        constraints = (
            models.UniqueConstraint(
                name="focus_once", fields=("project", "kind", "subject"), condition=Q(ended_at=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject} in {self.project_id}"


class ProjectStep(Step):
    """One step of a project. `charter` is the number of the version that it was about."""

    START, SUBMIT, WITHDRAW, APPROVE, RETURN, PHASE, CLOSE, REOPEN = (
        "start", "submit", "withdraw", "approve", "return", "phase", "close", "reopen",
    )  # fmt: skip
    STEPS = (START, SUBMIT, WITHDRAW, APPROVE, RETURN, PHASE, CLOSE, REOPEN)

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10, choices=[(each, each) for each in STEPS])
    phase = models.CharField(max_length=10, choices=Phase.choices)
    status = models.CharField(max_length=10, choices=Status.choices)
    charter = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.step} {self.project_id}"

    @property
    def on(self) -> date:
        """The day."""
        return self.at.date()

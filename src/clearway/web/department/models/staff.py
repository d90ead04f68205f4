"""Who leads the pathway, how many staff there are, whom the work has reached: rows only ever added."""

from django.db import models
from django.db.models import Q

from clearway.web.department.models.plan import PlanVersion
from clearway.web.people.models import User
from clearway.web.projects.models import Project
from clearway.web.projects.models.base import Written


class Leadership(Written):
    """Who leads the smoke-free pathway of the organisation since a day; the last row of a day holds.

    `model` is an id of the models in `vocabulary.yaml`, `profession` one of the professions of projects.
    """

    SSS_LED, MATERNITY_LED, NO_LEAD = "sss-led", "maternity-led", "no-lead"
    MODELS = (SSS_LED, MATERNITY_LED, NO_LEAD)

    org_code = models.CharField(max_length=64)
    model = models.CharField(max_length=20, choices=[(each, each) for each in MODELS])
    lead_name = models.CharField(max_length=200, blank=True)
    profession = models.CharField(max_length=40, blank=True)
    since = models.DateField()

    class Meta:
        ordering = ("org_code", "since", "pk")
        constraints = (
            models.CheckConstraint(
                name="lead_where_led",
                condition=(Q(model="no-lead") & Q(lead_name="")) | (~Q(model="no-lead") & ~Q(lead_name="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.org_code} {self.model} since {self.since}"


class StaffNumber(Written):
    """How many members of staff a profession has in the department on a day, as the organisation says."""

    org_code = models.CharField(max_length=64)
    profession = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    on = models.DateField()

    class Meta:
        ordering = ("org_code", "profession", "on", "pk")

    def __str__(self) -> str:
        return f"{self.number} {self.profession} of {self.org_code} on {self.on}"


class StaffReach(Written):
    """So many members of staff of a profession took a step on an occasion, such as "told" at a huddle.

    A row with `replaces` stands in place of an earlier one that was wrong; 0 takes it back.
    """

    TOLD, UNDERSTOOD, JOINED, REPORTED, ATTENDED, TESTED = (
        "told", "understood", "joined", "reported", "attended", "tested",
    )  # fmt: skip
    STEPS = (TOLD, UNDERSTOOD, JOINED, REPORTED, ATTENDED, TESTED)

    org_code = models.CharField(max_length=64)
    project = models.ForeignKey(Project, null=True, on_delete=models.PROTECT, related_name="staff_reached")
    step = models.CharField(max_length=10, choices=[(each, each) for each in STEPS])
    profession = models.CharField(max_length=40)
    on = models.DateField()
    number = models.PositiveIntegerField()
    words = models.CharField(max_length=200, blank=True)
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")

    class Meta:
        ordering = ("org_code", "on", "pk")
        indexes = (models.Index(fields=("org_code", "step", "on"), name="reach_by_step"),)

    def __str__(self) -> str:
        return f"{self.number} {self.profession} {self.step} in {self.org_code} on {self.on}"


class Understood(Written):
    """Somebody said that they have read and understood a version of the plan: once for each version."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="plans_understood")
    org_code = models.CharField(max_length=64)
    plan = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="understood_by")
    profession = models.CharField(max_length=40)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(name="understood_once", fields=("user", "plan")),)

    def __str__(self) -> str:
        return f"{self.user_id} understood {self.plan_id}"

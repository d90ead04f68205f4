"""Where in its trust a project works."""

from django.db import models
from django.db.models import Q

from clearway.web.projects.models.base import Written
from clearway.web.projects.models.project import Project
from clearway.web.units.models import Unit


class AtUnit(Written):
    """A project works in a unit since a day; `left` is the day from which it does so no longer.

    A project without such a row works in the whole trust. Whoever goes back to a unit gets a new row.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="at_units")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    left = models.DateField(null=True)
    left_person = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("project", "pk")
        constraints = (
            models.UniqueConstraint(name="at_unit_once", fields=("project", "unit"), condition=Q(left=None)),
            models.CheckConstraint(
                name="at_unit_left_later", condition=Q(left=None) | Q(left__gte=models.F("since"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.project_id} at {self.unit_id} since {self.since}"

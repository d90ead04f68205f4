"""Who takes part in a test of change."""

from django.db import models

from clearway.web.cycles.models.cycle import Cycle
from clearway.web.people.models import User
from clearway.web.projects.models.base import Edited


class Participant(Edited):
    """Somebody with a part in a test: an account or a name, and what they do there.

    `since` is the day from which they take part; before the test begins nobody does. `is_staff` is false for
    women and families. A row that was written down by mistake is left out.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="participants")
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="tests_taken_part_in")
    name = models.CharField(max_length=200)
    does = models.CharField(max_length=200, blank=True)
    since = models.DateField()
    is_staff = models.BooleanField(default=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.name} in cycle {self.cycle_id}"

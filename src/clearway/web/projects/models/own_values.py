"""The figures of a team's own measures, which no register defines."""

from django.db import models
from django.db.models import F, Q

from clearway.web.projects.models.base import Written
from clearway.web.projects.models.planning import PlannedMeasure


class OwnValue(Written):
    """One figure of a team's own measure for the month or week that begins on `start`. Rows are only ever
    added: the newest of a period stands, and one without `value` takes back what was there.

    These are not in the one value table. A row there means what its measure's sheet says, and may be
    compared, added up and published; a measure of a team's own has no sheet, so its figures stay with the
    project: never compared, never summed, never sent on.

    `value` is a fraction where the measure counts a share (then `numerator` and `denominator` are there),
    otherwise the count or number itself. `reason` says why a figure was corrected.
    """

    line = models.ForeignKey(PlannedMeasure, on_delete=models.PROTECT, related_name="own_values")
    start = models.DateField()
    numerator = models.FloatField(null=True)
    denominator = models.FloatField(null=True)
    value = models.FloatField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("line", "start", "pk")
        constraints = (
            models.CheckConstraint(
                name="own_value_of_a_share",
                condition=Q(numerator=None, denominator=None)
                | Q(
                    value__isnull=False, denominator__gt=0, numerator__gte=0, numerator__lte=F("denominator")
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.value} from {self.start} of {self.line_id}"

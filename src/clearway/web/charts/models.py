"""What people decided about a chart: phases, baselines, exclusions, rule sets, notes. Only ever added to."""

from datetime import date

from django.db import models

from clearway.spc.history import Event, EventKind


class ChartEvent(models.Model):
    """One decision about the chart of one measure and organisation, as `clearway.spc.history` defines it.

    Of a measure with a blank in its name it is about the chart of one `parameter`, and of no other.
    """

    measure = models.CharField(max_length=64)
    component = models.CharField(max_length=64, blank=True)
    parameter = models.CharField(max_length=64, blank=True)
    org_code = models.CharField(max_length=64)
    event_id = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=20)
    effective = models.DateField()
    reason = models.CharField(max_length=500)
    author = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    points = models.PositiveIntegerField(null=True)
    until = models.DateField(null=True)
    profile = models.CharField(max_length=64, null=True)  # noqa: DJ001 - "no profile" is not an empty one
    withdraws = models.CharField(max_length=64, null=True)  # noqa: DJ001 - nor is "withdraws nothing"
    # The chosen points of a baseline, as a list of ISO dates.
    dates = models.JSONField(null=True)

    class Meta:
        ordering = ("recorded_at", "pk")
        indexes = (models.Index(fields=("org_code", "measure", "component"), name="event_by_chart"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.effective} {self.measure} {self.org_code}"

    def as_event(self) -> Event:
        """The row as the engine knows it."""
        return Event(
            id=self.event_id,
            kind=EventKind(self.kind),
            effective=self.effective,
            reason=self.reason,
            author=self.author,
            recorded_at=self.recorded_at,
            points=self.points,
            until=self.until,
            profile=self.profile,
            withdraws=self.withdraws,
            dates=tuple(map(date.fromisoformat, self.dates)) if self.dates else None,
        )

"""Months of organisations, the steps taken on them, and what was sent to other systems."""

from datetime import date

from django.db import models
from django.db.models import Q

from clearway.common.periods import Month, parse_month
from clearway.web.calendar.replay import Event, Step


class ReturnMonth(models.Model):
    """One month of one organisation. Writers wait for its row, so that they come one after another."""

    org_code = models.CharField(max_length=64)
    period = models.CharField(max_length=7)
    period_start = models.DateField()

    class Meta:
        ordering = ("org_code", "period_start")
        constraints = (models.UniqueConstraint(name="month_once", fields=("org_code", "period")),)

    def __str__(self) -> str:
        return f"{self.org_code} {self.period}"

    @property
    def when(self) -> Month:
        """The month as a value with dates and an order."""
        return parse_month(self.period)


class ReturnEvent(models.Model):
    """One step taken on a month. Rows are only ever added."""

    month = models.ForeignKey(ReturnMonth, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=20, choices=[(step.value, step.value) for step in Step])
    until = models.DateField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    person = models.CharField(max_length=200)
    key = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("month", "number")
        constraints = (
            models.UniqueConstraint(name="return_event_once", fields=("month", "number")),
            models.CheckConstraint(
                name="exception_has_day_and_reason",
                condition=(Q(step=Step.EXCEPTION, until__isnull=False) & ~Q(reason=""))
                | (~Q(step=Step.EXCEPTION) & Q(until__isnull=True)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.step} {self.month}"

    def as_event(self) -> Event:
        """The row as the replay knows it."""
        return Event(Step(self.step), self.at, self.person, self.key, self.until, self.reason)


class Submission(models.Model):
    """Figures that were sent to a national or local system: what, to whom, when, by whom, and the proof.

    A mistake is withdrawn by another row that points at it. Rows are only ever added.
    """

    NATIONAL, LOCAL = "national", "local"

    org_code = models.CharField(max_length=64)
    system = models.CharField(max_length=100)
    scope = models.CharField(max_length=10, choices=[(NATIONAL, "National"), (LOCAL, "Local")])
    what = models.CharField(max_length=300)
    period = models.CharField(max_length=7, blank=True)
    sent_on = models.DateField()
    receipt = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    withdraws = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="withdrawn_by")
    reason = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    person = models.CharField(max_length=200)
    key = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-sent_on", "-pk")
        indexes = (models.Index(fields=("org_code", "sent_on"), name="submission_by_day"),)
        constraints = (
            models.CheckConstraint(
                name="submission_has_proof",
                condition=Q(withdraws__isnull=False) | ~Q(receipt="") | ~Q(sha256=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.what} to {self.system}, {self.sent_on}"

    @property
    def counts_in(self) -> Month:
        """The month of the day on which it was sent."""
        return Month.of(date.fromisoformat(str(self.sent_on)))

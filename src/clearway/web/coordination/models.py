"""Reminders: who wants them, and what was sent to whom on which day. Rows are only ever added."""

from django.conf import settings
from django.db import models


class ReminderChoice(models.Model):
    """Whether somebody wants reminders; the newest row holds. Without one the role decides."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reminder_choices"
    )
    wanted = models.BooleanField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.user_id} {'wants' if self.wanted else 'does not want'} reminders"


class Reminder(models.Model):
    """One message to one person on one day. The database lets nobody get two."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reminders")
    day = models.DateField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-day", "user")
        constraints = (models.UniqueConstraint(name="reminder_once_a_day", fields=("user", "day")),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.day}"


class ReminderLine(models.Model):
    """What one message was about: a month of an organisation, and which of its dates was near."""

    reminder = models.ForeignKey(Reminder, on_delete=models.PROTECT, related_name="lines")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    org_code = models.CharField(max_length=64)
    period = models.CharField(max_length=7)
    occasion = models.CharField(max_length=20)

    class Meta:
        ordering = ("reminder", "pk")
        constraints = (
            models.UniqueConstraint(
                name="reminded_once_of_each", fields=("user", "org_code", "period", "occasion")
            ),
        )

    def __str__(self) -> str:
        return f"{self.occasion} {self.org_code} {self.period}"

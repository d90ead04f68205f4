"""Moments as the days and times of the logs: those of the wall clock."""

from datetime import date, datetime

from django.utils import timezone


def day_of(moment: datetime) -> date:
    """The day on which it was."""
    return timezone.localdate(moment)


def wall_time(moment: datetime) -> datetime:
    """The time on the wall, without a zone, as logs are kept."""
    return timezone.localtime(moment).replace(tzinfo=None)

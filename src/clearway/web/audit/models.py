"""The audit table. No foreign keys: a log must never stop the rows it speaks of from living their life."""

from collections.abc import Mapping
from dataclasses import dataclass
from getpass import getuser

from django.db import models


@dataclass(frozen=True)
class Person:
    """Somebody who does something: a name to show, where the name comes from, and a key that stays.

    The key tells two people of the same name apart; it is empty for whoever has no account.
    """

    name: str
    via: str
    key: str = ""

    @classmethod
    def at_the_command_line(cls) -> "Person":
        """Whoever is signed in to this computer."""
        try:
            name = getuser()
        except (KeyError, OSError):  # a container may run as a number without a name
            name = "somebody"
        return cls(name=name, via="command line")


class AuditEvent(models.Model):
    """One thing that a person did, written in the same transaction as what it changed."""

    at = models.DateTimeField(auto_now_add=True)
    person = models.CharField(max_length=200)
    via = models.CharField(max_length=50)
    action = models.CharField(max_length=100)
    subject = models.CharField(max_length=200)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.person}: {self.action} {self.subject}"


def record(*, action: str, subject: str, by: Person, details: Mapping[str, object]) -> AuditEvent:
    """Write one event. Call it inside the transaction that makes the change."""
    return AuditEvent.objects.create(
        person=by.name, via=by.via, action=action, subject=subject, details=dict(details)
    )

"""The tables of both logs. No foreign keys to live rows: a log must never stop what it speaks of from living.

An event stays for ever. What it says of a person (name, key, details) lies in a row beside it that a
lawful erasure can remove; the event holds a salted digest of that row, so the chain stays whole.
"""

import json
from typing import Any

from django.db import models
from django.db.models import Q

from clearway.web.audit.chain import GENESIS, instant
from clearway.web.audit.managers import AuditedQuerySet

# The chain of the instance itself: what belongs to no organisation.
INSTANCE = ""

# What Clearway's own events say was done. A log that was begun and is gone is missed; an erasure and a
# note of heads are what a check relies on.
BEGIN = "begin change log"
ERASE = "erase personal data"
ANCHOR = "note the heads of all change logs"


class ChainHead(models.Model):
    """Where a change log stands: its last event. Locked while an event is added; moves on by one."""

    organisation = models.CharField(max_length=64, primary_key=True, blank=True)
    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)

    objects = AuditedQuerySet.as_manager()

    class Meta:
        ordering = ("organisation",)

    def __str__(self) -> str:
        return f"{self.organisation or 'instance'} at {self.sequence}"


class ChangeEvent(models.Model):
    """One thing that a person did, written in the same transaction as what it changed."""

    organisation = models.CharField(max_length=64, blank=True)
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    action = models.CharField(max_length=100)
    subject = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = AuditedQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(name="change_once_in_its_chain", fields=("organisation", "sequence")),
        )

    def __str__(self) -> str:
        return f"{self.organisation or 'instance'} {self.sequence}: {self.action} {self.subject}"

    @property
    def person(self) -> str:
        """Who did it; empty where that was erased."""
        beside = getattr(self, "detail", None)
        return beside.person if beside else ""

    @property
    def via(self) -> str:
        """Where the name comes from; empty where it was erased."""
        beside = getattr(self, "detail", None)
        return beside.via if beside else ""

    @property
    def details(self) -> dict[str, Any]:
        """What was changed; empty where it was erased."""
        beside = getattr(self, "detail", None)
        return dict(json.loads(beside.details)) if beside else {}


class AccessEvent(models.Model):
    """One page with an organisation's own data that a person was shown."""

    organisation = models.CharField(max_length=64, blank=True)
    number = models.CharField(max_length=32, unique=True)
    at = models.DateTimeField()
    page = models.CharField(max_length=100)
    subject = models.CharField(max_length=300)
    came_from = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = AuditedQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=("organisation", "at"), name="access_by_organisation"),)

    def __str__(self) -> str:
        return f"{instant(self.at)} {self.organisation or 'instance'}: {self.subject}"

    @property
    def person(self) -> str:
        """Who looked; empty where that was erased."""
        beside = getattr(self, "detail", None)
        return beside.person if beside else ""


class Erasable(models.Model):
    """What an event says of a person, with the salt of its digest."""

    salt = models.CharField(max_length=32)
    person = models.CharField(max_length=200)
    via = models.CharField(max_length=50)
    key = models.CharField(max_length=64, blank=True, db_index=True)

    objects = AuditedQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.person


class ChangeDetail(Erasable):
    """The erasable side of a ChangeEvent.

    `details` is JSON as text: in a JSON column PostgreSQL would write it anew and the digest would not fit.
    """

    event = models.OneToOneField(
        ChangeEvent, primary_key=True, on_delete=models.PROTECT, related_name="detail"
    )
    details = models.TextField()


class AccessDetail(Erasable):
    """The erasable side of an AccessEvent."""

    event = models.OneToOneField(
        AccessEvent, primary_key=True, on_delete=models.PROTECT, related_name="detail"
    )


class Erasure(models.Model):
    """Permission to erase what one event says of a person; the reason is in the event that recorded it."""

    change = models.OneToOneField(ChangeEvent, null=True, on_delete=models.PROTECT, related_name="erasure")
    access = models.OneToOneField(AccessEvent, null=True, on_delete=models.PROTECT, related_name="erasure")
    recorded_in = models.ForeignKey(ChangeEvent, on_delete=models.PROTECT, related_name="erases")

    objects = AuditedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="erasure_of_one_event",
                condition=Q(change__isnull=False, access__isnull=True)
                | Q(change__isnull=True, access__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"erased by {self.recorded_in}"

"""Invitations, and tokens of devices, walls and programs. Of both, only a digest of the secret is kept."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from clearway.web.people.models import User
from clearway.web.people.permissions import Permission
from clearway.web.people.roles import ROLES, Role


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Questions about invitations."""

    def open(self, at: datetime | None = None) -> Self:
        """Those that can still be accepted."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at or timezone.now())

    def waiting(self) -> Self:
        """Those that nobody has accepted or taken back; some may be too old."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def of(self, org_code: str) -> Self:
        """Those to one organisation."""
        return self.filter(org_code=org_code)


class Invitation(models.Model):
    """Somebody is asked to take a role at an organisation."""

    email = models.EmailField()
    name = models.CharField(max_length=200)
    org_code = models.CharField(max_length=64)
    role = models.CharField(max_length=32)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return f"invitation {self.pk} to {self.org_code}"

    @property
    def kind(self) -> type[Role]:
        """The role as the class that says what it allows."""
        return ROLES[self.role]


class TokenKind(models.TextChoices):
    """What a token is for."""

    DEVICE = "device", "Device of a unit"
    WALL = "wall", "Board on a wall"
    PROGRAM = "program", "Program (API)"


class TokenQuerySet(models.QuerySet["Token"]):
    """Questions about tokens."""

    def valid(self, at: datetime | None = None) -> Self:
        """Those that are taken now."""
        return self.filter(revoked_at=None, expires_at__gt=at or timezone.now())

    def of(self, org_code: str) -> Self:
        """Those of one organisation."""
        return self.filter(org_code=org_code)


class Token(models.Model):
    """Lets a device, a wall or a program do a few things in one organisation, without a person."""

    kind = models.CharField(max_length=16, choices=TokenKind.choices)
    name = models.CharField(max_length=100)
    org_code = models.CharField(max_length=64)
    # The beginning of the token, shown so that people can tell which one they hold.
    prefix = models.CharField(max_length=16)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    board = models.CharField(max_length=64, blank=True)
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ("revoked_at", "name", "pk")
        constraints = (
            models.CheckConstraint(
                name="wall_token_names_its_board",
                condition=~Q(kind="wall") | ~Q(board=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def permissions(self) -> frozenset[Permission]:
        """All that it may do."""
        return frozenset(Permission[name] for name in self.scopes if name in Permission.__members__)

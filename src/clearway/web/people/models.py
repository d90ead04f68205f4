"""People who sign in, and the roles they hold in organisations."""

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone

from clearway.web.audit.models import Person
from clearway.web.people.permissions import Permission
from clearway.web.people.roles import ROLES, Role


class UserManager(BaseUserManager["User"]):
    """Makes users; allauth asks for it by these names."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user who can sign in with this e-mail; without a password by another way only."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody with an account. The key stays when the name or the e-mail address changes."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    profession = models.CharField(max_length=100, blank=True)
    is_active = models.BooleanField(default=True)
    demonstration = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now)
    # Grows when all sessions of the person are to end; each session carries a digest of it.
    session_version = models.PositiveIntegerField(default=0)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        """What a session must carry to be taken: changes with the password and with `session_version`."""
        return f"{super().get_session_auth_hash()}-{self.session_version}"

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same for keys that signed before the newest one."""
        for digest in super().get_session_auth_fallback_hash():
            yield f"{digest}-{self.session_version}"

    def as_person(self, via: str = "site") -> Person:
        """The user as the audit trail knows them."""
        return Person(name=self.name, via=via, key=str(self.key))


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Questions about who holds which role."""

    def held(self, at: datetime | None = None) -> Self:
        """Those that have begun and not ended (now, when no moment is given)."""
        moment = at or timezone.now()
        return self.filter(Q(began__lte=moment) & (Q(ended=None) | Q(ended__gt=moment)))

    def of(self, org_code: str) -> Self:
        """Those held at one organisation."""
        return self.filter(org_code=org_code)


class Membership(models.Model):
    """One role that somebody holds, or held, at one organisation."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    org_code = models.CharField(max_length=64)
    role = models.CharField(max_length=32, choices=[(role.id, role.title) for role in ROLES.values()])
    began = models.DateTimeField(default=timezone.now)
    ended = models.DateTimeField(null=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ("org_code", "user__name", "role", "pk")
        constraints = (
            models.UniqueConstraint(
                name="role_held_once",
                fields=("user", "org_code", "role"),
                condition=Q(ended=None),
                violation_error_message="this person holds that role there already",
            ),
            models.CheckConstraint(
                name="role_ends_after_it_began",
                condition=Q(ended=None) | Q(ended__gte=models.F("began")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.kind.title} of {self.org_code}"

    @property
    def kind(self) -> type[Role]:
        """The role as the class that says what it allows."""
        return ROLES[self.role]

    @property
    def permissions(self) -> frozenset[Permission]:
        """What it allows where it is held, and below."""
        return self.kind.allowed_at(self.org_code)

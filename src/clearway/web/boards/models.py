"""Which board was shared with whom and when, and which is open to everybody: rows that are only added."""

from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from clearway.web.boards.about import About
from clearway.web.projects.models import Project
from clearway.web.projects.models.base import Step, Stepped, SteppedQuerySet, Written
from clearway.web.units.models import Unit


class Share(Written):
    """One time that a board was shared: of a project or of a unit, without both the organisation's own.

    `on` is the day on which it was shared, `with_whom` a group or a meeting, never a woman. `audience` is an
    id of the projects' vocabulary; null where it was recorded before anybody was asked for it.
    """

    org_code = models.CharField(max_length=64)
    project = models.ForeignKey(Project, null=True, on_delete=models.PROTECT, related_name="board_shares")
    # Null as below: most boards are of no unit.
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    with_whom = models.CharField(max_length=200)
    # Null without a default, so that SQLite adds the column and keeps the table's triggers.
    audience = models.CharField(max_length=40, null=True)  # noqa: DJ001 - null: nobody was asked

    class Meta:
        ordering = ("-on", "-pk")
        indexes = (models.Index(fields=("org_code", "on"), name="share_by_organisation"),)

    def __str__(self) -> str:
        return f"board of {self.org_code} shared on {self.on}"

    @property
    def about(self) -> About:
        """Whose board it was."""
        return About(self.project, self.unit)


class PublicLinkQuerySet(SteppedQuerySet["PublicLink"]):
    """Links with how they stand."""

    def with_last(self) -> Self:
        """With `state` and `state_at`, and what it shows since it was put up or renewed."""
        shown = LinkStep.objects.filter(link=OuterRef("pk"), step__in=LinkStep.SHOWN).order_by("-pk")
        return self.with_state().annotate(
            expires_on=Subquery(shown.values("expires_on")[:1]),
            content=Subquery(shown.values("content")[:1]),
            agreed_at=Subquery(shown.values("at")[:1]),
        )


class PublicLink(Stepped, Written):
    """A board that everybody may read who has its address: of a project, a unit, or the organisation's own.

    `number` counts up within the organisation. The secret of the address is never stored: `digest` is what
    it is known again by, and `nonce` what the site makes it from, with its own key (`links.py`).
    `expires_on` (the last day), `content` and `agreed_at` are there by `with_last()`.
    """

    expires_on: date
    content: dict[str, Any]
    agreed_at: datetime

    org_code = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    project = models.ForeignKey(Project, null=True, on_delete=models.PROTECT, related_name="public_links")
    # Null without a default, so that SQLite adds the column and keeps the table's triggers.
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    nonce = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)

    objects = PublicLinkQuerySet.as_manager()

    class Meta:
        ordering = ("org_code", "-number")
        constraints = (models.UniqueConstraint(name="public_link_once", fields=("org_code", "number")),)

    def __str__(self) -> str:
        return f"public link {self.number} of {self.org_code}"

    @property
    def about(self) -> About:
        """Whose board it is."""
        return About(self.project, self.unit)


class LinkStep(Step):
    """A link is put up, renewed or taken down.

    `content` is every word that was looked at and agreed to on that day: the public reads these words
    until somebody looks again, whatever is written on the board meanwhile.
    """

    PUT_UP, RENEWED, REVOKED = "put up", "renewed", "revoked"
    SHOWN = (PUT_UP, RENEWED)

    link = models.ForeignKey(PublicLink, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10, choices=[(each, each) for each in (*SHOWN, REVOKED)])
    expires_on = models.DateField(null=True)
    content = models.JSONField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                name="link_shown_until_a_day",
                condition=Q(step="revoked") | Q(expires_on__isnull=False, content__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.step} {self.link_id}"

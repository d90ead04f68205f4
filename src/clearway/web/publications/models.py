"""The value table: measure x organisation x period, with where each figure came from and when.

Rows are only ever added. A restated figure is a new row that points at the one it supersedes, so that
what was known on any day can be shown again, and both stay visible.
"""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from clearway.common.organisations import SYNTHETIC_TRUST, Organisation
from clearway.common.periods import Period, parse_period
from clearway.common.stamps import Stamp
from clearway.web.people.access import Access
from clearway.web.people.permissions import Permission
from clearway.web.publications.sums import sums_seen

RETURN = "return"
"""The layout of a source that is no file: what one organisation entered for one month."""
OWN = "clearway-values"
"""The layout of figures that an organisation computed from its records, or wrote into a file itself."""
LOGS = "team-logs"
"""The layout of figures that the site computed from what teams log on it."""
OF_SITE = (RETURN, LOGS)
"""Made on the site by people who signed in: never open to others, whoever loaded other figures."""
COMPUTED = (OWN, LOGS)


class SourceFileQuerySet(models.QuerySet["SourceFile"]):
    """Questions about the files that figures came from."""

    def open(self) -> Self:
        """The files that everybody may see: published ones, and those of the made-up trust alone."""
        entered = Q(layout__in=OF_SITE)
        if settings.OWN_FIGURES_OPEN:
            return self.exclude(entered)
        of_others = Value.objects.filter(source=OuterRef("pk")).exclude(org_code=SYNTHETIC_TRUST)
        return self.exclude(entered).filter(~Q(layout=OWN) | ~Exists(of_others))


class SourceFile(models.Model):
    """One file of figures that was read, and what was found in it.

    `stamp` says how the figures came about where they were computed from records
    (`clearway.common.stamps.Stamp`); it is null for figures that somebody published or typed.
    """

    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, unique=True)
    publisher = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    layout = models.CharField(max_length=50)
    status = models.CharField(max_length=20)
    licence = models.CharField(max_length=300)
    rounding = models.CharField(max_length=300)
    new = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()
    restated = models.PositiveIntegerField()
    older = models.PositiveIntegerField()
    unused = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    # Null without a default, so that SQLite adds the column and does not make the table again: its
    # triggers would go with it.
    stamp = models.JSONField(null=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.CharField(max_length=200)

    objects = SourceFileQuerySet.as_manager()

    class Meta:
        ordering = ("-recorded_at", "name")

    def __str__(self) -> str:
        return self.name

    @property
    def computed_as(self) -> Stamp | None:
        """How the figures were computed, None for published ones."""
        return None if self.stamp is None else Stamp.model_validate(self.stamp)


class ValueQuerySet(models.QuerySet["Value"]):
    """Questions that pages ask of the value table."""

    def current(self) -> Self:
        """The rows that nothing has superseded."""
        return self.filter(~Exists(Value.objects.filter(supersedes=OuterRef("pk"))))

    def of(self, organisation: Organisation) -> Self:
        """The rows of one organisation."""
        return self.filter(org_code=organisation.code)

    def open(self) -> Self:
        """The rows that everybody may see: published figures, and those of the made-up trust.

        What was made on the site, entered or computed from logs, never is; what was computed from records is
        where the settings say so (OWN_FIGURES_OPEN).
        """
        return self.filter(_open())

    def visible_to(self, access: Access) -> Self:
        """The open rows, all of the trusts whose figures the person may see, and sums as `sums.py` says."""
        own = Q(org_code__in=access.trusts(Permission.SEE_FIGURES))
        return self.filter(_open() | own | sums_seen(access))


def _open() -> Q:
    own = Q(source__layout__in=OF_SITE)
    if not settings.OWN_FIGURES_OPEN:
        own |= Q(source__layout=OWN)
    return ~own | Q(org_code=SYNTHETIC_TRUST)


class Value(models.Model):
    """One figure, or the reason why there is none.

    `value` is a fraction (0.089 for 8.9%) or, where there is no denominator, the count itself.
    `numerator`, `denominator` and `value` are null, never 0, when `state` is not `value`.
    """

    measure = models.CharField(max_length=64)
    component = models.CharField(max_length=64, blank=True)
    parameter = models.CharField(max_length=64, blank=True)
    version = models.CharField(max_length=32)
    org_level = models.CharField(max_length=20)
    org_code = models.CharField(max_length=64)
    period = models.CharField(max_length=7)
    period_start = models.DateField()
    numerator = models.FloatField(null=True)
    denominator = models.FloatField(null=True)
    value = models.FloatField(null=True)
    state = models.CharField(max_length=20)
    status = models.CharField(max_length=20)
    note = models.CharField(max_length=300, blank=True)
    source = models.ForeignKey(SourceFile, on_delete=models.PROTECT, related_name="values")
    row = models.PositiveIntegerField(null=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.CharField(max_length=200)
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="superseded_by"
    )

    objects = ValueQuerySet.as_manager()

    class Meta:
        ordering = ("measure", "component", "org_code", "period_start", "pk")
        indexes = (
            models.Index(
                fields=("measure", "component", "org_level", "period_start"), name="value_by_measure"
            ),
            models.Index(fields=("org_code", "measure"), name="value_by_organisation"),
        )
        constraints = (
            models.UniqueConstraint(
                name="value_first_once",
                fields=("measure", "component", "parameter", "version", "org_level", "org_code", "period"),
                condition=Q(supersedes=None),
                violation_error_message="this figure is already held; restate it instead",
            ),
            models.CheckConstraint(
                name="value_or_reason",
                condition=Q(state="value", value__isnull=False) | (~Q(state="value") & Q(value__isnull=True)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.measure} {self.org_code} {self.period}"

    @property
    def is_open(self) -> bool:
        """Whether everybody may see the row; the same rule as that of `ValueQuerySet.open`."""
        if self.org_code == SYNTHETIC_TRUST:
            return True
        hidden = OF_SITE if settings.OWN_FIGURES_OPEN else (*OF_SITE, OWN)
        return self.source.layout not in hidden

    @property
    def when(self) -> Period:
        """The period as a value with a label and an order."""
        return parse_period(self.period)

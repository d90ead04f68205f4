"""What a trust shares of a tested change, the copies that others make of it, and case studies and tools."""

from typing import Self

from django.db import models
from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from clearway.common.organisations import Organisation, directory
from clearway.web.cycles.models import Cycle, Decision
from clearway.web.projects.models.base import Written


class SharedTest(Written):
    """A cycle of which words were shared; the words themselves are its versions. Rows are only ever added."""

    cycle = models.OneToOneField(Cycle, on_delete=models.PROTECT, related_name="shared")
    org_code = models.CharField(max_length=64)
    package_id = models.CharField(max_length=80)

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("org_code",), name="shared_by_organisation"),)

    def __str__(self) -> str:
        return f"shared test {self.pk} of {self.org_code}"

    @property
    def organisation(self) -> Organisation:
        """The trust that tested it."""
        return directory().get(self.org_code)


class SharedVersionQuerySet(models.QuerySet["SharedVersion"]):
    """Questions about shared words."""

    def newest(self) -> Self:
        """The last version of each test, shared or withdrawn."""
        later = SharedVersion.objects.filter(shared=OuterRef("shared"), number__gt=OuterRef("number"))
        return self.filter(~Exists(later))

    def standing(self) -> Self:
        """The versions that others see now: the last of each test, unless it was withdrawn."""
        return self.newest().filter(withdrawal=None)

    def with_copies(self) -> Self:
        """Each with `copies`: how often its test was copied, in whichever version."""
        made = (
            Copy.objects.filter(version__shared=OuterRef("shared"))
            .order_by()
            .values("version__shared")
            .annotate(made=Count("pk"))
            .values("made")
        )
        return self.annotate(copies=Coalesce(Subquery(made), 0))


class SharedVersion(Written):
    """The words of a tested change as they were on one day. Rows are only ever added.

    Nothing is read from the cycle again: what it says later stays in its trust. `unit` and `births` are ids
    of `vocabulary.yaml`, as are the keys of `texts`. `questions` holds, for each question that is shared,
    its words, what was predicted, what came of it, and whether it came true. `effect` is that of the trust's
    own figures on that day, rounded; null where they are not shared. `ramp_began` is the day
    on which the first test of its ramp began, null where that was this one. `consent` is what the person
    confirmed.
    """

    copies: int

    shared = models.ForeignKey(SharedTest, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    idea = models.CharField(max_length=80, blank=True)
    driver = models.CharField(max_length=80, blank=True)
    scale = models.CharField(max_length=20)
    measure = models.CharField(max_length=64, blank=True)
    component = models.CharField(max_length=64, blank=True)
    parameter = models.CharField(max_length=64, blank=True)
    began = models.DateField()
    ramp_began = models.DateField(null=True)
    decided_on = models.DateField()
    decision = models.CharField(max_length=10, choices=Decision.choices)
    unit = models.CharField(max_length=40)
    births = models.CharField(max_length=40)
    who = models.CharField(max_length=300)
    circumstances = models.TextField(blank=True)
    lesson = models.TextField()
    texts = models.JSONField()
    questions = models.JSONField()
    effect = models.JSONField(null=True)
    consent = models.CharField(max_length=200)

    objects = SharedVersionQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(name="shared_version_once", fields=("shared", "number")),)

    def __str__(self) -> str:
        return f"version {self.number} of {self.shared_id}"


class SharedContact(models.Model):
    """Whom to ask about a shared test, where somebody wants to be asked.

    In a table of its own, so that it goes when the version is withdrawn or replaced.
    """

    version = models.OneToOneField(
        SharedVersion, primary_key=True, on_delete=models.PROTECT, related_name="contact"
    )
    name = models.CharField(max_length=200)
    reached = models.CharField(max_length=254)

    class Meta:
        ordering = ("version",)

    def __str__(self) -> str:
        return f"contact of {self.version_id}"


class Withdrawal(Written):
    """A shared test was taken back, with the reason. Only ever added; it can be shared again."""

    version = models.OneToOneField(SharedVersion, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"withdrawal of {self.version_id}"


class Copy(Written):
    """A cycle that was planned from the shared words of a test. Rows are only ever added."""

    cycle = models.OneToOneField(Cycle, on_delete=models.PROTECT, related_name="copy_of")
    version = models.ForeignKey(SharedVersion, on_delete=models.PROTECT, related_name="made_copies")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"copy of {self.version_id}"


class LibraryItem(Written):
    """A case study or a tool that a trust offers to all.

    Its words are never changed; a withdrawn one keeps its line and reason, and loses file and contact.
    """

    KINDS = (("case-study", "Case study"), ("tool", "Tool"))

    org_code = models.CharField(max_length=64)
    kind = models.CharField(max_length=12, choices=KINDS)
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=300)
    words = models.TextField(blank=True)
    package_id = models.CharField(max_length=80)
    driver = models.CharField(max_length=80, blank=True)
    idea = models.CharField(max_length=80, blank=True)
    link = models.URLField(max_length=500, blank=True)
    file_name = models.CharField(max_length=150, blank=True)
    file_kind = models.CharField(max_length=10, blank=True)
    file_size = models.PositiveIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    contact_name = models.CharField(max_length=200, blank=True)
    contact_reached = models.CharField(max_length=254, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_person = models.CharField(max_length=200, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=("idea",), name="item_by_idea"),)

    def __str__(self) -> str:
        return self.title

    @property
    def organisation(self) -> Organisation:
        """The trust that offers it."""
        return directory().get(self.org_code)


class ItemBody(models.Model):
    """The bytes of an item's file, in the database: outside every folder that a web server answers from."""

    item = models.OneToOneField(LibraryItem, primary_key=True, on_delete=models.PROTECT, related_name="body")
    content = models.BinaryField()

    class Meta:
        ordering = ("item",)

    def __str__(self) -> str:
        return f"bytes of {self.item_id}"

"""Uploads, what is read from them, and which figures they entered."""

import uuid
from datetime import timedelta
from typing import Self

from django.db import models

from clearway.web.audit.models import Person
from clearway.web.jobs.models import JobRun
from clearway.web.publications.models import Value


class State(models.TextChoices):
    """Where an upload is."""

    READING = "reading", "Being read"
    MATCHING = "matching", "Headings to confirm"
    REVIEW = "review", "To review"
    IMPORTING = "importing", "Being imported"
    IMPORTED = "imported", "Imported"
    UNDONE = "undone", "Undone"
    FAILED = "failed", "Cannot be read"
    CANCELLED = "cancelled", "Cancelled and deleted"
    EXPIRED = "expired", "Deleted, nobody approved it"


OPEN = (State.READING, State.MATCHING, State.REVIEW, State.IMPORTING, State.FAILED)
"""States from which somebody still has something to do."""
UNDO_FOR = timedelta(days=30)


class UploadQuerySet(models.QuerySet["Upload"]):
    """Questions that are asked of uploads."""

    def of(self, org_code: str) -> Self:
        """Those of one organisation."""
        return self.filter(org_code=org_code)

    def unfinished(self) -> Self:
        """Those that wait for somebody or something."""
        return self.filter(state__in=OPEN)


class Upload(models.Model):
    """One file that somebody gave, from then until it is imported and can no longer be undone.

    `review` counts the reviews: whoever approves says which one they saw. `counts` are those of the newest.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    org_code = models.CharField(max_length=64)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    said = models.TextField(blank=True)  # what a person must know of the state: why it failed, what changed
    mend = models.TextField(blank=True)
    sheet = models.JSONField(default=dict)  # title, how it was read, headings, unused headings
    columns = models.JSONField(null=True)  # number of a heading -> our column, once a person confirmed it
    review = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    run = models.ForeignKey(JobRun, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    person = models.CharField(max_length=200)
    via = models.CharField(max_length=50)
    key = models.CharField(max_length=100, blank=True)
    changed_at = models.DateTimeField(auto_now=True)
    imported_at = models.DateTimeField(null=True)
    imported_by = models.CharField(max_length=200, blank=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=200, blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=("org_code", "-at"), name="upload_by_organisation"),)

    def __str__(self) -> str:
        return f"{self.file_name} of {self.org_code} ({self.state})"

    @property
    def by(self) -> Person:
        """Who gave it."""
        return Person(name=self.person, via=self.via, key=self.key)


class UploadContent(models.Model):
    """The bytes of a file, apart from what is known of it so that they can go on their own."""

    upload = models.OneToOneField(Upload, primary_key=True, on_delete=models.CASCADE, related_name="content")
    data = models.BinaryField()

    def __str__(self) -> str:
        return f"content of {self.upload_id}"


class Outcome(models.TextChoices):
    """What would become of a row."""

    NEW = "new", "New"
    CHANGED = "changed", "Changed"
    SAME = "same", "The same as held"
    REPEATED = "repeated", "Twice in the file"
    BLANK = "blank", "Left blank"
    REJECTED = "rejected", "Rejected"


ENTERS = (Outcome.NEW, Outcome.CHANGED)


class UploadRow(models.Model):
    """One row of a file, or one month of a row where months stand side by side, as last reviewed.

    `number` is the row as the spreadsheet shows it, `cells` its texts by column, `mended` those that somebody
    wrote anew on the screen. `entry` is the cell as it will be entered, `held` the row of the value table
    that it would supersede. Rows go with the file.
    """

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    place = models.CharField(max_length=7, blank=True)
    cells = models.JSONField()
    mended = models.JSONField(default=dict)
    faults = models.JSONField(default=dict)  # unclosed quote, cells too many
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    findings = models.JSONField(default=list)
    period = models.CharField(max_length=7, blank=True)
    entry = models.JSONField(null=True)
    held = models.ForeignKey(Value, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(name="upload_row_once", fields=("upload", "position")),)
        indexes = (models.Index(fields=("upload", "outcome", "position"), name="upload_row_by_outcome"),)

    def __str__(self) -> str:
        return f"row {self.number} of {self.upload_id}: {self.outcome}"


class UploadedFigure(models.Model):
    """One figure that an upload entered, and the one that stood before. Only ever added to."""

    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="figures")
    value = models.OneToOneField(Value, primary_key=True, on_delete=models.PROTECT, related_name="uploaded")
    before = models.ForeignKey(Value, null=True, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()

    class Meta:
        ordering = ("value",)

    def __str__(self) -> str:
        return f"{self.value_id} by {self.upload_id}"

"""Files of figures that a program sent, from then until a job has dealt with them."""

import uuid

from django.db import models

from clearway.web.jobs.models import JobRun


class State(models.TextChoices):
    """How far an import is."""

    WAITING = "waiting", "Waiting to be read"
    DONE = "done", "Done"
    REFUSED = "refused", "Refused, nothing was kept"


class Import(models.Model):
    """One file of figures of an organisation. Its bytes go once it is dealt with; what came of it stays.

    `kept` says whether its figures were saved: not where it was a dry run, and not where it was refused.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    org_code = models.CharField(max_length=64)
    form = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    dry_run = models.BooleanField(default=False)
    data = models.BinaryField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    kept = models.BooleanField(default=False)
    counts = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    run = models.ForeignKey(JobRun, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    person = models.CharField(max_length=200)
    key = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=("org_code", "-at"), name="import_by_organisation"),)

    def __str__(self) -> str:
        return f"{self.form} of {self.org_code} ({self.state})"

"""What stands beside the figures of a month: choices, comments, collisions, samples, what was looked at.

The figures themselves are rows of the value table. All rows here are only ever added; `Look` alone moves on.
"""

from django.db import models

from clearway.measures.definitions import definitions
from clearway.web.publications.models import Value


def title_of(measure: str, component: str = "") -> str:
    """The short title of a measure, with its component."""
    sheet = definitions().get(measure)
    part = sheet.component(component) if sheet else None
    return (sheet.short_title if sheet else measure) + (f": {part.title}" if part else "")


class Choice(models.Model):
    """A decision of an organisation, from a month on: this driver or measure, or not.

    `subject` is the id of a secondary driver or of a measure; `parameter` is what fills the blank in a
    measure's name (`kind` parameter). A newer decision about the same thing holds from its own month on.
    """

    DRIVER, MEASURE, PARAMETER = "driver", "measure", "parameter"

    org_code = models.CharField(max_length=64)
    package = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=[(each, each) for each in (DRIVER, MEASURE, PARAMETER)])
    subject = models.CharField(max_length=80)
    parameter = models.CharField(max_length=64, blank=True)
    chosen = models.BooleanField()
    period = models.CharField(max_length=7)
    period_start = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    person = models.CharField(max_length=200)
    key = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("org_code", "package"), name="choice_by_organisation"),)

    def __str__(self) -> str:
        return f"{self.org_code} {'takes' if self.chosen else 'ends'} {self.subject} from {self.period}"


class CellDetail(models.Model):
    """What was said with a figure: a comment, a mark to come back to, the sample behind it."""

    TYPED, FILE, API, UNDO, LOG = "typed", "file", "api", "undo", "log"

    value = models.OneToOneField(Value, primary_key=True, on_delete=models.PROTECT, related_name="detail")
    comment = models.CharField(max_length=1000, blank=True)
    follow_up = models.BooleanField(default=False)
    origin = models.CharField(max_length=10, choices=[(each, each) for each in (TYPED, FILE, API, UNDO, LOG)])
    population = models.PositiveIntegerField(null=True)
    seed = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("value",)

    def __str__(self) -> str:
        return f"beside {self.value_id}"


class Collision(models.Model):
    """What somebody typed in a cell that somebody else had changed meanwhile. Nothing of it is lost.

    `held` is the row that stood when it was typed, None where the cell was emptied. `typed` holds the fields
    of the cell as `clearway.web.returns.cells.CellEntry` has them.
    """

    org_code = models.CharField(max_length=64)
    period = models.CharField(max_length=7)
    measure = models.CharField(max_length=64)
    component = models.CharField(max_length=64, blank=True)
    parameter = models.CharField(max_length=64, blank=True)
    typed = models.JSONField()
    held = models.ForeignKey(Value, null=True, on_delete=models.PROTECT, related_name="collisions")
    held_person = models.CharField(max_length=200, blank=True)
    held_key = models.CharField(max_length=64, blank=True)
    person = models.CharField(max_length=200)
    key = models.CharField(max_length=64, blank=True)
    origin = models.CharField(max_length=10)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("org_code", "period"), name="collision_by_month"),)

    def __str__(self) -> str:
        return f"{self.measure} {self.org_code} {self.period}: {self.person} and {self.held_person}"

    @property
    def title(self) -> str:
        """The cell's measure as people call it."""
        return title_of(self.measure, self.component)


class CollisionEnd(models.Model):
    """Which of the two was kept, and by whom."""

    HELD, TYPED = "held", "typed"

    collision = models.OneToOneField(
        Collision, primary_key=True, on_delete=models.PROTECT, related_name="end"
    )
    kept = models.CharField(max_length=5, choices=[(HELD, HELD), (TYPED, TYPED)])
    at = models.DateTimeField(auto_now_add=True)
    person = models.CharField(max_length=200)
    key = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("collision",)

    def __str__(self) -> str:
        return f"{self.kept} of {self.collision_id}"


class SampleChoice(models.Model):
    """A team's choice to review a sample for a measure in a month, or to go back to everybody.

    `members` are the numbers drawn, counted along the month's own list of `population` women.
    """

    org_code = models.CharField(max_length=64)
    period = models.CharField(max_length=7)
    measure = models.CharField(max_length=64)
    component = models.CharField(max_length=64, blank=True)
    sampled = models.BooleanField()
    population = models.PositiveIntegerField(null=True)
    seed = models.CharField(max_length=200, blank=True)
    members = models.JSONField(default=list)
    at = models.DateTimeField(auto_now_add=True)
    person = models.CharField(max_length=200)
    key = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("org_code", "period"), name="sample_by_month"),)

    def __str__(self) -> str:
        return f"{self.measure} {self.org_code} {self.period}: {len(self.members)} of {self.population}"


class Look(models.Model):
    """Until when somebody has seen what changed in an organisation: they said so by a button."""

    key = models.CharField(max_length=64)
    org_code = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ("org_code", "key")
        constraints = (models.UniqueConstraint(name="look_once", fields=("key", "org_code")),)

    def __str__(self) -> str:
        return f"{self.org_code} {self.at}"

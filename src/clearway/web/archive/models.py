"""What an organisation that moved here says of rows that did not come with it."""

from django.db import models


class Elsewhere(models.Model):
    """A reference of a row to one of another organisation, or to a published figure, that is not here.

    `table` and `row` name the row that refers (`cycles.Cycle`, its key as text), `field` its column,
    `known_by` what the other row is known by. The column itself is empty; an export writes the reference as
    it came.
    """

    org_code = models.CharField(max_length=64)
    table = models.CharField(max_length=100)
    row = models.CharField(max_length=64)
    field = models.CharField(max_length=100)
    known_by = models.JSONField()

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(name="elsewhere_once", fields=("table", "row", "field")),)

    def __str__(self) -> str:
        return f"{self.table} {self.row} {self.field}"


class Aside(models.Model):
    """A whole row that cannot stand here, because it must refer to something that is not here.

    `cells` is the row as it came; `after` says how many rows of its table stood before it.
    """

    org_code = models.CharField(max_length=64)
    table = models.CharField(max_length=100)
    after = models.PositiveIntegerField()
    cells = models.JSONField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"a row of {self.table} of {self.org_code}"

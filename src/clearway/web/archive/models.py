"""What an organisation that moved here says of rows that did not come with it."""

from django.db import models


class Elsewhere(models.Model):
    """A reference of a row to one of another organisation, or to a published figure, that is not here.

    `table` and `row` name the row that refers (`cycles.Cycle`, its key as text), `field` its column,
    `known_by` what the other row is known by. The column itself is empty; an export writes the reference as
    it came.

    Of a column of which only the organisation's own part goes (`own` in `tables.yaml`), `known_by` is that
    part, where the row was here before and does not tell it.
    """

    org_code = models.CharField(max_length=64)
    table = models.CharField(max_length=100)
    row = models.CharField(max_length=64)
    field = models.CharField(max_length=100)
    known_by = models.JSONField()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(name="elsewhere_once", fields=("org_code", "table", "row", "field")),
        )

    def __str__(self) -> str:
        return f"{self.table} {self.row} {self.field}"


class Aside(models.Model):
    """A whole row that cannot stand here, because it must refer to something that is not here.

    `cells` is the row as it came; `after` says how many rows of its table stood before it. When what it
    refers to has come, it stands in its table and `row` is its key; in an export it keeps its old place.
    """

    org_code = models.CharField(max_length=64)
    table = models.CharField(max_length=100)
    after = models.PositiveIntegerField()
    cells = models.JSONField()
    row = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"a row of {self.table} of {self.org_code}"

"""Units of a trust, and the steps from their opening to their end."""

from typing import Self

from django.db import models

from clearway.common.organisations import Organisation, directory
from clearway.web.audit.rows import Step, Stepped, SteppedQuerySet, Written
from clearway.web.units.kinds import kind_title


class UnitQuerySet(SteppedQuerySet["Unit"]):
    """Questions about units."""

    def open(self) -> Self:
        """Those that are not closed, with `state`."""
        return self.with_state().exclude(state=UnitStep.CLOSED)


class Unit(Stepped, Written):
    """A hospital site, ward, clinic or team of one trust; `number` counts up within the trust.

    `name`, `kind` (an id of `kinds.yaml`) and `site_code` repeat what the last step says, so that lists can
    be read at once; only the action that adds a step moves them. `site_code` is that of the site in the
    directory which the unit is, or "": figures of the site are then figures of the unit.
    """

    org_code = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    site_code = models.CharField(max_length=64, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ("org_code", "number")
        constraints = (models.UniqueConstraint(name="unit_number_once", fields=("org_code", "number")),)

    def __str__(self) -> str:
        return f"{self.org_code} {self.number}: {self.name}"

    @property
    def organisation(self) -> Organisation:
        """The trust whose unit it is."""
        return directory().get(self.org_code)

    @property
    def site(self) -> Organisation | None:
        """The site of the directory which it is, or None."""
        return directory().find(self.site_code) if self.site_code else None

    @property
    def is_open(self) -> bool:
        """Whether it is not closed; of a unit that was read with its state."""
        return self.state != UnitStep.CLOSED

    @property
    def kind_title(self) -> str:
        """What it is, for people."""
        return kind_title(self.kind)

    @property
    def subject(self) -> str:
        """What the change log calls the unit."""
        return f"unit {self.number} of {self.org_code}"


class UnitStep(Step):
    """A unit is opened, changed, closed or opened again; each row holds what it was called from then on."""

    OPENED, CHANGED, CLOSED, REOPENED = "opened", "changed", "closed", "reopened"
    STEPS = (OPENED, CHANGED, CLOSED, REOPENED)

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10, choices=[(each, each) for each in STEPS])
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    site_code = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.step} {self.unit_id}"

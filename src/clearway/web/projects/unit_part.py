"""What the page of a unit says of projects: which work there."""

from dataclasses import dataclass
from datetime import date

from clearway.web.people.access import Access
from clearway.web.people.permissions import Permission
from clearway.web.projects.here import COLOURS
from clearway.web.projects.models import Project, Status
from clearway.web.projects.selectors import at_unit
from clearway.web.units.models import Unit
from clearway.web.units.parts import UnitPart


@dataclass(frozen=True)
class There:
    """A project that works in the unit."""

    project: Project
    since: date
    colour: str


def there(unit: Unit, access: Access) -> tuple[There, ...] | None:
    """The projects that work there now, the newest first; None for whoever may not see them."""
    if not access.allows(Permission.SEE_IMPROVEMENT, unit.org_code):
        return None
    return tuple(There(row.project, row.since, COLOURS[Status(row.project.status)]) for row in at_unit(unit))


PART = UnitPart("projects", "projects/unit_projects.jinja", there)

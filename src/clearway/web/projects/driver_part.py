"""What the page of a secondary driver says of projects: which of one's own work on it."""

from django.urls import reverse

from clearway.common.organisations import directory
from clearway.package.model import Package
from clearway.web.design.filters import day
from clearway.web.diagram.driver_parts import MOST, DriverPart, Line
from clearway.web.people.access import Access
from clearway.web.people.permissions import Permission
from clearway.web.projects.here import COLOURS
from clearway.web.projects.models import Status
from clearway.web.projects.selectors import on_driver


def projects_on_driver(package: Package, driver: str, access: Access) -> DriverPart | None:
    """Those that the visitor may see, the newest first; None for those who see no improvement work."""
    codes = access.trusts(Permission.SEE_IMPROVEMENT)
    if not codes:
        return None
    rows = list(on_driver(package.id, driver, codes))
    several = len(codes) > 1
    lines = tuple(
        Line(
            row.title,
            reverse("project", args=[row.org_code, row.number]),
            row.get_status_display(),
            COLOURS[Status(row.status)],
            f"{directory().get(row.org_code).name}, begun {day(row.started_on)}"
            if several
            else f"begun {day(row.started_on)}",
        )
        for row in rows[:MOST]
    )
    words = "" if rows else "No project works on this driver yet."
    return DriverPart("own-projects", "Projects on this driver", words, lines, len(rows) - len(lines))

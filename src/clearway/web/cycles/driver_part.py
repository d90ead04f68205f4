"""What the page of a secondary driver says of tests of change: those of one's own projects."""

from django.urls import reverse

from clearway.package.model import Package
from clearway.web.cycles.presenters.cycles import standing_tag
from clearway.web.cycles.selectors import on_driver
from clearway.web.design.filters import day
from clearway.web.diagram.driver_parts import MOST, DriverPart, Line
from clearway.web.people.access import Access
from clearway.web.people.permissions import Permission


def tests_on_driver(package: Package, driver: str, access: Access) -> DriverPart | None:
    """The tests of the driver and of its change ideas, the last planned first, each with how it stands."""
    codes = access.trusts(Permission.SEE_IMPROVEMENT)
    if not codes:
        return None
    ideas = [idea.id for idea in package.driver(driver).change_ideas]
    rows = list(on_driver(package.id, driver, ideas, codes))
    lines = []
    for row in rows[:MOST]:
        tag, colour = standing_tag(row)
        project = row.project
        about = f"{project.title}{f', decided {day(row.decided_on)}' if row.decided_on else ''}"
        address = reverse("cycle", args=[project.org_code, project.number, row.number])
        lines.append(Line(row.title, address, tag, colour, about))
    words = "" if rows else "Nothing has been tested on this driver yet."
    return DriverPart(
        "own-tests", "Tests of change on this driver", words, tuple(lines), len(rows) - len(lines)
    )

"""What waits of the library: shared tests whose figures have grown since."""

from collections.abc import Iterator

from django.urls import reverse

from clearway.web.design.filters import day
from clearway.web.library import selectors
from clearway.web.library.figures import months_added
from clearway.web.people.access import Access
from clearway.web.people.models import User
from clearway.web.people.permissions import Permission
from clearway.web.projects.waiting import Group, Line


def effects_to_renew(access: Access, user: User) -> Iterator[Group]:
    """The shared tests of the person's trusts that have enough new months to share their figures anew."""
    versions = list(selectors.with_own_effect(access.trusts(Permission.RUN_IMPROVEMENT)))
    added = months_added(versions)
    lines = []
    for version in versions:
        if version.pk in added:
            cycle = version.shared.cycle
            address = reverse(
                "library-share", args=[version.shared.org_code, cycle.project.number, cycle.number]
            )
            about = f"{added[version.pk]} months of figures since {day(version.at)}"
            lines.append(Line(version.title, address, about))
    yield Group("your-effects", "Shared tests whose figures can be brought up to date", tuple(lines))

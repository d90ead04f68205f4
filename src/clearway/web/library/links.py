"""What the library says on pages that stand below it: of a change idea, and of a cycle."""

from collections import Counter
from collections.abc import Iterator

from django.urls import reverse

from clearway.package.model import Package
from clearway.web.cycles.models import Cycle, Stage
from clearway.web.cycles.notices import Notice
from clearway.web.design.filters import day
from clearway.web.diagram.driver_parts import DriverPart
from clearway.web.diagram.idea_links import IdeaLink
from clearway.web.library import selectors
from clearway.web.library.presenters.shared import DECISIONS
from clearway.web.people.access import Access
from clearway.web.people.permissions import Permission
from clearway.web.projects.findings import Asked, Finding
from clearway.web.projects.here import Here
from clearway.web.projects.origins import Origin


def tests_of_idea(package: Package, idea: str, access: Access) -> IdeaLink | None:
    """How many trusts shared a test of the idea; None for visitors who may not see the library."""
    if not access.organisations(Permission.SEE_IMPROVEMENT):
        return None
    rows = list(selectors.tested(package.id, idea))
    trusts = len({row.shared.org_code for row in rows})
    words = "No trust has shared a test of it yet."
    if rows:
        tests = "1 test" if len(rows) == 1 else f"{len(rows)} tests"
        words = f"{tests} of it, by {trusts} {'trust' if trusts == 1 else 'trusts'}, can be read and copied."
    address = reverse("library-idea", args=[idea], query={"package": package.id})
    return IdeaLink("Tested by others", words, address, "See it in the library")


def tests_of_driver(package: Package, driver: str, access: Access) -> DriverPart | None:
    """How many tests of the driver's ideas stand in the library, and what was decided on them."""
    if not access.organisations(Permission.SEE_IMPROVEMENT):
        return None
    rows = list(selectors.of_driver(package.id, driver))
    decided = Counter(row.decision for row in rows)
    told = [
        f"{DECISIONS[name][0].split(',')[0].lower()} {decided[name]}" for name in DECISIONS if decided[name]
    ]
    trusts = len({row.shared.org_code for row in rows})
    words = "No trust has shared a test of its ideas yet."
    if rows:
        tests = "1 test" if len(rows) == 1 else f"{len(rows)} tests"
        by = f"{trusts} {'trust' if trusts == 1 else 'trusts'}"
        words = f"{tests} of its ideas, by {by}, can be read and copied: {', '.join(told)}."
    address = reverse("library", query={"package": package.id, "driver": driver})
    return DriverPart(
        "library-tests", "Tested by all trusts", words, (), 0, address, "See them in the library"
    )


def shared_test(asked: Asked) -> Finding | None:
    """A shared test, as the finding from which an action starts; None where it is not shared any more."""
    if not asked.access.organisations(Permission.SEE_IMPROVEMENT):
        return None
    version = selectors.test_called(asked.reference)
    if version is None:
        return None
    words = f"{version.title} ({version.shared.organisation.name})"[:200]
    address = reverse("library-test", args=[version.shared.pk])
    return Finding(Origin("library", selectors.reference_of(version.shared), words), address)


def library_notices(at: Here, cycle: Cycle) -> Iterator[Notice]:
    """Where a cycle was copied from, and whether a decided one is shared."""
    yield from _origin(cycle)
    if cycle.state == Stage.DECIDED:
        yield from _sharing(at, cycle)


def _origin(cycle: Cycle) -> Iterator[Notice]:
    copy = selectors.copy_behind(cycle)
    if copy is None:
        if cycle.copied_from is not None and cycle.copied_from.project.org_code != cycle.project.org_code:
            yield Notice(f"Copied from a test of {cycle.copied_from.project.organisation.name}.")
        return
    shared = copy.version.shared
    words = f"Copied from a test of {shared.organisation.name}, shared on {day(copy.version.at)}."
    now = selectors.standing_test(shared.pk)
    if now is None:
        yield Notice(f"{words} It was withdrawn since.")
        return
    contact = getattr(now, "contact", None)
    asked = f" Contact: {contact.name}, {contact.reached}." if contact else ""
    yield Notice(f"{words}{asked}", reverse("library-test", args=[shared.pk]), "Read what they learned")


def _sharing(at: Here, cycle: Cycle) -> Iterator[Notice]:
    version = selectors.newest_of(cycle)
    share = reverse("library-share", args=[at.organisation.code, at.project.number, cycle.number])
    if version is not None and getattr(version, "withdrawal", None) is None:
        words = f"Shared with the collaborative on {day(version.at)}; copied {_times(version.copies)}."
        yield Notice(words, reverse("library-test", args=[version.shared.pk]), "See what others see")
    elif at.may_run:
        words = "Others can learn from this test, whatever was decided."
        yield Notice(words, share, "Share it with the collaborative")


def _times(number: int) -> str:
    return {0: "by nobody yet", 1: "once"}.get(number, f"{number} times")

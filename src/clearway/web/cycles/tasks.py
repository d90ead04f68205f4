"""The tasks of a test of change: actions of the organisation that began from the test."""

from collections.abc import Sequence

from django.urls import reverse

from clearway.web.cycles.models import Cycle
from clearway.web.projects import selectors
from clearway.web.projects.findings import Asked, Finding
from clearway.web.projects.origins import Origin
from clearway.web.projects.presenters.work import ActionLine, action_lines

KIND = "cycle"
"""The kind of their origin; an id of the origins of projects."""


def reference_of(cycle: Cycle) -> str:
    """What such a task says of its test: "3/2" is test 2 of project 3."""
    return f"{cycle.project.number}/{cycle.number}"


def tasks_of(cycle: Cycle) -> Sequence[ActionLine]:
    """What is to be done for the test, by whom and until when."""
    rows = selectors.actions(cycle.project.organisation)
    return action_lines(rows.filter(origin_kind=KIND, origin_reference=reference_of(cycle)))


def test_of(asked: Asked) -> Finding | None:
    """The test that an action names."""
    project, _, number = asked.reference.partition("/")
    if not (project.isdecimal() and number.isdecimal() and len(project) < 10 and len(number) < 10):
        return None
    rows = Cycle.objects.filter(
        project__org_code=asked.organisation.code, project__number=int(project), number=int(number),
        left_out=False,
    )  # fmt: skip
    row = rows.select_related("project").first()
    if row is None:
        return None
    return Finding(Origin(KIND, reference_of(row), row.title[:200]), address_of(row))


def address_of(cycle: Cycle) -> str:
    """The page of the test."""
    return reverse("cycle", args=[cycle.project.org_code, cycle.project.number, cycle.number])

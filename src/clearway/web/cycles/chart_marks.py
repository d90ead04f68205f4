"""Tests of change on the charts of the measures that they watch."""

from collections.abc import Iterator

from django.urls import reverse

from clearway.common.organisations import Organisation
from clearway.web.charts.marks import Mark
from clearway.web.cycles.models import CycleStep, Decision, Stage
from clearway.web.cycles.selectors import beginnings, decisions
from clearway.web.people.access import Access
from clearway.web.people.permissions import Permission


def chart_marks(organisation: Organisation, measure: str, access: Access) -> Iterator[Mark]:
    """When tests of the measure began and what was decided, for those who may see the projects."""
    if not access.allows(Permission.SEE_IMPROVEMENT, organisation.code):
        return
    for step in (*beginnings(organisation, measure), *decisions(organisation, measure)):
        yield Mark(
            day=step.on,
            text=_words(step),
            kind="change" if step.step == Stage.DECIDED else "event",
            known_from=step.at.date(),
            parameter=step.cycle.parameter,
            address=reverse("cycle", args=[organisation.code, step.cycle.project.number, step.cycle.number]),
        )


def _words(step: CycleStep) -> str:
    cycle = step.cycle
    if step.step == Stage.DECIDED:
        return f"{Decision(step.decision).label} (cycle {cycle.number}): {cycle.title}"
    return f"Test begins (cycle {cycle.number}): {cycle.title}"

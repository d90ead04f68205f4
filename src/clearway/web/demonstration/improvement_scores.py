"""What is known of a project's measures, and of its progress, at a moment of the story."""

from collections.abc import Mapping

from django.utils import timezone

from clearway.web.cycles.presenters.progress import kept
from clearway.web.cycles.progress import evidence
from clearway.web.cycles.standing import standing_of
from clearway.web.people.access import NOBODY, access_of_user
from clearway.web.people.models import User
from clearway.web.projects.models import Project
from clearway.web.publications.models import Value

LATEST = 3
"""So many months make a baseline: one month of a small trust says little."""


def rows_of(org_code: str, measure: str) -> list[Value]:
    """The rows of a measure that are known by now and still stand, oldest first."""
    held = Value.objects.current().filter(
        org_code=org_code, measure=measure, component="", recorded_at__lte=timezone.now()
    )
    return list(held.order_by("period_start"))


def level(rows: list[Value]) -> float | None:
    """Where the newest months stand together: of all women, not the mean of the months' shares."""
    last = [row for row in rows if row.value is not None][-LATEST:]
    if not last:
        return None
    whole = sum(row.denominator or 0 for row in last)
    if whole:
        return sum(row.numerator or 0 for row in last) / whole
    return sum(row.value or 0 for row in last) / len(last)


def seen(project: Project, coach: User | None) -> Mapping[str, object]:
    """What the site finds now for a score, by the figures that the project's coach may see."""
    access = access_of_user(coach) if coach else NOBODY
    now = Project.objects.get(pk=project.pk)  # its status moved since the story began it
    return kept(evidence(standing_of(now, access)))

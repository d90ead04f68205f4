"""What the site knows of a project when its team scores a month."""

from collections.abc import Mapping
from itertools import takewhile

from django.utils import timezone

from clearway.common.organisations import directory
from clearway.measures.definitions import definition
from clearway.spc.history import replay
from clearway.spc.words import Variation
from clearway.web.charts.over_time import AS_USUAL, judged
from clearway.web.charts.selectors import chart_history
from clearway.web.cycles.models import Cycle, CycleStep, Decision, Stage
from clearway.web.cycles.progress import Goal, Standing, evidence, supported
from clearway.web.projects.actions.lifecycle import approved_version
from clearway.web.projects.models import PlannedMeasure, Project
from clearway.web.projects.vocabulary import vocabulary
from clearway.web.publications.models import Value

LATEST = 3
"""So many months make a baseline or a present level: one month of a small trust says little."""


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


def seen(project: Project) -> Mapping[str, object]:
    """The evidence for a score as of now, as it is kept with the score."""
    found = evidence(_standing(project))
    return {
        "supported": supported(found),
        "looked_for": [
            {"id": one.id, "score": one.score, "found": one.found, "words": one.words} for one in found
        ],
    }


def _standing(project: Project) -> Standing:
    held = set(project.members.filter(ended_at=None).values_list("role", flat=True))
    steps = CycleStep.objects.filter(cycle__project=project)
    adopted = Cycle.objects.filter(project=project, steps__decision=Decision.ADOPT)
    return Standing(
        charter_approved=approved_version(project) is not None,
        missing_roles=[word.title for word in vocabulary().roles if word.needed and word.id not in held],
        goals=[_goal(line) for line in project.planned_measures.filter(left_out=False)],
        studied=steps.filter(step=Stage.STUDY).count(),
        adopted=len(adopted),
        sustained=sum(1 for cycle in adopted if cycle.texts.get("sustain", "").strip()),
    )


def _goal(line: PlannedMeasure) -> Goal:
    rows = rows_of(line.project.org_code, line.measure) if line.measure else []
    now = level(rows)
    way = None
    if None not in (now, line.baseline, line.target) and line.target != line.baseline:
        way = (now - line.baseline) / (line.target - line.baseline)  # type: ignore[operator]
    months = _improved_months(line, rows) if rows else 0
    return Goal(
        kind=line.kind,
        has_baseline=line.baseline is not None,
        has_target=line.target is not None,
        way=way,
        improved=months > 0,
        held_months=months,
    )


def _improved_months(line: PlannedMeasure, rows: list[Value]) -> int:
    """For how many months up to the newest its chart has said "improvement"; 0 where it does not now."""
    sheet = definition(line.measure)
    settings = replay(chart_history(directory().get(line.project.org_code), line.measure))
    chart = judged(sheet, rows, AS_USUAL, settings, line.target)
    if chart.summary.variation not in (Variation.IMPROVEMENT_HIGH, Variation.IMPROVEMENT_LOW):
        return 0
    return sum(1 for _ in takewhile(lambda point: point.rules, reversed(chart.valued)))

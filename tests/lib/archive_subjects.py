"""Rows about a subject, and a measure of a team's own, for tests of the export."""

from collections.abc import Mapping
from datetime import date

from clearway.web.charts.models import ChartEvent
from clearway.web.cycles.models import Cycle, Question
from clearway.web.projects.models import OwnValue, PlannedMeasure

SUBJECT = "=Clean “air” é 🤰🏽"


def subjects(code: str, cycle: Cycle, words: str, wrote: Mapping[str, object]) -> None:
    """What fills the blank in the name of a measure, in every table that keeps it; a measure of their own."""
    of = {"measure": "staff-trained-subject", "parameter": SUBJECT}
    Cycle.objects.create(project=cycle.project, number=3, title="S", scale="s", **of, **wrote)
    Question.objects.create(cycle=cycle, number=2, words="S", kind="number", period="2026-03", **of, **wrote)
    PlannedMeasure.objects.create(project=cycle.project, kind="process", title="S", **of, **wrote)
    ChartEvent.objects.create(
        org_code=code, event_id=f"{code}-2", kind="note", effective=wrote["at"], reason="r", author="a",
        recorded_at=wrote["at"], **of,
    )  # fmt: skip
    own = PlannedMeasure.objects.create(
        project=cycle.project, kind="balancing", title=words, unit="=days", direction="decrease",
        number_kind="share", rhythm="week", **wrote,
    )  # fmt: skip
    for value in (0.0, None, 5e-324, 0.1 + 0.2):
        OwnValue.objects.create(line=own, start=date(1, 1, 1), value=value, reason=words, **wrote)
    OwnValue.objects.create(
        line=own, start=wrote["at"].date(), numerator=0.0, denominator=3.0, value=0.0, **wrote
    )

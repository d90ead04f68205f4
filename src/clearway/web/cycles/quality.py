"""Five marks of a good test of change, found in its record and explained. Never a score, never for blame.

The marks follow Taylor and others (BMJ Quality & Safety 2014): few published PDSA reports show them all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from clearway.web.cycles.form import form, rank, scale


@dataclass(frozen=True)
class CycleRecord:
    """What the marks are found in. `months` are the first days of months with a figure of its measure."""

    texts: Mapping[str, str]
    ended: bool
    scale: str
    parent_scale: str | None
    children: int
    questions: int
    predicted: int
    begins: date | None
    ends: date | None
    months: Sequence[date]


@dataclass(frozen=True)
class Mark:
    """A mark, whether it was found, and why it was or was not."""

    id: str
    title: str
    found: bool
    why: str


def marks(record: CycleRecord) -> tuple[Mark, ...]:
    """The five marks in their usual order."""
    return (
        _documented(record),
        _iterative(record),
        _prediction(record),
        _small_first(record),
        _over_time(record),
    )


def _documented(record: CycleRecord) -> Mark:
    stages = ("plan", "do", "study", "act") if record.ended else ("plan",)
    asked = [field for stage in stages for field in form().stage(stage) if field.asked]
    missing = [field.title for field in asked if not record.texts.get(field.id, "").strip()]
    why = (
        f"Still empty: {'; '.join(missing)}."
        if missing
        else "Every stage that it has reached is written down."
    )
    return Mark("documented", "Documented", not missing, why)


def _iterative(record: CycleRecord) -> Mark:
    linked = record.parent_scale is not None or record.children > 0
    why = "It is one of a chain of cycles." if linked else "It stands alone: one cycle is rarely enough."
    return Mark("iterative", "One of a chain", linked, why)


def _prediction(record: CycleRecord) -> Mark:
    found = 0 < record.questions == record.predicted
    if not record.questions:
        why = "It asks no question."
    else:
        why = f"{record.predicted} of {record.questions} questions had a prediction before the test began."
    return Mark("prediction", "Prediction-based", found, why)


def _small_first(record: CycleRecord) -> Mark:
    if record.parent_scale is None:
        found = scale(record.scale).small
        why = (
            "The first test of the chain is small." if found else "The first test of the chain is not small."
        )
    else:
        found = rank(record.scale) >= rank(record.parent_scale)
        why = (
            "It is at least as large as the one before." if found else "It is smaller than the one before it."
        )
    return Mark("small-first", "Small first, then larger", found, why)


def _over_time(record: CycleRecord) -> Mark:
    title = "Data over time"
    if record.begins is None:
        return Mark("over-time", title, False, "It has no first day, so no figures can be set beside it.")
    first = record.begins.replace(day=1)  # the month in which it begins is its own
    before = sum(1 for month in record.months if month < first)
    after = sum(1 for month in record.months if month >= first)
    found = before >= 3 and after >= 1
    why = f"{before} months of its measure before it began and {after} since; 3 and 1 are the least."
    return Mark("over-time", title, found, why)

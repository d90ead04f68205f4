"""Five marks of a good test of change, found in its record and explained. Never a score, never for blame.

The marks follow Taylor and others (BMJ Quality & Safety 2014): few published PDSA reports show them all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from clearway.web.cycles.form import STAGES, form, rank, scale
from clearway.web.cycles.models import Stage

NAMES = {str(stage): stage.label for stage in Stage}


@dataclass(frozen=True)
class CycleRecord:
    """What the marks are found in.

    `state` is how the cycle stands, `reached` its stages so far, in their order. Of the `questions`
    `predicted` have a prediction from before the test began, and `late` only one from after. `months` are the
    first days of months with a figure of its measure.
    """

    texts: Mapping[str, str]
    state: str
    reached: Sequence[str]
    scale: str
    parent_scale: str | None
    children: int
    questions: int
    predicted: int
    late: int
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
    """Every stage that the cycle has been through is asked for the words that it needs.

    The stage in which it is now is asked when it moves on: a cycle in Study needs Plan and Do. One in Plan
    has been through none, so its plan is asked for at once.
    """
    asked = _asked(record)
    empty = [
        f"{field.title} ({NAMES[stage]})"
        for stage in asked
        for field in form().stage(stage)
        if field.asked and not record.texts.get(field.id, "").strip()
    ]
    why = f"Still empty: {'; '.join(empty)}." if empty else _written(record, asked)
    return Mark("documented", "Documented", not empty, why)


def _asked(record: CycleRecord) -> Sequence[str]:
    """The stages that it has been through, all four once it is decided; the plan at least."""
    if record.state == Stage.DECIDED:
        return STAGES
    return record.reached[:-1] or STAGES[:1]


def _written(record: CycleRecord, asked: Sequence[str]) -> str:
    names = [NAMES[stage] for stage in asked]
    listed = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
    said = f"{listed} {'are' if len(names) > 1 else 'is'} written down"
    now = record.reached[-1] if record.reached else STAGES[0]
    if record.state == Stage.STOPPED:
        return f"{said}; the test was stopped in {NAMES[now]}, with the reason."
    if record.state in STAGES and now not in asked:
        return f"{said}; {NAMES[now]} is asked for when it moves on."
    return f"{said}."


def _iterative(record: CycleRecord) -> Mark:
    linked = record.parent_scale is not None or record.children > 0
    why = "It is one of a chain of cycles." if linked else "It stands alone: one cycle is rarely enough."
    return Mark("iterative", "One of a chain", linked, why)


def _prediction(record: CycleRecord) -> Mark:
    found = 0 < record.questions == record.predicted
    if not record.questions:
        why = "It asks no question."
    else:
        asked = f"{record.questions} {'question' if record.questions == 1 else 'questions'}"
        why = f"{record.predicted} of {asked} had a prediction before the test began."
        if record.late:
            why = f"{why[:-1]}; {record.late} only one from after, which does not count."
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

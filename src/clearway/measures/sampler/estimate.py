"""From answers to an estimate: one row of figures that says it rests on a sample."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from clearway.common.errors import ClearwayError
from clearway.measures.definitions import definition
from clearway.measures.results import COLUMNS, Result, State, result_cells
from clearway.measures.sampler.drawing import Sample
from clearway.measures.sampler.interval import finite_interval

CONFIDENCE = 0.95
SAMPLED_COLUMNS = (
    *COLUMNS, "sample_size", "population", "not_answered", "lower", "upper", "confidence", "seed",
)  # fmt: skip


class Answer(StrEnum):
    """What the review of one record found."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    """The record does not say; it is no "no", and is not counted."""


@dataclass(frozen=True)
class Estimate:
    """`result` has the reviewed women with the answer yes over those with an answer.

    The limits are of the proportion among all `population` women of the month. `not_answered` were drawn
    and have no usable answer: many of them can bias the figure, and no interval shows it.
    """

    result: Result
    sample_size: int
    population: int
    not_answered: int
    lower: float | None
    upper: float | None
    seed: str


def evaluate(sample: Sample, answers: Mapping[str, Answer]) -> Estimate:
    """The estimate from the answers by identifier; one without an answer is not yet reviewed.

    Raises ClearwayError where somebody was answered for who was not drawn, or nobody was answered for.
    """
    strangers = len(set(answers) - set(sample.members))
    if strangers:
        raise ClearwayError(
            f"{strangers} answers are about women who were not drawn",
            mend="Answer for the women of the list only",
        )
    given = [answers[member] for member in sample.members if member in answers]
    yes, no = given.count(Answer.YES), given.count(Answer.NO)
    if sample.population and not yes + no:
        raise ClearwayError("No answer is filled in", mend="Write yes, no or unknown beside each woman")
    subject = sample.subject
    head = (subject.measure, subject.component, "", definition(subject.measure).version)
    place = (subject.org_level, subject.org_code, str(subject.period))
    if not sample.population:
        empty = Result(*head, *place, 0, 0, None, State.NOT_APPLICABLE)
        return Estimate(empty, 0, 0, 0, None, None, sample.seed)
    counted = yes + no
    row = Result(*head, *place, yes, counted, yes / counted, State.VALUE)
    lower, upper = finite_interval(yes, counted, sample.population, CONFIDENCE)
    return Estimate(row, counted, sample.population, sample.size - counted, lower, upper, sample.seed)


def sampled_cells(estimate: Estimate) -> list[object]:
    """The cells of a sampled figure, in the order of SAMPLED_COLUMNS."""
    limits = ["" if limit is None else repr(limit) for limit in (estimate.lower, estimate.upper)]
    counts = [estimate.sample_size, estimate.population, estimate.not_answered]
    return [*result_cells(estimate.result), *counts, *limits, CONFIDENCE, estimate.seed]

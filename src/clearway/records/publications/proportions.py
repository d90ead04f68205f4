"""Makes the value of a proportion from its two counts, and checks it against the printed percentage."""

from dataclasses import dataclass

from clearway.records.publications.cells import Problem
from clearway.records.publications.gather import Key
from clearway.records.publications.model import PublishedValue, State

PERCENT_TOLERANCE = 0.05 + 1e-9
"""A percentage printed to one decimal lies within this of the exact one."""

DEFINITION_VERSION = 1


@dataclass(frozen=True)
class Subject:
    """What a value is about and where it stood."""

    key: Key
    org_name: str
    row: int
    component: str = ""
    parameter: str = ""


def counted(
    subject: Subject, numerator: float | None, denominator: float | None, *, note: str = ""
) -> PublishedValue:
    """A value from counts: a fraction, or the count itself when there is no denominator.

    With nobody in the denominator there is no fraction, and the state is not applicable.
    """
    if denominator is None or numerator is None:
        return stated(subject, State.VALUE, note, numerator, denominator, value=numerator)
    if denominator == 0:
        return stated(subject, State.NOT_APPLICABLE, note, numerator, denominator)
    return stated(subject, State.VALUE, note, numerator, denominator, value=numerator / denominator)


def stated(
    subject: Subject,
    state: State,
    note: str,
    numerator: float | None = None,
    denominator: float | None = None,
    *,
    value: float | None = None,
) -> PublishedValue:
    """A value in a given state."""
    key = subject.key
    return PublishedValue(
        measure=key.measure,
        component=subject.component,
        parameter=subject.parameter,
        version=DEFINITION_VERSION,
        org_level=key.org_level,
        org_code=key.org_code,
        org_name=subject.org_name,
        period=key.period,
        numerator=numerator,
        denominator=denominator,
        value=value,
        state=state,
        note=note,
        row=subject.row,
    )


def too_many(numerator: float, denominator: float) -> Problem:
    """More people in the numerator than in the denominator."""
    counts = f"The numerator {numerator:,.10g} is above the denominator {denominator:,.10g}"
    what = f"{counts}; the value is left out."
    return Problem("numerator-above-denominator", what, "Check both counts with the publisher.")


def wrong_percentage(percentage: float, value: PublishedValue) -> Problem | None:
    """What is wrong with a printed percentage beside the fraction from the counts; None when it agrees."""
    if value.value is None or abs(100 * value.value - percentage) <= PERCENT_TOLERANCE:
        return None
    what = (
        f"The printed {percentage:.10g}% is not {value.numerator:,.10g} / {value.denominator:,.10g} = "
        f"{100 * value.value:.2f}%; the counts are used."
    )
    return Problem("percentage-differs", what, "Check it with the publisher.")


def above_hundred(percentage: float) -> Problem:
    """A percentage that no proportion can have."""
    what = f"{percentage:.10g}% is above 100%; the printed percentage is not used."
    return Problem("percentage-above-100", what, "Check it with the publisher.")

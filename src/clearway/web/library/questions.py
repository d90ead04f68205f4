"""The questions of a shared test: what was predicted and what came of it, as others may read it."""

from collections.abc import Collection
from typing import Any

from clearway.measures.rounding import SMALL, rounded
from clearway.web.cycles.models import Cycle, Outcome, Question
from clearway.web.cycles.presenters.words import answered, expected, is_proportion
from clearway.web.cycles.scoring import Verdict, verdicts, with_answers

SMALL_NUMBER = "fewer than 8"


def shared_questions(
    cycle: Cycle, numbers: Collection[int] | None, *, own_figures: bool
) -> list[dict[str, Any]]:
    """The chosen questions in words, and whether each prediction came true (None: cannot be said).

    What came of a number is told where the figure is published, or, with `own_figures`, rounded; otherwise
    only whether the prediction was right.
    """
    rows = with_answers(Question.objects.filter(cycle=cycle))
    return [
        _told(each, own_figures)
        for each in verdicts(rows)
        if numbers is None or each.question.number in numbers
    ]


def _told(verdict: Verdict, own_figures: bool) -> dict[str, Any]:
    question, prediction, outcome = verdict.question, verdict.prediction, verdict.outcome
    return {
        "words": question.words,
        "predicted": expected(question, prediction) if prediction else "",
        "sure": prediction.sure if prediction else None,
        "result": _result(question, outcome, own_figures) if outcome else "",
        "came_true": verdict.came_true,
    }


def _result(question: Question, outcome: Outcome, own_figures: bool) -> str:
    """Empty where the figure stays in the trust."""
    if outcome.number is None or (outcome.value is not None and outcome.value.is_open):
        return answered(question, outcome)
    return about(question, outcome) if own_figures else ""


def about(question: Question, outcome: Outcome) -> str:
    """A figure of the trust's own, rounded as published counts are: to the nearest 5, small ones hidden."""
    number, row = outcome.number or 0.0, outcome.value
    if row is not None and row.denominator is not None:
        counts = [round(row.numerator or 0), round(row.denominator)]
        if any(0 < count <= SMALL for count in counts):
            return SMALL_NUMBER if counts[0] <= SMALL else "of too few to tell"
        if is_proportion(question):
            return f"about {round(100 * rounded(counts[0]) / rounded(counts[1]))}%"
        return f"about {_two_figures(number)}"
    if not number.is_integer():
        return f"about {_two_figures(number)}"
    if not number:
        return "0"
    return SMALL_NUMBER if 0 < number <= SMALL else f"about {rounded(round(number)):,}"


def _two_figures(number: float) -> str:
    return f"{float(f'{number:.2g}'):,g}"

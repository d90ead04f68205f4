"""Predictions, answers and verdicts as people read them."""

from clearway.common.periods import parse_period
from clearway.measures.definitions import definitions
from clearway.web.cycles.models import Outcome, Prediction, Question
from clearway.web.cycles.scoring import Verdict

LATE = "made after the test began, so it does not count"


def is_proportion(question: Question) -> bool:
    """Whether its figures are fractions that people read in per cent."""
    sheet = definitions().get(question.measure)
    return sheet is not None and sheet.kind == "proportion"


def figure(question: Question, value: float) -> str:
    """A figure of the question: "85%" of a proportion, else the number."""
    return f"{round(100 * value, 1):g}%" if is_proportion(question) else f"{value:,g}"


def expected(question: Question, prediction: Prediction) -> str:
    """What was predicted: "at least 90%", "between 3 and 5", "yes"."""
    if question.kind == Question.YES_NO:
        return "yes" if prediction.yes else "no"
    low, high = (None if end is None else figure(question, end) for end in (prediction.low, prediction.high))
    if low is not None and high is not None:
        return f"between {low} and {high}"
    return f"at least {low}" if low is not None else f"at most {high}"


def answered(question: Question, outcome: Outcome) -> str:
    """What came of it."""
    if outcome.number is not None:
        return figure(question, outcome.number)
    return "yes" if outcome.yes else "no"


def verdict_words(verdict: Verdict) -> str:
    """All of it: "predicted at least 90%, 80% sure: was 85%, did not come true"."""
    question, prediction, outcome, late = verdict.question, verdict.prediction, verdict.outcome, verdict.late
    before = f"predicted {_said(question, prediction)}" if prediction else "not predicted"
    if late is not None:
        before = f"{before}; " if prediction else ""
        before += f"predicted {_said(question, late)}, {LATE}"
    if outcome is None:
        return f"{before}: {_waiting(question)}"
    after = f"{before}: was {answered(question, outcome)}"
    if verdict.came_true is None:
        return after
    return f"{after}, {'came true' if verdict.came_true else 'did not come true'}"


def _said(question: Question, prediction: Prediction) -> str:
    return f"{expected(question, prediction)}, {prediction.sure}% sure"


def _waiting(question: Question) -> str:
    if question.measure:
        of = f"{question.parameter}, " if question.parameter else ""
        return f"waits for the figure of {of}{parse_period(question.period).label}"
    return "not answered yet"

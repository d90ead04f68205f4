"""Ask a question, predict its answer before the test begins, and score it when the answer is there."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from clearway.common.errors import ClearwayError
from clearway.common.parameters import same
from clearway.common.periods import parse_period
from clearway.measures.blanks import filled
from clearway.measures.definitions import definition
from clearway.web.audit.models import Person
from clearway.web.cycles.actions.cycles import stage_of
from clearway.web.cycles.models import Cycle, Outcome, Prediction, Question, Stage
from clearway.web.projects.actions.common import change, held, log, open_project, said, written
from clearway.web.publications.models import Value

SURE = range(50, 100)


@transaction.atomic
def ask_question(
    *,
    cycle: Cycle,
    words: str,
    kind: str,
    by: Person,
    measure: str = "",
    component: str = "",
    period: str = "",
    parameter: str = "",
) -> Question:
    """Add a question to the plan of a cycle.

    With a measure and a month the site answers it when the figure is there; otherwise the team does.

    Raises ClearwayError once the test has begun, for an unknown measure or month, for a measure without a
    month or the other way round, for one with a blank in its name without what fills it, and for a month
    whose figure is known: nothing could be predicted, and the test could not begin.
    """
    mine = open_project(cycle.project)
    _in_plan(cycle)
    about = {"measure": measure, "component": component, "period": period, "parameter": parameter}
    asked = _checked(words=words, kind=kind, **about)
    _still_open(mine.org_code, asked)
    last = cycle.questions.order_by("-number").values_list("number", flat=True).first() or 0
    question = Question.objects.create(
        cycle=cycle,
        number=last + 1,
        **asked,
        **written(by),
    )
    log(mine, "ask question", by, cycle=cycle.number, question=question.number)
    return question


@transaction.atomic
def change_question(*, question: Question, expected: int, by: Person, **words: str) -> Question:
    """Put a question differently; `words` are those of `ask_question`.

    Raises ChangedMeanwhileError when somebody else changed it since version `expected`, ClearwayError once it
    is predicted, answered or under test, and for anything that `ask_question` refuses.
    """
    mine = open_project(question.cycle.project)
    why = why_question_stays(question)
    if why:
        raise ClearwayError(why, mend="Ask a further question")
    asked = _checked(**words)
    _still_open(mine.org_code, asked)
    row, before = change(question, expected=expected, by=by, **asked)
    log(mine, "change question", by, cycle=row.cycle.number, question=row.number, before=before)
    return row


def why_question_stays(question: Question) -> str:
    """Why nobody may put the question differently any more; empty while they may."""
    if stage_of(question.cycle) != Stage.PLAN:
        return "The test has begun, so its questions stay as they were asked"
    if question.predictions.exists() or question.outcomes.exists():
        return "Somebody has predicted the answer to these words, so the question stays as it was asked"
    return ""


@transaction.atomic
def predict(
    *,
    question: Question,
    sure: int,
    by: Person,
    low: float | None = None,
    high: float | None = None,
    yes: bool | None = None,
) -> Prediction:
    """Write down what is expected; an earlier prediction stays readable and counts no more.

    Raises ClearwayError once the test has begun or the figure is known, for a chance outside 50 to 99%, and
    for an answer that does not fit the kind of question.
    """
    mine = open_project(question.cycle.project)
    _in_plan(question.cycle)
    about = {name: getattr(question, name) for name in ("measure", "component", "period", "parameter")}
    _still_open(mine.org_code, about)
    if sure not in SURE:
        raise ClearwayError(
            f"{sure}% is no chance for a prediction",
            mend="Enter 50 to 99; below 50% predict the opposite, and nothing is sure",
        )
    if question.kind == Question.YES_NO:
        if yes is None or low is not None or high is not None:
            raise ClearwayError("This question is answered by yes or no", mend="Choose yes or no")
    elif yes is not None or (low is None and high is None):
        raise ClearwayError(
            "This question is answered by a number", mend="Enter at least one end of the range"
        )
    if low is not None and high is not None and low > high:
        raise ClearwayError("The range ends before it begins", mend="Enter the smaller number first")
    prediction = Prediction.objects.create(
        question=question, low=low, high=high, yes=yes, sure=sure, **written(by)
    )
    log(mine, "predict", by, cycle=question.cycle.number, question=question.number, sure=sure)
    return prediction


@transaction.atomic
def answer_question(
    *, question: Question, by: Person, number: float | None = None, yes: bool | None = None, words: str = ""
) -> Outcome:
    """Write down what came of a question that the team answers itself.

    Raises ClearwayError before the test has begun, for a question that a measure answers, and for an answer
    of the wrong kind.
    """
    mine = open_project(question.cycle.project)
    if stage_of(question.cycle) == Stage.PLAN:
        raise ClearwayError("The test has not begun", mend="Begin it, then answer its questions")
    if question.measure:
        raise ClearwayError(
            "The figure of the measure answers this question", mend="Enter or import the figure of that month"
        )
    if (number is None) == (yes is None) or (question.kind == Question.YES_NO) != (yes is not None):
        raise ClearwayError("The answer is not of this question's kind", mend="Enter a number, or yes or no")
    outcome = Outcome.objects.create(
        question=question,
        number=number,
        yes=yes,
        words=said(words, "Words", longest=300, needed=False),
        **written(by),
    )
    log(mine, "answer question", by, cycle=question.cycle.number, question=question.number)
    return outcome


@transaction.atomic
def score_question(*, question: Question, value: Value, by: Person) -> Outcome | None:
    """Score a question about a measure by the row of the value table that holds its month.

    None where that row was scored before. A restated figure is scored again; the earlier outcome stays.
    Raises ClearwayError for a row of another measure, month or organisation, and for one without a figure.
    """
    mine = held(question.cycle.project)  # two who score at once score once; a closed project still learns
    asked = (question.measure, question.component, question.period, mine.org_code)
    told = (value.measure, value.component, value.period, value.org_code)
    if told != asked or not same(value.parameter, question.parameter):
        raise ClearwayError("That figure answers another question", mend="Score it by its own month")
    if value.value is None:
        raise ClearwayError("That month holds no figure", mend="Wait for it, or enter it")
    if question.outcomes.filter(value=value).exists():
        return None
    outcome = Outcome.objects.create(question=question, number=value.value, value=value, **written(by))
    asked_in = {"cycle": question.cycle.number, "question": question.number}
    log(mine, "score prediction", by, **asked_in, measure=value.measure, period=value.period)
    return outcome


def _checked(
    words: str, kind: str, measure: str = "", component: str = "", period: str = "", parameter: str = ""
) -> dict[str, str]:
    """The columns of a question. Raises ClearwayError for what cannot be asked."""
    if kind not in (Question.NUMBER, Question.YES_NO):
        raise ClearwayError(f"there is no kind of question '{kind}'", mend="Use number or yes-no")
    if bool(measure) != bool(period):
        raise ClearwayError(
            "A question about a measure needs its month",
            mend="Choose both the measure and the month, or neither",
        )
    if measure:
        definition(measure)
        period = str(parse_period(period))
    asked = {"kind": kind, "measure": measure, "component": component, "period": period}
    asked["parameter"] = filled(measure, parameter, needed=True)
    return {"words": said(words, "Question", longest=300), **asked}


def _still_open(org_code: str, asked: Mapping[str, str]) -> None:
    """Raises ClearwayError where the figure that would answer is known already."""
    if not asked["measure"]:
        return
    rows = Value.objects.current().filter(
        measure=asked["measure"],
        component=asked["component"],
        org_code=org_code,
        value__isnull=False,
        recorded_at__lte=timezone.now(),
        period__gte=asked["period"],
    )
    known = {row.period for row in rows if same(row.parameter, asked["parameter"])}
    if asked["period"] not in known:
        return
    later = parse_period(asked["period"]).next()
    while str(later) in known:
        later = later.next()
    raise ClearwayError(
        f"The figure of {parse_period(asked['period']).label} is known already, "
        "so nothing is left to predict",
        mend=f"Ask about a later month: the first without a figure is {later.label}",
    )


def _in_plan(cycle: Cycle) -> None:
    if stage_of(cycle) != Stage.PLAN:
        raise ClearwayError(
            "The test has begun: a prediction made now would be none",
            mend="Plan the next cycle and predict there",
        )

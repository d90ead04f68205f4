"""The predictions of a project or an organisation beside their answers."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Prefetch, QuerySet
from django.utils.timezone import localdate

from clearway.common.organisations import Organisation
from clearway.common.parameters import reading
from clearway.web.audit.models import Person
from clearway.web.cycles.actions.predictions import score_question
from clearway.web.cycles.models import CycleStep, Outcome, Prediction, Question, Stage
from clearway.web.cycles.predicting import Calibration, Scored, calibration, came_true
from clearway.web.design.turns import in_turn
from clearway.web.projects.models import Project
from clearway.web.publications.models import Value

W = TypeVar("W", Prediction, Outcome)


@dataclass(frozen=True)
class Verdict:
    """A question with the prediction that counts and its answer; `came_true` is None while one is missing.

    `late` is the last prediction where that was made after the test began: it stays readable and counts for
    nothing. `answered_on` is the day on which the question was first answered.
    """

    question: Question
    prediction: Prediction | None
    outcome: Outcome | None
    came_true: bool | None
    late: Prediction | None = None
    answered_on: date | None = None


def verdicts(questions: Iterable[Question], as_of: date | None = None) -> list[Verdict]:
    """Each question with what was predicted and what came of it; read the questions by `with_answers`.

    With `as_of`, as it was known at the end of that day: what was predicted or answered later does not show,
    and of several answers the last one up to that day stands.
    """
    return [_verdict(question, as_of) for question in questions]


def with_answers(questions: QuerySet[Question]) -> QuerySet[Question]:
    """The questions with their predictions, outcomes and cycles, in a fixed number of queries."""
    return (
        questions.filter(left_out=False)
        .select_related("cycle__project")
        .prefetch_related(
            "predictions",
            Prefetch("outcomes", queryset=Outcome.objects.select_related("value")),
            Prefetch("cycle__steps", queryset=CycleStep.objects.filter(step=Stage.DO)),
        )
    )


def questions_of_project(project: Project) -> QuerySet[Question]:
    """All questions of a project's cycles."""
    return with_answers(Question.objects.filter(cycle__project=project))


def questions_of(organisation: Organisation) -> QuerySet[Question]:
    """All questions of the organisation's cycles."""
    return questions_in({organisation.code})


def questions_in(codes: Collection[str]) -> QuerySet[Question]:
    """All questions of the cycles of these organisations."""
    return with_answers(Question.objects.filter(cycle__project__org_code__in=codes))


def team_calibration(found: Iterable[Verdict]) -> Calibration:
    """How sure the team may be."""
    return calibration(scored for one in found if (scored := scored_of(one)) is not None)


def scored_of(one: Verdict) -> Scored | None:
    """The prediction with whether it came true; None while either is missing."""
    if one.prediction is None or one.came_true is None:
        return None
    return Scored(one.prediction.sure, one.came_true)


@in_turn
def score_due(*, organisation: Organisation, by: Person) -> Sequence[Outcome]:
    """Score every prediction of the organisation whose month has arrived or was restated since.

    A test that has not begun waits: until then its prediction may still change.
    """
    waiting = [
        one
        for one in questions_of(organisation)
        if one.measure and one.predictions.all() and one.cycle.steps.all()
    ]
    _hold({one.cycle.project_id for one in waiting})
    rows = Value.objects.current().filter(
        org_code=organisation.code,
        measure__in={one.measure for one in waiting},
        period__in={one.period for one in waiting},
        value__isnull=False,
    )
    held = {_asked(row): row for row in rows.order_by("recorded_at", "pk")}
    scored = []
    for question in waiting:
        value = held.get(_asked(question))
        if value is not None:
            outcome = score_question(question=question, value=value, by=by)
            scored += [outcome] if outcome else []
    return scored


def _asked(of: Question | Value) -> tuple[str, ...]:
    """What a question asks for, or a figure answers; of one in two spellings the later recorded stands."""
    return of.measure, of.component, of.period, reading(of.parameter)


def _hold(projects: Collection[int]) -> None:
    """All of them before the first is scored: the change log, which comes last, is of the organisation."""
    list(Project.objects.select_for_update().filter(pk__in=projects).order_by("pk"))


def organisations_with_questions() -> list[str]:
    """The codes of the organisations that asked a measure something; a closed project still learns."""
    asked = Question.objects.filter(left_out=False).exclude(measure="")
    return sorted(set(asked.values_list("cycle__project__org_code", flat=True)))


def _known(rows: Iterable[W], as_of: date | None) -> list[W]:
    return [row for row in rows if as_of is None or localdate(row.at) <= as_of]


def in_time(prediction: Prediction, began: CycleStep | None) -> bool:
    """Whether it was made before the test began: on the day of Do at the latest, by when it was recorded.

    The day of Do may be typed and lie in the past; the moment of a prediction cannot.
    """
    return began is None or (prediction.at <= began.at and localdate(prediction.at) <= began.on)


def _verdict(question: Question, as_of: date | None) -> Verdict:
    began = next(iter(question.cycle.steps.all()), None)
    made = _known(question.predictions.all(), as_of)
    counting = [one for one in made if in_time(one, began)]
    prediction = counting[-1] if counting else None
    late = made[-1] if made and not in_time(made[-1], began) else None
    answers = _known(question.outcomes.all(), as_of)
    outcome = answers[-1] if answers else None
    answered_on = localdate(answers[0].at) if answers else None
    if prediction is None or outcome is None:
        return Verdict(question, prediction, outcome, None, late, answered_on)
    if question.kind == Question.YES_NO:
        right = prediction.yes == outcome.yes
    else:
        assert outcome.number is not None  # noqa: S101 - a check constraint says so
        right = came_true(prediction.low, prediction.high, outcome.number)
    return Verdict(question, prediction, outcome, right, late, answered_on)

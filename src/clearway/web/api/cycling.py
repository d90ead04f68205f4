"""The cycles of a project with their predictions and decisions."""

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router

from clearway.web.api import work_answers as answers
from clearway.web.api.answers import Page
from clearway.web.api.paging import paged
from clearway.web.api.problems import SIGNED
from clearway.web.api.questions import CodeText, Paging
from clearway.web.api.rules import operation_rule
from clearway.web.api.work_questions import Number
from clearway.web.api.work_reading import SEES_WORK, Reader, reader_at
from clearway.web.cycles import selectors
from clearway.web.cycles.form import fields
from clearway.web.cycles.models import Cycle, Outcome, Prediction, Question
from clearway.web.cycles.presenters.cycles import cycle_page
from clearway.web.cycles.scoring import Verdict, verdicts, with_answers
from clearway.web.projects.here import here

router = Router(tags=["Cycles"], by_alias=True)
CYCLES = "organisations/{code}/projects/{number}/cycles"
NAMES = "number title state decided_on scale driver measure component begins ends version".split()  # noqa: SIM905


@router.get(
    CYCLES,
    response={200: Page[answers.CycleLine], **SIGNED},
    auth=operation_rule(SEES_WORK, logged="the cycles of project {number}"),
    summary="Cycles of a project",
    openapi_extra={"x-example": "organisations/DEMO1/projects/1/cycles"},
)
def cycles(request: HttpRequest, code: Path[CodeText], number: Path[Number], asked: Query[Paging]) -> object:
    """The tests of change by number: how each stands, what was decided, which one it follows in its ramp."""
    at = here(request, code, number)
    reader = reader_at(request, at)
    return paged(request, selectors.cycles(at.project), asked, lambda row: _line(row, reader))


@router.get(
    f"{CYCLES}/{{cycle}}",
    response={200: answers.CycleItem, **SIGNED},
    auth=operation_rule(SEES_WORK, logged="cycle {cycle} of project {number}"),
    summary="One cycle",
    openapi_extra={"x-example": "organisations/DEMO1/projects/1/cycles/1"},
)
def cycle(request: HttpRequest, code: Path[CodeText], number: Path[Number], cycle: Path[Number]) -> object:
    """A cycle with its texts, its predictions beside what came of them, and its quality flags."""
    at = here(request, code, number)
    row = selectors.cycle(at.project, cycle)
    if row is None:
        raise Http404(f"project {number} of {code} has no cycle {cycle}")
    reader = reader_at(request, at)
    return _line(row, reader) | {
        "texts": reader.texts(row.texts, {field.id: field.title for field in fields().values()}),
        "predictions": [_prediction(one, reader) for one in _verdicts(row)],
        "quality_flags": [
            {"id": one.id, "title": one.title, "found": one.found, "why": one.why}
            for one in cycle_page(row).marks
        ],
    }


def _verdicts(row: Cycle) -> list[Verdict]:
    return verdicts(with_answers(Question.objects.filter(cycle=row)))


def _line(row: Cycle, reader: Reader) -> dict[str, object]:
    return {name: getattr(row, name) for name in NAMES} | {
        "title": reader.words(row.title),
        "parameter": reader.words(row.parameter),
        "decision": row.decision or None,
        "follows": row.parent.number if row.parent else None,
        "change_idea": row.idea,
        "action": row.action.number if row.action else None,
        "owner": reader.name(row.owner),
    }


def _prediction(verdict: Verdict, reader: Reader) -> object:
    question = verdict.question
    return {
        "question": reader.words(question.words),
        "kind": question.kind,
        "measure": question.measure,
        "component": question.component,
        "parameter": reader.words(question.parameter),
        "period": question.period,
        "prediction": _predicted(verdict.prediction),
        "late_prediction": _predicted(verdict.late),
        "result": _result(verdict.outcome, reader),
        "came_true": verdict.came_true,
    }


def _predicted(made: Prediction | None) -> object:
    return made and {name: getattr(made, name) for name in ("low", "high", "yes", "sure")}


def _result(outcome: Outcome | None, reader: Reader) -> object:
    if outcome is None:
        return None
    return {"number": outcome.number, "yes": outcome.yes, "words": reader.words(outcome.words)}

"""Projects of an organisation: charter, team, measurement plan, progress, barriers, actions."""

from django.db.models import Q
from django.http import Http404, HttpRequest
from ninja import Path, Query, Router

from clearway.web.api import work_answers as answers
from clearway.web.api import work_items as items
from clearway.web.api.answers import Page
from clearway.web.api.paging import paged
from clearway.web.api.problems import SIGNED
from clearway.web.api.questions import CodeText, Paging
from clearway.web.api.rules import operation_rule
from clearway.web.api.work_questions import ActionsQuestion, Number, ProjectsQuestion
from clearway.web.api.work_reading import SEES_WORK, reader_at
from clearway.web.cycles.presenters.progress import history
from clearway.web.projects import selectors
from clearway.web.projects.here import here, place
from clearway.web.projects.presenters.lists import Choice, fitting
from clearway.web.projects.presenters.plans import lines_of_plan

router = Router(tags=["Projects"], by_alias=True)
PROJECTS = "organisations/{code}/projects"
PROJECT = f"{PROJECTS}/{{number}}"
EXAMPLE = "organisations/DEMO1/projects"


@router.get(
    PROJECTS,
    response={200: Page[answers.ProjectLine], **SIGNED},
    auth=operation_rule(SEES_WORK, logged="the projects"),
    summary="Projects of an organisation",
    openapi_extra={"x-example": f"{EXAMPLE}?status=approved"},
)
def projects(request: HttpRequest, code: Path[CodeText], asked: Query[ProjectsQuestion]) -> object:
    """The projects of a trust, or of all trusts below an LMNS, a region or the nation, the newest first."""
    choice = Choice(status=asked.status or "", phase=asked.phase or "", driver=asked.driver or "")
    at = place(request, code)
    rows, reader = (
        fitting(selectors.projects_at_or_below(at.organisation), choice, None),
        reader_at(request, at),
    )
    return paged(request, rows, asked, lambda row: items.project_line(row, reader))


@router.get(
    PROJECT,
    response={200: answers.ProjectItem, **SIGNED},
    auth=operation_rule(SEES_WORK, logged="project {number}"),
    summary="One project",
    openapi_extra={"x-example": f"{EXAMPLE}/1"},
)
def project(request: HttpRequest, code: Path[CodeText], number: Path[Number]) -> object:
    """A project with its newest charter, its team as it is now, and who was not involved."""
    at = here(request, code, number)
    return items.project_item(at.project, reader_at(request, at))


@router.get(
    f"{PROJECT}/measurement-plan",
    response={200: Page[answers.PlannedMeasureItem], **SIGNED},
    auth=operation_rule(SEES_WORK, logged="the measurement plan of project {number}"),
    summary="Measurement plan of a project",
    openapi_extra={"x-example": f"{EXAMPLE}/1/measurement-plan"},
)
def measurement_plan(
    request: HttpRequest, code: Path[CodeText], number: Path[Number], asked: Query[Paging]
) -> object:
    """Outcome, process and balancing measures, each with baseline, target and who collects it."""
    at = here(request, code, number)
    reader = reader_at(request, at)
    return paged(request, lines_of_plan(at.project), asked, lambda row: items.planned(row, reader))


@router.get(
    f"{PROJECT}/progress-scores",
    response={200: Page[answers.ProgressScoreItem], **SIGNED},
    auth=operation_rule(SEES_WORK, logged="the progress of project {number}"),
    summary="Progress scores of a project",
    openapi_extra={"x-example": f"{EXAMPLE}/1/progress-scores"},
)
def progress_scores(
    request: HttpRequest, code: Path[CodeText], number: Path[Number], asked: Query[Paging]
) -> object:
    """The scores that the team gave itself, the newest month first, with what reviewers answered."""
    at = here(request, code, number)
    reader = reader_at(request, at)
    return paged(request, history(at.project), asked, lambda line: items.score(line, reader))


@router.get(
    f"{PROJECT}/barriers",
    response={200: Page[answers.BarrierItem], **SIGNED},
    auth=operation_rule(SEES_WORK, logged="the barriers of project {number}"),
    summary="Barriers of a project",
    openapi_extra={"x-example": f"{EXAMPLE}/1/barriers"},
)
def barriers(
    request: HttpRequest, code: Path[CodeText], number: Path[Number], asked: Query[Paging]
) -> object:
    """What stands or stood in its way, whom it was taken to, and what they answered."""
    at = here(request, code, number)
    reader = reader_at(request, at)
    return paged(request, selectors.barriers(at.project), asked, lambda row: items.barrier(row, reader))


@router.get(
    "organisations/{code}/actions",
    response={200: Page[answers.ActionItem], **SIGNED},
    auth=operation_rule(SEES_WORK, logged="the actions"),
    summary="Actions of an organisation",
    openapi_extra={"x-example": "organisations/DEMO1/actions?state=opened"},
)
def actions(request: HttpRequest, code: Path[CodeText], asked: Query[ActionsQuestion]) -> object:
    """What is to be done or was done, with the finding that each comes from."""
    at = place(request, code)
    rows, reader = items.with_steps(selectors.actions(at.organisation)), reader_at(request, at)
    if asked.state:
        rows = rows.filter(Q(state=asked.state))
    if asked.project:
        rows = rows.filter(project__number=asked.project)
    return paged(request, rows, asked, lambda row: items.action(row, reader))


@router.get(
    "organisations/{code}/actions/{number}",
    response={200: answers.ActionItem, **SIGNED},
    auth=operation_rule(SEES_WORK, logged="action {number}"),
    summary="One action",
    openapi_extra={"x-example": "organisations/DEMO1/actions/1"},
)
def action(request: HttpRequest, code: Path[CodeText], number: Path[Number]) -> object:
    """An action with its origin and its outcome."""
    at = place(request, code)
    row = items.with_steps(selectors.actions(at.organisation)).filter(number=number).first()
    if row is None:
        raise Http404(f"{code} has no action {number}")
    return items.action(row, reader_at(request, at))

"""What an organisation works on, and the log of what it sent to national and local systems."""

from django.http import Http404, HttpRequest
from django.utils.timezone import localdate
from ninja import Path, Query, Router, Status

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Organisation
from clearway.common.periods import Month
from clearway.web.api import month_answers as answers
from clearway.web.api.answers import Page
from clearway.web.api.month_questions import ChoicesBody, ChoicesQuestion, SubmissionBody, WithdrawalBody
from clearway.web.api.paging import paged
from clearway.web.api.places import ENTERS, SEES, month_of, trust_of
from clearway.web.api.problems import CHANGES, SIGNED, QuestionError, conflicts
from clearway.web.api.questions import LARGEST_ID, CodeText, Paging
from clearway.web.api.rules import operation_rule
from clearway.web.calendar.models import Submission
from clearway.web.calendar.submissions import submissions as log_of
from clearway.web.people.access import access_of
from clearway.web.people.permissions import Permission
from clearway.web.people.rules import Needs
from clearway.web.returns import uploads_counted
from clearway.web.returns.choices import Chosen, choose, chosen

router = Router(tags=["Choices and submissions"], by_alias=True)


@router.get(
    "organisations/{code}/choices",
    response={200: answers.ChoicesItem, **SIGNED},
    auth=operation_rule(SEES, logged="the drivers chosen"),
    summary="What an organisation works on",
    openapi_extra={"x-example": "organisations/DEMO1/choices"},
)
def choices(request: HttpRequest, code: Path[CodeText], asked: Query[ChoicesQuestion]) -> object:
    """The secondary drivers chosen for a month, the supporting measures opted into, and what fills blanks."""
    organisation = trust_of(code)
    month = month_of(asked.period) if asked.period else Month.of(localdate()).previous()
    return _choices(organisation, month, chosen(organisation, month))


@router.put(
    "organisations/{code}/choices",
    response={200: answers.ChoicesItem, **CHANGES},
    auth=operation_rule(Needs(Permission.CHOOSE_DRIVERS, "code")),
    summary="Choose what to work on",
    openapi_extra={"x-example": "organisations/DEMO1/choices"},
)
def put_choices(request: HttpRequest, code: Path[CodeText], body: ChoicesBody) -> object:
    """From a month on, work on exactly these drivers and collect exactly these supporting measures."""
    organisation, month = trust_of(code), month_of(body.period)
    try:
        now = choose(
            organisation=organisation,
            period=month,
            drivers=body.drivers,
            measures=body.measures,
            parameters=[(one.measure, one.text) for one in body.parameters],
            by=access_of(request).person,
        )
    except ClearwayError as problem:
        raise QuestionError(problem.what, mend=problem.mend) from None
    return _choices(organisation, month, now)


@router.get(
    "organisations/{code}/submissions",
    response={200: Page[answers.SubmissionItem], **SIGNED},
    auth=operation_rule(SEES, logged="the log of submissions"),
    summary="What was sent to other systems",
    openapi_extra={"x-example": "organisations/DEMO1/submissions"},
)
def submissions(request: HttpRequest, code: Path[CodeText], asked: Query[Paging]) -> object:
    """The log of what was sent to national and local systems, newest first, withdrawn lines too."""
    return paged(request, log_of(trust_of(code)), asked, _submission)


@router.post(
    "organisations/{code}/submissions",
    response={201: answers.SubmissionItem, **CHANGES},
    auth=operation_rule(ENTERS),
    summary="Log what was sent to another system",
    openapi_extra={"x-example": "organisations/DEMO1/submissions"},
)
def log_submission(request: HttpRequest, code: Path[CodeText], body: SubmissionBody) -> object:
    """Note that figures were sent, with a receipt or the file's hash; it counts for the measure of it."""
    organisation = trust_of(code)
    period = month_of(body.period) if body.period else None
    given = body.model_dump() | {"period": period, "scope": body.scope.value}
    try:
        row = uploads_counted.log_submission(organisation=organisation, by=access_of(request).person, **given)
    except ClearwayError as problem:
        raise QuestionError(problem.what, mend=problem.mend) from None
    return Status(201, _submission(row))


@router.post(
    "organisations/{code}/submissions/{submission_id}/withdrawal",
    response={200: answers.SubmissionItem, **CHANGES},
    auth=operation_rule(ENTERS),
    summary="Withdraw a line of the log",
    openapi_extra={"x-example": "organisations/DEMO1/submissions/1/withdrawal"},
)
def withdraw(
    request: HttpRequest, code: Path[CodeText], submission_id: Path[int], body: WithdrawalBody
) -> object:
    """Say that a line was a mistake, and why; it stays, as withdrawn."""
    organisation = trust_of(code)
    row = None
    if 0 < submission_id <= LARGEST_ID:
        row = Submission.objects.filter(pk=submission_id, org_code=organisation.code).first()
    if row is None:
        raise Http404(f"there is no submission {submission_id}")
    with conflicts():
        uploads_counted.withdraw(
            organisation=organisation, submission=row, reason=body.reason, by=access_of(request).person
        )
    return _submission(Submission.objects.select_related("withdrawn_by").get(pk=row.pk))


def _choices(organisation: Organisation, month: Month, now: Chosen) -> dict[str, object]:
    return {
        "org_code": organisation.code,
        "period": str(month),
        "drivers": sorted(now.drivers),
        "measures": sorted(now.measures),
        "parameters": [{"measure": measure, "text": text} for measure, text in now.parameters],
    }


def _submission(row: Submission) -> dict[str, object]:
    names = ("id", "system", "scope", "what", "period", "sent_on", "receipt", "sha256", "recorded_at")
    return {name: getattr(row, name) for name in names} | {
        "withdrawn": getattr(row, "withdrawn_by", None) is not None
    }

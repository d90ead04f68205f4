"""The steps of a month: submit, approve, accept, lock, undo, exception. Each needs its own permission."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from ninja import Path, Query, Router

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Organisation, directory
from clearway.common.periods import Month, parse_month
from clearway.web.api import month_answers as answers
from clearway.web.api.month_questions import DryRun, MonthText, StepBody
from clearway.web.api.months import MONTH, month_item
from clearway.web.api.places import SEES, month_of, trust_of
from clearway.web.api.problems import CHANGES, ProblemError, conflicts
from clearway.web.api.questions import CodeText
from clearway.web.api.rules import operation_rule
from clearway.web.audit.models import Person
from clearway.web.calendar import actions
from clearway.web.calendar.guard import hold
from clearway.web.calendar.replay import Step
from clearway.web.calendar.states import state_of
from clearway.web.people.access import Access, access_of
from clearway.web.people.rules import Needs
from clearway.web.returns.overview import cards

router = Router(tags=["Months"], by_alias=True)
TAKE: dict[Step, Callable[..., Any]] = {
    Step.SUBMIT: actions.submit,
    Step.APPROVE: actions.approve,
    Step.ACCEPT: actions.accept,
    Step.LOCK: actions.lock,
}


class _TriedError(Exception):
    """Takes a step back that was taken to see whether it could be."""


@dataclass(frozen=True)
class TakesStep:
    """For those who may take the step of the address; to undo one, what it took to take it."""

    def outcome(self, access: Access, request: HttpRequest, arguments: dict[str, Any]) -> str:
        """Decides by the step and, for an undo, by where the month stands."""
        try:
            step, month = Step(arguments["step"]), parse_month(arguments["period"])
            organisation = directory().get(arguments["code"])
        except (ClearwayError, ValueError):
            return SEES.outcome(access, request, arguments)  # what is wrong is said to those who may look
        permission = actions.permission_for(step, state_of(organisation, month))
        return Needs(permission, "code").outcome(access, request, arguments)


@router.post(
    f"{MONTH}/steps/{{step}}",
    response={200: answers.MonthItem, **CHANGES},
    auth=operation_rule(TakesStep()),
    summary="Take a step with a month",
    openapi_extra={"x-example": "organisations/DEMO1/months/2026-10/steps/submit"},
)
def take(
    request: HttpRequest,
    code: Path[CodeText],
    period: Path[MonthText],
    step: Path[Step],
    asked: Query[DryRun],
    body: StepBody,
) -> object:
    """Submit, approve, accept, lock, undo the last step, or grant an exception (with a day and a reason)."""
    organisation, month = trust_of(code), month_of(period)
    answer: dict[str, object] = {}
    try:
        with transaction.atomic(), conflicts():
            hold(organisation, month)
            _check_seen(organisation, month, body)
            _take(organisation, month, step, body, access_of(request).person)
            answer = month_item(cards([organisation.code], [month])[organisation.code, month])
            if asked.dry_run:
                raise _TriedError
    except _TriedError:
        pass
    return answer


def _check_seen(organisation: Organisation, month: Month, body: StepBody) -> None:
    now = state_of(organisation, month).state
    if body.seen is not None and body.seen != now:
        raise ProblemError(
            409,
            f"{month.label} of {organisation.code} is {now} by now, not {body.seen}",
            "Read the month again",
        )


def _take(organisation: Organisation, month: Month, step: Step, body: StepBody, by: Person) -> None:
    told: dict[str, Any] = {"organisation": organisation, "period": month, "by": by}
    if step is Step.EXCEPTION:
        if body.until is None:
            raise ProblemError(422, "an exception has a last day", "Give until")
        actions.grant_exception(**told, until=body.until, reason=body.reason)
    elif step is Step.UNDO:
        actions.undo(**told, reason=body.reason)
    else:
        TAKE[step](**told)

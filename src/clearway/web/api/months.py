"""The months of an organisation: where they stand, what is owed, what is held."""

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from ninja import Path, Query, Router

from clearway.common.periods import Month
from clearway.web.api import month_answers as answers
from clearway.web.api.answers import Page
from clearway.web.api.month_questions import CellQuestion, MonthText
from clearway.web.api.paging import paged
from clearway.web.api.places import SEES, cell_item, cell_of, month_line, month_of, trust_of
from clearway.web.api.problems import SIGNED
from clearway.web.api.questions import CodeText, IdText, Paging
from clearway.web.api.rules import operation_rule
from clearway.web.returns.obligations import owed
from clearway.web.returns.overview import MonthCard, cards

router = Router(tags=["Months"], by_alias=True)
SHOWN = 36
MONTH = "organisations/{code}/months/{period}"


@router.get(
    "organisations/{code}/months",
    response={200: Page[answers.MonthLine], **SIGNED},
    auth=operation_rule(SEES, logged="the months"),
    summary="Months of an organisation",
    openapi_extra={"x-example": "organisations/DEMO1/months"},
)
def months(request: HttpRequest, code: Path[CodeText], asked: Query[Paging]) -> object:
    """The last three years, newest first: the state of each month, its dates, how much of it is held."""
    organisation, today = trust_of(code), localdate()
    latest = Month.of(today)
    periods = [latest.shift(-back) for back in range(SHOWN)]
    start = (asked.page - 1) * asked.page_size
    held = cards([organisation.code], periods[start : start + asked.page_size] if start < SHOWN else [])

    def line(period: Month) -> object:
        card = held[organisation.code, period]
        return month_line(card, is_open=card.open_on(today))

    return paged(request, periods, asked, line)


@router.get(
    MONTH,
    response={200: answers.MonthItem, **SIGNED},
    auth=operation_rule(SEES, logged="the month {period}"),
    summary="One month",
    openapi_extra={"x-example": "organisations/DEMO1/months/2026-10"},
)
def month(request: HttpRequest, code: Path[CodeText], period: Path[MonthText]) -> object:
    """Where a month stands, and every step that was taken on it."""
    organisation, when = trust_of(code), month_of(period)
    return month_item(cards([organisation.code], [when])[organisation.code, when])


@router.get(
    f"{MONTH}/cells",
    response={200: Page[answers.CellItem], **SIGNED},
    auth=operation_rule(SEES, logged="the figures of {period}"),
    summary="What a month owes and holds",
    openapi_extra={"x-example": "organisations/DEMO1/months/2026-10/cells"},
)
def cells(
    request: HttpRequest, code: Path[CodeText], period: Path[MonthText], asked: Query[Paging]
) -> object:
    """Every cell that is asked of the organisation: the figure, or why there is none, and its version."""
    return paged(request, owed(trust_of(code), month_of(period)), asked, cell_item)


@router.get(
    f"{MONTH}/cells/{{measure_id}}",
    response={200: answers.CellItem, **SIGNED},
    auth=operation_rule(SEES, logged="the figures of {period}"),
    summary="One cell of a month",
    openapi_extra={"x-example": "organisations/DEMO1/months/2026-10/cells/smoke-booking"},
)
def cell(
    request: HttpRequest,
    response: HttpResponse,
    code: Path[CodeText],
    period: Path[MonthText],
    measure_id: Path[IdText],
    asked: Query[CellQuestion],
) -> object:
    """One cell. Its ETag is what If-Match of a change names."""
    found = cell_of(trust_of(code), month_of(period), (measure_id, asked.component, asked.parameter))
    response["ETag"] = etag(found.value.pk if found.value else None)
    return cell_item(found)


def etag(version: int | None) -> str:
    """The version of a cell as HTTP has it; that of a cell that never held anything is 0."""
    return f'"{version or 0}"'


def month_item(card: MonthCard) -> dict[str, object]:
    """A month with its steps, without the names of who took them."""
    steps = [
        {"step": event.step, "at": event.at, "until": event.until, "reason": event.reason}
        for event in card.state.events
    ]
    return month_line(card, is_open=card.open_on(localdate())) | {"steps": steps}

"""The month of one organisation: looked at, filled in cell by cell or whole, printed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Level, Organisation, directory
from clearway.common.periods import Month, parse_month
from clearway.web.audit.looking import logged
from clearway.web.people.access import access_of
from clearway.web.people.permissions import Permission
from clearway.web.people.rules import accepts_post, needs
from clearway.web.returns.actions import enter_cells
from clearway.web.returns.cells import CellEntry, check_cells
from clearway.web.returns.collisions import open_collisions
from clearway.web.returns.models import CellDetail
from clearway.web.returns.obligations import owed
from clearway.web.returns.overview import cards
from clearway.web.returns.posted import PostedCell, posted_cells, touched
from clearway.web.returns.presenters import Attempt, cell_views, collision_views, groups
from clearway.web.returns.rules import LooksOrWrites, with_rule
from clearway.web.returns.saving import Saved, answer_of, sentence
from clearway.web.returns.standing import standing

MONTHS_SHOWN = 12
TRUSTS = (Level.PROVIDER, Level.SYNTHETIC)


def place(code: str, period: str = "") -> tuple[Organisation, Month]:
    """The organisation and the month of an address. Raises Http404 where one of them is not there."""
    organisation = directory().find(code)
    if organisation is None or organisation.level not in TRUSTS:
        raise Http404("no such trust")
    try:
        month = parse_month(period) if period else Month.of(localdate()).previous()
    except ClearwayError as error:
        raise Http404(str(error)) from None
    if period and str(month) != period:
        raise Http404("a month is written as 2026-10")
    return organisation, month


@needs(Permission.SEE_FIGURES, organisation="code")
@logged("the months")
@never_cache
def months(request: HttpRequest, code: str) -> HttpResponse:
    """The last months, newest first, with where each stands."""
    organisation, last = place(code)
    periods = [last.shift(1 - back) for back in range(MONTHS_SHOWN + 1)]
    held = cards([organisation.code], periods)
    context = {
        "title": f"Months of {organisation.name}",
        "organisation": organisation,
        "cards": [held[organisation.code, period] for period in periods],
        "today": localdate(),
    }
    return render(request, "returns/months.jinja", context)


@accepts_post
@logged("the figures of {period}")
@never_cache
def month(request: HttpRequest, code: str, period: str) -> HttpResponse:
    """The entry grid. A posted form may carry one cell (from the script) or all of them."""
    organisation, when = place(code, period)
    if request.method != "POST":
        return render(request, "returns/month.jinja", _page(request, organisation, when))
    alone = request.headers.get("Accept", "").startswith("application/json")
    saved = _save(request, organisation, when)
    if alone:
        return JsonResponse(answer_of(saved), status=200 if not saved.refused else 409)
    if not saved.clean:
        return render(request, "returns/month.jinja", _page(request, organisation, when, saved))
    messages.success(request, sentence(saved))
    return redirect("month", organisation.code, str(when))


with_rule(month, LooksOrWrites(Permission.ENTER_FIGURES))


@needs(Permission.SEE_FIGURES, organisation="code")
@logged("the printed figures of {period}")
@never_cache
def month_print(request: HttpRequest, code: str, period: str) -> HttpResponse:
    """The month on paper: with what is held, or blank to be filled in by hand."""
    organisation, when = place(code, period)
    blank = request.GET.get("blank") == "yes"
    views = cell_views(organisation, when, owed(organisation, when))
    context = {
        "title": f"{when.label} {'to fill in' if blank else 'to print'}: {organisation.name}",
        "organisation": organisation,
        "period": when,
        "blank": blank,
        "groups": groups(views),
        "card": cards([organisation.code], [when])[organisation.code, when],
        "today": localdate(),
    }
    return render(request, "returns/print.jinja", context)


def _page(
    request: HttpRequest, organisation: Organisation, when: Month, saved: Saved | None = None
) -> dict[str, Any]:
    access = access_of(request)
    card = cards([organisation.code], [when])[organisation.code, when]
    views = cell_views(organisation, when, card.owed, saved.attempt if saved else None)
    open_now = card.open_on(localdate())
    return {
        "title": f"{when.label}: {organisation.name}",
        "error_title": bool(saved and not saved.clean),
        "organisation": organisation,
        "period": when,
        "card": card,
        "groups": groups(views),
        "problems": [view for view in views if view.problem],
        "refused": saved.refused if saved else "",
        "saved_text": sentence(saved) if saved and saved.result.saved else "",
        "collisions": collision_views(open_collisions(organisation, when), card.owed),
        "may_enter": open_now and access.allows(Permission.ENTER_FIGURES, organisation.code),
        "may_choose": access.allows(Permission.CHOOSE_DRIVERS, organisation.code),
        "today": localdate(),
        "open_now": open_now,
        "standing": standing(organisation, card, access, localdate()),
    }


def _save(request: HttpRequest, organisation: Organisation, when: Month) -> Saved:
    """Saves what can be saved; the rest comes back with what is wrong with it."""
    posted: list[PostedCell] = []
    try:
        posted = touched(posted_cells(request.POST.dict()), organisation.code, str(when))
        readable = [cell.entry for cell in posted if not cell.wrong]
        findings = check_cells(organisation, when, readable)
        stopped = {found.cell for found in findings if found.stops}
        good: list[CellEntry] = [entry for entry in readable if entry.key not in stopped]
        by = access_of(request).person
        result = enter_cells(
            organisation=organisation, period=when, cells=good, by=by, origin=CellDetail.TYPED
        )
    except ClearwayError as error:
        return Saved(attempt=Attempt(posted), refused=str(error))
    errors = [found for found in findings if found.stops]
    waiting = [cell for cell in posted if cell.wrong or cell.key in stopped or cell.key in result.waiting]
    attempt = Attempt(waiting, [*errors, *result.findings], result.waiting)
    return Saved(result=result, attempt=attempt)

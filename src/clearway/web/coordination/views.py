"""The grid of a place, one of its months, and its file."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache

from clearway.common.organisations import Organisation
from clearway.common.periods import Month
from clearway.web.audit.looking import logged
from clearway.web.coordination import actions, presenters, selectors
from clearway.web.coordination.actions import Bulk
from clearway.web.coordination.exports import grid_csv
from clearway.web.coordination.places import month_of, place_of, places_of
from clearway.web.people.access import access_of
from clearway.web.people.permissions import Permission
from clearway.web.people.rules import accepts_post, needs, signed_in
from clearway.web.returns.changes import mark_looked

SPANS = (6, 12, 24)


@signed_in
@never_cache
def places(request: HttpRequest) -> HttpResponse:
    """The places that the visitor coordinates or looks at; straight on where there is one."""
    found = places_of(request)
    if len(found) == 1:
        return redirect("coordination", found[0].code)
    return render(request, "coordination/places.jinja", {"title": "Months of trusts", "places": found})


@needs(Permission.SEE_FIGURES, organisation="code")
@logged("the months of its trusts")
@never_cache
def grid(request: HttpRequest, code: str) -> HttpResponse:
    """Trusts x months."""
    place, span = place_of(code), _span(request)
    found = selectors.grid_of(place, selectors.months_before(timezone.localdate(), span))
    access = access_of(request)
    now = timezone.now()
    looked = selectors.last_look(access.person.key, place)
    moves = found.moves(looked or now - selectors.FIRST_LOOK, access.person.key)
    context = {
        "title": f"Months of {presenters.short_name(place)}",
        "place": place,
        "made_up": "made up" in place.name,
        "heads": [presenters.MonthHead.of(found.totals(period)) for period in found.months],
        "rows": presenters.rows_of(found),
        "legend": presenters.legend(),
        "moves": [presenters.MoveLine.of(move) for move in moves],
        "looked": presenters.moment(looked) if looked else "",
        "now": now.isoformat(),
        "here": reverse("coordination", args=[place.code]),
        "span": span,
        "spans": SPANS,
    }
    return render(request, "coordination/grid.jinja", context)


@needs(Permission.SEE_FIGURES, organisation="code")
@logged("a file of the months of its trusts")
@never_cache
def grid_file(request: HttpRequest, code: str) -> HttpResponse:
    """The grid as a file."""
    place = place_of(code)
    found = selectors.grid_of(place, selectors.months_before(timezone.localdate(), _span(request)))
    return HttpResponse(
        grid_csv(found),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="months-{place.code}.csv"'},
    )


@needs(Permission.SEE_FIGURES, organisation="code")
@logged("{period} of its trusts")
@never_cache
def month(request: HttpRequest, code: str, period: str) -> HttpResponse:
    """One month of all trusts, and what can be done to all of them at once."""
    place, when = place_of(code), month_of(period)
    found = selectors.grid_of(place, [when])
    access, fields = access_of(request), found.of_month(when)
    closed = presenters.closed_on(when, found.today)
    context = {
        "title": f"{when.label}: {presenters.short_name(place)}",
        "place": place,
        "made_up": "made up" in place.name,
        "head": presenters.MonthHead.of(found.totals(when)),
        "period": str(when),
        "cards": [presenters.FieldCard.of(one) for one in fields],
        "counts": found.totals(when).counts,
        "closed": closed,
        "acceptable": presenters.acceptable(fields)
        if access.allows(Permission.ACCEPT_RETURNS, place.code)
        else None,
        "lockable": presenters.lockable(fields, closed=closed)
        if access.allows(Permission.LOCK_MONTHS, place.code)
        else None,
    }
    return render(request, "coordination/month.jinja", context)


@needs(Permission.ACCEPT_RETURNS, organisation="code")
@accepts_post
def accept_all(request: HttpRequest, code: str, period: str) -> HttpResponse:
    """Accept the month of every trust that was shown as approved."""
    return _bulk(request, code, period, actions.accept_all, "accepted")


@needs(Permission.LOCK_MONTHS, organisation="code")
@accepts_post
def lock_all(request: HttpRequest, code: str, period: str) -> HttpResponse:
    """Lock the month of every trust that was shown as ready for it."""
    return _bulk(request, code, period, actions.lock_all, "locked")


@needs(Permission.SEE_FIGURES, organisation="code")
@accepts_post
def looked(request: HttpRequest, code: str) -> HttpResponse:
    """The visitor has seen what moved, until the moment at which the page was made."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    place, now = place_of(code), timezone.now()
    try:
        until = parse_datetime(request.POST.get("until", ""))
    except ValueError:
        until = None
    if until is not None and timezone.is_aware(until):
        mark_looked(organisation=place, key=access_of(request).person.key, until=min(until, now))
    return redirect("coordination", place.code)


def _bulk(request: HttpRequest, code: str, period: str, step: Callable[..., Bulk], done: str) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    place, when = place_of(code), month_of(period)
    seen = _seen(request.POST, place)
    result = step(period=when, seen=seen, by=access_of(request).person)
    _tell(request, result, when, done)
    return redirect("coordination-month", place.code, str(when))


def _seen(posted: Mapping[str, Any], place: Organisation) -> dict[str, str]:
    """What the page showed of each trust of the place; what it says of other trusts is passed over."""
    return {
        trust.code: str(posted[f"seen-{trust.code}"])
        for trust in selectors.trusts_of(place)
        if f"seen-{trust.code}" in posted
    }


def _tell(request: HttpRequest, result: Bulk, when: Month, done: str) -> None:
    if result.done:
        names = ", ".join(presenters.short_name(trust) for trust in result.done)
        messages.success(request, f"{when.label} {done}: {names}.")
    for trust, words in result.left:
        messages.warning(request, f"Not {done}: {presenters.short_name(trust)} {words}.")
    if not result.done and not result.left:
        messages.warning(request, f"No trust was {done}: none was ready for it.")


def _span(request: HttpRequest) -> int:
    asked = request.GET.get("months", "")
    return int(asked) if asked in {str(span) for span in SPANS} else SPANS[0]

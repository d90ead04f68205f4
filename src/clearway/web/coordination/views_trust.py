"""One month of one trust: what is held, who did what, and the steps of whoever coordinates."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from clearway.common.errors import ClearwayError
from clearway.measures.register import MAIN_PACKAGE
from clearway.package.loader import shipped_packages
from clearway.web.audit.looking import logged
from clearway.web.calendar import actions as calendar
from clearway.web.calendar.replay import Step, allowed
from clearway.web.coordination import presenters, presenters_trust
from clearway.web.coordination.actions import check_seen
from clearway.web.coordination.forms import ExceptionForm
from clearway.web.coordination.grid import Field
from clearway.web.coordination.places import month_of, place_of, trust_of
from clearway.web.coordination.selectors import fields_of
from clearway.web.design import errors
from clearway.web.people.access import Access, access_of
from clearway.web.people.permissions import Permission
from clearway.web.people.rules import accepts_post, needs
from clearway.web.returns.obligations import owed

STEPS = {"accept": Step.ACCEPT, "lock": Step.LOCK, "undo": Step.UNDO, "exception": Step.EXCEPTION}


@needs(Permission.SEE_FIGURES, organisation="code")
@logged("{period} of {trust}")
@never_cache
def trust_month(request: HttpRequest, code: str, trust: str, period: str) -> HttpResponse:
    """What the trust holds for the month, and where it stands."""
    return render(request, "coordination/trust_month.jinja", _context(request, code, trust, period))


@needs(Permission.ACCEPT_RETURNS, organisation="code")
@accepts_post
@never_cache
def step(request: HttpRequest, code: str, trust: str, period: str, step: str) -> HttpResponse:
    """Take one step on the month: accept, lock, undo the last step, grant an exception."""
    if step not in STEPS:
        raise Http404
    if request.method != "POST":
        return redirect("coordination-trust", code, trust, period)
    field = _field(code, trust, period)
    wanted = STEPS[step]
    if not access_of(request).allows(calendar.permission_for(wanted, field.state), field.trust.code):
        return errors.not_for_role(request)
    form = ExceptionForm(request.POST) if wanted is Step.EXCEPTION else None
    if form is not None and not form.is_valid():
        context = {**_context(request, code, trust, period), "form": form, "error_title": True}
        return render(request, "coordination/trust_month.jinja", context)
    _take(request, field, wanted, form.cleaned_data if form else {})
    return redirect("coordination-trust", code, trust, period)


def _take(request: HttpRequest, field: Field, wanted: Step, said: dict[str, Any]) -> None:
    by = access_of(request).person
    what: dict[str, Any] = {"organisation": field.trust, "period": field.period, "by": by}
    try:
        check_seen(organisation=field.trust, period=field.period, seen=request.POST.get("seen", ""))
        if wanted is Step.ACCEPT:
            calendar.accept(**what)
        elif wanted is Step.LOCK:
            calendar.lock(**what)
        elif wanted is Step.UNDO:
            calendar.undo(**what, step=field.state.last.step if field.state.last else None)
        else:
            calendar.grant_exception(**what, **said)
    except ClearwayError as error:
        messages.warning(request, f"{error}.")
        return
    words = "Undone" if wanted is Step.UNDO else wanted.done
    messages.success(request, f"{words}: {field.period.label} of {presenters.short_name(field.trust)}.")


def _field(code: str, trust: str, period: str) -> Field:
    organisation, when = trust_of(place_of(code), trust), month_of(period)
    return fields_of([organisation.code], [when], timezone.localdate())[organisation.code, when]


def _context(request: HttpRequest, code: str, trust: str, period: str) -> dict[str, Any]:
    place, field = place_of(code), _field(code, trust, period)
    titles = {driver.id: driver.short_title for driver in shipped_packages()[MAIN_PACKAGE].drivers}
    cells = [presenters_trust.CellLine.of(cell, titles) for cell in owed(field.trust, field.period)]
    return {
        "title": f"{field.period.label}: {presenters.short_name(field.trust)}",
        "place": place,
        "place_name": presenters.short_name(place),
        "made_up": "made up" in field.trust.name,
        "card": presenters.FieldCard.of(field),
        "state_sentence": presenters_trust.state_sentence(field),
        "timeliness": presenters_trust.timeliness_words(field),
        "cells": cells,
        "events": [presenters_trust.EventLine.of(event) for event in reversed(field.state.events)],
        "choices": _choices(access_of(request), field),
        "form": ExceptionForm(),
    }


def _choices(access: Access, field: Field) -> presenters_trust.Choices:
    closed = presenters.closed_on(field.period, timezone.localdate())

    def may(wanted: Step) -> bool:
        permission = calendar.permission_for(wanted, field.state)
        return allowed(field.state.state, wanted, closed=closed) and access.allows(
            permission, field.trust.code
        )

    undone = presenters_trust.UNDOING[field.state.last.step] if field.state.last and may(Step.UNDO) else ""
    return presenters_trust.Choices(
        accept=may(Step.ACCEPT),
        lock=may(Step.LOCK),
        undo=undone,
        exception=may(Step.EXCEPTION) and not (field.open_now and not field.exception_until),
    )

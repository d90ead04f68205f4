"""The pages of one chart: what was decided about it, each decision before and after, the forms to decide."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache

from clearway.spc.history import replay
from clearway.web.charts import deciding
from clearway.web.charts.acting import StartLink, signal_of, start_link, started_from
from clearway.web.charts.actions import decide, same_decision
from clearway.web.charts.checks import DecisionError, Proposal, proposal
from clearway.web.charts.forms import FORMS, DecisionForm, WithdrawalForm
from clearway.web.charts.history_lines import history_lines
from clearway.web.charts.one_chart import OneChart, one_chart
from clearway.web.charts.selectors import chart_history
from clearway.web.design.pictures import Picture
from clearway.web.people.access import access_of
from clearway.web.people.permissions import Permission
from clearway.web.people.rules import accepts_post, needs, open_to_everyone

Make = Callable[..., DecisionForm]


@open_to_everyone
@never_cache
def chart(request: HttpRequest, code: str, measure_id: str) -> HttpResponse:
    """The chart with all that was decided about it, and the ways to decide more."""
    found = _chart_or_404(request, code, measure_id)
    context = {
        **_context(request, found, found.title),
        "picture": found.picture(),
        "lines": history_lines(found.history),
        "marks": found.marks,
        "started": started_from(found),
    }
    return render(request, "charts/chart.jinja", context)


@open_to_everyone
@never_cache
def event(request: HttpRequest, code: str, measure_id: str, event: str) -> HttpResponse:
    """One decision with the chart before and after it, as its author saw the figures that day."""
    found = _chart_or_404(request, code, measure_id)
    place = next((number for number, one in enumerate(found.history) if one.id == event), None)
    if place is None:
        raise Http404("no such decision")
    line = next(one for one in history_lines(found.history) if one.event.id == event)
    day = localdate(line.event.recorded_at)
    context = {
        **_context(request, found, f"{line.heading}{line.detail}"),
        "line": line,
        "day": day,
        "before": _named("before", found.picture_on(day, replay(found.history[:place]))),
        "after": _named("after", found.picture_on(day, replay(found.history[: place + 1]))),
    }
    return render(request, "charts/event.jinja", context)


@needs(Permission.CHANGE_CHARTS, organisation="code")
@never_cache
def decision(request: HttpRequest, code: str, measure_id: str, decision: str) -> HttpResponse:
    """The form of one kind of decision, a look at what it does, and its recording."""
    found = _chart_or_404(request, code, measure_id)
    if decision not in FORMS:
        raise Http404("no such decision")
    extra = {
        "ways": deciding.ways(found, decision),
        "advice": deciding.advice(found) if decision == "phase" else None,
        "word": decision,
    }
    return _decide(request, found, FORMS[decision], extra)


@needs(Permission.CHANGE_CHARTS, organisation="code")
@never_cache
def withdraw(request: HttpRequest, code: str, measure_id: str, event: str) -> HttpResponse:
    """The same for withdrawing a decision."""
    found = _chart_or_404(request, code, measure_id)
    line = next((one for one in history_lines(found.history) if one.event.id == event), None)
    if line is None or line.is_withdrawal:
        raise Http404("no such decision")

    def make(*arguments: Any, **options: Any) -> DecisionForm:
        return WithdrawalForm(*arguments, withdraws=event, **options)

    return _decide(request, found, make, {"line": line, "word": "withdrawal"})


for view in (decision, withdraw):
    accepts_post(view)


def _decide(request: HttpRequest, found: OneChart, make: Make, extra: dict[str, Any]) -> HttpResponse:
    """The form; with `look` the chart as it would be; when posted, the record."""
    asked = request.POST if request.method == "POST" else request.GET
    if request.method != "POST" and "look" not in asked:
        return _form_page(request, found, make(found, initial=_initial(asked)), extra)
    form = make(found, asked)
    proposed = _proposed(request, found, form) if form.is_valid() else None
    if proposed is None:
        return _form_page(request, found, form, extra)
    if request.method == "POST":
        return _recorded(request, found, proposed)
    context = {
        **_context(request, found, "Look before you record it"),
        **extra,
        "look": deciding.look(found, form, proposed),
        "change": f"{request.path}?{_without_look(request.GET)}",
        "posts_to": _posts_to(request, found),
    }
    return render(request, "charts/look.jinja", context)


def _proposed(request: HttpRequest, found: OneChart, form: DecisionForm) -> Proposal | None:
    """What would follow, or None with the fault written to the form."""
    key = request.POST.get("event", "")
    asked = deciding.event_of(form, access_of(request).person.name, key if key.isalnum() else "")
    if any(same_decision(one, asked) for one in found.history):  # the button was pressed twice
        return Proposal(asked, found.settings, ())
    if any(one.id == asked.id for one in found.history):
        asked = deciding.event_of(form, asked.author)
    try:
        return proposal(found, asked)
    except DecisionError as problem:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        return None


def _recorded(request: HttpRequest, found: OneChart, proposed: Proposal) -> HttpResponse:
    """Record it, say so, and say who else decided something meanwhile."""
    decide(chart=found, event=proposed.event, by=access_of(request).person)
    text = f"Recorded: {deciding.said(found, proposed.event)}."
    seen = request.POST.get("seen", "")
    history = chart_history(found.organisation, found.sheet.id, found.component, found.parameter)
    since = [one for one in history[int(seen) :] if one.id != proposed.event.id] if seen.isdecimal() else []
    if since:
        names = ", ".join(dict.fromkeys(one.author for one in since))
        text += (
            f" While you looked, {names} decided something about this chart too. Both are kept: look again."
        )
    messages.success(request, text)
    return redirect(deciding.address_of("chart", found))


def _form_page(
    request: HttpRequest, found: OneChart, form: DecisionForm, extra: dict[str, Any]
) -> HttpResponse:
    context = {
        **_context(request, found, form.title),
        **extra,
        "form": form,
        "error_title": bool(form.errors),
        "picture": found.picture(),
    }
    return render(request, "charts/decide.jinja", context)


def _context(request: HttpRequest, found: OneChart, title: str) -> dict[str, Any]:
    """What all these pages show."""
    may = access_of(request).allows(Permission.CHANGE_CHARTS, found.organisation.code)
    return {
        "title": title,
        "one": found,
        "links": deciding.links(found) if may else (),
        "start": _start(found),
        "may_change": may,
        "charts": True,
    }


def _start(found: OneChart) -> StartLink | None:
    """Where an action starts from this chart."""
    component, parameter = found.component, found.parameter_asked
    has = signal_of(found).found
    where, measure = found.organisation, found.sheet.id
    return start_link(where, measure, component, parameter, found.access, has_signal=has)


def _chart_or_404(request: HttpRequest, code: str, measure_id: str) -> OneChart:
    asked = request.GET
    found = one_chart(
        code, measure_id, asked.get("component", ""), access_of(request), asked.get("parameter") or None
    )
    if found is None:
        raise Http404("no such chart")
    return found


def _named(name: str, picture: Picture | None) -> Picture | None:
    return picture and replace(picture, id=name)


def _initial(asked: QueryDict) -> dict[str, Any]:
    """What a link already filled in."""
    return {name: asked.getlist(name) if name == "dates" else asked.get(name) for name in asked}


def _posts_to(request: HttpRequest, found: OneChart) -> str:
    """Where the button sends the decision: this page, of this very chart."""
    asked = {"component": found.component, "parameter": found.parameter_asked}
    kept = {name: text for name, text in asked.items() if text}
    return f"{request.path}?{urlencode(kept)}" if kept else request.path


def _without_look(asked: QueryDict) -> str:
    copy = asked.copy()
    copy.pop("look", None)
    return copy.urlencode()

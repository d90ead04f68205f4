"""Barriers of a project, and those that wait for a leader."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from clearway.web.people.access import access_of
from clearway.web.people.rules import accepts_post, needs, signed_in
from clearway.web.people.selectors import people_with
from clearway.web.projects import selectors
from clearway.web.projects.actions import work
from clearway.web.projects.forms.fields import done
from clearway.web.projects.forms.work import BarrierForm, EscalationForm
from clearway.web.projects.here import Here, back, here, show
from clearway.web.projects.models import Barrier, BarrierStep
from clearway.web.projects.presenters.work import barrier_cards
from clearway.web.projects.views.common import APPROVE, RUN, SEE, tried, whole

PAGE = "project-barriers"


@needs(SEE, organisation="code")
@never_cache
def barriers(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """What stands in the way, who was asked to remove it, and what they answered."""
    return _page(request, here(request, code, number))


@needs(RUN, organisation="code")
@accepts_post
@never_cache
def barrier_step(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The team raises a barrier, takes it to a leader, raises it again, or removes one that no leader has."""
    at = here(request, code, number)
    if request.method != "POST":
        return redirect(PAGE, code, number)
    by, step = at.access.person, request.POST.get("step", "")
    if not step:
        form = BarrierForm(request.POST)
        if done(form, lambda: work.raise_barrier(project=at.project, by=by, **form.cleaned_data)):
            return back(request, at, PAGE, "The barrier is raised. Take it to a leader who can remove it.")
        return _page(request, at, form=form)
    barrier = _barrier(request, at)
    reason = request.POST.get("reason", "")
    if step == BarrierStep.ESCALATED:
        asking = EscalationForm(
            request.POST, leaders=people_with(APPROVE, code), auto_id=f"barrier_{barrier.pk}_%s"
        )
        if done(asking, lambda: work.escalate_barrier(barrier=barrier, by=by, **asking.cleaned_data)):
            return back(request, at, PAGE, "The leader finds it on their list of barriers.")
        return _page(request, at, asking=asking, asked=barrier.pk)
    if step == BarrierStep.REOPENED:
        tried(request, lambda: work.reopen_barrier(barrier=barrier, by=by, reason=reason))
    elif step == BarrierStep.REMOVED and barrier.state != BarrierStep.ESCALATED:
        tried(request, lambda: work.remove_barrier(barrier=barrier, by=by, how=reason))
    return redirect(PAGE, code, number)


@needs(APPROVE, organisation="code")
@accepts_post
def barrier_answer(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A leader removes a barrier, or refuses with a reason."""
    at = here(request, code, number)
    if request.method != "POST":
        return redirect(PAGE, code, number)
    barrier, reason = _barrier(request, at), request.POST.get("reason", "")
    by = at.access.person
    if request.POST.get("step") == BarrierStep.REFUSED:
        ok = tried(request, lambda: work.refuse_barrier(barrier=barrier, by=by, reason=reason))
    else:
        ok = tried(request, lambda: work.remove_barrier(barrier=barrier, by=by, how=reason))
    return back(request, at, PAGE, "The team sees your answer.") if ok else redirect(PAGE, code, number)


@signed_in
@never_cache
def my_barriers(request: HttpRequest) -> HttpResponse:
    """The barriers that wait for whoever is here, the oldest first, of all trusts."""
    user = access_of(request).user
    cards = barrier_cards(selectors.barriers_of(user)) if user else ()
    access = access_of(request)
    visible = [card for card in cards if access.allows(SEE, card.project.org_code)]
    context = {"title": "Barriers that wait for you", "cards": visible}
    return render(request, "projects/my_barriers.jinja", context)


def _barrier(request: HttpRequest, at: Here) -> Barrier:
    return get_object_or_404(selectors.barriers(at.project), number=whole(request.POST.get("barrier", "")))


def _page(
    request: HttpRequest,
    at: Here,
    form: BarrierForm | None = None,
    asking: EscalationForm | None = None,
    asked: int = 0,
) -> HttpResponse:
    leaders = people_with(APPROVE, at.organisation.code) if at.may_change else []
    context = {
        "cards": barrier_cards(selectors.barriers(at.project)),
        "form": form or BarrierForm(),
        "adding": form is not None,
        "asking": lambda row: (
            asking
            if asking is not None and row == asked
            else EscalationForm(leaders=leaders, auto_id=f"barrier_{row}_%s")
        ),
        "asked": asked,
        "faulty": form or asking,
        "error_title": form is not None or asking is not None,
    }
    return show(request, at, PAGE, "barriers", context)

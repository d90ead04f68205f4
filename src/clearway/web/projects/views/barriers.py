"""Barriers of a project, and those that wait for a leader."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.shortcuts import render as rendered
from django.views.decorators.cache import never_cache

from clearway.web.audit.models import Person
from clearway.web.people.access import access_of
from clearway.web.people.rules import accepts_post, needs, signed_in
from clearway.web.people.selectors import people_with
from clearway.web.projects import selectors
from clearway.web.projects.actions import work
from clearway.web.projects.forms.answers import Answers
from clearway.web.projects.forms.fields import done
from clearway.web.projects.forms.work import BarrierForm, EscalationForm
from clearway.web.projects.here import Here, back, here, show
from clearway.web.projects.models import Barrier, BarrierStep
from clearway.web.projects.presenters.started import started_from_barriers
from clearway.web.projects.presenters.work import barrier_cards
from clearway.web.projects.rights import Right, on_project
from clearway.web.projects.views.common import APPROVE, OFFER, SEE, whole

PAGE = "project-barriers"
Act = Callable[[Barrier, Person, str], object]
# What the team says of a barrier itself: what is asked for where words lack, and what is done.
BY_TEAM: dict[str, tuple[str, Act]] = {
    BarrierStep.REMOVED: (
        "Say how it was removed",
        lambda row, by, words: work.remove_barrier(barrier=row, by=by, how=words),
    ),
    BarrierStep.REOPENED: (
        "Say what happened",
        lambda row, by, words: work.reopen_barrier(barrier=row, by=by, reason=words),
    ),
}
BY_LEADER: dict[str, tuple[str, Act]] = {
    BarrierStep.REMOVED: BY_TEAM[BarrierStep.REMOVED],
    BarrierStep.REFUSED: (
        "Say why you refuse",
        lambda row, by, words: work.refuse_barrier(barrier=row, by=by, reason=words),
    ),
}


@needs(SEE, organisation="code")
@never_cache
def barriers(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """What stands in the way, who was asked to remove it, and what they answered."""
    return _page(request, here(request, code, number))


@needs(OFFER, organisation="code")
@accepts_post
@never_cache
def barrier_raise(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Whoever works at the trust says what stands in the way of a project."""
    at = here(request, code, number)
    if request.method != "POST":
        return redirect(PAGE, code, number)
    form, by = BarrierForm(request.POST), at.access.person
    if done(form, lambda: work.raise_barrier(project=at.project, by=by, **form.cleaned_data)):
        next_step = "Take it to a leader who can remove it." if at.may_change else "The team sees it."
        return back(request, at, PAGE, f"The barrier is raised. {next_step}")
    return _page(request, at, form=form)


@on_project(Right.CHANGE)
@accepts_post
@never_cache
def barrier_step(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The team takes a barrier to a leader, raises it again, or removes one that no leader has."""
    at = here(request, code, number)
    if request.method != "POST":
        return redirect(PAGE, code, number)
    step, barrier, by = request.POST.get("step", ""), _barrier(request, at), at.access.person
    if step == BarrierStep.ESCALATED:
        asking = EscalationForm(
            request.POST, leaders=people_with(APPROVE, code), auto_id=f"barrier_{barrier.pk}_%s"
        )
        if done(asking, lambda: work.escalate_barrier(barrier=barrier, by=by, **asking.cleaned_data)):
            return back(request, at, PAGE, "The leader finds it on their list of barriers.")
        return _page(request, at, asking=asking, asked=barrier.pk)
    if step not in BY_TEAM or (step == BarrierStep.REMOVED and barrier.state == BarrierStep.ESCALATED):
        return redirect(PAGE, code, number)
    return _answered(request, at, barrier, BY_TEAM[step], "Saved.")


@needs(APPROVE, organisation="code")
@accepts_post
@never_cache
def barrier_answer(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A leader removes a barrier, or refuses with a reason."""
    at = here(request, code, number)
    if request.method != "POST":
        return redirect(PAGE, code, number)
    step = request.POST.get("step", "")
    chosen = BY_LEADER.get(step, BY_LEADER[BarrierStep.REMOVED])
    return _answered(request, at, _barrier(request, at), chosen, "The team sees your answer.", leader=True)


@signed_in
@never_cache
def my_barriers(request: HttpRequest) -> HttpResponse:
    """The barriers that wait for whoever is here, the oldest first, of all trusts."""
    user = access_of(request).user
    cards = barrier_cards(selectors.barriers_of(user)) if user else ()
    access = access_of(request)
    visible = [card for card in cards if access.allows(SEE, card.project.org_code)]
    context = {"title": "Barriers that wait for you", "cards": visible}
    return rendered(request, "projects/my_barriers.jinja", context)


def _barrier(request: HttpRequest, at: Here) -> Barrier:
    return get_object_or_404(selectors.barriers(at.project), number=whole(request.POST.get("barrier", "")))


def _answered(
    request: HttpRequest, at: Here, barrier: Barrier, chosen: tuple[str, Act], said: str, leader: bool = False
) -> HttpResponse:
    """One step with its words; without them the page says which are missing."""
    missing, act = chosen
    answers, steps = _answers()
    posted = (answers if leader else steps).take(barrier.number, request.POST, missing)
    if done(posted, lambda: act(barrier, at.access.person, posted.reason)):
        return back(request, at, PAGE, said, f"barrier-{barrier.number}")
    return _page(request, at, answers=answers, steps=steps)


def _answers() -> tuple[Answers, Answers]:
    """The leader's words and the team's, beside each barrier."""
    return Answers("answer", "How it was removed, or why you refuse"), Answers("step", "What happened")


def _page(
    request: HttpRequest,
    at: Here,
    form: BarrierForm | None = None,
    asking: EscalationForm | None = None,
    asked: int = 0,
    answers: Answers | None = None,
    steps: Answers | None = None,
) -> HttpResponse:
    leaders = people_with(APPROVE, at.organisation.code) if at.may_change else []
    blank = _answers()
    answers, steps = answers or blank[0], steps or blank[1]
    context = {
        "cards": barrier_cards(selectors.barriers(at.project)),
        "started": started_from_barriers(at.project),
        "form": form or BarrierForm(),
        "adding": form is not None,
        "asking": lambda row: (
            asking
            if asking is not None and row == asked
            else EscalationForm(leaders=leaders, auto_id=f"barrier_{row}_%s")
        ),
        "asked": asked,
        "answers": answers,
        "steps": steps,
        "faulty": form or asking or answers.posted or steps.posted,
    }
    return show(request, at, PAGE, "barriers", context)

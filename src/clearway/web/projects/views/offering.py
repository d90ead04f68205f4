"""The idea box, the open list of ways to help, and the register of needs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from clearway.web.people.rules import accepts_post, needs
from clearway.web.projects import selectors
from clearway.web.projects.actions import offering
from clearway.web.projects.faults import with_faults
from clearway.web.projects.forms.fields import done, posted
from clearway.web.projects.forms.work import NeedForm, SuggestionForm
from clearway.web.projects.here import Place, place
from clearway.web.projects.presenters.offering import suggestion_cards, ways_to_help
from clearway.web.projects.presenters.work import need_lines
from clearway.web.projects.views.common import OFFER, RUN, SEE, tried, whole


@needs(SEE, organisation="code")
@never_cache
def idea_box(request: HttpRequest, code: str) -> HttpResponse:
    """The ideas that staff offered, with their answers, and the ways to help."""
    return _box(request, place(request, code))


@needs(OFFER, organisation="code")
@accepts_post
@never_cache
def idea_offer(request: HttpRequest, code: str) -> HttpResponse:
    """Offer an idea in one step."""
    at = place(request, code)
    if request.method != "POST":
        return redirect("idea-box", code)
    form = SuggestionForm(request.POST)
    if done(
        form,
        lambda: offering.offer_idea(organisation=at.organisation, by=at.access.person, **form.cleaned_data),
    ):
        messages.success(request, "Thank you. Your idea is in the box, and its answer will be seen here.")
        return redirect("idea-box", code)
    return _box(request, at, form)


@needs(RUN, organisation="code")
@accepts_post
def idea_answer(request: HttpRequest, code: str) -> HttpResponse:
    """Take an idea into a project, or decline it with a reason."""
    at = place(request, code)
    if request.method != "POST":
        return redirect("idea-box", code)
    row = get_object_or_404(
        selectors.suggestions(at.organisation), number=whole(request.POST.get("idea", ""))
    )
    by = at.access.person
    if request.POST.get("step") == "decline":
        reason = request.POST.get("reason", "")
        ok = tried(request, lambda: offering.decline_idea(suggestion=row, reason=reason, by=by))
    else:
        chosen = selectors.project(at.organisation, whole(request.POST.get("project", "")))
        ok = tried(request, lambda: offering.take_up_idea(suggestion=row, project=chosen, by=by))
    if ok:
        messages.success(request, "Whoever offered the idea sees the answer here.")
    return redirect("idea-box", code)


@needs(SEE, organisation="code")
@never_cache
def needs_register(request: HttpRequest, code: str) -> HttpResponse:
    """Equipment, education and outside links that were asked for, and how long they take."""
    return _needs(request, place(request, code))


@needs(OFFER, organisation="code")
@accepts_post
@never_cache
def need_ask(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for something."""
    at = place(request, code)
    if request.method != "POST":
        return redirect("needs", code)
    form = NeedForm(posted(request), projects=list(selectors.open_projects(at.organisation)))
    if done(
        form,
        lambda: offering.ask_for(organisation=at.organisation, by=at.access.person, **form.cleaned_data),
    ):
        messages.success(request, "It is in the register.")
        return redirect("needs", code)
    return _needs(request, at, form)


@needs(RUN, organisation="code")
@accepts_post
def need_answer(request: HttpRequest, code: str) -> HttpResponse:
    """Approve, refuse, or say that it has arrived."""
    at = place(request, code)
    if request.method == "POST":
        row = get_object_or_404(selectors.needs(at.organisation), number=whole(request.POST.get("need", "")))
        step, reason = request.POST.get("step", ""), request.POST.get("reason", "")
        tried(
            request,
            lambda: offering.answer_need(need=row, step=step, by=at.access.person, reason=reason),
        )
    return redirect("needs", code)


def _box(request: HttpRequest, at: Place, form: SuggestionForm | None = None) -> HttpResponse:
    context = {
        "title": "Ideas and ways to help",
        "here": at,
        "cards": suggestion_cards(at.organisation),
        "ways": ways_to_help(selectors.ways_to_help(at.organisation), at.access.user),
        "form": form or SuggestionForm(),
        "projects": list(selectors.open_projects(at.organisation)) if at.may_run else [],
        "error_title": form is not None,
    }
    return render(request, "projects/idea_box.jinja", with_faults(context))


def _needs(request: HttpRequest, at: Place, form: NeedForm | None = None) -> HttpResponse:
    context = {
        "title": "Needs",
        "here": at,
        "lines": need_lines(selectors.needs(at.organisation)),
        "form": form or NeedForm(projects=list(selectors.open_projects(at.organisation))),
        "adding": form is not None,
        "error_title": form is not None,
    }
    return render(request, "projects/needs.jinja", with_faults(context))

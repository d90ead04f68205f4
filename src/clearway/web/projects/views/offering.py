"""The idea box, the open list of ways to help, and the register of needs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from clearway.web.people.rules import accepts_post, needs
from clearway.web.projects import selectors
from clearway.web.projects.actions import offering
from clearway.web.projects.faults import with_faults
from clearway.web.projects.forms.answers import Answers
from clearway.web.projects.forms.fields import done, posted
from clearway.web.projects.forms.work import NeedForm, SuggestionForm
from clearway.web.projects.here import Place, place
from clearway.web.projects.models import NeedStep
from clearway.web.projects.presenters.offering import suggestion_cards, ways_to_help
from clearway.web.projects.presenters.started import started_from
from clearway.web.projects.presenters.work import need_lines
from clearway.web.projects.views.common import OFFER, RUN, SEE, whole
from clearway.web.projects.vocabulary import profession_called


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
@never_cache
def idea_answer(request: HttpRequest, code: str) -> HttpResponse:
    """Take an idea into a project, or decline it with a reason."""
    at = place(request, code)
    if request.method != "POST":
        return redirect("idea-box", code)
    row = get_object_or_404(
        selectors.suggestions(at.organisation), number=whole(request.POST.get("idea", ""))
    )
    by, declined = at.access.person, request.POST.get("step") == "decline"
    answers = _declining()
    form = answers.take(row.number, request.POST, "Say why not" if declined else "")

    def answer() -> object:
        if declined:
            return offering.decline_idea(suggestion=row, reason=form.reason, by=by)
        chosen = selectors.project(at.organisation, whole(request.POST.get("project", "")))
        return offering.take_up_idea(suggestion=row, project=chosen, by=by)

    if not done(form, answer):
        return _box(request, at, answers=answers)
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
@never_cache
def need_answer(request: HttpRequest, code: str) -> HttpResponse:
    """Approve, refuse, or say that it has arrived."""
    at = place(request, code)
    if request.method != "POST":
        return redirect("needs", code)
    row = get_object_or_404(selectors.needs(at.organisation), number=whole(request.POST.get("need", "")))
    step, by = request.POST.get("step", ""), at.access.person
    if step not in NeedStep.STEPS:
        return redirect("needs", code)
    answers = _answering()
    missing = "Say why it is refused" if step == NeedStep.REFUSED else ""
    form = answers.take(row.number, request.POST, missing)
    if done(form, lambda: offering.answer_need(need=row, step=step, by=by, reason=form.reason)):
        messages.success(request, "Whoever asked for it sees the answer here.")
        return redirect("needs", code)
    return _needs(request, at, answers=answers)


def _declining() -> Answers:
    return Answers("decline", "Or why not")


def _answering() -> Answers:
    return Answers("need", "Words; a refusal needs a reason")


def _box(
    request: HttpRequest, at: Place, form: SuggestionForm | None = None, answers: Answers | None = None
) -> HttpResponse:
    user = at.access.user
    answers = answers or _declining()
    context = {
        "title": "Ideas and ways to help",
        "here": at,
        "cards": suggestion_cards(at.organisation),
        "ways": ways_to_help(selectors.ways_to_help(at.organisation), at.access.user),
        "started": started_from(at.organisation, "suggestion"),
        "profession": profession_called(user.profession) if user else "",
        "key": at.access.person.key if at.access.signed_in else "",
        "answers": answers,
        "faulty": form or answers.posted,
        "form": form or SuggestionForm(),
        "projects": list(selectors.open_projects(at.organisation)) if at.may_run else [],
    }
    return render(request, "projects/idea_box.jinja", with_faults(context))


def _needs(
    request: HttpRequest, at: Place, form: NeedForm | None = None, answers: Answers | None = None
) -> HttpResponse:
    answers = answers or _answering()
    context = {
        "title": "Needs",
        "here": at,
        "lines": need_lines(selectors.needs(at.organisation)),
        "form": form or NeedForm(projects=list(selectors.open_projects(at.organisation))),
        "adding": form is not None,
        "key": at.access.person.key if at.access.signed_in else "",
        "answers": answers,
        "faulty": form or answers.posted,
    }
    return render(request, "projects/needs.jinja", with_faults(context))

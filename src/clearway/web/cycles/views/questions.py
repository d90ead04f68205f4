"""What a test is to find out: ask, put it differently, predict before it begins, answer after."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from clearway.web.cycles.actions.predictions import (
    answer_question,
    ask_question,
    change_question,
    predict,
    why_question_stays,
)
from clearway.web.cycles.forms.questions import AnswerForm, PredictionForm, QuestionForm, question_form
from clearway.web.cycles.models import Cycle, Question
from clearway.web.cycles.rights import on_cycle
from clearway.web.cycles.views.common import form_page, here_with_cycle, to_cycle
from clearway.web.people.rules import accepts_post
from clearway.web.projects.actions.common import ChangedMeanwhileError
from clearway.web.projects.forms.fields import done, posted
from clearway.web.projects.forms.plans import new
from clearway.web.projects.rights import Right, on_project
from clearway.web.projects.views.common import edited


@on_cycle
@accepts_post
@never_cache
def question_new(request: HttpRequest, code: str, number: int, cycle: int) -> HttpResponse:
    """Add a question to the plan; its prediction is asked for next."""
    at, row = here_with_cycle(request, code, number, cycle)
    form = new(QuestionForm(posted(request), project=at.project))
    made: list[Question] = []

    def ask() -> None:
        made.append(ask_question(cycle=row, by=at.access.person, **form.values))

    if request.method == "POST" and done(form, ask):
        return redirect("cycle-predict", code, number, cycle, made[0].number)
    return form_page(request, at, form, "Ask a question", row, button="Go on to the prediction")


@on_cycle
@accepts_post
@never_cache
def question_edit(request: HttpRequest, code: str, number: int, cycle: int, question: int) -> HttpResponse:
    """Put a question differently, until somebody predicts its answer; after that, why it stays."""
    at, row = here_with_cycle(request, code, number, cycle)
    asked = _question(row, question)
    why = why_question_stays(asked)
    if why:
        messages.warning(request, f"{why}.")
        return redirect("cycle", code, number, cycle)
    form = question_form(asked, posted(request))

    def save() -> object:
        seen = form.cleaned_data["expected"]
        return change_question(question=asked, expected=seen, by=at.access.person, **form.values)

    ok, now = edited(form, save, _standing) if request.method == "POST" else (False, ())
    if ok:
        return to_cycle(request, at, row, "Saved.")
    return form_page(request, at, form, "Change the question", row, now=now)


def _standing(error: ChangedMeanwhileError) -> QuestionForm:
    assert isinstance(error.row, Question)  # noqa: S101 - the row that was to be changed
    return question_form(error.row)


@on_project(Right.TAKE_PART)
@accepts_post
@never_cache
def question_predict(request: HttpRequest, code: str, number: int, cycle: int, question: int) -> HttpResponse:
    """Predict the answer; an earlier prediction stays readable in the log."""
    at, row = here_with_cycle(request, code, number, cycle)
    asked = _question(row, question)
    form = PredictionForm(posted(request), question=asked)
    if request.method == "POST" and done(
        form, lambda: predict(question=asked, by=at.access.person, **form.values)
    ):
        return to_cycle(request, at, row, "Predicted.")
    return form_page(request, at, form, asked.words, row, button="Predict")


@on_cycle
@accepts_post
@never_cache
def question_answer(request: HttpRequest, code: str, number: int, cycle: int, question: int) -> HttpResponse:
    """Write down what came of a question that no measure answers."""
    at, row = here_with_cycle(request, code, number, cycle)
    asked = _question(row, question)
    form = AnswerForm(posted(request), question=asked)
    if request.method == "POST" and done(
        form, lambda: answer_question(question=asked, by=at.access.person, **form.values)
    ):
        return to_cycle(request, at, row, "Answered.")
    return form_page(request, at, form, asked.words, row)


def _question(cycle: Cycle, number: int) -> Question:
    found = cycle.questions.filter(number=number, left_out=False).first()
    if found is None:
        raise Http404
    return found

"""How far a project says it is, what is found for it, and what reviewers answer."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from clearway.common.periods import parse_month
from clearway.web.cycles.actions.progress import answer_score, score_progress
from clearway.web.cycles.forms.progress import AnswerScoreForm, ScoreForm
from clearway.web.cycles.models import ProgressScore
from clearway.web.cycles.presenters.progress import kept, progress_page
from clearway.web.cycles.progress import evidence
from clearway.web.cycles.rights import answers_scores, may_answer
from clearway.web.cycles.standing import standing_of
from clearway.web.people.rules import accepts_post, needs
from clearway.web.projects.forms.fields import done
from clearway.web.projects.here import Here, back, here, show
from clearway.web.projects.rights import Right, on_project
from clearway.web.projects.views.common import SEE

PAGE = "project-progress"
SHOWN = 4
"""Earlier scores are folded away: what counts is the last months and what was said of them."""


@needs(SEE, organisation="code")
@never_cache
def progress(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The scale with what is found, the team's own score beside it, and the scores so far."""
    return _page(request, here(request, code, number))


@on_project(Right.CHANGE)
@accepts_post
@never_cache
def score(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The team scores a month; what is found on this day is kept with it."""
    at = here(request, code, number)
    if request.method != "POST":
        return redirect(PAGE, code, number)
    form = ScoreForm(request.POST)

    def give() -> None:
        said = form.cleaned_data
        found = evidence(standing_of(at.project, at.access))
        score_progress(
            project=at.project,
            month=parse_month(said["month"]),
            score=said["score"],
            reason=said["reason"],
            evidence=kept(found),
            by=at.access.person,
        )

    if done(form, give):
        return back(request, at, PAGE, "The score is kept, with what was found today.")
    return _page(request, at, form=form)


@answers_scores
@accepts_post
@never_cache
def answer(request: HttpRequest, code: str, number: int, score: int) -> HttpResponse:
    """A coach, or whoever approves charters, answers a score."""
    at = here(request, code, number)
    row = at.project.progress_scores.filter(pk=score).first()
    if row is None:
        raise Http404
    if request.method != "POST":
        return redirect(PAGE, code, number)
    form = AnswerScoreForm(request.POST, auto_id=f"answer_{row.pk}_%s")
    if done(form, lambda: answer_score(score=row, by=at.access.person, **form.cleaned_data)):
        return back(request, at, PAGE, "The team reads your feedback.", f"score-{row.pk}")
    return _page(request, at, answering=form, answered=row)


def _page(
    request: HttpRequest,
    at: Here,
    form: ScoreForm | None = None,
    answering: AnswerScoreForm | None = None,
    answered: ProgressScore | None = None,
) -> HttpResponse:
    context = {
        "progress": progress_page(at.project, at.access),
        "form": form or ScoreForm(),
        "scoring": form is not None,
        "shown": SHOWN,
        "answering": lambda row: (
            answering
            if answering is not None and row == answered
            else AnswerScoreForm(auto_id=f"answer_{row.pk}_%s")
        ),
        "answered": answered,
        "may_answer": may_answer(at),
        "faulty": form or answering,
        "error_title": form is not None or answering is not None,
    }
    return show(request, at, PAGE, "cycles/progress.jinja", context)

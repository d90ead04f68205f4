"""The pages of jobs: all that the visitor may see, one of them, and what can be done with it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from clearway.common.errors import ClearwayError
from clearway.web.jobs import actions, selectors
from clearway.web.jobs.models import JobRun
from clearway.web.jobs.presenters import RunCard
from clearway.web.jobs.rules import SeesRun
from clearway.web.people.access import access_of
from clearway.web.people.rules import accepts_post, signed_in, with_rule

ENDED_A_PAGE = 20


@signed_in
@never_cache
def jobs(request: HttpRequest) -> HttpResponse:
    """What runs, then what waits, then what has ended, a screenful at a time."""
    now = timezone.now()
    runs = selectors.visible_runs(access_of(request))
    current = [RunCard.of(run, now) for run in runs.unfinished().order_by("status", "asked_at")]
    ended = Paginator(runs.finished().order_by("-finished_at"), ENDED_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "title": "Jobs",
        "current": current,
        "ended": ended,
        "ended_cards": [RunCard.of(run, now) for run in ended],
        "nobody_works": bool(current) and not selectors.somebody_works(now),
    }
    return render(request, "jobs/list.jinja", context)


@never_cache
def job_run(request: HttpRequest, run: UUID) -> HttpResponse:
    """One run."""
    now = timezone.now()
    card = RunCard.of(get_object_or_404(JobRun, pk=run), now)
    nobody_works = not card.is_finished and not selectors.somebody_works(now)
    context = {"title": card.title, "run": card, "nobody_works": nobody_works}
    return render(request, "jobs/run.jinja", context)


@never_cache
def job_status(request: HttpRequest, run: UUID) -> JsonResponse:
    """One run for programs."""
    return JsonResponse(selectors.status_of(get_object_or_404(JobRun, pk=run)))


def cancel(request: HttpRequest, run: UUID) -> HttpResponse:
    """Cancel a run, then show it."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    held = get_object_or_404(JobRun, pk=run)
    try:
        actions.cancel_job(run=held, by=access_of(request).person)
    except ClearwayError as error:
        messages.warning(request, str(error))
    return redirect("job", run)


def again(request: HttpRequest, run: UUID) -> HttpResponse:
    """Ask for a run once more, then show the new one."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    held = get_object_or_404(JobRun, pk=run)
    try:
        return redirect("job", actions.start_again(run=held, by=access_of(request).person).pk)
    except ClearwayError as error:
        messages.warning(request, str(error))
        return redirect("job", run)


for view in (job_run, job_status, cancel, again):
    with_rule(view, SeesRun())
for view in (cancel, again):
    accepts_post(view)

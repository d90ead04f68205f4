"""The predictions of an organisation: whether its teams are as sure as they may be."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from clearway.web.cycles.presenters.calibrating import SUMS
from clearway.web.cycles.presenters.predictions import predictions_above, predictions_page
from clearway.web.cycles.scoring import score_due
from clearway.web.people.rules import accepts_post, needs
from clearway.web.projects.here import place
from clearway.web.projects.views.common import RUN, SEE, tried


@needs(SEE, organisation="code")
@never_cache
def predictions(request: HttpRequest, code: str) -> HttpResponse:
    """All predictions of a trust with what came of them, and the calibration of those that were scored.

    Above the trusts only the calibration, by trust.
    """
    at = place(request, code)
    page = predictions_page if at.has_projects else predictions_above
    context = {"title": "Predictions", "here": at, "page": page(at.organisation), "sums": SUMS}
    return render(request, "cycles/predictions.jinja", context)


@needs(RUN, organisation="code")
@accepts_post
def score_now(request: HttpRequest, code: str) -> HttpResponse:
    """Set the predictions beside the figures now, without waiting for the morning."""
    at = place(request, code)
    if request.method == "POST":
        made: list[object] = []
        if tried(request, lambda: made.extend(score_due(organisation=at.organisation, by=at.access.person))):
            messages.success(request, _said(len(made)))
    return redirect("predictions", code)


def _said(n: int) -> str:
    if not n:
        return "No figure has come since the last time."
    return f"{n} {'prediction was' if n == 1 else 'predictions were'} scored."

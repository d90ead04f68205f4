"""The daily job that sets predictions beside the figures that have come."""

from clearway.common.organisations import directory
from clearway.web.cycles.scoring import organisations_with_questions, score_due
from clearway.web.jobs.progress import Progress
from clearway.web.jobs.registry import job


@job(name="score-predictions", title="Score predictions whose month has arrived", retries=2)
def score_predictions(progress: Progress) -> str:
    """Score each organisation in a transaction of its own; what was scored before is left as it is."""
    scored = 0
    for done, code in enumerate(organisations_with_questions(), start=1):
        organisation = directory().find(code)
        if organisation is not None:
            with progress.atomic():
                scored += len(score_due(organisation=organisation, by=progress.by))
        progress.report(done)
    return f"Predictions scored: {scored}." if scored else "No prediction was to be scored."

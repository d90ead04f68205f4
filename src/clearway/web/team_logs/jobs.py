"""The daily job that computes the measures of the work from what teams logged."""

from clearway.web.jobs.progress import Progress
from clearway.web.jobs.registry import job


@job(name="compute-work", title="Compute the measures of improvement work", retries=2)
def compute_work(progress: Progress) -> str:
    """Compute all organisations together; what has not changed is left as it is."""
    from clearway.web.team_logs.computing import compute_figures  # its engine is only loaded when it works

    with progress.atomic():
        loaded = compute_figures(by=progress.by)
    return f"Figures new or changed: {loaded.changed}." if loaded.changed else "No figure has changed."

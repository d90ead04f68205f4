"""The nightly check of the logs."""

from clearway.common.errors import ClearwayError
from clearway.web.audit.anchoring import note_heads
from clearway.web.jobs.progress import Progress
from clearway.web.jobs.registry import job
from clearway.web.trail.command import check


@job(name="check-logs", title="Check the change logs and note their heads", retries=1)
def check_logs(progress: Progress) -> str:
    """Walk all logs; where all fit, note where each stands, so that an end cut off later is missed.

    Raises ClearwayError with the first log that does not fit.
    """
    answers = []
    for answer in check(None, None, lambda done, total: progress.check()):
        answers.append(answer)
        progress.report(len(answers))
    broken = [line for fits, line in answers if not fits]
    if broken:
        raise ClearwayError(
            f"Of {len(answers)} logs {len(broken)} do not fit. {broken[0]}",
            mend="Keep a copy of the database as it is, and find out who could write to it",
        )
    with progress.atomic():
        heads = note_heads(by=progress.by)
    return f"All {len(answers)} logs fit. The heads of {len(heads)} change logs are noted."

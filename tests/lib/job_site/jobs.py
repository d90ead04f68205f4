"""Jobs that count, write, fail and die as a test wants."""

import os
import signal
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from clearway.common.errors import ClearwayError
from clearway.web.jobs.models import Occurrence
from clearway.web.jobs.progress import Progress
from clearway.web.jobs.registry import job

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


@job(name="test-count", title="Count to {upto}")
def count(progress: Progress, *, upto: int) -> str:
    """Count, and say so."""
    for number in range(upto):
        progress.report(number, upto, "pieces")
    progress.report(upto, upto, "pieces")
    return f"Counted to {upto}."


@job(name="test-hold", title="Wait for {file}")
def hold(progress: Progress, *, file: str) -> str:
    """Run until a file is there: a test decides for how long."""
    while not Path(file).exists():
        progress.report(1, 2, "looks")
        time.sleep(0.05)
    return "Seen."


@job(name="test-write", title="Write {pieces} pieces of {name}")
def write(progress: Progress, *, name: str, pieces: int, file: str = "") -> str:
    """Write all pieces in one transaction, which stays open until the file, if one is named, is there."""
    with progress.atomic():
        for number in range(pieces):
            Occurrence.objects.create(name=name, due=BEGIN + timedelta(minutes=number))
            progress.report(number + 1, pieces, "pieces")
        while file and not Path(file).exists():
            progress.check()
            time.sleep(0.05)
    return f"Wrote {pieces}."


@job(name="test-flaky", title="Succeed at last", retries=2)
def flaky(progress: Progress, *, failures: int) -> str:
    """Fail so many times."""
    if progress.attempt <= failures:
        raise RuntimeError("the line was down")
    return f"Succeeded at attempt {progress.attempt}."


@job(name="test-mendable", title="Read a bad file", retries=2)
def mendable(progress: Progress) -> str:
    """Fail for a reason that a person can mend."""
    raise ClearwayError("there is no column 'month'", where="march.csv", mend="Add the column")


@job(name="test-deadly", title="Take too much memory")
def deadly(progress: Progress) -> str:
    """Be killed, as by a machine without memory."""
    os.kill(os.getpid(), signal.SIGKILL)
    return "cannot happen"

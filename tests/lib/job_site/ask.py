"""Asks for jobs, given as JSON, and prints the number of each run: [["test-count", {"upto": 1}]]."""

import json
import sys

from clearway.web import entry


def main(asked: str) -> None:
    """Ask for all of them in one transaction."""
    entry.start()
    from django.db import transaction

    from clearway.web.audit.models import Person
    from clearway.web.jobs.actions import start_job

    by = Person(name="Tess Ter", via="tests")
    with transaction.atomic():
        runs = [
            start_job(job=job, organisation="SYNTH", by=by, **arguments)
            for job, arguments in json.loads(asked)
        ]
    print(json.dumps([str(run.pk) for run in runs]))  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main(sys.argv[1])

"""`clearway jobs`: do the work, see how it stands, cancel a job, see what the clock asks for."""

import argparse
import json
from uuid import UUID

from clearway.common.errors import ClearwayError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verbs work, list, cancel and schedule."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    work = verbs.add_parser("work", help="do jobs until Ctrl-C or SIGTERM (after the current job)")
    work.add_argument("--until-empty", action="store_true", help="end when no job is ready")
    listing = verbs.add_parser("list", help="the jobs that are not finished, then the newest that are")
    listing.add_argument("--limit", type=int, default=20, help="at most so many that have ended (20)")
    listing.add_argument("--format", choices=["text", "json"], default="text")
    cancel = verbs.add_parser("cancel", help="cancel a job")
    cancel.add_argument("number", help="the number of the job, as the page and `list` show it")
    verbs.add_parser("schedule", help="what the clock asks for, and when next")


def run(arguments: argparse.Namespace) -> int:
    """Do what the verb says; 0 when done."""
    from clearway.web import entry

    entry.start()
    if arguments.verb == "work":
        from clearway.web.jobs.worker import work

        work(until_empty=arguments.until_empty)
    elif arguments.verb == "list":
        _list(arguments.limit, as_json=arguments.format == "json")
    elif arguments.verb == "cancel":
        _cancel(arguments.number)
    else:
        _schedule()
    return 0


def _list(limit: int, *, as_json: bool) -> None:
    from django.core.serializers.json import DjangoJSONEncoder
    from django.utils import timezone

    from clearway.web.jobs.models import JobRun
    from clearway.web.jobs.presenters import RunCard
    from clearway.web.jobs.selectors import status_of

    if limit < 0:
        raise ClearwayError(f"--limit {limit} is below zero", mend="Give a number from 0")
    runs = [*JobRun.objects.unfinished(), *JobRun.objects.finished().order_by("-finished_at")[:limit]]
    if as_json:
        print(json.dumps([status_of(run) for run in runs], cls=DjangoJSONEncoder, indent=2))
        return
    for run in runs:
        card = RunCard.of(run, timezone.now())
        more = " ".join(filter(None, (card.how_far if card.is_running else "", card.result, card.mend)))
        print(f"{card.id}  {card.tag.lower():<9}  {card.title} ({card.organisation}), {card.since}. {more}")
    if not runs:
        print("No jobs.")


def _cancel(number: str) -> None:
    from clearway.web.audit.models import Person
    from clearway.web.jobs.actions import cancel_job
    from clearway.web.jobs.models import JobRun

    try:
        run = JobRun.objects.get(pk=UUID(number))
    except (ValueError, JobRun.DoesNotExist):
        raise ClearwayError(f"There is no job {number}", mend="See ./clearway jobs list") from None
    held = cancel_job(run=run, by=Person.at_the_command_line())
    print("Cancelled." if held.is_finished else "It stops at its next safe point.")


def _schedule() -> None:
    from django.utils import timezone
    from django.utils.timezone import localtime

    from clearway.web.jobs.schedules import schedules

    for each in schedules():
        due = localtime(each.when.next(timezone.now()))
        print(f"{each.name}: {each.when.words}, next {due:%A %Y-%m-%d %H:%M}. {each.why}")

"""Tells the story once, in the order in which it happened."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from clearway.common.errors import ClearwayError
from clearway.common.periods import Month
from clearway.web.accounts.demonstration import make_personas
from clearway.web.audit.models import Person
from clearway.web.calendar.models import ReturnMonth
from clearway.web.demonstration import department, improvement, months, sharing
from clearway.web.demonstration.chance import settled
from clearway.web.demonstration.clock import at
from clearway.web.demonstration.people import Cast
from clearway.web.demonstration.plan import Story, story
from clearway.web.department.models import Leadership
from clearway.web.jobs.when import WALL
from clearway.web.library.models import SharedTest
from clearway.web.projects.models import Project

Progress = Callable[[int, int], None]
TOLD_EVERY = 20


@dataclass(frozen=True)
class Chapter:
    """`happenings` gives what happens in it, from the story, the cast and today; `is_told` whether it did."""

    happenings: Callable[[Story, Cast, date], Iterator[months.Happening]]
    is_told: Callable[[], bool]


def _codes() -> list[str]:
    return [trust.code for trust in story().trusts]


CHAPTERS = (
    Chapter(months.happenings, lambda: ReturnMonth.objects.filter(org_code__in=_codes()).exists()),
    Chapter(improvement.happenings, lambda: Project.objects.filter(org_code__in=_codes()).exists()),
    Chapter(department.happenings, lambda: Leadership.objects.filter(org_code__in=_codes()).exists()),
    Chapter(sharing.happenings, lambda: SharedTest.objects.filter(org_code__in=_codes()).exists()),
)


def begun_at(today: date) -> datetime:
    """When the story begins: the day before its first month."""
    first = Month.of(today).shift(-story().months)
    return datetime.combine(first.previous().last_day, time(9), WALL)


def tell(*, by: Person, progress: Progress = lambda done, total: None) -> int:
    """Make the made-up people and let them do what the story says; returns how much happened.

    All of it or nothing, and the same for the same moment (`clock.at`) wherever it is told, but for who `by`
    is. A chapter that was told, or that a visitor began, stays as it was left. Raises
    ClearwayError where the settings are not those of a demonstration.
    """
    if not settings.DEMONSTRATION:
        raise ClearwayError(
            "the story of the made-up collaborative is not told here",
            mend="It exists only in the demonstration on one computer: ./clearway up",
        )
    untold = [chapter for chapter in CHAPTERS if not chapter.is_told()]
    if not untold:
        return 0
    now = timezone.now()
    today = timezone.localdate()
    with transaction.atomic(), settled(story().seed):
        with at(begun_at(today)):
            make_personas(by=by)
        cast = Cast()
        all_of_it = [one for chapter in untold for one in chapter.happenings(story(), cast, today)]
        past = sorted((one for one in all_of_it if one.at < now), key=lambda one: (one.at, one.order))
        for done, one in enumerate(past):
            if done % TOLD_EVERY == 0:
                progress(done, len(past))
            with at(one.at):
                one.do()
    return len(past)

"""What the pages of the logs read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import make_aware

from clearway.web.audit.erasing import accesses_to_erase, changes_to_erase
from clearway.web.audit.models import AccessEvent, ChangeEvent


@dataclass(frozen=True)
class Choice:
    """What a reader of a log asks for; empty fields ask for everything. Both days are in it."""

    who: str = ""
    what: str = ""
    kind: str = ""
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True)
class Named:
    """Somebody whose name stands in the logs of an organisation, and how often."""

    key: str
    name: str
    changes: int
    accesses: int


def changes(code: str, choice: Choice) -> QuerySet[ChangeEvent]:
    """The events of a change log, newest first."""
    events = ChangeEvent.objects.filter(_days(choice), organisation=code)
    if choice.who:
        events = events.filter(Q(detail__person__icontains=choice.who) | Q(detail__key=choice.who))
    if choice.what:
        events = events.filter(Q(subject__icontains=choice.what) | Q(detail__details__icontains=choice.what))
    if choice.kind:
        events = events.filter(action=choice.kind)
    return events.select_related("detail").order_by("-sequence")


def accesses(code: str, choice: Choice) -> QuerySet[AccessEvent]:
    """The lines of an access log, newest first."""
    events = AccessEvent.objects.filter(_days(choice), organisation=code)
    if choice.who:
        events = events.filter(Q(detail__person__icontains=choice.who) | Q(detail__key=choice.who))
    if choice.what:
        events = events.filter(subject__icontains=choice.what)
    if choice.kind:
        events = events.filter(page=choice.kind)
    return events.select_related("detail").order_by("-pk")


def kinds_of_changes(code: str) -> list[str]:
    """All that was ever done there."""
    rows = ChangeEvent.objects.filter(organisation=code).order_by("action")
    return list(rows.values_list("action", flat=True).distinct())


def kinds_of_accesses(code: str) -> list[str]:
    """All pages that were ever looked at there."""
    rows = AccessEvent.objects.filter(organisation=code).order_by("page")
    return list(rows.values_list("page", flat=True).distinct())


def people_named(code: str) -> list[Named]:
    """Everybody whose name could be erased from the logs of an organisation, by name."""
    counts: dict[tuple[str, str], list[int]] = {}
    for place, events in enumerate((changes_to_erase(code), accesses_to_erase(code))):
        rows = events.order_by().values_list("detail__key", "detail__person").annotate(number=Count("pk"))
        for key, name, number in rows:
            counts.setdefault((str(key), str(name)), [0, 0])[place] = number
    return [Named(key, name, *numbers) for (key, name), numbers in sorted(counts.items(), key=_by_name)]


def rows_of(code: str, person: Mapping[str, str]) -> tuple[list[int], list[str]]:
    """The numbers of all changes and page views of one person (key and name) that can be erased."""
    where = Q(detail__key=person["key"], detail__person=person["name"])
    return (
        list(changes_to_erase(code).filter(where).values_list("sequence", flat=True)),
        list(accesses_to_erase(code).filter(where).values_list("number", flat=True)),
    )


def _by_name(item: tuple[tuple[str, str], list[int]]) -> tuple[str, str]:
    (key, name), _ = item
    return name.casefold(), key


def _days(choice: Choice) -> Q:
    """The moments between the beginning of the first day and the end of the last, where people live."""
    within = Q()
    if choice.first_day:
        within &= Q(at__gte=_midnight(choice.first_day))
    if choice.last_day and choice.last_day < date.max:
        within &= Q(at__lt=_midnight(choice.last_day + timedelta(days=1)))
    return within


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))

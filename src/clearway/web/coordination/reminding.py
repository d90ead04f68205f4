"""Sends the reminders of a day: finds who can act, and writes down what each was told before it leaves."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from clearway.common.errors import ClearwayError
from clearway.common.organisations import directory
from clearway.common.periods import Month
from clearway.web.audit.models import Person, record
from clearway.web.coordination.grid import Field
from clearway.web.coordination.models import Reminder, ReminderChoice, ReminderLine
from clearway.web.coordination.reminders import Line, coordinator_line, message, trust_line
from clearway.web.coordination.selectors import Key, fields_of, months_before, trusts_of
from clearway.web.jobs.mail import send_mail_later
from clearway.web.people.models import Membership, User
from clearway.web.people.permissions import Permission

MONTHS = 3  # more are never open together: a month closes within two
Seen = tuple[str, str, str]


def remind(*, today: date, by: Person, check: Callable[[int], None] = lambda done: None) -> int:
    """Send what is to be sent on a day and has not been sent; returns how many messages that are.

    Safe to repeat: a second run of a day finds everybody's message there, and later days find what was said.
    """
    people = _people()
    lines = _lines(people, today)
    told = _told(people)
    had_today = set(Reminder.objects.filter(day=today).values_list("user_id", flat=True))
    sent = 0
    for user in people:
        fresh = [line for line in lines[user.pk] if line.key not in told[user.pk]]
        if fresh and user.pk not in had_today:
            sent += _send(user, fresh, today, by)
        check(sent)
    return sent


def wants_reminders(user: User, *, chosen: bool | None) -> bool:
    """Whether somebody gets reminders: as they chose; unless they did, leads do and others do not."""
    if chosen is not None:
        return chosen
    held = Membership.objects.held().filter(user=user)
    return any(_leads(membership) for membership in held)


def own_choice(user: User) -> bool | None:
    """What the person chose last; None where they never chose."""
    return ReminderChoice.objects.filter(user=user).order_by("-pk").values_list("wanted", flat=True).first()


def _leads(membership: Membership) -> bool:
    return bool({Permission.APPROVE_RETURNS, Permission.ACCEPT_RETURNS} & membership.kind.permissions)


def _acts(membership: Membership) -> bool:
    return _leads(membership) or Permission.ENTER_FIGURES in membership.kind.permissions


def _people() -> dict[User, list[Membership]]:
    """Everybody who can act and wants to hear of it, with the roles by which they can."""
    chosen = dict(ReminderChoice.objects.order_by("pk").values_list("user_id", "wanted"))
    found: dict[User, list[Membership]] = defaultdict(list)
    for membership in Membership.objects.held().filter(user__is_active=True).select_related("user"):
        user = membership.user
        if user.demonstration and not settings.LOOPBACK_ONLY:
            continue
        if _acts(membership) and chosen.get(user.pk, _leads(membership)):
            found[user].append(membership)
    return found


def _lines(people: dict[User, list[Membership]], today: date) -> dict[int, list[Line]]:
    """What each of them would hear today, by the id of the person."""
    trusts = {code for roles in people.values() for role in roles for code in _codes(role)}
    months = months_before(today, MONTHS)
    fields = fields_of(sorted(trusts), months, today)
    lines: dict[int, list[Line]] = defaultdict(list)
    for user, roles in people.items():
        found: dict[Seen, Line] = {}
        for role in roles:
            for line in _of_role(role, fields, months, today):
                found.setdefault(line.key, line)
        lines[user.pk] = list(found.values())
    return lines


def _codes(role: Membership) -> list[str]:
    place = directory().find(role.org_code)
    if place is None:
        return []
    return [trust.code for trust in trusts_of(place)] or [place.code]


def _of_role(role: Membership, fields: dict[Key, Field], months: Iterable[Month], today: date) -> list[Line]:
    coordinates = Permission.ACCEPT_RETURNS in role.kind.permissions
    approves = Permission.APPROVE_RETURNS in role.kind.permissions
    found = []
    for period in sorted(months):
        for code in _codes(role):
            field = fields[code, period]
            line = (
                coordinator_line(field, today) if coordinates else trust_line(field, today, approves=approves)
            )
            if line is not None:
                found.append(line)
    return found


def _told(people: Iterable[User]) -> dict[int, set[Seen]]:
    told: dict[int, set[Seen]] = defaultdict(set)
    rows = ReminderLine.objects.filter(user__in=[user.pk for user in people])
    for user, code, period, near in rows.values_list("user_id", "org_code", "period", "occasion"):
        told[user].add((code, period, near))
    return told


def _send(user: User, lines: list[Line], today: date, by: Person) -> int:
    """One message, with all that says that it was sent, or nothing of both."""
    subject, text = message(
        user.name, [(line, _address(line)) for line in lines], _site(reverse("reminders"))
    )
    try:
        with transaction.atomic():
            reminder = Reminder.objects.create(user=user, day=today)
            for line in lines:
                code, period, near = line.key
                ReminderLine.objects.create(
                    reminder=reminder, user=user, org_code=code, period=period, occasion=near
                )
            send_mail_later(
                to=user.email, subject=subject, text=text, organisation=lines[0].field.trust.code, by=by
            )
            for line in sorted(lines, key=lambda one: one.key):
                _record(user, line, by)
    except IntegrityError:  # another worker has just sent it
        return 0
    except ClearwayError:  # an address that no message can reach must not keep the others from theirs
        return 0
    return 1


def _record(user: User, line: Line, by: Person) -> None:
    code, period, near = line.key
    record(
        organisation=code,
        action="remind",
        subject=f"{period} of {code}",
        by=by,
        details={"person": str(user.key), "name": user.name, "occasion": near},
    )


def _address(line: Line) -> str:
    code, period = line.field.trust.code, str(line.field.period)
    return _site(f"/organisations/{code}/months/{period}/")


def _site(path: str) -> str:
    return settings.SITE_ADDRESS.rstrip("/") + path

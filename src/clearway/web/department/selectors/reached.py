"""Gathers what the site knows of who takes part, for the rules of `reach.py`: a fixed number of queries."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils.timezone import make_aware

from clearway.common.organisations import Organisation
from clearway.web.cycles.models import CycleStep, Participant, Stage
from clearway.web.department.models import (
    Attendance,
    Meeting,
    MeetingStep,
    StaffNumber,
    StaffReach,
    Understood,
)
from clearway.web.department.reach import Heard, Known, Recorded, Unnamed
from clearway.web.department.vocabulary import NOT_STAFF, staff_professions
from clearway.web.people.models import Membership, User
from clearway.web.projects.models import Barrier, Member, Need, Suggestion
from clearway.web.projects.vocabulary import profession_called

YEAR = timedelta(days=365)


@dataclass
class _People:
    """Who is who: by name, by the key of the account, and the profession of each."""

    names: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    professions: dict[str, str] = field(default_factory=dict)

    def take(self, user: User) -> None:
        """Somebody with an account."""
        who = f"user {user.pk}"
        self.names.setdefault(_same(user.name), who)
        self.keys[str(user.key)] = who

    def named(self, name: str) -> str:
        """Whoever has that name; two people of one name in a trust would be one."""
        return self.names.get(_same(name), f"name {_same(name)}")

    def are(self, who: str, profession: str) -> None:
        """Their profession, where it was not said before."""
        if profession and not self.professions.get(who):
            self.professions[who] = profession


@dataclass(frozen=True)
class Gathered:
    """What `reach()` asks for, and the day of the oldest thing that counts."""

    heard: Heard
    professions: Mapping[str, str]
    staff: Mapping[str, StaffNumber]
    since: date


def gather(organisation: Organisation, today: date) -> Gathered:
    """Everything of the last twelve months."""
    since, code = today - YEAR, organisation.code
    people = _people(code)
    known = [
        *_joined(code, since, people),
        *_confirmed(code, since, people),
        *_reported(code, since, people),
        *_tested(code, since, people),
    ]
    attended, unnamed = _attended(code, since, people)
    return Gathered(
        Heard([*known, *attended], list(_recorded(code, since)), unnamed),
        _with_titles(people, code),
        staff_numbers(organisation, today),
        since,
    )


def staff_numbers(organisation: Organisation, today: date) -> Mapping[str, StaffNumber]:
    """The newest number of staff of each profession."""
    rows = StaffNumber.objects.filter(org_code=organisation.code, on__lte=today).order_by("on", "pk")
    return {row.profession: row for row in rows}


def records(organisation: Organisation, since: date) -> list[StaffReach]:
    """The counts that were recorded and not replaced, the newest first."""
    rows = StaffReach.objects.filter(org_code=organisation.code, on__gte=since, replaced_by=None)
    return list(rows.select_related("project").order_by("-on", "-pk"))


def record_of(organisation: Organisation, key: int) -> StaffReach | None:
    """One count, replaced or not; None where it is another organisation's."""
    rows = StaffReach.objects.filter(org_code=organisation.code, pk=key)
    return rows.select_related("project").first()


def _people(code: str) -> _People:
    found = _People()
    for row in Membership.objects.filter(org_code=code).select_related("user").order_by("pk"):
        found.take(row.user)
    return found


def _joined(code: str, since: date, people: _People) -> Iterator[Known]:
    rows = Member.objects.filter(project__org_code=code).select_related("user").order_by("-pk")
    for row in rows:
        if row.profession == NOT_STAFF or row.role == "service-user":
            continue
        if row.user is not None:
            people.take(row.user)
        who = f"user {row.user_id}" if row.user_id else people.named(row.name)
        people.are(who, row.profession)
        if row.ended_at is None or row.ended_at >= _moment(since):
            yield Known(StaffReach.JOINED, who)


def _confirmed(code: str, since: date, people: _People) -> Iterator[Known]:
    for row in Understood.objects.filter(org_code=code).select_related("user").order_by("-pk"):
        people.take(row.user)
        people.are(f"user {row.user_id}", row.profession)
        if row.at >= _moment(since):
            yield Known(StaffReach.UNDERSTOOD, f"user {row.user_id}")


def _reported(code: str, since: date, people: _People) -> Iterator[Known]:
    """Ideas, needs and barriers of the trust's own people; what a coach raises is not counted."""
    own = {"at__gte": _moment(since), "left_out": False}
    rows = [
        *Suggestion.objects.filter(org_code=code, **own).values_list("key", "person"),
        *Need.objects.filter(org_code=code, **own).values_list("key", "person"),
        *Barrier.objects.filter(project__org_code=code, **own).values_list("key", "person"),
    ]
    for key, person in rows:
        if key in people.keys:
            yield Known(StaffReach.REPORTED, people.keys[key])
        elif not key:
            yield Known(StaffReach.REPORTED, people.named(person))


def _tested(code: str, since: date, people: _People) -> Iterator[Known]:
    rows = CycleStep.objects.filter(
        step=Stage.DO, on__gte=since, cycle__project__org_code=code, cycle__left_out=False
    )
    for owner in rows.exclude(cycle__owner="").values_list("cycle__owner", flat=True):
        yield Known(StaffReach.TESTED, people.named(owner))
    there = Participant.objects.filter(cycle__in=rows.values("cycle"), left_out=False, is_staff=True)
    for row in there.select_related("user").order_by("pk"):
        if row.user is not None:
            people.take(row.user)
        yield Known(StaffReach.TESTED, f"user {row.user_id}" if row.user_id else people.named(row.name))


def _attended(code: str, since: date, people: _People) -> tuple[list[Known], list[Unnamed]]:
    held = Meeting.objects.with_state().filter(
        Q(org_code=code, state=MeetingStep.HELD, on__gte=since, left_out=False)
    )
    rows = Attendance.objects.filter(meeting__in=held.values("pk"), left_out=False).select_related("user")
    counted = {Attendance.LEADER, *(word.id for word in staff_professions())}
    known, unnamed, leaders = [], [], []
    for row in rows.order_by("pk"):
        if row.attended_as not in counted:
            continue
        if not row.name:
            unnamed.append(Unnamed(StaffReach.ATTENDED, row.attended_as, row.meeting_id, row.people))
            continue
        if row.user is not None:
            people.take(row.user)
        who = f"user {row.user_id}" if row.user_id else people.named(row.name)
        if row.attended_as != Attendance.LEADER:
            people.are(who, row.attended_as)
        elif row.user is not None:  # who leads has a profession too; it is the same wherever they take part
            people.are(who, _profession(row.user.profession) or Attendance.LEADER)
        else:
            leaders.append(who)
        known.append(Known(StaffReach.ATTENDED, who))
    for who in leaders:  # unless they were there as something else another time
        people.are(who, Attendance.LEADER)
    return known, unnamed


def _recorded(code: str, since: date) -> Iterator[Recorded]:
    rows = StaffReach.objects.filter(org_code=code, on__gte=since, replaced_by=None)
    for step, profession, number in rows.values_list("step", "profession", "number"):
        yield Recorded(step, profession, number)


def _with_titles(people: _People, code: str) -> Mapping[str, str]:
    """Those who never chose a profession here have the one of their account, where the list knows it."""
    rows = User.objects.filter(memberships__org_code=code).exclude(profession="").distinct()
    for key, profession in rows.values_list("pk", "profession"):
        people.are(f"user {key}", _profession(profession))
    return people.professions


def _profession(account: str) -> str:
    """The profession that an account's words mean; empty where the list knows none, or it is no staff's."""
    named = {_same(word.id): word.id for word in staff_professions()}.get(_same(account), "")
    found = named or profession_called(account)
    return found if found in {word.id for word in staff_professions()} else ""


def _same(name: str) -> str:
    return " ".join(name.split()).casefold()


def _moment(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))

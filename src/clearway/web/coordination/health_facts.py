"""Gathers what the health of a collaborative is judged by: a fixed number of queries for all trusts."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.utils.timezone import localdate

from clearway.common.organisations import Organisation
from clearway.common.periods import Month
from clearway.web.coordination.grid import Field
from clearway.web.coordination.health import TESTS_WITHIN, Facts, ProjectFacts
from clearway.web.coordination.selectors import fields_of, months_before, trusts_of
from clearway.web.coordination.timeliness import Timeliness
from clearway.web.cycles.models import CycleStep, ProgressScore, Stage
from clearway.web.department import rhythm
from clearway.web.department.models import Leadership
from clearway.web.department.movement import Progress
from clearway.web.department.selectors.meetings import held_days
from clearway.web.department.selectors.standing import Scored, leaders, leading, scored
from clearway.web.people.models import Membership
from clearway.web.projects.models import Barrier, BarrierStep, Member, Message, ProjectStep, Status

REPORTED_MONTHS = 6
ASKED_ABOUT = 3
"""So many of the last months that fell due are asked about when nothing came."""


@dataclass(frozen=True)
class Contact:
    """Somebody to call: name, what they are, and the e-mail of their account ("" without one)."""

    name: str
    what: str
    email: str


@dataclass(frozen=True)
class Trust:
    """A trust with everything that the page shows of it."""

    organisation: Organisation
    facts: Facts
    projects: tuple[Scored, ...]
    progress: Mapping[int, Progress]
    last_activity: date | None
    led_by: Leadership | None
    contacts: tuple[Contact, ...]
    overdue_barriers: int
    waiting_approvals: int


@dataclass
class _Read:
    """Everything of all trusts, by trust or by project."""

    fields: Mapping[str, list[Field]]
    scored: Mapping[str, list[Scored]]
    barriers: Mapping[int, list[date]]
    submitted: Mapping[int, date]
    tests: Mapping[str, int]
    active: Mapping[str, date]
    leaders: Mapping[str, list[Leadership]]
    held: Mapping[str, list[date]]
    contacts: Mapping[str, list[Contact]] = field(default_factory=dict)


def trusts_with_facts(place: Organisation, today: date) -> list[Trust]:
    """Every trust of the place, by name."""
    trusts = trusts_of(place)
    codes = [trust.code for trust in trusts]
    read = _read(codes, today)
    return [_trust(one, read, today) for one in trusts]


def _read(codes: Sequence[str], today: date) -> _Read:
    projects = scored(codes)
    by_trust: dict[str, list[Scored]] = defaultdict(list)
    for one in projects:
        by_trust[one.project.org_code].append(one)
    return _Read(
        fields=_fields(codes, today),
        scored=by_trust,
        barriers=_overdue(codes, today),
        submitted=_submitted(codes),
        tests=_tests(codes, today),
        active=_active(codes),
        leaders=leaders(codes),
        held=held_days(codes),
        contacts=_contacts(codes),
    )


def _trust(trust: Organisation, read: _Read, today: date) -> Trust:
    code, last = trust.code, Month.of(today).previous()
    projects = tuple(read.scored.get(code, ()))
    open_ones = [one for one in projects if one.is_open]
    progress = {one.project.number: one.progress(last) for one in open_ones}
    led_by = leading(read.leaders.get(code, []))
    kept = rhythm.rhythm(read.held.get(code, []), (), today)
    due, on_time, missing = _reporting(read.fields.get(code, []))
    facts = Facts(
        today=today,
        projects=tuple(_project(one, progress[one.project.number], read, today) for one in open_ones),
        on_time=on_time,
        due=due,
        missing=missing,
        tests=read.tests.get(code, 0),
        led=None if led_by is None else led_by.model != Leadership.NO_LEAD,
        quiet=kept.quiet,
        weeks_quiet=kept.weeks_quiet,
    )
    return Trust(
        organisation=trust,
        facts=facts,
        projects=projects,
        progress=progress,
        last_activity=read.active.get(code),
        led_by=led_by,
        contacts=tuple(read.contacts.get(code, ())),
        overdue_barriers=sum(len(one.barriers_due) for one in facts.projects),
        waiting_approvals=sum(one.approval_days is not None for one in facts.projects),
    )


def _project(one: Scored, progress: Progress, read: _Read, today: date) -> ProjectFacts:
    row = one.project
    waits = row.status == Status.SUBMITTED and row.pk in read.submitted
    return ProjectFacts(
        number=row.number,
        title=row.title,
        started_on=row.started_on,
        progress=progress,
        approval_days=(today - read.submitted[row.pk]).days if waits else None,
        barriers_due=tuple(read.barriers.get(row.pk, ())),
    )


def _fields(codes: Sequence[str], today: date) -> Mapping[str, list[Field]]:
    months = months_before(today, REPORTED_MONTHS)
    fields = fields_of(codes, months, today)
    return {code: [fields[code, period] for period in months] for code in codes}


def _reporting(fields: Sequence[Field]) -> tuple[int, int, tuple[str, ...]]:
    """Months that are settled, how many of them came on time, and the latest ones that did not come."""
    open_still = (Timeliness.NOT_DUE, Timeliness.DUE)
    settled = [one for one in fields if one.timeliness not in open_still and one.counts.owed]
    nothing = (Timeliness.OVERDUE, Timeliness.EMPTY)
    missing = [one.period.label for one in settled[:ASKED_ABOUT] if one.timeliness in nothing]
    on_time = sum(one.timeliness is Timeliness.ON_TIME for one in settled)
    return len(settled), on_time, tuple(reversed(missing))


def _overdue(codes: Collection[str], today: date) -> Mapping[int, list[date]]:
    rows: QuerySet[Barrier] = Barrier.objects.with_leader().filter(
        Q(project__org_code__in=codes, left_out=False, state=BarrierStep.ESCALATED, due__lt=today)
    )
    found: dict[int, list[date]] = defaultdict(list)
    for row in rows:
        if row.due is not None:
            found[row.project_id].append(row.due)
    return found


def _submitted(codes: Collection[str]) -> Mapping[int, date]:
    """When each project's charter was last submitted."""
    rows = ProjectStep.objects.filter(project__org_code__in=codes, step=ProjectStep.SUBMIT)
    return {key: localdate(at) for key, at in rows.values_list("project").annotate(last=Max("at"))}


def _tests(codes: Collection[str], today: date) -> Mapping[str, int]:
    rows = CycleStep.objects.filter(
        step=Stage.DO,
        on__gte=today - timedelta(days=TESTS_WITHIN),
        cycle__project__org_code__in=codes,
        cycle__left_out=False,
    )
    return dict(rows.values_list("cycle__project__org_code").annotate(found=Count("cycle", distinct=True)))


def _active(codes: Collection[str]) -> Mapping[str, date]:
    """The last day on which a project, a test, a score or a discussion of the trust moved."""
    newest: dict[str, datetime] = {}
    for rows, path in (
        (CycleStep.objects.filter(cycle__project__org_code__in=codes), "cycle__project__org_code"),
        (ProgressScore.objects.filter(project__org_code__in=codes), "project__org_code"),
        (ProjectStep.objects.filter(project__org_code__in=codes), "project__org_code"),
        (Message.objects.filter(project__org_code__in=codes), "project__org_code"),
    ):
        for code, at in rows.order_by().values_list(path).annotate(last=Max("at")):
            newest[code] = max(at, newest.get(code, at))
    return {code: localdate(at) for code, at in newest.items()}


def _contacts(codes: Collection[str]) -> Mapping[str, list[Contact]]:
    """The trust's leads, then the leads of its open projects; each person once."""
    found: dict[str, dict[str, Contact]] = defaultdict(dict)
    held = Membership.objects.held().filter(org_code__in=codes, role="trust-lead", user__is_active=True)
    for row in held.select_related("user").order_by("user__name", "pk"):
        found[row.org_code][row.user.name] = Contact(row.user.name, "Trust lead", row.user.email)
    leads = Member.objects.filter(project__org_code__in=codes, role="lead", ended_at=None)
    for member in (
        leads.exclude(project__status=Status.CLOSED)
        .select_related("user", "project")
        .order_by("project__number", "pk")
    ):
        email = member.user.email if member.user and member.user.is_active else ""
        what = f"Leads “{member.project.title}”"
        there = found[member.project.org_code].get(member.name)
        if there is None or (email and not there.email):
            found[member.project.org_code][member.name] = Contact(member.name, what, email)
    return {code: list(people.values()) for code, people in found.items()}

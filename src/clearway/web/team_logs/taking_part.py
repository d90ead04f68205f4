"""Who took part in which project when, as rows of team logs: found where it was logged.

The identifier of a row says where that was: its kind, a colon, and what its page needs (`places.py`).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Q

from clearway.web.cycles.models import ProgressFeedback
from clearway.web.department.models import Attendance, StaffReach
from clearway.web.department.selectors.meetings import attended, held_meetings
from clearway.web.projects.models import (
    BarrierStep,
    Discussion,
    Message,
    Project,
    ProjectStep,
)
from clearway.web.projects.vocabulary import NO_PROFESSION, WOMEN, vocabulary
from clearway.web.team_logs.days import day_of
from clearway.web.team_logs.leaders import Leaders
from clearway.web.team_logs.of_projects import Row
from clearway.web.team_logs.parts import parts
from clearway.web.team_logs.team import Teams

ACTED = (StaffReach.ATTENDED, StaffReach.TESTED)


def participations(projects: Sequence[Project], teams: Teams) -> Iterator[Row]:
    """Everything by which somebody took part in one of the projects."""
    leaders = Leaders({each.org_code for each in projects}, teams)
    for made in (_discussions, _reached):
        yield from made(projects)
    yield from _answers(projects, leaders)
    yield from _barriers(projects, leaders)
    yield from _meetings(projects, teams, leaders)
    yield from _tests(projects, teams)


def _row(
    project: Project, where: str, day: date, kind: str, took_part_as: str, profession: str | None = None,
    *, lead: bool = False,
) -> Row:  # fmt: skip
    return {
        "provider": project.org_code,
        "participation": where,
        "project": str(project.number),
        "day": day,
        "kind": kind,
        "took_part_as": took_part_as,
        "profession": profession,
        "improvement_lead": lead,
    }


def _discussions(projects: Sequence[Project]) -> Iterator[Row]:
    """A group was listened to."""
    staff = {word.id for word in vocabulary().groups if word.profession}
    for each in Discussion.objects.filter(project__in=projects).select_related("project"):
        as_ = "woman" if each.group in WOMEN else "staff" if each.group in staff else "other"
        profession = each.group if as_ == "staff" else None
        yield _row(each.project, f"discussion:{each.pk}", each.on, "discussion", as_, profession)


def _reached(projects: Sequence[Project]) -> Iterator[Row]:
    """So many of a profession were at something of the project, or tested a change, without names."""
    rows = StaffReach.objects.filter(project__in=projects, step__in=ACTED, replaced_by=None, number__gt=0)
    for each in rows.exclude(profession__in=NO_PROFESSION).select_related("project"):
        if each.project is not None:
            yield _row(each.project, f"reach:{each.pk}", each.on, each.step, "staff", each.profession)


def _answers(projects: Sequence[Project], leaders: Leaders) -> Iterator[Row]:
    """A leader answered a charter, a score or the team."""
    answered = ProjectStep.objects.filter(
        project__in=projects, step__in=(ProjectStep.APPROVE, ProjectStep.RETURN)
    )
    said = Message.objects.filter(project__in=projects, feedback=True)
    scored = ProgressFeedback.objects.filter(score__project__in=projects)
    found = [
        *((each.project, each, "charter", "charter answered") for each in answered.select_related("project")),
        *((each.project, each, "review", "feedback to the team") for each in said.select_related("project")),
        *(
            (each.score.project, each, "score", "progress score answered")
            for each in scored.select_related("score__project")
        ),
    ]
    for project, row, where, kind in found:
        if leaders.leads(row.key, project, row.at):
            yield _row(project, f"{where}:{row.pk}", day_of(row.at), kind, "leader")


def _barriers(projects: Sequence[Project], leaders: Leaders) -> Iterator[Row]:
    """A leader, or whoever of the trust the barrier was taken to, removed or refused it."""
    taken = defaultdict(set)
    steps = BarrierStep.objects.filter(barrier__project__in=projects, barrier__left_out=False)
    for each in steps.select_related("barrier__project", "leader").order_by("pk"):
        if each.leader is not None:
            taken[each.barrier_id].add(str(each.leader.key))
        if each.step not in (BarrierStep.REMOVED, BarrierStep.REFUSED):
            continue
        project = each.barrier.project
        asked = each.key in taken[each.barrier_id] and leaders.is_of_the_trust(each.key, project, each.at)
        if asked or leaders.leads(each.key, project, each.at):
            yield _row(project, f"barrier:{each.pk}", day_of(each.at), f"barrier {each.step}", "leader")


def _meetings(projects: Sequence[Project], teams: Teams, leaders: Leaders) -> Iterator[Row]:
    """Somebody was at a meeting of the project that was held."""
    held = held_meetings(Q(project__in=projects))
    for each in attended(list(held)):
        meeting = each.meeting
        project = meeting.project
        if project is None:
            continue
        sign = str(each.user.key) if each.user else teams.sign_of(project.pk, each.name)
        lead = bool(sign) and teams.leads(project.pk, sign, each.at)
        where = f"meeting:{meeting.number}:{each.pk}"
        as_, profession = _attended(each.attended_as)
        if (
            as_ == "leader"
            and each.user
            and not leaders.is_of_the_trust(str(each.user.key), project, each.at)
        ):
            as_ = "other"  # whoever comes from above the trust is a guest
        yield _row(project, where, meeting.on, "meeting", as_, profession, lead=lead)


def _attended(attended_as: str) -> tuple[str, str | None]:
    if attended_as == Attendance.LEADER:
        return "leader", None
    if attended_as in WOMEN:
        return "woman", None
    known = {word.id for word in vocabulary().professions}
    return ("staff", attended_as) if attended_as in known else ("other", None)


def _tests(projects: Sequence[Project], teams: Teams) -> Iterator[Row]:
    """Somebody of the team had a part in a test of change."""
    for part in parts(projects, teams):
        project = part.cycle.project
        for profession in teams.professions(project.pk, part.sign, part.moment):
            where = f"cycle:{part.cycle.number}:{part.of}:{part.sign}:{profession}"
            lead = teams.leads(project.pk, part.sign, part.moment)
            yield _row(project, where, part.day, "test of change", "staff", profession, lead=lead)

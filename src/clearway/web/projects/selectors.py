"""What pages ask of projects; every answer is of one organisation, or of one person."""

from django.db.models import Q, QuerySet

from clearway.common.organisations import Organisation
from clearway.web.people.models import User
from clearway.web.projects.models import Action, Barrier, BarrierStep, Member, Project


def project(organisation: Organisation, number: int) -> Project | None:
    """The organisation's project of that number, or None."""
    return Project.objects.filter(org_code=organisation.code, number=number).prefetch_related("focus").first()


def projects(organisation: Organisation) -> QuerySet[Project]:
    """All projects of the organisation, the newest first."""
    return Project.objects.filter(org_code=organisation.code).prefetch_related("focus").order_by("-number")


def actions(organisation: Organisation) -> QuerySet[Action]:
    """All actions of the organisation, with `state` and `state_at`."""
    rows: QuerySet[Action] = Action.objects.with_state().filter(org_code=organisation.code, left_out=False)
    return rows.select_related("project")


def barriers_of(user: User) -> list[Barrier]:
    """The open barriers that were taken to this leader, oldest first, each with `state`, `due` and `at`.

    For the leader's home page; each row's project is read with it.
    """
    rows: QuerySet[Barrier] = Barrier.objects.with_leader().filter(
        Q(leader=user.pk, state__in=BarrierStep.OPEN, left_out=False)
    )
    return list(rows.exclude(project__status="closed").select_related("project").order_by("at", "pk"))


def places_of(user: User) -> QuerySet[Member]:
    """The teams that the person is in now, with their projects; for their home page."""
    return (
        Member.objects.filter(user=user, ended_at=None)
        .exclude(project__status="closed")
        .select_related("project")
        .order_by("project__org_code", "project__number", "pk")
    )

"""What pages ask of projects; every answer is of named organisations, or of one person."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from clearway.common.organisations import Organisation, directory
from clearway.web.audit.models import ChangeEvent
from clearway.web.people.models import User
from clearway.web.projects.models import (
    Action,
    AtUnit,
    Barrier,
    BarrierStep,
    Discussion,
    Focus,
    Member,
    Message,
    Need,
    OwnValue,
    PlannedMeasure,
    Project,
    Status,
    Suggestion,
    WayToHelp,
)
from clearway.web.units.models import Unit


def project(organisation: Organisation, number: int) -> Project | None:
    """The organisation's project of that number, or None."""
    return Project.objects.filter(org_code=organisation.code, number=number).prefetch_related("focus").first()


def projects(organisation: Organisation) -> QuerySet[Project]:
    """All projects of the organisation, the newest first."""
    return projects_in({organisation.code}).prefetch_related("focus").order_by("-number")


def projects_in(codes: Collection[str]) -> QuerySet[Project]:
    """The projects of these organisations."""
    return Project.objects.filter(org_code__in=codes)


def projects_at_or_below(organisation: Organisation) -> QuerySet[Project]:
    """The projects of a trust, or those of all trusts below an LMNS, a region or the nation."""
    codes = {organisation.code, *(trust.code for trust in directory().providers(organisation.code))}
    return projects_in(codes).prefetch_related("focus").order_by("-started_on", "org_code", "-number")


def actions(organisation: Organisation) -> QuerySet[Action]:
    """All actions of the organisation, with `state` and `state_at`."""
    return actions_in({organisation.code})


def actions_in(codes: Collection[str]) -> QuerySet[Action]:
    """The same of several organisations."""
    rows: QuerySet[Action] = Action.objects.with_state().filter(org_code__in=codes, left_out=False)
    return rows.select_related("project")


def open_projects(organisation: Organisation) -> QuerySet[Project]:
    """Those of them that are not closed."""
    return projects(organisation).exclude(status=Status.CLOSED)


def barriers(project: Project) -> QuerySet[Barrier]:
    """The barriers of a project with `state`, leader and day, and their steps."""
    return barriers_in({project.org_code}).filter(project=project)


def barriers_in(codes: Collection[str]) -> QuerySet[Barrier]:
    """The same of all projects of these organisations."""
    rows: QuerySet[Barrier] = Barrier.objects.with_leader().filter(
        project__org_code__in=codes, left_out=False
    )
    return rows.select_related("project").prefetch_related("steps__leader")


def suggestions(organisation: Organisation) -> QuerySet[Suggestion]:
    """The ideas that were offered to the organisation, with `state`, their steps and who took them up."""
    rows: QuerySet[Suggestion] = Suggestion.objects.with_state().filter(
        org_code=organisation.code, left_out=False
    )
    return rows.prefetch_related("steps__project")


def needs(organisation: Organisation) -> QuerySet[Need]:
    """What was asked for in the organisation, with `state` and steps."""
    rows: QuerySet[Need] = Need.objects.with_state().filter(org_code=organisation.code, left_out=False)
    return rows.select_related("project").prefetch_related("steps")


def roles_in(user: User, org_code: str, number: int) -> frozenset[str]:
    """The roles that the person has now in the team of that project."""
    rows = Member.objects.filter(user=user, ended_at=None, project__org_code=org_code, project__number=number)
    return frozenset(rows.values_list("role", flat=True))


def owner_and_project(org_code: str, number: int) -> tuple[int | None, int | None]:
    """Who owns the action of that number (the key of a user), and the number of its project."""
    row = Action.objects.filter(org_code=org_code, number=number, left_out=False)
    return row.values_list("owner_user", "project__number").first() or (None, None)


def units_of(project: Project) -> QuerySet[AtUnit]:
    """Where the project works now, by name; none is the whole trust."""
    return project.at_units.filter(left=None).select_related("unit").order_by("unit__name", "unit__number")


def worked_in(project: Project) -> QuerySet[AtUnit]:
    """Where it worked before and does so no longer, the last first."""
    return project.at_units.filter(left__isnull=False).select_related("unit").order_by("-left", "-pk")


def open_projects_at(unit: Unit) -> QuerySet[Project]:
    """The projects that are not closed and work in the unit now, the newest first."""
    there = AtUnit.objects.filter(unit=unit, left=None).values("project")
    return open_projects(unit.organisation).filter(pk__in=there)


def at_unit(unit: Unit) -> QuerySet[AtUnit]:
    """The projects that work in the unit now, the newest first, each with the day since which it does."""
    rows = AtUnit.objects.filter(unit=unit, left=None).select_related("project")
    return rows.order_by("-project__number")


def discussion(organisation: Organisation, project: int, place: int) -> Discussion | None:
    """What a group said in a project of the organisation: the first that was written down has place 1.

    Rows are only ever added, so that a place names the same one on every site that the project moves to.
    """
    rows = Discussion.objects.filter(project__org_code=organisation.code, project__number=project)
    return rows.select_related("project").order_by("pk")[place - 1 : place].first() if place else None


def discussion_reference(row: Discussion) -> str:
    """What an action calls the discussion that it began from: its project and its place there."""
    place = Discussion.objects.filter(project=row.project_id, pk__lte=row.pk).count()
    return f"{row.project.number}/{place}"


def ways_to_help(organisation: Organisation) -> QuerySet[WayToHelp]:
    """The open list of ways to help in projects that go on."""
    rows = WayToHelp.objects.filter(project__org_code=organisation.code, ended_at=None)
    return rows.exclude(project__status=Status.CLOSED).select_related("project")


def message(project: Project, key: int) -> Message | None:
    """One message of the project's discussion."""
    return project.messages.filter(pk=key).first()


def on_driver(package_id: str, driver: str, codes: Collection[str]) -> QuerySet[Project]:
    """The projects of these trusts that work on a secondary driver now, open ones first, the newest first."""
    there = Focus.objects.filter(kind=Focus.DRIVER, subject=driver, ended_at=None).values("project")
    rows = projects_in(codes).filter(package_id=package_id, pk__in=there)
    return rows.annotate(is_closed=Q(status=Status.CLOSED)).order_by("is_closed", "-started_on", "-pk")


def own_line(project: Project, key: int) -> PlannedMeasure | None:
    """A measure of the team's own in the plan of the project."""
    rows = PlannedMeasure.objects.filter(project=project, pk=key, measure="", left_out=False)
    return rows.select_related("project").first() if key < 2**63 else None


def own_rows(line: PlannedMeasure) -> list[OwnValue]:
    """All that was ever written of a measure of the team's own, by period."""
    return list(line.own_values.order_by("start", "pk"))


def own_lines_of(projects: Collection[Project]) -> list[PlannedMeasure]:
    """The measures of their own that these projects plan, each with its rows."""
    rows = PlannedMeasure.objects.filter(project__in=projects, measure="", left_out=False)
    return list(rows.select_related("project").prefetch_related("own_values").order_by("project", "pk"))


def activity(project: Project) -> QuerySet[ChangeEvent]:
    """Everything that was done in the project, newest first, with who did it."""
    rows = ChangeEvent.objects.filter(organisation=project.org_code, subject=project.subject)
    return rows.select_related("detail").order_by("-sequence")


def barriers_of(user: User) -> list[Barrier]:
    """The open barriers that were taken to this leader, oldest first, each with `state`, `due` and `at`.

    For the leader's home page; each row's project is read with it.
    """
    rows: QuerySet[Barrier] = Barrier.objects.with_leader().filter(
        Q(leader=user.pk, state__in=BarrierStep.OPEN, left_out=False)
    )
    return list(
        rows.exclude(project__status="closed")
        .select_related("project")
        .prefetch_related("steps__leader")
        .order_by("at", "pk")
    )


def places_of(user: User) -> QuerySet[Member]:
    """The teams that the person is in now, with their projects; for their home page."""
    return (
        Member.objects.filter(user=user, ended_at=None)
        .exclude(project__status="closed")
        .select_related("project")
        .order_by("project__org_code", "project__number", "pk")
    )

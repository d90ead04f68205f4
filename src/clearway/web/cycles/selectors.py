"""What pages ask of cycles; every answer is of one project or of named organisations."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from clearway.common.organisations import Organisation
from clearway.common.periods import Month
from clearway.web.cycles.models import (
    Cycle,
    CycleStep,
    Participant,
    ProgressFeedback,
    ProgressScore,
    Stage,
)
from clearway.web.people.models import User
from clearway.web.projects.models import Action, Member, Project


def cycles(project: Project) -> QuerySet[Cycle]:
    """The cycles of a project by number, each with its state, decision and number of cycles that follow."""
    rows = cycles_in({project.org_code}).filter(project=project)
    return rows.select_related("parent", "copied_from__project", "action").annotate(
        following=Count("children")
    )


def cycles_in(codes: Collection[str]) -> QuerySet[Cycle]:
    """The cycles of all projects of these organisations, each with its state and decision."""
    rows: QuerySet[Cycle] = Cycle.objects.with_decision().filter(project__org_code__in=codes, left_out=False)
    return rows


def cycle(project: Project, number: int) -> Cycle | None:
    """The project's cycle of that number, or None."""
    return cycles(project).filter(number=number).first()


def cycles_of(action: Action) -> QuerySet[Cycle]:
    """The cycles that carry out the action, in the order in which they were planned."""
    return cycles_in({action.org_code}).filter(action=action).select_related("project").order_by("pk")


def takes_part(user: User, cycle: int) -> bool:
    """Whether the person is among those who take part in the cycle of that key."""
    return Participant.objects.filter(cycle=cycle, user=user, left_out=False).exists()


def whose(org_code: str, project: int, number: int) -> tuple[str, str, int] | None:
    """The name of whoever owns the cycle, the key of the person who planned it, and its own key."""
    rows = Cycle.objects.filter(
        project__org_code=org_code, project__number=project, number=number, left_out=False
    )
    return rows.values_list("owner", "key", "pk").first()


def on_driver(
    package_id: str, driver: str, ideas: Collection[str], codes: Collection[str]
) -> QuerySet[Cycle]:
    """The cycles of these trusts about a driver or one of its ideas, the last planned first."""
    rows = cycles_in(codes).filter(project__package_id=package_id)
    about = Q(driver=driver) | Q(idea__in=ideas)
    return rows.filter(about).select_related("project").order_by("-at", "-pk")


def decisions(organisation: Organisation, measure: str) -> QuerySet[CycleStep]:
    """Each decision on a cycle that watches the measure, with its cycle and project."""
    return CycleStep.objects.filter(
        step=Stage.DECIDED,
        cycle__project__org_code=organisation.code,
        cycle__measure=measure,
        cycle__left_out=False,
    ).select_related("cycle__project")


def began_on(cycle: Cycle) -> date | None:
    """The day on which the test began, or None where it never did."""
    return min((step.on for step in cycle.steps.all() if step.step == Stage.DO), default=None)


def ramp_began(cycle: Cycle) -> date | None:
    """The day on which the first test of its ramp began, of those that led to it and of itself."""
    days: list[date | None] = []
    at: Cycle | None = cycle
    while at is not None:
        if not at.left_out:
            days.append(began_on(at))
        at = at.parent
    return min((day for day in days if day is not None), default=None)


def beginnings(organisation: Organisation, measure: str) -> QuerySet[CycleStep]:
    """Each day on which a test that watches the measure began."""
    return CycleStep.objects.filter(
        step=Stage.DO,
        cycle__project__org_code=organisation.code,
        cycle__measure=measure,
        cycle__left_out=False,
    ).select_related("cycle__project")


def scored_in(month: Month, projects: Collection[int]) -> frozenset[int]:
    """Those of the projects (by key) that have a score of the month."""
    rows = ProgressScore.objects.filter(period=str(month), project__in=projects)
    return frozenset(rows.values_list("project_id", flat=True))


def feedback_to(user: User, since: datetime) -> QuerySet[ProgressFeedback]:
    """What reviewers answered to scores of the teams that the person is in."""
    teams = Member.objects.filter(user=user, ended_at=None).values("project")
    rows = ProgressFeedback.objects.filter(at__gt=since, score__project__in=teams)
    return rows.exclude(key=str(user.key)).select_related("score__project")


def newest_score(project: Project) -> ProgressScore | None:
    """The score that stands for the newest month that was scored."""
    return project.progress_scores.order_by("-period", "-pk").first()

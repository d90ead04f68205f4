"""What the home page asks: everything that waits for one person, each kind in one query."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from clearway.web.people.models import User
from clearway.web.projects.models import (
    Action,
    ActionStep,
    BarrierStep,
    CharterCollision,
    Member,
    Message,
    Need,
    NeedStep,
    Project,
    ProjectStep,
    Status,
    Suggestion,
    SuggestionStep,
)

OPEN_ACTIONS = (ActionStep.OPENED, ActionStep.REOPENED)


def submitted(codes: Collection[str], key: str) -> list[tuple[Project, datetime]]:
    """The projects of these trusts whose charter waits, and since when, the oldest first.

    Not those which the person with that key submitted: nobody approves those.
    """
    steps = ProjectStep.objects.filter(project=OuterRef("project"), step=ProjectStep.SUBMIT)
    last = ProjectStep.objects.filter(
        pk=Subquery(steps.order_by("-pk").values("pk")[:1]),
        project__org_code__in=codes,
        project__status=Status.SUBMITTED,
    )
    rows = last.exclude(key=key).select_related("project").order_by("at", "pk")
    return [(row.project, row.at) for row in rows]


def tasks_of(user: User) -> list[Action]:
    """The open actions that the person owns, of projects that go on or of none."""
    rows: QuerySet[Action] = Action.objects.with_state().filter(
        Q(owner_user=user.pk, left_out=False, state__in=OPEN_ACTIONS)
    )
    return list(rows.exclude(project__status=Status.CLOSED).select_related("project").order_by("due", "pk"))


def unanswered_ideas(codes: Collection[str], key: str) -> list[Suggestion]:
    """The ideas of these trusts that nobody answered, the oldest first; not the person's own."""
    rows: QuerySet[Suggestion] = Suggestion.objects.with_state().filter(
        Q(org_code__in=codes, left_out=False, state=SuggestionStep.OFFERED)
    )
    return list(rows.exclude(key=key).order_by("at", "pk"))


def unanswered_needs(codes: Collection[str], key: str) -> list[Need]:
    """What was asked for in these trusts and not answered, the oldest first; not by the person."""
    rows: QuerySet[Need] = Need.objects.with_state().filter(
        Q(org_code__in=codes, left_out=False, state=NeedStep.ASKED)
    )
    return list(rows.exclude(key=key).order_by("at", "pk"))


def texts_to_merge(key: str) -> QuerySet[CharterCollision]:
    """What the person typed in charters at the same time as somebody else, and nobody has merged."""
    rows = CharterCollision.objects.filter(key=key, merged_into=None).exclude(project__status=Status.CLOSED)
    return rows.select_related("project").order_by("pk")


def answered_barriers(key: str, since: datetime) -> QuerySet[BarrierStep]:
    """What others answered to barriers that the person raised."""
    rows = BarrierStep.objects.filter(
        step__in=(BarrierStep.REMOVED, BarrierStep.REFUSED), at__gt=since, barrier__key=key
    )
    return rows.exclude(key=key).select_related("barrier__project")


def answered_ideas(key: str, since: datetime) -> QuerySet[SuggestionStep]:
    """What others answered to ideas that the person offered."""
    rows = SuggestionStep.objects.exclude(step=SuggestionStep.OFFERED).exclude(key=key)
    return rows.filter(at__gt=since, suggestion__key=key).select_related("suggestion")


def answered_needs(key: str, since: datetime) -> QuerySet[NeedStep]:
    """What others answered to what the person asked for."""
    rows = NeedStep.objects.exclude(step=NeedStep.ASKED).exclude(key=key)
    return rows.filter(at__gt=since, need__key=key).select_related("need")


def feedback_to(user: User, since: datetime) -> QuerySet[Message]:
    """What coaches wrote to the teams that the person is in."""
    teams = Member.objects.filter(user=user, ended_at=None).values("project")
    rows = Message.objects.filter(feedback=True, at__gt=since, project__in=teams)
    return rows.exclude(key=str(user.key)).select_related("project")


def led_by(user: User, roles: Collection[str]) -> QuerySet[Project]:
    """The approved projects in whose team the person has one of these roles."""
    teams = Member.objects.filter(user=user, ended_at=None, role__in=roles).values("project")
    return Project.objects.filter(status=Status.APPROVED, pk__in=teams).order_by("org_code", "number")

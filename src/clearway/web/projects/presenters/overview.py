"""The first page of a project: what it is about, how it stands, and what to do next."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.timezone import localdate

from clearway.web.projects.actions.lifecycle import approved_version
from clearway.web.projects.models import (
    Action,
    ActionStep,
    AtUnit,
    Barrier,
    BarrierStep,
    CharterCollision,
    PlannedMeasure,
    Project,
    ProjectStep,
    Status,
)
from clearway.web.projects.names import driver_name, idea_name
from clearway.web.projects.presenters.charter import since_approval
from clearway.web.projects.presenters.involvement import missing_groups
from clearway.web.projects.presenters.plans import communication_plan
from clearway.web.projects.selectors import units_of, worked_in
from clearway.web.projects.vocabulary import sections, vocabulary

SHOWN = 5


@dataclass(frozen=True)
class ToDo:
    """One thing to do next, the page where it is done, and whether it is done."""

    text: str
    page: str
    done: bool


@dataclass(frozen=True)
class Task:
    """A task with its day."""

    number: int
    title: str
    owner: str
    due: date | None
    late: bool


@dataclass(frozen=True)
class Overview:
    """The first page."""

    aim: str
    drivers: tuple[tuple[str, str], ...]
    ideas: tuple[tuple[str, str], ...]
    units: tuple[AtUnit, ...]
    before: tuple[AtUnit, ...]
    to_do: tuple[ToDo, ...]
    tasks: tuple[Task, ...]
    barriers: int
    missing_groups: tuple[str, ...]
    steps: tuple[ProjectStep, ...]
    changed: tuple[str, ...] = ()
    merges: tuple[CharterCollision, ...] = ()
    untold: tuple[tuple[str, str], ...] = ()

    def mine(self, key: str) -> bool:
        """Whether the person with that key submitted the charter last, and so cannot approve it."""
        sent = next((each for each in self.steps if each.step == ProjectStep.SUBMIT), None)
        return sent is not None and sent.key == key

    @property
    def done(self) -> int:
        """How many of the things to do are done."""
        return sum(each.done for each in self.to_do)


def overview(project: Project) -> Overview:
    """All of it, in a number of queries that does not grow."""
    charter = project.charters.order_by("-number")[0]
    number = approved_version(project)
    approved = charter if number in (None, charter.number) else project.charters.get(number=number)
    barriers = Barrier.objects.with_state().filter(Q(project=project.pk, state__in=BarrierStep.OPEN))
    missing = missing_groups(project)
    return Overview(
        aim=approved.texts.get("aim", ""),
        drivers=tuple((each, driver_name(project.package_id, each)) for each in project.drivers),
        ideas=tuple((each, idea_name(project.package_id, each)) for each in project.ideas),
        units=tuple(units_of(project)),
        before=tuple(worked_in(project)),
        to_do=_to_do(project, charter.texts, missing),
        tasks=_tasks(project),
        barriers=barriers.count(),
        missing_groups=missing,
        steps=tuple(project.steps.order_by("-pk")),
        changed=tuple(each.section.title for each in since_approval(approved.texts, charter.texts)),
        merges=tuple(project.charter_collisions.filter(merged_into=None)),
        untold=tuple((line.audience, line.overdue) for line in communication_plan(project) if line.overdue),
    )


def _to_do(project: Project, texts: dict[str, str], missing: tuple[str, ...]) -> tuple[ToDo, ...]:
    asked = [section for section in sections().values() if section.asked]
    written = sum(bool(texts.get(section.id, "").strip()) for section in asked)
    roles = set(project.members.filter(ended_at=None).values_list("role", flat=True))
    absent = [role.title.lower() for role in vocabulary().roles if role.needed and role.id not in roles]
    kinds = set(project.planned_measures.filter(left_out=False).values_list("kind", flat=True))
    lacking = [title.lower() for kind, title in PlannedMeasure.KINDS if kind not in kinds]
    told = project.communications.filter(left_out=False).exists()
    return (
        ToDo(
            f"Write the charter: {written} of {len(asked)} needed sections",
            "project-charter",
            written == len(asked),
        ),
        ToDo("Build the team" + _lack(absent), "project-team", not absent),
        ToDo("Plan what to measure" + _lack(lacking), "project-measures", not lacking),
        ToDo("Plan whom to tell", "project-communication", told),
        ToDo("Involve women, families and staff" + _lack([f"{len(missing)} groups"] if missing else []),
             "project-involvement", not missing),
        ToDo(
            "Have the charter approved",
            "project-charter",
            project.status in (Status.APPROVED, Status.CLOSED),
        ),
    )  # fmt: skip


def _lack(what: list[str]) -> str:
    return f" (missing: {', '.join(what)})" if what else ""


def _tasks(project: Project) -> tuple[Task, ...]:
    open_ones = (
        Action.objects.with_state()
        .filter(Q(project=project.pk, left_out=False, state__in=(ActionStep.OPENED, ActionStep.REOPENED)))
        .order_by("due", "number")
    )
    today = localdate()
    dated = sorted(open_ones, key=lambda one: (one.due is None, one.due or today, one.number))
    return tuple(
        Task(one.number, one.title, one.owner, one.due, one.due is not None and one.due < today)
        for one in dated[:SHOWN]
    )

"""Everything that a report is made from, read in a number of queries that does not grow with projects."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Prefetch, Q
from django.utils.timezone import localdate

from clearway.common.organisations import Organisation
from clearway.web.cycles.models import Cycle, ProgressScore, Question
from clearway.web.cycles.scoring import Verdict, verdicts, with_answers
from clearway.web.department.models import Attendance, Meeting
from clearway.web.department.selectors.meetings import attended, held_meetings
from clearway.web.people.access import Access
from clearway.web.projects.models import (
    Action,
    Barrier,
    BarrierStep,
    CharterVersion,
    Discussion,
    Member,
    Milestone,
    Need,
    PlannedMeasure,
    Project,
    ProjectStep,
    Status,
)
from clearway.web.reports.spans import Span

T = TypeVar("T")


@dataclass(frozen=True)
class Records:
    """What the records of an organisation, or of one project, hold for a span and up to its last day."""

    organisation: Organisation
    span: Span
    access: Access
    one: Project | None
    projects: tuple[Project, ...]
    steps: Mapping[int, Sequence[ProjectStep]]
    charters: Mapping[int, Sequence[CharterVersion]]
    members: Mapping[int, Sequence[Member]]
    cycles: Sequence[Cycle]
    verdicts: Mapping[int, Sequence[Verdict]]
    planned: Sequence[PlannedMeasure]
    scores: Mapping[int, Sequence[ProgressScore]]
    milestones: Sequence[Milestone]
    barriers: Sequence[Barrier]
    needs: Sequence[Need]
    actions: Sequence[Action]
    discussions: Sequence[Discussion]
    meetings: Sequence[Meeting]
    attended: Sequence[Attendance]

    @property
    def many(self) -> bool:
        """Whether it is about all projects of the organisation."""
        return self.one is None

    def name(self, project: Project | None) -> str:
        """How rows name the project."""
        return "none" if project is None else project.title


def gather(organisation: Organisation, span: Span, access: Access, one: Project | None = None) -> Records:
    """The records; without `one` those of all projects that went on in the span."""
    rows = Project.objects.filter(org_code=organisation.code, started_on__lte=span.last).order_by("number")
    if one is not None:
        rows = rows.filter(pk=one.pk)
    all_projects = list(rows.prefetch_related("focus"))
    steps = _by(ProjectStep.objects.filter(project__in=all_projects).order_by("pk"), "project_id")
    projects = tuple(each for each in all_projects if went_on(steps[each.pk], span))
    of_projects = Q(project__in=projects)
    loose = of_projects if one is not None else Q(org_code=organisation.code)
    held = list(held_meetings(loose).filter(on__range=(span.first, span.last)))
    questions = with_answers(Question.objects.filter(cycle__project__in=projects))
    return Records(
        organisation=organisation,
        span=span,
        access=access,
        one=one,
        projects=projects,
        steps=steps,
        charters=_by(CharterVersion.objects.filter(of_projects).order_by("number"), "project_id"),
        members=_by(Member.objects.filter(of_projects).order_by("pk"), "project_id"),
        cycles=_with_steps(Cycle.objects.filter(of_projects, left_out=False)),
        verdicts=_verdicts(verdicts(questions, span.last)),
        planned=list(PlannedMeasure.objects.filter(of_projects, left_out=False).select_related("project")),
        scores=_by(ProgressScore.objects.filter(of_projects).order_by("pk"), "project_id"),
        milestones=_with_steps(Milestone.objects.filter(of_projects, left_out=False)),
        barriers=list(
            Barrier.objects.filter(of_projects, left_out=False)
            .select_related("project")
            .prefetch_related(Prefetch("steps", BarrierStep.objects.select_related("leader").order_by("pk")))
        ),
        needs=_with_steps(Need.objects.filter(loose, left_out=False)),
        actions=_with_steps(Action.objects.filter(loose, left_out=False)),
        discussions=list(
            Discussion.objects.filter(of_projects, on__range=(span.first, span.last))
            .select_related("project")
            .prefetch_related("changes")
            .order_by("on", "pk")
        ),
        meetings=held,
        attended=list(attended(held)),
    )


def went_on(steps: Sequence[ProjectStep], span: Span) -> bool:
    """Whether the project was open on at least one day of the span; an end on its first day counts."""
    before = [step for step in steps if day_of(step.at) < span.first]
    if not before or before[-1].status != Status.CLOSED:
        return True
    return any(span.holds(day_of(step.at)) and step.status != Status.CLOSED for step in steps)


def day_of(moment: datetime) -> date:
    """The day of a moment where the site is."""
    return localdate(moment)


def up_to(rows: Iterable[T], last: date) -> list[T]:
    """The rows that were written by the end of a day."""
    return [row for row in rows if day_of(row.at) <= last]  # type: ignore[attr-defined]


def last_step(row: Any, last: date) -> Any:
    """The step that stood at the end of a day; None where the thing was not there yet."""
    taken = up_to(row.steps.all(), last)
    return taken[-1] if taken else None


def _with_steps(rows: Any) -> list[Any]:
    return list(rows.select_related("project").prefetch_related("steps"))


def _by(rows: Iterable[T], field: str) -> Mapping[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for row in rows:
        found[getattr(row, field)].append(row)
    return found


def _verdicts(found: Iterable[Verdict]) -> Mapping[int, list[Verdict]]:
    by_cycle: dict[int, list[Verdict]] = defaultdict(list)
    for one in found:
        by_cycle[one.question.cycle_id].append(one)
    return by_cycle

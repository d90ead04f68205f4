"""Who leads, what the plan says, and how the projects are scored."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.timezone import localdate

from clearway.common.organisations import Organisation
from clearway.common.periods import Month, parse_month
from clearway.web.cycles.models import ProgressScore
from clearway.web.cycles.progress import above_evidence
from clearway.web.department.models import Leadership, PlanCollision, PlanVersion
from clearway.web.department.movement import Progress, movement, went_on
from clearway.web.department.spread import Spread, spread
from clearway.web.projects.models import Project, ProjectStep, Status


@dataclass(frozen=True)
class Scored:
    """A project with its score of each month, and the days on which it was closed or opened again.

    `found_up_to` is up to where evidence was found on the day on which that score was given.
    """

    project: Project
    scores: Mapping[Month, float]
    ends: tuple[tuple[date, bool], ...] = ()
    found_up_to: Mapping[Month, float | None] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Whether it goes on now."""
        return self.project.status != Status.CLOSED

    def progress(self, last: Month) -> Progress:
        """How its score moves; `last` is the last month that has ended."""
        return movement(self.scores, last)

    @property
    def gap(self) -> str:
        """In words, where the newest score stands above its evidence; empty where it does not."""
        newest = max(self.scores, default=None)
        return above_evidence(self.scores[newest], self.found_up_to.get(newest)) if newest else ""


@dataclass
class _Found:
    scores: dict[Month, float] = field(default_factory=dict)
    found_up_to: dict[Month, float | None] = field(default_factory=dict)
    ends: list[tuple[date, bool]] = field(default_factory=list)


def scored(codes: Collection[str]) -> list[Scored]:
    """All projects of these organisations: three queries, however many they are."""
    projects = list(Project.objects.filter(org_code__in=codes).order_by("org_code", "number"))
    found: dict[int, _Found] = defaultdict(_Found)
    rows = ProgressScore.objects.filter(project__org_code__in=codes).order_by("pk")
    for key, period, score, up_to in rows.values_list("project_id", "period", "score", "evidence__supported"):
        month = parse_month(period)
        found[key].scores[month] = float(score)  # the last one of a month stands
        found[key].found_up_to[month] = up_to
    steps = ProjectStep.objects.filter(
        project__org_code__in=codes, step__in=(ProjectStep.CLOSE, ProjectStep.REOPEN)
    )
    for key, step, at in steps.order_by("pk").values_list("project_id", "step", "at"):
        found[key].ends.append((localdate(at), step == ProjectStep.CLOSE))
    return [_scored(one, found[one.pk]) for one in projects]


def _scored(project: Project, found: _Found) -> Scored:
    return Scored(project, found.scores, tuple(found.ends), found.found_up_to)


def spread_in(projects: Collection[Scored], month: Month) -> Spread:
    """The spread of the scores given for a month, of the projects that were open in it."""
    return spread(scores_in(projects, month), len(open_in(projects, month)))


def scores_in(projects: Collection[Scored], month: Month) -> tuple[float, ...]:
    """The scores that `spread_in` lays out."""
    return tuple(one.scores[month] for one in open_in(projects, month) if month in one.scores)


def open_in(projects: Collection[Scored], month: Month) -> list[Scored]:
    """The projects that went on in the month."""
    return [one for one in projects if went_on(month, one.project.started_on, one.ends)]


def leaders(codes: Collection[str]) -> Mapping[str, list[Leadership]]:
    """Who led the pathway of each organisation, the earliest first; the last one that has begun leads now."""
    found: dict[str, list[Leadership]] = defaultdict(list)
    for row in Leadership.objects.filter(org_code__in=codes).order_by("since", "pk"):
        found[row.org_code].append(row)
    return found


def leading(rows: list[Leadership]) -> Leadership | None:
    """Who leads now."""
    return rows[-1] if rows else None


def plans(organisation: Organisation) -> list[PlanVersion]:
    """All versions of the plan, the first one first."""
    return list(PlanVersion.objects.filter(org_code=organisation.code).order_by("number"))


def newest_plan(organisation: Organisation) -> PlanVersion | None:
    """The plan as it stands."""
    return PlanVersion.objects.filter(org_code=organisation.code).order_by("-number").first()


def waiting(organisation: Organisation) -> list[PlanCollision]:
    """Texts that wait to be merged into the plan."""
    return list(PlanCollision.objects.filter(org_code=organisation.code, merged_into=None))


def collision(organisation: Organisation, key: int) -> PlanCollision | None:
    """A text of the organisation that was kept beside its plan."""
    return PlanCollision.objects.filter(org_code=organisation.code, pk=key).first()

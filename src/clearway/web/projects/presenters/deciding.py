"""What belongs to a charter beside its sections: team, measures, involvement, and what is missing of them."""

from dataclasses import dataclass

from clearway.web.projects.models import PlannedMeasure, Project, ProjectStep
from clearway.web.projects.presenters.involvement import missing_groups
from clearway.web.projects.presenters.plans import lines_of_plan
from clearway.web.projects.presenters.team import team_page
from clearway.web.projects.vocabulary import title_of, vocabulary


@dataclass(frozen=True)
class Decision:
    """What whoever approves reads: who is in the team, what is measured, who was heard, and what lacks."""

    team: tuple[tuple[str, str], ...]
    measures: tuple[tuple[str, str, str], ...]
    heard: tuple[tuple[str, int], ...]
    missing: tuple[tuple[str, str, str], ...]


def decision(project: Project) -> Decision:
    """The facts; `missing` is what, which, and the name of the page where it is put right."""
    team = team_page(project, None)
    plan = list(lines_of_plan(project))
    heard: dict[str, int] = {}
    for group in project.discussions.order_by("pk").values_list("group", flat=True):
        heard[group] = heard.get(group, 0) + 1
    kinds = {row.kind for row in plan}
    lacking = [title for kind, title in PlannedMeasure.KINDS if kind not in kinds]
    without = [row.title for row in plan if row.baseline is None or row.target is None]
    missing = (
        ("In the team", "; ".join(team.missing_roles), "project-team"),
        ("Professions", "; ".join(team.missing_professions), "project-team"),
        ("Kinds of measures", "; ".join(lacking), "project-measures"),
        ("Baseline or target", "; ".join(without), "project-measures"),
        ("Not yet heard in this phase", "; ".join(missing_groups(project)), "project-involvement"),
    )
    return Decision(
        team=tuple((each.name, each.role) for each in team.members),
        measures=tuple((row.title, row.get_kind_display(), _target(row)) for row in plan),
        heard=tuple((title_of(vocabulary().groups, group), times) for group, times in heard.items()),
        missing=tuple(each for each in missing if each[1]),
    )


def submitted_by(project: Project) -> str:
    """The key of whoever submitted the charter last; empty where nobody did."""
    last = project.steps.filter(step=ProjectStep.SUBMIT).order_by("-pk").first()
    return last.key if last else ""


def _target(row: PlannedMeasure) -> str:
    return f"target by {row.target_by.day} {row.target_by:%B %Y}" if row.target_by else ""

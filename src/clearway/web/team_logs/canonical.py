"""Everything that the teams of some organisations logged on the site, as the canonical tables."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from clearway.web.projects.models import Member, PlannedMeasure, Project
from clearway.web.team_logs import of_projects, parts, taking_part, told
from clearway.web.team_logs.of_projects import Row
from clearway.web.team_logs.team import Teams


def team_log_rows(codes: Collection[str], today: date) -> Mapping[str, Sequence[Row]]:
    """The rows of every table of `clearway.records.team_logs`; months end with the last that is over.

    The number of questions to the database does not depend on how many projects there are.
    """
    projects = projects_of(codes)
    members = members_of(projects)
    plans = list(
        PlannedMeasure.objects.filter(project__in=projects, left_out=False)
        .exclude(measure="")
        .select_related("project")
    )
    teams, figures = Teams(members), told.Figures({each.org_code for each in projects}, plans)
    here = sorted({each.org_code for each in projects})
    made = {
        "log_months": of_projects.log_months(projects, today),
        "projects": of_projects.project_rows(projects),
        "project_spans": of_projects.spans(projects),
        "project_professions": of_projects.professions(members),
        "participations": taking_part.participations(projects, teams),
        "measure_values": told.measure_values(plans, figures),
        "uploads": told.uploads(here),
        "board_showings": told.board_showings(projects, plans, figures),
        "sharings": told.sharings(projects),
        "cycle_parts": parts.cycle_parts(projects, teams),
        "changes": of_projects.changes(here),
        "progress_scores": of_projects.scores(projects),
    }
    return {name: list(rows) for name, rows in made.items()}


def projects_of(codes: Collection[str]) -> list[Project]:
    """The projects of these organisations, by number."""
    return list(Project.objects.filter(org_code__in=codes).order_by("org_code", "number"))


def members_of(projects: Sequence[Project]) -> list[Member]:
    """Everybody who is or was in one of their teams."""
    rows = Member.objects.filter(project__in=projects).select_related("project", "user")
    return list(rows.order_by("pk"))


def organisations_with_projects() -> list[str]:
    """The codes of all organisations that run projects here."""
    return sorted(set(Project.objects.order_by().values_list("org_code", flat=True)))

"""The highlight report of a project, or of all projects of a trust, of one month."""

from datetime import date

from clearway.common.organisations import Organisation
from clearway.web.cycles.models import Stage
from clearway.web.people.access import Access
from clearway.web.projects.models import Project, ProjectStep
from clearway.web.projects.names import driver_name
from clearway.web.reports.done import done_section
from clearway.web.reports.figures import measures_section
from clearway.web.reports.records import Records, gather, up_to
from clearway.web.reports.report import Cell, Number, Report
from clearway.web.reports.sections import (
    NO_SCORE,
    came_true,
    cycle_steps,
    leads,
    phase_of,
    predictions_section,
    progress_section,
    projects_section,
    score_of,
    status_of,
    women_section,
)
from clearway.web.reports.spans import Span
from clearway.web.reports.waiting import (
    asked_section,
    barriers_section,
    milestones_section,
    needs_section,
    plans_section,
)

NOT_ENDED = "This time has not ended: the report holds what is recorded so far."
NOT_YET = "The project had not begun, or was closed."


def highlight(
    organisation: Organisation, span: Span, access: Access, today: date, one: Project | None = None
) -> Report:
    """The report; of one project, or of all that went on in the span."""
    records = gather(organisation, span, access, one)
    sections = [
        done_section(records),
        predictions_section(records),
        measures_section(records),
        progress_section(records),
        milestones_section(records),
        barriers_section(records),
        needs_section(records),
        asked_section(records),
        plans_section(records),
        women_section(records),
    ]
    if one is None:
        sections.insert(0, projects_section(records))
    return Report(
        kind="Highlight report",
        about=organisation.name if one is None else one.title,
        of="" if one is None else organisation.name,
        period=span.label,
        made_on=today,
        facts=_of_trust(records) if one is None else _of_project(records, one),
        sections=tuple(sections),
        note=note(records, today),
    )


def note(records: Records, today: date) -> str:
    """What a reader has to know first."""
    if not records.span.has_ended(today):
        return NOT_ENDED
    return NOT_YET if records.one is not None and not records.projects else ""


def _of_project(records: Records, one: Project) -> tuple[tuple[str, Cell], ...]:
    score = score_of(records, one)
    return (
        ("Status", status_of(records, one)),
        ("Phase", phase_of(records, one)),
        ("Aim", _aim(records, one)),
        ("Works on", ", ".join(driver_name(one.package_id, each) for each in one.drivers) or "no driver"),
        ("Project lead", leads(records, one)),
        ("Executive sponsor", leads(records, one, "executive-sponsor")),
        ("Progress score", NO_SCORE if score is None else Number(float(score.score), digits=1)),
        *_counts(records),
    )


def _aim(records: Records, one: Project) -> str:
    """The aim of the charter that was approved by then, or of the newest one while none was."""
    versions = up_to(records.charters[one.pk], records.span.last)
    steps = up_to(records.steps[one.pk], records.span.last)
    approved = [step.charter for step in steps if step.step == ProjectStep.APPROVE]
    standing = [each for each in versions if not approved or each.number == approved[-1]]
    return (standing[-1].texts.get("aim", "").strip() if standing else "") or "not written yet"


def _of_trust(records: Records) -> tuple[tuple[str, Cell], ...]:
    return (("Projects that went on", len(records.projects)), *_counts(records))


def _counts(records: Records) -> tuple[tuple[str, Cell], ...]:
    steps = [step.step for _, step in cycle_steps(records)]
    right, wrong = came_true(records)
    return (
        ("Tests begun", steps.count(Stage.DO)),
        ("Tests decided", steps.count(Stage.DECIDED)),
        ("Predictions that came true", f"{right} of {right + wrong}" if right + wrong else "none to judge"),
    )

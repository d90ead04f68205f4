"""Projects, their plans and their actions as they are answered."""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils.timezone import localdate

from clearway.web.api.work_reading import Reader
from clearway.web.cycles.presenters.progress import ScoreLine
from clearway.web.projects.models import Action, ActionStep, Barrier, BarrierStep, PlannedMeasure, Project
from clearway.web.projects.presenters.charter import CharterPage, charter_page
from clearway.web.projects.presenters.involvement import missing_groups

Answered = Mapping[str, object]
OPEN = (ActionStep.OPENED, ActionStep.REOPENED)
PLANNED = "kind measure component parameter title baseline target target_by how_often version".split()  # noqa: SIM905


def project_line(row: Project, reader: Reader) -> dict[str, object]:
    """One project of a list."""
    names = ("org_code", "number", "status", "phase", "started_on")
    return {name: getattr(row, name) for name in names} | {
        "title": reader.words(row.title),
        "package": row.package_id,
        "drivers": list(row.drivers),
        "change_ideas": list(row.ideas),
    }


def project_item(row: Project, reader: Reader) -> Answered:
    """One project, whole."""
    members = row.members.filter(ended_at=None).order_by("pk")
    return project_line(row, reader) | {
        "charter": _charter(charter_page(row), reader),
        "team": [
            {"role": one.role, "profession": one.profession, "name": reader.name(one.name), "since": one.at}
            for one in members
        ],
        "missing_groups": list(missing_groups(row)),
    }


def _charter(page: CharterPage | None, reader: Reader) -> Answered:
    assert page is not None  # noqa: S101 - a project begins with the first version of its charter
    return {
        "version": page.number,
        "approved_version": page.approved,
        "sections": reader.texts(
            {one.section.id: one.text for one in page.sections},
            {one.section.id: one.section.title for one in page.sections},
        ),
        "missing": list(page.missing),
    }


def planned(row: PlannedMeasure, reader: Reader) -> Answered:
    """One line of a measurement plan."""
    said = ("baseline_from", "collected_how", "sample")
    return (
        {name: getattr(row, name) for name in PLANNED}
        | {name: reader.words(getattr(row, name)) for name in said}
        | {"collected_by": reader.name(row.collected_by)}
    )


def score(line: ScoreLine, reader: Reader) -> Answered:
    """One progress score."""
    row = line.row
    return {
        "period": row.period,
        "scale": row.scale,
        "scale_version": row.scale_version,
        "score": float(row.score),
        "reason": reader.words(row.reason),
        "supported": line.supported,
        "stands": line.stands,
        "feedback": [
            {
                "words": reader.words(one.words),
                "would_give": None if one.would_give is None else float(one.would_give),
                "at": one.at,
                "name": reader.name(one.person),
            }
            for one in row.feedback.all()
        ],
    }


def barrier(row: Barrier, reader: Reader) -> Answered:
    """One barrier."""
    waits = row.state == BarrierStep.ESCALATED
    return {
        "number": row.number,
        "title": reader.words(row.title),
        "words": reader.words(row.words),
        "state": row.state,
        "raised_at": row.at,
        "leader": reader.name(row.leader_name) if waits else None,
        "due": row.due if waits else None,
        "late": waits and row.due is not None and row.due < localdate(),
        "steps": [
            {"step": step.step, "at": step.at, "reason": reader.words(step.reason)}
            for step in row.steps.all()
        ],
    }


def with_steps(rows: QuerySet[Action]) -> QuerySet[Action]:
    """The actions with their steps, of which the last says what came of them."""
    return rows.prefetch_related("steps").order_by("-number")


def action(row: Action, reader: Reader) -> Answered:
    """One action."""
    is_open = row.state in OPEN
    return {
        "number": row.number,
        "title": reader.words(row.title),
        "words": reader.words(row.words),
        "state": row.state,
        "project": row.project.number if row.project else None,
        "owner": reader.name(row.owner),
        "due": row.due,
        "late": is_open and row.due is not None and row.due < localdate(),
        "origin": {
            "kind": row.origin_kind,
            "reference": row.origin_reference,
            "words": reader.words(row.origin_words),
        },
        "outcome": "" if is_open else reader.words([*row.steps.all()][-1].reason),
        "version": row.version,
    }

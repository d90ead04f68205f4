"""Start a project, choose what it works on, and take it through approval, phases and its end."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Level, Organisation
from clearway.measures.register import MAIN_PACKAGE
from clearway.package.loader import shipped_packages
from clearway.web.audit.models import Person
from clearway.web.projects.actions.common import held, log, next_number, open_project, said, written
from clearway.web.projects.actions.where import put_at
from clearway.web.projects.models import CharterVersion, Focus, Phase, Project, ProjectStep, Status
from clearway.web.projects.vocabulary import sections

LONGEST_TITLE = 200
OF_TRUSTS = (Level.PROVIDER, Level.SYNTHETIC)


@transaction.atomic
def start_project(
    *,
    organisation: Organisation,
    title: str,
    drivers: Collection[str],
    ideas: Collection[str],
    by: Person,
    package_id: str = MAIN_PACKAGE,
    started_on: date | None = None,
    units: Collection[int] = (),
) -> Project:
    """A project in draft, with an empty charter. `units` are the numbers of those that it works in.

    Raises ClearwayError without a title, without a driver, for a driver or change idea that the package does
    not have, for an idea of a driver that was not chosen, for an organisation that is no trust, and for a
    unit that is not open there.
    """
    if organisation.level not in OF_TRUSTS:
        raise ClearwayError(f"{organisation.name} runs no projects itself", mend="Choose one of its trusts")
    _check_focus(drivers, ideas, package_id)
    project = Project.objects.create(
        org_code=organisation.code,
        number=next_number(organisation.code, "project"),
        title=said(title, "Title", longest=LONGEST_TITLE),
        package_id=package_id,
        started_on=started_on or timezone.localdate(),
        **written(by),
    )
    _add_focus(project, drivers, ideas, by)
    CharterVersion.objects.create(project=project, number=1, texts={}, **written(by))
    _step(project, ProjectStep.START, by)
    log(project, "start project", by, title=project.title, drivers=sorted(drivers), ideas=sorted(ideas))
    put_at(project, units, project.started_on, by)
    return project


@transaction.atomic
def rename_project(*, project: Project, title: str, by: Person) -> Project:
    """Give the project another title."""
    mine = open_project(project)
    before, mine.title = mine.title, said(title, "Title", longest=LONGEST_TITLE)
    mine.save(update_fields=["title"])
    log(mine, "rename project", by, old=before, new=mine.title)
    return mine


@transaction.atomic
def choose_focus(
    *, project: Project, drivers: Collection[str], ideas: Collection[str], by: Person
) -> Project:
    """The project works on these drivers and change ideas from now on. Raises as `start_project`."""
    mine = open_project(project)
    _check_focus(drivers, ideas, mine.package_id)
    before = {"drivers": mine.drivers, "ideas": mine.ideas}
    left = [
        one
        for one in mine.focus.filter(ended_at=None)
        if one.subject not in (drivers if one.kind == Focus.DRIVER else ideas)
    ]
    for one in left:
        one.ended_at, one.ended_person = timezone.now(), by.name
        one.save(update_fields=["ended_at", "ended_person"])
    _add_focus(mine, set(drivers) - set(before["drivers"]), set(ideas) - set(before["ideas"]), by)
    log(mine, "choose drivers and ideas", by, old=before, drivers=sorted(drivers), ideas=sorted(ideas))
    return mine


@transaction.atomic
def submit_charter(*, project: Project, by: Person, despite_gaps: bool = True) -> Project:
    """Hand the newest charter in for approval.

    Raises ClearwayError where a needed section is empty, where texts of two people wait to be merged, and,
    unless it is done `despite_gaps`, where nobody is in the team or nothing is planned to be measured.
    """
    mine = _in(project, {Status.DRAFT, Status.APPROVED}, "submitted")
    if mine.charter_collisions.filter(merged_into=None).exists():
        raise ClearwayError(
            "Texts of two people wait to be merged", mend="Merge them first, then submit the charter"
        )
    lacking = gaps(mine)
    if lacking and not despite_gaps:
        raise ClearwayError(
            f"There is {' and '.join(lacking)} yet", mend="Add it, or tick that you submit without it"
        )
    newest = mine.charters.order_by("-number")[0]
    missing = [s.title for s in sections().values() if s.asked and not newest.texts.get(s.id, "").strip()]
    if missing:
        raise ClearwayError(
            "The charter is not complete", mend=f"Fill in: {'; '.join(missing)}. Then submit it again"
        )
    if mine.status == Status.APPROVED and approved_version(mine) == newest.number:
        raise ClearwayError("This charter is approved already", mend="Change it before you submit it again")
    return _step(mine, ProjectStep.SUBMIT, by, status=Status.SUBMITTED, charter=newest.number)


def gaps(project: Project) -> tuple[str, ...]:
    """What a charter is seldom approved without, and that the project does not have."""
    found = []
    if not project.members.filter(ended_at=None).exists():
        found.append("nobody in the team")
    if not project.planned_measures.filter(left_out=False).exists():
        found.append("nothing that is planned to be measured")
    return tuple(found)


@transaction.atomic
def withdraw_charter(*, project: Project, by: Person) -> Project:
    """Take a submitted charter back to work on it."""
    mine = _in(project, {Status.SUBMITTED}, "withdrawn")
    return _step(mine, ProjectStep.WITHDRAW, by, status=_back(mine), charter=submitted_version(mine))


@transaction.atomic
def approve_charter(*, project: Project, by: Person, words: str = "") -> Project:
    """Approve the version that was submitted. Raises ClearwayError for whoever submitted it."""
    mine = _in(project, {Status.SUBMITTED}, "approved")
    sent = mine.steps.filter(step=ProjectStep.SUBMIT).order_by("-pk")[0]
    if by.key and by.key == sent.key:
        raise ClearwayError(
            "Nobody approves what they submitted", mend="Ask somebody else who may approve projects"
        )
    reason = said(words, "Comment", needed=False)
    return _step(mine, ProjectStep.APPROVE, by, status=Status.APPROVED, charter=sent.charter, reason=reason)


@transaction.atomic
def return_charter(*, project: Project, reason: str, by: Person) -> Project:
    """Give a submitted charter back to the team, with the reason."""
    mine = _in(project, {Status.SUBMITTED}, "returned")
    return _step(
        mine,
        ProjectStep.RETURN,
        by,
        status=_back(mine),
        charter=submitted_version(mine),
        reason=said(reason, "Reason"),
    )


@transaction.atomic
def move_phase(*, project: Project, phase: str, by: Person, reason: str = "") -> Project:
    """The work is in another phase from now on; going back is as good as going on."""
    mine = open_project(project)
    if phase not in Phase.values:
        raise ClearwayError(f"there is no phase '{phase}'", mend=f"Use one of {', '.join(Phase.values)}")
    if mine.status in (Status.DRAFT, Status.SUBMITTED) and approved_version(mine) is None:
        raise ClearwayError("The charter is not approved yet", mend="Submit it, and have it approved first")
    if phase == mine.phase:
        raise ClearwayError(
            f"The project is in phase {mine.get_phase_display()} already", mend="Choose another phase"
        )
    mine.phase = phase
    return _step(mine, ProjectStep.PHASE, by, reason=said(reason, "Reason", needed=False))


@transaction.atomic
def close_project(*, project: Project, reason: str, by: Person) -> Project:
    """End the project: what was reached, or why it stops. Its pages stay."""
    mine = _in(project, {Status.DRAFT, Status.SUBMITTED, Status.APPROVED}, "closed")
    return _step(mine, ProjectStep.CLOSE, by, status=Status.CLOSED, reason=said(reason, "Reason"))


@transaction.atomic
def reopen_project(*, project: Project, reason: str, by: Person) -> Project:
    """Go on with a closed project."""
    mine = _in(project, {Status.CLOSED}, "opened again")
    return _step(mine, ProjectStep.REOPEN, by, status=_back(mine), reason=said(reason, "Reason"))


def approved_version(project: Project) -> int | None:
    """The number of the charter that was approved last; None when none was."""
    last = project.steps.filter(step=ProjectStep.APPROVE).order_by("-pk").first()
    return last.charter if last else None


def submitted_version(project: Project) -> int | None:
    """The number of the charter that was submitted last; None when none was."""
    last = project.steps.filter(step=ProjectStep.SUBMIT).order_by("-pk").first()
    return last.charter if last else None


def _back(project: Project) -> str:
    """Where a charter stands that no longer waits: approved in an earlier version, or a draft."""
    return Status.DRAFT if approved_version(project) is None else Status.APPROVED


def _in(project: Project, states: Collection[str], what: str) -> Project:
    mine = held(project)
    if mine.status not in states:
        raise ClearwayError(
            f"This cannot be {what}: {mine.get_status_display().lower()}", mend="Load the page again"
        )
    return mine


def _step(
    project: Project, step: str, by: Person, *, status: str = "", charter: int | None = None, reason: str = ""
) -> Project:
    project.status = status or project.status
    project.save(update_fields=["status", "phase"])
    ProjectStep.objects.create(
        project=project,
        step=step,
        phase=project.phase,
        status=project.status,
        charter=charter,
        reason=reason,
        **written(by),
    )
    if step != ProjectStep.START:
        log(project, f"{step} project", by, charter=charter, phase=project.phase, reason=reason)
    return project


def _check_focus(drivers: Collection[str], ideas: Collection[str], package_id: str) -> None:
    package = shipped_packages().get(package_id)
    if package is None:
        raise ClearwayError(f"there is no package '{package_id}'", mend="Choose from the packages page")
    if not drivers:
        raise ClearwayError("No secondary driver is chosen", mend="Choose at least one")
    offered = {idea.id for driver in drivers for idea in package.driver(driver).change_ideas}
    strange = sorted(set(ideas) - offered)
    if strange:
        package.idea(strange[0])  # raises with suggestions when there is no such idea
        raise ClearwayError(
            f"None of the chosen drivers has the change idea '{strange[0]}'", mend="Choose its driver too"
        )


def _add_focus(project: Project, drivers: Collection[str], ideas: Collection[str], by: Person) -> None:
    package = shipped_packages()[project.package_id]
    in_order = [(Focus.DRIVER, each.id) for each in package.drivers if each.id in drivers]
    in_order += [
        (Focus.IDEA, idea.id) for each in package.drivers for idea in each.change_ideas if idea.id in ideas
    ]
    for kind, subject in in_order:
        Focus.objects.create(project=project, kind=kind, subject=subject, **written(by))

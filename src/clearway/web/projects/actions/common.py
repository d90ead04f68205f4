"""What all actions share: checks of words, who wrote a row, edits that overwrite nothing."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import Model

from clearway.common.errors import ClearwayError
from clearway.web.audit.models import Person, record
from clearway.web.audit.rows import LONGEST_WORDS, ChangedMeanwhileError, Edited, said, written
from clearway.web.projects.models import Counter, Project

__all__ = [
    "LONGEST_WORDS",
    "ChangedMeanwhileError",
    "change",
    "held",
    "log",
    "next_number",
    "open_project",
    "said",
    "written",
]
E = TypeVar("E", bound=Edited)


def held(project: Project) -> Project:
    """The project as it stands, its row ours until the transaction ends, so that writers come one by one."""
    return Project.objects.select_for_update().get(pk=project.pk)


def open_project(project: Project) -> Project:
    """The held project. Raises ClearwayError when it is closed: nothing is changed in a closed project."""
    mine = held(project)
    if mine.status == "closed":
        raise ClearwayError("The project is closed", mend="Open it again first")
    return mine


def next_number(org_code: str, kind: str) -> int:
    """The next number of that kind in the organisation; others wait for it until the transaction ends."""
    Counter.objects.get_or_create(org_code=org_code, kind=kind)
    counter = Counter.objects.select_for_update().get(org_code=org_code, kind=kind)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def change(row: E, *, expected: int, by: Person, **fields: Any) -> tuple[E, Mapping[str, Any]]:
    """The row with other words, and what they were: for the change log.

    Raises ChangedMeanwhileError when the row is no longer at version `expected`.
    """
    now = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if now.version != expected:
        raise ChangedMeanwhileError(now)
    before = {name: getattr(now, name) for name, value in fields.items() if getattr(now, name) != value}
    for name, value in {**fields, **written(by)}.items():
        setattr(now, name, value)
    now.version += 1
    now.save()
    return now, before


def log(project: Project, action: str, by: Person, **details: object) -> None:
    """Record in the change log of the project's organisation."""
    record(
        organisation=project.org_code, action=action, subject=project.subject, by=by, details=_plain(details)
    )


def _plain(details: Mapping[str, object]) -> dict[str, object]:
    return {name: value.pk if isinstance(value, Model) else value for name, value in details.items()}

"""What all actions share: checks of words, who wrote a row, edits that overwrite nothing."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import Model
from django.utils import timezone

from clearway.common.errors import ClearwayError
from clearway.web.audit.models import Person, record
from clearway.web.projects.models import Counter, Project
from clearway.web.projects.models.base import Edited

LONGEST_WORDS = 5000
E = TypeVar("E", bound=Edited)


class ChangedMeanwhileError(ClearwayError):
    """Somebody else changed the row since it was read; `row` is how it stands now."""

    def __init__(self, row: Edited) -> None:
        self.row = row
        super().__init__(
            f"{row.person} changed this while you had it open",
            mend="Compare both below, keep what is right, and save again",
        )


def written(by: Person) -> dict[str, Any]:
    """The fields that say who wrote a row and when."""
    return {"at": timezone.now(), "person": by.name, "key": by.key}


def said(words: str, what: str, *, longest: int = LONGEST_WORDS, needed: bool = True) -> str:
    """The words without outer spaces. Raises ClearwayError when they are missing or too long."""
    text = words.replace("\x00", "").strip()  # PostgreSQL stores no NUL
    if needed and not text:
        raise ClearwayError(f"{what} is missing", mend=f"Enter {what[0].lower()}{what[1:]}")
    if len(text) > longest:
        raise ClearwayError(f"{what} is too long", mend=f"Say it in {longest} characters")
    return text


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

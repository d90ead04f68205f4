"""Discussion within the project, involvement of groups, and files."""

import hashlib
from datetime import date

from django.db import transaction
from django.utils import timezone

from clearway.common.errors import ClearwayError
from clearway.web.audit.models import Person
from clearway.web.projects.actions.common import log, open_project, said, written
from clearway.web.projects.file_check import checked_file
from clearway.web.projects.models import (
    Action,
    Discussion,
    DiscussionChange,
    FileBody,
    Message,
    Phase,
    Project,
    ProjectFile,
)
from clearway.web.projects.vocabulary import check_word, vocabulary

LARGEST_PROJECT = 50 * 1024 * 1024
"""Bytes that the files of one project may have together; removed ones do not count."""


@transaction.atomic
def say(
    *, project: Project, words: str, by: Person, feedback: bool = False, answers: Message | None = None
) -> Message:
    """Add a message to the project's discussion; `feedback` for what a coach says."""
    mine = open_project(project)
    if answers is not None and answers.project_id != mine.pk:
        raise ClearwayError("That message is of another project", mend="Load the page again")
    message = Message.objects.create(
        project=mine, words=said(words, "Message"), feedback=feedback, answers=answers, **written(by)
    )
    log(mine, "give feedback" if feedback else "write message", by)
    return message


@transaction.atomic
def record_discussion(
    *,
    project: Project,
    group: str,
    on: date,
    how: str,
    said_by_them: str,
    by: Person,
    phase: str = "",
    people: int | None = None,
) -> Discussion:
    """A group was listened to, in the phase of the project unless another is named. Names no one.

    Raises ClearwayError for an unknown group or phase and for a day to come.
    """
    mine = open_project(project)
    if on > timezone.localdate():
        raise ClearwayError("The day has not come yet", mend="Enter the day on which it was")
    if phase and phase not in Phase.values:
        raise ClearwayError(f"there is no phase '{phase}'", mend=f"Use one of {', '.join(Phase.values)}")
    row = Discussion.objects.create(
        project=mine,
        phase=phase or mine.phase,
        group=check_word(vocabulary().groups, group, "group"),
        on=on,
        people=people,
        how=said(how, "How they were involved", longest=200),
        said=said(said_by_them, "What they said"),
        **written(by),
    )
    log(mine, "record discussion", by, group=group, phase=row.phase, on=on)
    return row


@transaction.atomic
def link_change(
    *,
    discussion: Discussion,
    words: str,
    by: Person,
    charter: int | None = None,
    action: Action | None = None,
) -> DiscussionChange:
    """Say what a discussion changed, with the version of the charter or the action where there is one."""
    mine = open_project(discussion.project)
    if charter is not None and not mine.charters.filter(number=charter).exists():
        raise ClearwayError(f"there is no version {charter} of the charter", mend="Choose one that is there")
    if action is not None and action.org_code != mine.org_code:
        raise ClearwayError("That action is of another organisation", mend="Choose another")
    row = DiscussionChange.objects.create(
        discussion=discussion,
        words=said(words, "What it changed"),
        charter=charter,
        action=action,
        **written(by),
    )
    log(mine, "link change to discussion", by, group=discussion.group, on=discussion.on)
    return row


@transaction.atomic
def add_file(*, project: Project, name: str, content: bytes, by: Person, words: str = "") -> ProjectFile:
    """Keep a file. Raises ClearwayError where it is not what its name says, or too large."""
    mine = open_project(project)
    checked = checked_file(name, content)
    used = sum(mine.files.filter(removed_at=None).values_list("size", flat=True))
    if used + len(content) > LARGEST_PROJECT:
        raise ClearwayError(
            f"The files of a project may have {LARGEST_PROJECT // 1024 // 1024} MB together",
            mend="Remove one that is not needed any more",
        )
    row = ProjectFile.objects.create(
        project=mine,
        name=checked.name,
        kind=checked.kind,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        words=said(words, "Words", longest=300, needed=False),
        **written(by),
    )
    FileBody.objects.create(file=row, content=content)
    log(mine, "add file", by, file=row.pk, sha256=row.sha256, size=row.size)
    return row


@transaction.atomic
def remove_file(*, row: ProjectFile, reason: str, by: Person) -> ProjectFile:
    """Take a file away: its bytes go, its line stays with the reason."""
    mine = open_project(row.project)
    now = ProjectFile.objects.select_for_update().get(pk=row.pk)
    if now.removed_at is not None:
        raise ClearwayError("The file is removed already", mend="Load the page again")
    now.removed_at, now.removed_person = timezone.now(), by.name
    now.removed_reason = said(reason, "Reason", longest=300)
    now.save(update_fields=["removed_at", "removed_person", "removed_reason"])
    FileBody.objects.filter(file=now).delete()
    log(mine, "remove file", by, file=now.pk, sha256=now.sha256, reason=now.removed_reason)
    return now

"""Offer a case study or a tool to all trusts, and take it back."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Organisation
from clearway.package.loader import shipped_packages
from clearway.web.audit.models import Person, record
from clearway.web.library.looking import Contact, check_words, fields_of_item
from clearway.web.library.models import ItemBody, LibraryItem
from clearway.web.projects.actions.common import said, written
from clearway.web.projects.file_check import checked_file

LARGEST_LIBRARY = 50 * 1024 * 1024
"""Bytes that the files of one trust may have together in the library; withdrawn ones do not count."""


@dataclass(frozen=True)
class File:
    """A file as it was uploaded."""

    name: str
    content: bytes


@transaction.atomic
def add_item(
    *,
    organisation: Organisation,
    kind: str,
    title: str,
    summary: str,
    by: Person,
    words: str = "",
    driver: str = "",
    idea: str = "",
    package_id: str = "",
    link: str = "",
    file: File | None = None,
    contact: Contact | None = None,
    looked: Collection[str] = (),
) -> LibraryItem:
    """Offer a case study or a tool; an idea brings its driver. `looked` as in `share_test`.

    Raises ClearwayError for another kind, an unknown driver or idea, a link that is no web address, a file
    that is not what its name says or too large, and where words, link and file are all missing; and
    RecognisedError where the words name somebody, or may and nobody looked at them. Of a file only its name
    is looked at.
    """
    if kind not in dict(LibraryItem.KINDS):
        raise ClearwayError(f"there is no kind '{kind}'", mend="Use case-study or tool")
    package = shipped_packages()[package_id] if package_id else next(iter(shipped_packages().values()))
    if idea:
        driver = package.driver_of_idea(idea).id
    elif driver:
        package.driver(driver)
    if not (words.strip() or link or file):
        raise ClearwayError("There is nothing to read", mend="Enter words, a link, or a file")
    typed = {"title": title, "summary": summary, "words": words}
    fields = fields_of_item(typed, file.name if file else "", contact)
    seen = check_words(organisation, fields, sharer=by.name, looked=looked)
    item = LibraryItem.objects.create(
        org_code=organisation.code,
        kind=kind,
        title=said(title, "Title", longest=200),
        summary=said(summary, "Summary", longest=300),
        words=said(words, "Words", needed=False),
        package_id=package.id,
        driver=driver,
        idea=idea,
        link=_checked_link(link),
        contact_name=said(contact.name, "Name of the contact", longest=200) if contact else "",
        contact_reached=said(contact.reached, "Work e-mail or role", longest=254) if contact else "",
        **_checked(organisation, file),
        **written(by),
    )
    if file is not None:
        ItemBody.objects.create(item=item, content=file.content)
    _log(item, "add library item", by, looked_at_words=seen)
    return item


@transaction.atomic
def withdraw_item(*, item: LibraryItem, reason: str, by: Person) -> LibraryItem:
    """Take an item back: file and contact go, its line stays with the reason."""
    now = LibraryItem.objects.select_for_update().get(pk=item.pk)
    if now.withdrawn_at is not None:
        raise ClearwayError("It is withdrawn already", mend="Load the page again")
    now.withdrawn_at, now.withdrawn_person = timezone.now(), by.name
    now.withdrawn_reason = said(reason, "Reason", longest=300)
    now.contact_name = now.contact_reached = ""
    now.save()
    ItemBody.objects.filter(item=now).delete()
    _log(now, "withdraw library item", by)
    return now


def _checked(organisation: Organisation, file: File | None) -> dict[str, object]:
    if file is None:
        return {}
    checked = checked_file(file.name, file.content)
    held = LibraryItem.objects.filter(org_code=organisation.code, withdrawn_at=None)
    used = sum(size or 0 for size in held.values_list("file_size", flat=True))
    if used + len(file.content) > LARGEST_LIBRARY:
        raise ClearwayError(
            f"The files of a trust may have {LARGEST_LIBRARY // 1024 // 1024} MB together in the library",
            mend="Withdraw one that is not needed any more",
        )
    return {
        "file_name": checked.name,
        "file_kind": checked.kind,
        "file_size": len(file.content),
        "sha256": hashlib.sha256(file.content).hexdigest(),
    }


def _checked_link(link: str) -> str:
    text = said(link, "Link", longest=500, needed=False)
    try:
        if text:
            URLValidator(schemes=["https", "http"])(text)
    except ValidationError:
        raise ClearwayError("The link is no web address", mend="Begin it with https://") from None
    return text


def _log(item: LibraryItem, action: str, by: Person, **more: object) -> None:
    # Its place among its organisation's own: a key of the table would say nothing on another site.
    place = LibraryItem.objects.filter(org_code=item.org_code, pk__lte=item.pk).count()
    subject = f"{item.get_kind_display().lower()} {place} of {item.org_code}"
    details = {"title": item.title, "sha256": item.sha256, **more}
    record(organisation=item.org_code, action=action, subject=subject, by=by, details=details)

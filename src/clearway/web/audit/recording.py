"""Writes to the two logs. Nothing else does."""

import ipaddress
import json
import re
import secrets
from collections.abc import Mapping

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils.timezone import now

from clearway.common.errors import ClearwayError
from clearway.web.audit.chain import access_hash, change_hash, commitment, new_salt
from clearway.web.audit.person import CLEARWAY, Person
from clearway.web.audit.tables import (
    BEGIN,
    INSTANCE,
    AccessDetail,
    AccessEvent,
    ChainHead,
    ChangeDetail,
    ChangeEvent,
)

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
# PostgreSQL stores no NUL and no half of a surrogate pair; no control character belongs in a log's line.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


def record(
    *, organisation: str, action: str, subject: str, by: Person, details: Mapping[str, object]
) -> ChangeEvent:
    """Add one event to the change log of an organisation ("" for the instance's own).

    Call it inside the transaction that makes the change; it holds the organisation's chain until that
    transaction ends, so call it late. `action` is a verb and its object ("import publication"),
    `subject` what it was done to, by a code that is no person's: neither can ever be erased. Whatever is
    about a person goes into `by` and `details` (anything JSON can hold; dates, decimals and UUIDs too).

    Raises ClearwayError for an e-mail address in the subject.
    """
    _refuse_addresses(subject)
    with transaction.atomic(savepoint=False):  # a change whose event fails must fail as a whole
        head = _locked(organisation)
        detail = ChangeDetail(salt=new_salt(), details=_as_text(details), **_who(by, ChangeDetail))
        event = ChangeEvent(
            organisation=organisation,
            sequence=head.sequence + 1,
            at=now(),
            action=_fit(action, ChangeEvent, "action"),
            subject=_fit(subject, ChangeEvent, "subject"),
            digest=change_digest(detail),
            previous=head.hash,
        )
        event.hash = hash_of_change(event)
        event.save(force_insert=True)
        detail.event = event
        detail.save(force_insert=True)
        head.sequence, head.hash = event.sequence, event.hash
        head.save(force_update=True)
    return event


def record_access(
    *, organisation: str, page: str, subject: str, by: Person, address: str = ""
) -> AccessEvent:
    """Add one line to the access log: `by` was shown `subject` on the page named `page`.

    Of the network address only its class is kept. Raises ClearwayError for an e-mail address in the subject.
    """
    _refuse_addresses(subject)
    with transaction.atomic():
        detail = AccessDetail(salt=new_salt(), **_who(by, AccessDetail))
        event = AccessEvent(
            organisation=organisation,
            number=secrets.token_hex(16),
            at=now(),
            page=_fit(page, AccessEvent, "page"),
            subject=_fit(subject, AccessEvent, "subject"),
            came_from=address_class(address),
            digest=access_digest(detail),
        )
        event.hash = hash_of_access(event)
        event.save(force_insert=True)
        detail.event = event
        detail.save(force_insert=True)
    return event


def change_digest(detail: ChangeDetail) -> str:
    """What an event commits to."""
    return commitment(
        salt=detail.salt, person=detail.person, via=detail.via, key=detail.key, details=detail.details
    )


def access_digest(detail: AccessDetail) -> str:
    """What a line of the access log commits to."""
    return commitment(salt=detail.salt, person=detail.person, via=detail.via, key=detail.key, details="")


def hash_of_change(event: ChangeEvent) -> str:
    """The hash that an event ought to have."""
    return change_hash(
        organisation=event.organisation,
        sequence=event.sequence,
        at=event.at,
        action=event.action,
        subject=event.subject,
        digest=event.digest,
        previous=event.previous,
    )


def hash_of_access(event: AccessEvent) -> str:
    """The hash that a line of the access log ought to have."""
    return access_hash(
        organisation=event.organisation,
        number=event.number,
        at=event.at,
        page=event.page,
        subject=event.subject,
        came_from=event.came_from,
        digest=event.digest,
    )


def address_class(address: str) -> str:
    """Where a request came from, without saying from whom."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.is_loopback:
        return "this machine"
    return "private network" if parsed.is_private else "internet"


def _locked(organisation: str) -> ChainHead:
    """The head of a chain, ours until the transaction ends. SQLite's writers wait at its start instead."""
    heads = ChainHead.objects.select_for_update()
    head = heads.filter(organisation=organisation).first()
    if head is not None:
        return head
    heads.get(organisation=INSTANCE)  # whoever begins a chain waits here, then looks again
    head = heads.filter(organisation=organisation).first()
    if head is None:
        record(organisation=INSTANCE, action=BEGIN, subject=organisation, by=CLEARWAY, details={})
        head = ChainHead.objects.create(organisation=organisation)
    return head


def _who(by: Person, table: type[models.Model]) -> dict[str, str]:
    return {
        "person": _fit(by.name, table, "person"),
        "via": _fit(by.via, table, "via"),
        "key": by.key,
    }


def _refuse_addresses(subject: str) -> None:
    if _EMAIL.search(subject):
        raise ClearwayError(
            f"'{subject}' holds an e-mail address, and what a log says of its subject stays for ever",
            mend="Give it a name that is no address",
        )


def _fit(text: str, table: type[models.Model], field: str) -> str:
    """Text as its column can hold it: no control characters, shortened visibly."""
    limit = getattr(table._meta.get_field(field), "max_length", 0)
    clean = _UNPRINTABLE.sub("�", text)
    return clean if len(clean) <= limit else f"{clean[: limit - 1]}…"


def _as_text(details: Mapping[str, object]) -> str:
    return json.dumps(
        dict(details), cls=DjangoJSONEncoder, sort_keys=True, separators=(",", ":"), allow_nan=False
    )

"""The lawful erasure of what the logs say of a person. The events stay, and so does who erased and why."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet

from clearway.common.errors import ClearwayError
from clearway.web.audit.person import Person
from clearway.web.audit.recording import record
from clearway.web.audit.tables import (
    ANCHOR,
    BEGIN,
    ERASE,
    AccessDetail,
    AccessEvent,
    ChangeDetail,
    ChangeEvent,
    Erasure,
)

# What these say is what the proof rests on; they speak of no patient and no colleague.
KEPT = (ERASE, ANCHOR, BEGIN)


def changes_to_erase(organisation: str) -> QuerySet[ChangeEvent]:
    """The events of an organisation's change log whose name and details are there and may go."""
    events = ChangeEvent.objects.filter(organisation=organisation, detail__isnull=False)
    return events.exclude(action__in=KEPT)


def accesses_to_erase(organisation: str) -> QuerySet[AccessEvent]:
    """The lines of an organisation's access log whose name is there."""
    return AccessEvent.objects.filter(organisation=organisation, detail__isnull=False)


@transaction.atomic
def erase(
    *,
    organisation: str,
    changes: Collection[int] = (),
    accesses: Collection[str] = (),
    reason: str,
    authority: str,
    by: Person,
) -> ChangeEvent:
    """Erase name, key and details beside events of one organisation: all that are named, or none.

    `changes` are sequence numbers of its change log, `accesses` numbers of its access log; `authority`
    is who or what orders it (a decision of the data protection officer, a court). Returns the event that
    records the erasure. Raises ClearwayError for an empty reason or authority, when nothing is named,
    and for an event that is not there, was erased before or may not be erased.
    """
    if not reason.strip() or not authority.strip():
        raise ClearwayError(
            "An erasure needs a reason and an authority", mend="Say why, and who or what orders it"
        )
    if not changes and not accesses:
        raise ClearwayError("Nothing is chosen to be erased", mend="Choose at least one event")
    events = list(changes_to_erase(organisation).filter(sequence__in=changes))
    lines = list(accesses_to_erase(organisation).filter(number__in=accesses))
    _refuse_others(set(changes) - {event.sequence for event in events}, set(accesses), lines)
    recorded = record(
        organisation=organisation,
        action=ERASE,
        subject=f"{_many(len(events), 'change')} and {_many(len(lines), 'page view')}",
        by=by,
        details={
            "changes": sorted(event.sequence for event in events),
            "accesses": sorted(line.number for line in lines),
            "reason": reason.strip(),
            "authority": authority.strip(),
        },
    )
    grants = [Erasure(change=event, recorded_in=recorded) for event in events]
    grants += [Erasure(access=line, recorded_in=recorded) for line in lines]
    Erasure.objects.recorded_by(recorded).bulk_create(grants, batch_size=500)
    ChangeDetail.objects.filter(event__in=events).recorded_by(recorded).delete()
    AccessDetail.objects.filter(event__in=lines).recorded_by(recorded).delete()
    return recorded


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _refuse_others(missing: set[int], accesses: set[str], lines: list[AccessEvent]) -> None:
    if missing:
        raise ClearwayError(
            f"Event {min(missing)} cannot be erased: it is not in this log, was erased before, or is part of "
            "the proof",
            mend="Choose among the events whose name is shown",
        )
    if len(lines) < len(accesses):
        raise ClearwayError(
            "A page view cannot be erased: it is not in this log or was erased before",
            mend="Load the page again and choose anew",
        )

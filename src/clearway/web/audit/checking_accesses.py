"""Whether the lines of the access log are what was written.

They are not chained, so that nobody waits to look: a changed line is found, a line that is gone with its
triggers is not. The change log is what holds.
"""

from datetime import datetime
from typing import NamedTuple

from django.db import Error as DatabaseError

from clearway.web.audit.chain import access_hash, commitment
from clearway.web.audit.checking import CHUNK, ChainState, Fault, Progress
from clearway.web.audit.tables import ERASE, AccessEvent, ChangeEvent


class _Row(NamedTuple):
    organisation: str
    number: str
    at: datetime
    page: str
    subject: str
    came_from: str
    digest: str
    hash: str
    salt: str | None
    person: str | None
    via: str | None
    key: str | None
    erased_in: int | None


_FIELDS = (
    "organisation", "number", "at", "page", "subject", "came_from", "digest", "hash",
    "detail__salt", "detail__person", "detail__via", "detail__key", "erasure__recorded_in_id",
)  # fmt: skip


def check_accesses(
    organisation: str, *, newest: int | None = None, progress: Progress = lambda done, total: None
) -> ChainState:
    """Check each line of one access log by itself, oldest first, or only the `newest`."""
    events = AccessEvent.objects.filter(organisation=organisation)
    total, done, erased = events.count(), 0, 0
    first = max(0, total - newest) if newest else 0
    rows = events.order_by("pk").values_list(*_FIELDS)[first:].iterator(chunk_size=CHUNK)
    fault = None
    try:
        for row in map(_Row._make, rows):
            what = _misfit(row)
            if what:
                fault = Fault(first + done + 1, what)
                break
            done += 1
            erased += row.salt is None
            if done % CHUNK == 0:
                progress(done, total)
    except (DatabaseError, ValueError, TypeError):
        fault = Fault(first + done + 1, "the line cannot be read")
    return ChainState(organisation, done, total, erased, fault)


def _misfit(row: _Row) -> str:
    made = access_hash(
        organisation=row.organisation,
        number=row.number,
        at=row.at,
        page=row.page,
        subject=row.subject,
        came_from=row.came_from,
        digest=row.digest,
    )
    if row.hash != made:
        return "the line was changed"
    if row.salt is None:
        return "" if _granted(row) else "the name is gone without a recorded erasure"
    if row.erased_in is not None:
        return "the name was erased and is there again"
    made = commitment(
        salt=row.salt, person=row.person or "", via=row.via or "", key=row.key or "", details=""
    )
    return "" if made == row.digest else "the name was changed"


def _granted(row: _Row) -> bool:
    if row.erased_in is None:
        return False
    event = ChangeEvent.objects.filter(pk=row.erased_in, organisation=row.organisation, action=ERASE).first()
    return event is not None and row.number in event.details.get("accesses", ())

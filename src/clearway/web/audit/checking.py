"""Whether the logs are what was written: walks them row by row and names the first that does not fit.

A chain shows that nothing inside it was changed, put in or taken out. It cannot show by itself that its
newest events were cut off together with the head, or that the whole was written anew: for that, its heads
are noted in the instance's chain (`anchoring.py`) and outside, in exports and anchors kept elsewhere.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db import Error as DatabaseError
from django.db.models import QuerySet

from clearway.web.audit.chain import GENESIS, change_hash, commitment
from clearway.web.audit.tables import BEGIN, ERASE, INSTANCE, ChainHead, ChangeEvent

CHUNK = 2000

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Fault:
    """The first row that does not fit: its number in the log, and why. 0 is the log itself."""

    sequence: int
    what: str


@dataclass(frozen=True)
class ChainState:
    """What a check of one log found. `events` were checked and fit; `total` is how many there should be."""

    organisation: str
    events: int
    total: int
    erased: int
    fault: Fault | None = None


class Anchor(NamedTuple):
    """What was noted elsewhere: the event of that number had that hash."""

    organisation: str
    sequence: int
    hash: str


@dataclass
class _Walk:
    """One pass over a chain."""

    organisation: str
    expected: int
    previous: str
    anchors: Mapping[int, set[str]] = field(default_factory=dict)
    erased: int = 0
    grants: dict[int, frozenset[int]] = field(default_factory=dict)


class _Row(NamedTuple):
    pk: int
    organisation: str
    sequence: int
    at: datetime
    action: str
    subject: str
    digest: str
    previous: str
    hash: str
    salt: str | None
    person: str | None
    via: str | None
    key: str | None
    details: str | None
    erased_in: int | None


_FIELDS = (
    "pk", "organisation", "sequence", "at", "action", "subject", "digest", "previous", "hash",
    "detail__salt", "detail__person", "detail__via", "detail__key", "detail__details",
    "erasure__recorded_in_id",
)  # fmt: skip


def organisations_with_a_log() -> list[str]:
    """The codes of all organisations that have a head or an event, the instance ("") first."""
    heads = set(ChainHead.objects.values_list("organisation", flat=True))
    return sorted({INSTANCE, *heads, *_codes_of_events()})


def check_chain(
    organisation: str,
    *,
    anchors: Iterable[Anchor] = (),
    newest: int | None = None,
    progress: Progress = lambda done, total: None,
) -> ChainState:
    """Walk one change log from its first event, or only its `newest` events.

    The anchors of other organisations are passed over.
    """
    head = ChainHead.objects.filter(organisation=organisation).first()
    events = ChangeEvent.objects.filter(organisation=organisation)
    if head is None:
        known = organisation == INSTANCE or events.exists() or _was_begun(organisation)
        return ChainState(organisation, 0, 0, 0, Fault(0, "the log has no head") if known else None)
    total = head.sequence
    first = max(1, total - newest + 1) if newest else 1
    noted: dict[int, set[str]] = {}
    for one in anchors:
        if one.organisation == organisation:
            noted.setdefault(one.sequence, set()).add(one.hash)
    late = [number for number in noted if number > total]
    if late:
        what = f"the log ends at {total}, but an event {max(late)} was noted: the newest are gone"
        return ChainState(organisation, 0, total, 0, Fault(total + 1, what))
    before = events.filter(sequence=first - 1).values_list("hash", flat=True).first() or GENESIS
    walk = _Walk(organisation, first, before, noted)
    fault = _walked(walk, events.filter(sequence__gte=first, sequence__lte=total), total, progress)
    fault = fault or _end(walk, events, head)
    return ChainState(organisation, walk.expected - first, total, walk.erased, fault)


def _walked(walk: _Walk, events: QuerySet[ChangeEvent], total: int, progress: Progress) -> Fault | None:
    rows = events.order_by("sequence").values_list(*_FIELDS).iterator(chunk_size=CHUNK)
    try:
        for row in map(_Row._make, rows):
            what = _misfit(walk, row)
            if what:
                return Fault(walk.expected, what)
            walk.previous, walk.expected = row.hash, walk.expected + 1
            if walk.expected % CHUNK == 0:
                progress(walk.expected, total)
    except (DatabaseError, ValueError, TypeError):  # a text where a date or a number belongs
        return Fault(walk.expected, "the event cannot be read")
    return None


def _misfit(walk: _Walk, row: _Row) -> str:
    """Why the row cannot be the next event of the chain; nothing when it can."""
    if row.sequence != walk.expected:
        return "the event is missing"
    if row.previous != walk.previous:
        return "it does not follow on the event before it"
    made = change_hash(
        organisation=row.organisation,
        sequence=row.sequence,
        at=row.at,
        action=row.action,
        subject=row.subject,
        digest=row.digest,
        previous=row.previous,
    )
    if row.hash != made:
        return "the event was changed"
    if walk.anchors.get(row.sequence, set()) - {row.hash}:
        return "the log was written anew: another hash was noted for this event"
    return _misfit_beside(walk, row)


def _misfit_beside(walk: _Walk, row: _Row) -> str:
    """Why the row with name and details does not belong to its event."""
    if row.salt is None:
        walk.erased += 1
        allowed = row.erased_in is not None and row.sequence in _granted(walk, row.erased_in)
        return "" if allowed else "name and details are gone without a recorded erasure"
    if row.erased_in is not None:
        return "name and details were erased and are there again"
    made = commitment(
        salt=row.salt,
        person=row.person or "",
        via=row.via or "",
        key=row.key or "",
        details=row.details or "",
    )
    return "" if made == row.digest else "name or details were changed"


def _granted(walk: _Walk, recorded_in: int) -> frozenset[int]:
    """The numbers that an event of this chain says were erased; its own digest is checked on the way."""
    if recorded_in not in walk.grants:
        event = ChangeEvent.objects.filter(
            pk=recorded_in, organisation=walk.organisation, action=ERASE
        ).first()
        walk.grants[recorded_in] = frozenset(event.details.get("changes", ()) if event else ())
    return walk.grants[recorded_in]


def _end(walk: _Walk, events: QuerySet[ChangeEvent], head: ChainHead) -> Fault | None:
    """Whether the chain ends where its head says."""
    if walk.expected != head.sequence + 1:
        return Fault(walk.expected, "the event is missing")
    if walk.previous != head.hash:
        return Fault(head.sequence, "the head of the log does not fit its last event")
    beyond = events.filter(sequence__gt=head.sequence).order_by("sequence").first()
    if beyond is not None:
        head.refresh_from_db()  # somebody may have added it meanwhile
        if beyond.sequence > head.sequence:
            return Fault(beyond.sequence, "the event lies beyond the head of the log")
    return None


def check_begun(state: Sequence[ChainState]) -> list[Fault]:
    """Logs that the instance's log says were begun and that are gone, and the other way about."""
    begun = dict(
        ChangeEvent.objects.filter(organisation=INSTANCE, action=BEGIN).values_list("subject", "sequence")
    )
    held = {one.organisation for one in state if one.organisation != INSTANCE}
    gone = [Fault(begun[code], f"the change log of {code} is gone") for code in sorted(begun.keys() - held)]
    strange = [Fault(0, f"the change log of {code} was never begun") for code in sorted(held - begun.keys())]
    return [*gone, *strange]


def _was_begun(organisation: str) -> bool:
    """Whether the instance's log says that this log exists."""
    begun = ChangeEvent.objects.filter(organisation=INSTANCE, action=BEGIN, subject=organisation)
    return begun.exists()


def _codes_of_events() -> Iterator[str]:
    """The organisations of all events, hopping from one to the next along the index."""
    codes = ChangeEvent.objects.order_by("organisation").values_list("organisation", flat=True)
    code = codes.first()
    while code is not None:
        yield code
        code = codes.filter(organisation__gt=code).first()

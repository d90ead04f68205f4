"""Heads of the change logs noted where whoever cuts off the end of a log does not think of.

An anchor says that at a moment the log of an organisation had so many events and the last had that hash.
It stands in the instance's own log, and `./clearway audit anchor` prints it for keeping elsewhere.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from clearway.common.errors import ClearwayError
from clearway.web.audit.checking import Anchor
from clearway.web.audit.person import Person
from clearway.web.audit.recording import record
from clearway.web.audit.tables import ANCHOR, INSTANCE, ChainHead, ChangeEvent


def note_heads(*, by: Person) -> list[Anchor]:
    """Write the heads of all logs into the instance's log and return them."""
    anchors = [Anchor(head.organisation, head.sequence, head.hash) for head in ChainHead.objects.all()]
    record(
        organisation=INSTANCE,
        action=ANCHOR,
        subject=f"{len(anchors)} change logs",
        by=by,
        details={"heads": [list(anchor) for anchor in anchors]},
    )
    return anchors


def noted_heads() -> Iterator[Anchor]:
    """All anchors that the instance's log holds."""
    for event in ChangeEvent.objects.filter(organisation=INSTANCE, action=ANCHOR).select_related("detail"):
        for code, sequence, digest in event.details.get("heads", ()):
            yield Anchor(code, sequence, digest)


def kept_heads(path: Path) -> list[Anchor]:
    """The anchors in a file: what `audit anchor` printed, or a change log exported as JSON lines.

    Raises ClearwayError when the file is neither.
    """
    try:
        with path.open(encoding="utf-8") as lines:
            return list(_anchors(lines))
    except OSError as error:
        raise ClearwayError(
            f"The file cannot be read: {error.strerror}", where=str(path), mend="Check the name"
        ) from None
    except (ValueError, KeyError, TypeError):
        raise ClearwayError(
            "The file is no list of events",
            where=str(path),
            mend="Give a file that 'audit anchor' or 'audit export --format jsonl' made",
        ) from None


def _anchors(lines: Iterable[str]) -> Iterator[Anchor]:
    for line in lines:
        if line.strip():
            said = json.loads(line)
            yield Anchor(str(said["organisation"]), int(said["sequence"]), str(said["hash"]))

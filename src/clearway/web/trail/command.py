"""What the command line asks of the logs; `clearway.web.entry` hands it on."""

import json
from collections.abc import Iterator
from pathlib import Path

from django.db import Error as DatabaseError

from clearway.common.errors import ClearwayError
from clearway.web.audit.anchoring import kept_heads, note_heads, noted_heads
from clearway.web.audit.checking import (
    Anchor,
    ChainState,
    Progress,
    check_begun,
    check_chain,
    organisations_with_a_log,
)
from clearway.web.audit.checking_accesses import check_accesses
from clearway.web.audit.exporting import (
    ACCESS_COLUMNS,
    CHANGE_COLUMNS,
    access_lines,
    as_csv,
    as_json_lines,
    change_lines,
)
from clearway.web.audit.models import AccessEvent, ChangeEvent, Person
from clearway.web.audit.tables import INSTANCE
from clearway.web.trail.codes import known_chain, word_of

Answer = tuple[bool, str]


def check(word: str | None, against: Path | None, progress: Progress) -> Iterator[Answer]:
    """Check one log or all, and say of each whether it fits."""
    kept = kept_heads(against) if against else []
    try:
        codes = organisations_with_a_log() if word is None else [known_chain(word)]
        anchors = [*noted_heads(), *kept]
        if word is None:  # a log that is gone with its head has left its heads behind
            codes = sorted({*codes, *(anchor.organisation for anchor in anchors)})
        yield from _answers(codes, anchors, progress, whole=word is None)
    except DatabaseError:
        raise ClearwayError(
            "the tables of the logs are not there or are of another version",
            mend="Run ./clearway up once, then check again",
        ) from None


def _answers(codes: list[str], anchors: list[Anchor], progress: Progress, *, whole: bool) -> Iterator[Answer]:
    states = []
    for code in codes:
        state = check_chain(code, anchors=anchors, progress=progress)
        states.append(state)
        yield state.fault is None, _line("change log", state)
        if AccessEvent.objects.filter(organisation=code).exists():
            lines = check_accesses(code, progress=progress)
            yield lines.fault is None, _line("access log", lines)
    if whole:
        for fault in check_begun(states):
            yield False, f"{word_of(INSTANCE)} change log: event {fault.sequence}: {fault.what}"


def _line(log: str, state: ChainState) -> str:
    named = f"{word_of(state.organisation)} {log}"
    if state.fault is not None:
        return f"{named}: BROKEN at event {state.fault.sequence}: {state.fault.what}"
    erased = f", {state.erased:,} of them without name and details after a recorded erasure"
    return f"{named}: {state.events:,} events fit{erased if state.erased else ''}"


def anchor() -> Iterator[str]:
    """Note all heads and give them as JSON lines."""
    for head in note_heads(by=Person.at_the_command_line()):
        yield json.dumps(head._asdict()) + "\n"


def export(word: str, log: str, form: str) -> Iterator[str]:
    """One log, oldest first, as text of a file."""
    code = known_chain(word)
    if log == "changes":
        lines = change_lines(ChangeEvent.objects.filter(organisation=code).order_by("sequence"))
    else:
        lines = access_lines(AccessEvent.objects.filter(organisation=code).order_by("pk"))
    columns = CHANGE_COLUMNS if log == "changes" else ACCESS_COLUMNS
    return as_json_lines(lines) if form == "jsonl" else as_csv(lines, columns)

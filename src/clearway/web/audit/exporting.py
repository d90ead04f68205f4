"""The logs as they leave the site: JSON lines that anybody can check, CSV for reading in a spreadsheet."""

import csv
import io
import json
from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from clearway.common.cells import safe_cell
from clearway.web.audit.chain import FORM, instant
from clearway.web.audit.tables import AccessEvent, ChangeEvent

CHUNK = 2000
CHANGE_COLUMNS = (
    "organisation", "sequence", "at", "action", "subject", "person", "key", "via", "details", "erased",
    "salt", "digest", "previous", "hash", "form",
)  # fmt: skip
ACCESS_COLUMNS = (
    "organisation", "number", "at", "page", "subject", "person", "key", "via", "came_from", "erased",
    "salt", "digest", "hash", "form",
)  # fmt: skip

Line = dict[str, object]


def change_lines(events: QuerySet[ChangeEvent]) -> Iterator[Line]:
    """One mapping of CHANGE_COLUMNS an event; the salt lets the receiver check name and details too."""
    for event in events.select_related("detail").iterator(chunk_size=CHUNK):
        detail = getattr(event, "detail", None)
        yield {
            "organisation": event.organisation,
            "sequence": event.sequence,
            "at": instant(event.at),
            "action": event.action,
            "subject": event.subject,
            **_beside(detail),
            "details": detail.details if detail else "",
            "digest": event.digest,
            "previous": event.previous,
            "hash": event.hash,
            "form": FORM,
        }


def access_lines(events: QuerySet[AccessEvent]) -> Iterator[Line]:
    """One mapping of ACCESS_COLUMNS a line of the access log."""
    for event in events.select_related("detail").iterator(chunk_size=CHUNK):
        yield {
            "organisation": event.organisation,
            "number": event.number,
            "at": instant(event.at),
            "page": event.page,
            "subject": event.subject,
            **_beside(getattr(event, "detail", None)),
            "came_from": event.came_from,
            "digest": event.digest,
            "hash": event.hash,
            "form": FORM,
        }


def _beside(detail: object) -> Line:
    said = {name: getattr(detail, name, "") for name in ("person", "key", "via", "salt")}
    return {**said, "erased": detail is None}


def as_json_lines(lines: Iterable[Line]) -> Iterator[str]:
    """One JSON object a line."""
    for line in lines:
        yield json.dumps(line, ensure_ascii=False) + "\n"


def as_csv(lines: Iterable[Line], columns: Iterable[str]) -> Iterator[str]:
    """A header and one row a line; a cell that a spreadsheet would run is quoted."""
    names = list(columns)
    yield _row(names)
    for line in lines:
        yield _row([safe_cell(_written(line[name])) for name in names])


def _written(value: object) -> object:
    return ("yes" if value else "no") if isinstance(value, bool) else value


def _row(cells: Iterable[object]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()

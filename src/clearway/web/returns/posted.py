"""The cells of a month as a browser posts them: text in, `CellEntry` out, with what could not be read.

The fields of one cell share a prefix: `c3-key` (measure|component|blank), `c3-seen`, `c3-numerator`.
A form may carry one cell or all of them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from clearway.web.publications.models import RETURN, Value
from clearway.web.returns.cells import CellEntry, same
from clearway.web.returns.keys import CellKey

NUMBERS = ("numerator", "denominator", "value")
TEXTS = ("reason", "comment")
_NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,6})?")
_KEY = re.compile(r"c\d{1,4}-key")
LARGEST_ID = 2**63 - 1


@dataclass(frozen=True)
class PostedCell:
    """One cell as it came: `typed` is the text of its fields, `wrong` what could not be read, by field."""

    prefix: str
    key: CellKey
    typed: Mapping[str, str]
    entry: CellEntry
    wrong: Mapping[str, str] = field(default_factory=dict)


def posted_cells(data: Mapping[str, str]) -> list[PostedCell]:
    """All cells of a posted form."""
    prefixes = [name.removesuffix("-key") for name in data if _KEY.fullmatch(name)]
    return [_cell(prefix, data) for prefix in prefixes]


def touched(cells: Iterable[PostedCell], org_code: str, period: str) -> list[PostedCell]:
    """The cells in which the person changed something against what they saw.

    A form carries every cell of the page; one that was only carried along must not overwrite, nor collide
    with, what somebody else has entered meanwhile. One query.
    """
    cells = list(cells)
    seen = {cell.entry.seen for cell in cells if cell.entry.seen is not None}
    rows = Value.objects.filter(pk__in=seen, org_code=org_code, period=period, source__layout=RETURN)
    by_id = {row.pk: row for row in rows.select_related("detail")}
    return [cell for cell in cells if cell.wrong or not _as_seen(cell, by_id)]


def _as_seen(cell: PostedCell, rows: Mapping[int, Value]) -> bool:
    row = rows.get(cell.entry.seen) if cell.entry.seen is not None else None
    if row is None and cell.entry.seen is not None:
        return False
    return same(cell.entry, row)


def _cell(prefix: str, data: Mapping[str, str]) -> PostedCell:
    typed = {name: data.get(f"{prefix}-{name}", "").strip() for name in _names()}
    parts = (*data.get(f"{prefix}-key", "").split("|", 2), "", "")
    key = parts[0], parts[1], parts[2]
    wrong = dict(_unreadable(typed))
    numbers = {name: _number(typed[name]) if name not in wrong else None for name in NUMBERS}
    population = None
    if typed["population"] and "population" not in wrong:
        population = int(_tidy(typed["population"]))
    entry = CellEntry(
        measure=key[0],
        component=key[1],
        parameter=key[2],
        **numbers,
        state=typed["state"] or "value",
        reason=typed["reason"],
        comment=typed["comment"],
        follow_up=typed["follow_up"] == "on",
        population=population,
        seen=_seen(typed["seen"]),
    )
    return PostedCell(prefix, key, typed, entry, wrong)


def _names() -> tuple[str, ...]:
    return (*NUMBERS, *TEXTS, "state", "follow_up", "population", "seen")


def _unreadable(typed: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in NUMBERS:
        if typed[name] and not _NUMBER.fullmatch(_tidy(typed[name])):
            yield (
                name,
                f"“{typed[name]}” is not a number. Write digits only, such as 12; leave it empty for none.",
            )
    if typed["population"] and not re.fullmatch(r"\d{1,7}", _tidy(typed["population"])):
        yield "population", f"“{typed['population']}” is not a whole number."


def _number(text: str) -> float | None:
    return float(_tidy(text)) if text else None


def _tidy(text: str) -> str:
    """Without the thousands separators that people write."""
    return re.sub(r"(?<=\d)[, \u00a0](?=\d{3}\b)", "", text)


def _seen(text: str) -> int | None:
    return int(text) if text.isdecimal() and text.isascii() and int(text) <= LARGEST_ID else None

"""A measure, or the list of measures, as plain text for reading and as rows for a spreadsheet."""

import textwrap
from collections.abc import Iterable, Iterator
from typing import Any

from clearway.measures.model import Available, ComputedFrom, Definition, Direction
from clearway.measures.register import Ask, MeasureSheet

WIDTH = 100
LABEL = 14  # characters before the text of a field

COLUMNS = ("id", "title", "class", "psmu", "sampled", "drivers", "unit", "direction", "source")

CLASSES = {
    "all": "Mandatory whichever driver a team works on",
    "driver": "Mandatory for a team that works on the driver",
    "supporting": "Supporting: a team may choose it",
    "national": "National: published figures that stand beside the package's measures",
}
DIRECTIONS = {
    Direction.INCREASE: "higher is better",
    Direction.DECREASE: "lower is better",
    Direction.NEUTRAL: "neither way is better",
}
ORIGINS = {
    ComputedFrom.RECORDS: "maternity and stop smoking records",
    ComputedFrom.PUBLISHED: "published statistics",
    ComputedFrom.TEAM_LOGS: "what the team writes down about its own work",
}
AVAILABILITY = {
    Available.PUBLISHED: "published figures are loaded today",
    Available.COMPUTED: "computed from them: clearway measures run",
    Available.LATER: "no figures yet; the records that give them come in a later release",
}


def record(sheet: MeasureSheet) -> dict[str, Any]:
    """One measure by the names of COLUMNS. A measure without a definition has None where it would stand."""
    ask, known = sheet.asks[0] if sheet.asks else None, sheet.definition
    return {
        "id": sheet.id,
        "title": sheet.title,
        "class": sheet.class_,
        "psmu": ask.psmu if ask else False,
        "sampled": ask.sampled if ask else False,
        "drivers": list(ask.drivers) if ask else [],
        "unit": known.unit if known else None,
        "direction": known.direction.value if known else None,
        "source": known.source.text if known else None,
    }


def listing(sheets: Iterable[MeasureSheet]) -> str:
    """The measures for people: by class, each with its id, title and which way is better."""
    groups: dict[str, list[MeasureSheet]] = {name: [] for name in CLASSES}
    for sheet in sheets:
        groups[sheet.class_].append(sheet)
    told: list[str] = []
    for name, members in groups.items():
        if members:
            told += [f"{CLASSES[name]} ({len(members)})"]
            told += [line for sheet in members for line in _item(sheet)]
            told += [""]
    return "\n".join([*told, "See one: clearway measures show ID"])


def describe(sheet: MeasureSheet) -> str:
    """The full definition sheet of one measure."""
    told = [*_wrap(f"{sheet.title} [{sheet.id}]", "", ""), ""]
    for ask in sheet.asks:
        told += _field("Asked for by", _asked(ask))
    if sheet.definition is None:
        return "\n".join([*told, *_field("Definition", "none; it belongs to an example package")])
    if not sheet.asks:
        told += _field("Class", CLASSES[sheet.class_])
    for label, text in _fields(sheet.definition):
        told += _field(label, text)
    if sheet.definition.notes:
        told += ["", "Notes"]
        told += [line for note in sheet.definition.notes for line in _wrap(note, "  - ", "    ")]
    return "\n".join(told)


def _fields(known: Definition) -> Iterator[tuple[str, str]]:
    yield "Why", known.why
    yield "Kind", f"{known.kind.value}, of {known.unit}; {DIRECTIONS[known.direction]}"
    yield "Numerator", known.numerator
    yield "Denominator", known.denominator or f"none; it is a {known.kind.value}"
    yield "Month", known.month
    yield "Level", known.level
    if known.window:
        yield "Window", known.window
    for part in known.components:
        yield "Component", f"{part.id}: {part.title}"
    if known.parameter:
        blank = known.parameter
        yield "Parameter", f"{blank.name}: {blank.meaning} For example: {blank.example}."
    yield "Source", known.source.text
    if known.source.address:
        yield "", known.source.address
    yield "Figures from", f"{ORIGINS[known.computed_from]}; {AVAILABILITY[known.available]}"
    if known.published_as:
        yield "Published as", ", ".join(known.published_as)
    yield "Short title", known.short_title
    yield "Version", f"{known.version}, reviewed {known.reviewed}, next review {known.next_review}"


def _item(sheet: MeasureSheet) -> list[str]:
    known = sheet.definition
    way = DIRECTIONS[known.direction] if known else "no definition sheet"
    return _wrap(f"{sheet.title} [{sheet.id}] ({way})", "  - ", "    ")


def _asked(ask: Ask) -> str:
    marks = [CLASSES[ask.class_]]
    marks += ["collected centrally"] if ask.psmu else []
    marks += ["may be sampled"] if ask.sampled else []
    return f"{', '.join(ask.drivers)} in {ask.package}. {'; '.join(marks)}"


def _field(label: str, text: str) -> list[str]:
    return _wrap(text, f"{label:<{LABEL}}", " " * LABEL)


def _wrap(text: str, first: str, rest: str) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )

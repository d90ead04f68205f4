"""What the page of results shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from clearway.web.search.index import Entry, Found, Kind, Results
from clearway.web.search.words import Parts, excerpt, marked

FEW = 6
"""So many of each kind are shown at first."""
MANY = 200
EXCERPT = 200
HEADINGS = {
    Kind.DRIVER: "Drivers",
    Kind.IDEA: "Change ideas",
    Kind.MEASURE: "Measures",
    Kind.ORGANISATION: "Organisations",
    Kind.REFERENCE: "References and resources",
    Kind.PACKAGE: "Packages",
}


@dataclass(frozen=True)
class Hit:
    """One result, with the words asked for marked."""

    title: Parts
    about: str
    excerpt: Parts
    place: str
    arguments: tuple[str, ...]
    anchor: str


@dataclass(frozen=True)
class Group:
    """The results of one kind; `total` counts those that are not shown as well."""

    kind: str
    heading: str
    hits: Sequence[Hit]
    total: int


def groups(results: Results, chosen: str = "") -> list[Group]:
    """The results by kind: the best few of each, or all of the chosen kind."""
    wanted = [found for found in results.groups if chosen in ("", found.kind)]
    return [_group(found, results.asked, MANY if chosen else FEW) for found in wanted]


def _group(found: Found, asked: tuple[str, ...], most: int) -> Group:
    hits = [_hit(entry, asked) for entry in found.entries[:most]]
    return Group(found.kind.value, HEADINGS[found.kind], hits, len(found.entries))


def _hit(entry: Entry, asked: tuple[str, ...]) -> Hit:
    text = marked(excerpt(entry.text, asked, EXCERPT), asked)
    anchor = f"#{entry.anchor}" if entry.anchor else ""
    return Hit(marked(entry.title, asked), entry.about, text, entry.place, entry.arguments, anchor)

"""What the page of results shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from clearway.web.search.index import Entry, Found, Kind
from clearway.web.search.words import Parts, excerpt, marked

FEW = 5
"""So many of each kind are shown at first."""
A_PAGE = 25
"""So many of one kind on a page of its own."""
EXCERPT = 200
HEADINGS = {
    Kind.PROJECT: "Projects",
    Kind.CYCLE: "Tests of change",
    Kind.ACTION: "Actions",
    Kind.BARRIER: "Barriers",
    Kind.MEETING: "Meetings",
    Kind.BOARD: "Learning boards",
    Kind.REPORT: "Reports",
    Kind.SHARED_TEST: "Shared tests",
    Kind.LIBRARY_ITEM: "Case studies and tools",
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


@dataclass(frozen=True)
class Pages:
    """Where a page stands among those of its kind."""

    number: int
    last: int

    @property
    def before(self) -> int | None:
        """The page before."""
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        """The page after."""
        return self.number + 1 if self.number < self.last else None


def group(found: Found, asked: tuple[str, ...]) -> Group:
    """The results of one kind."""
    hits = [_hit(entry, asked) for entry in found.entries]
    return Group(found.kind.value, HEADINGS[found.kind], hits, found.total)


def _hit(entry: Entry, asked: tuple[str, ...]) -> Hit:
    text = marked(excerpt(entry.text, asked, EXCERPT), asked)
    anchor = f"#{entry.anchor}" if entry.anchor else ""
    return Hit(marked(entry.title, asked), entry.about, text, entry.place, entry.arguments, anchor)

"""Finds drivers, change ideas, measures, organisations and references by their words.

Nothing here knows pages or a database: an entry names the page it is shown on, and the pages do the
rest. There are fewer than two thousand entries, so that every search looks at all of them. What is found in
the database has the same shape (`work.py`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import IntEnum, StrEnum
from functools import cached_property

from clearway.web.search.words import asked_words, begins, words


class Kind(StrEnum):
    """What an entry is; the order is that of groups that fit equally well."""

    PROJECT = "projects"
    CYCLE = "cycles"
    ACTION = "actions"
    BARRIER = "barriers"
    MEETING = "meetings"
    BOARD = "boards"
    REPORT = "reports"
    SHARED_TEST = "tests"
    LIBRARY_ITEM = "library"
    DRIVER = "drivers"
    IDEA = "ideas"
    MEASURE = "measures"
    ORGANISATION = "organisations"
    REFERENCE = "references"
    PACKAGE = "packages"


SHIPPED = frozenset({Kind.DRIVER, Kind.IDEA, Kind.MEASURE, Kind.ORGANISATION, Kind.REFERENCE, Kind.PACKAGE})
"""The kinds of what ships with Clearway and is open to everybody."""


class Rank(IntEnum):
    """How well something fits, the best first: its code, its whole title, words of its name, beginnings of
    them, its text."""

    CODE = 0
    TITLE = 1
    NAMED = 2
    BEGINS = 3
    TEXT = 4


@dataclass(frozen=True)
class Entry:
    """Something that can be found.

    `codes` are what it is called by exactly (an id, an ODS code), `title` its name, `about` what kind
    of thing it is in a few words, `text` what else is searched and shown as an excerpt, `also` what is
    searched and not shown. It is shown on the page called `place` with these `arguments`, at `anchor`.
    """

    kind: Kind
    codes: tuple[str, ...]
    title: str
    about: str
    text: str
    place: str
    arguments: tuple[str, ...]
    anchor: str = ""
    also: str = ""


@dataclass(frozen=True)
class Found:
    """The entries of one kind that fit, best first: all of them, or a few of `total`."""

    kind: Kind
    entries: Sequence[Entry]
    total: int
    best: Rank


@dataclass(frozen=True)
class Results:
    """What a search found, by kind, the kind with the best fit first; `instead` is a better spelling."""

    asked: tuple[str, ...]
    groups: Sequence[Found]
    instead: str = ""

    @property
    def total(self) -> int:
        """How many entries fit."""
        return sum(group.total for group in self.groups)


@dataclass(frozen=True)
class _Row:
    """An entry with its words."""

    entry: Entry
    codes: tuple[tuple[str, ...], ...]
    title: tuple[str, ...]
    text: tuple[str, ...]

    @cached_property
    def named(self) -> frozenset[str]:
        return frozenset(self.title).union(*self.codes)

    def rank(self, asked: tuple[str, ...]) -> Rank | None:
        """How well it fits, or None where it does not."""
        if asked in self.codes:
            return Rank.CODE
        if asked == self.title:
            return Rank.TITLE
        if self.named.issuperset(asked):
            return Rank.NAMED
        if _begin(asked, self.named):
            return Rank.BEGINS
        return Rank.TEXT if _begin(asked, (*self.named, *self.text)) else None


class Index:
    """All entries with their words, made once."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._rows = [
            _Row(
                entry,
                tuple(words(code) for code in entry.codes),
                words(entry.title),
                words(f"{entry.text} {entry.also}"),
            )
            for entry in entries
        ]

    def __len__(self) -> int:
        return len(self._rows)

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        return frozenset(word for row in self._rows for word in (*row.named, *row.text))

    def search(self, text: str) -> Results:
        """The entries that have every word of `text`, or a word that begins with it, in any order.

        No words find nothing. Where nothing fits, `instead` is the text with its unknown words
        replaced by the nearest known ones.
        """
        asked = asked_words(text)
        if not asked:
            return Results((), ())
        ranked: dict[Kind, list[tuple[Rank, int, Entry]]] = {}
        for place, row in enumerate(self._rows):
            rank = row.rank(asked)
            if rank is not None:
                ranked.setdefault(row.entry.kind, []).append((rank, place, row.entry))
        if not ranked:
            return Results(asked, (), self._instead(asked))
        return Results(asked, in_order(_found(kind, rows) for kind, rows in ranked.items()))

    def _instead(self, asked: tuple[str, ...]) -> str:
        """The nearest spelling that finds something, or an empty text."""
        better = [word if self._knows(word) else self._nearest(word) for word in asked]
        if not all(better) or tuple(better) == asked:
            return ""
        return " ".join(better) if any(row.rank(tuple(better)) is not None for row in self._rows) else ""

    def _knows(self, word: str) -> bool:
        return any(begins(word, known) for known in self._vocabulary)

    def _nearest(self, word: str) -> str:
        # Sorted, because the nearest of equals must not depend on the order of a set.
        near = get_close_matches(word, sorted(self._vocabulary), n=1, cutoff=0.75)
        return near[0] if near else ""


def in_order(groups: Iterable[Found]) -> list[Found]:
    """Groups with the best fit first."""
    return sorted(groups, key=lambda found: (found.best, list(Kind).index(found.kind)))


def _found(kind: Kind, rows: list[tuple[Rank, int, Entry]]) -> Found:
    rows.sort(key=lambda row: row[:2])
    return Found(kind, [entry for _, _, entry in rows], len(rows), rows[0][0])


def _begin(asked: tuple[str, ...], known: Iterable[str]) -> bool:
    """Whether each asked word begins one of the known words."""
    known = tuple(known)
    return all(any(begins(start, word) for word in known) for start in asked)

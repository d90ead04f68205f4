"""The directory: finds organisations and walks up, down and along the succession."""

import difflib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import cache

from clearway.common.errors import ClearwayError
from clearway.common.organisations.model import NATION, Alias, Level, Organisation, Relation
from clearway.common.organisations.tables import read_aliases, read_organisations, read_relations

_SUGGESTIONS = 3
_LEVEL_RANK = {level: rank for rank, level in enumerate(Level)}


class Directory:
    """Organisations with their relations, indexed once.

    Codes are found whatever their case. Besides its own code an organisation answers to its ONS
    code (`E54000029`) and to the other words that publications use for it (`ALL` for the nation).
    `Unknown` is such a word too; which organisation it means depends on the level of the row.
    """

    def __init__(
        self,
        organisations: Iterable[Organisation],
        relations: Iterable[Relation] = (),
        aliases: Iterable[Alias] = (),
    ) -> None:
        self._organisations = {organisation.code: organisation for organisation in organisations}
        self._relations: dict[str, list[Relation]] = defaultdict(list)
        for relation in relations:
            self._relations[relation.code].append(relation)
        self._at_level = {(alias.level, alias.word.upper()): alias.code for alias in aliases}
        self._keys = self._index()
        self._words = {code: _words(o.name) for code, o in self._organisations.items()}
        self._below: dict[str, list[str]] = defaultdict(list)
        for code, organisation in self._organisations.items():
            for parent in {organisation.parent, *(r.parent for r in self._relations.get(code, ()))} - {""}:
                self._below[parent].append(code)

    def _index(self) -> dict[str, str]:
        """Every word that finds one organisation without its level; the own code wins over other uses."""
        uses: dict[str, set[str]] = defaultdict(set)
        for (_, word), code in self._at_level.items():
            uses[word].add(code)
        keys = {word: next(iter(codes)) for word, codes in uses.items() if word and len(codes) == 1}
        keys |= {o.ons_code.upper(): o.code for o in self if o.ons_code}
        return keys | {code.upper(): code for code in self._organisations}

    def __iter__(self) -> Iterator[Organisation]:
        """Every organisation but those of the demonstration, found by code or below DEMONSTRATION."""
        return (one for one in self._organisations.values() if not one.demonstration)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and self.find(code) is not None

    def find(self, code: str, level: Level | str | None = None) -> Organisation | None:
        """The organisation with this code, ONS code or published word, or None.

        `level` is needed only for words that mean one organisation at each level (`Unknown`, and
        the empty code of local authorities); with it, an organisation of another level is not found.
        """
        word = code.strip().upper()
        if level is None:
            key = self._keys.get(word)
            return self._organisations[key] if key else None
        wanted = Level(level)
        key = self._at_level.get((wanted, word)) or self._keys.get(word)
        found = self._organisations[key] if key else None
        return found if found and found.level is wanted else None

    def get(self, code: str, level: Level | str | None = None) -> Organisation:
        """As `find`; raises ClearwayError with the nearest codes or names when there is none."""
        found = self.find(code, level)
        if found is None:
            raise ClearwayError(f"There is no organisation '{code.strip()}'", mend=self._advice(code))
        return found

    def _advice(self, code: str) -> str:
        near = difflib.get_close_matches(code.strip().upper(), self._keys, n=_SUGGESTIONS, cutoff=0.6)
        likely = self.search(code, limit=_SUGGESTIONS) or [self._organisations[self._keys[k]] for k in near]
        if not likely:
            return "Look it up: organisations search NAME"
        names = dict.fromkeys(f"{o.code} ({o.name})" for o in likely)
        return "Did you mean " + " or ".join(names) + "?"

    def search(
        self, text: str, levels: Collection[Level | str] | None = None, limit: int = 20
    ) -> list[Organisation]:
        """Organisations with this code, or whose name has a word that begins with each word of `text`.

        Words count in any order and without case or punctuation. The exact code comes first, then
        codes that begin with `text`, then names; current ones before closed ones; then by level
        and name. No text finds all of the levels. `limit` is the most that are returned.
        """
        wanted = set(Level) if levels is None else {Level(level) for level in levels}
        code, words = text.strip().upper(), _words(text)
        exact = self._keys.get(code)
        ranked: list[tuple[tuple[int, bool, int, str, str], Organisation]] = []
        for organisation in self:
            if organisation.level not in wanted:
                continue
            if organisation.code == exact:
                rank = 0
            elif code and organisation.code.upper().startswith(code):
                rank = 1
            elif (words or not code) and _match(words, self._words[organisation.code]):
                rank = 2
            else:
                continue
            level = _LEVEL_RANK[organisation.level]
            order = (rank, not organisation.is_open(), level, organisation.name, organisation.code)
            ranked.append((order, organisation))
        return [organisation for _, organisation in sorted(ranked, key=lambda pair: pair[0])[:limit]]

    def parent(self, code: str, on: date | None = None) -> Organisation | None:
        """What it belonged to on that day, now when there is no day; None at the top."""
        parent = self._parent_code(self.get(code), on)
        return self._organisations[parent] if parent else None

    def _parent_code(self, organisation: Organisation, on: date | None) -> str:
        if on is not None:
            for relation in self._relations.get(organisation.code, ()):
                if relation.holds(on):
                    return relation.parent
        return organisation.parent

    def ancestors(self, code: str, on: date | None = None) -> list[Organisation]:
        """All it belonged to, the nearest first and the nation last; empty when it belongs to none."""
        chain: list[Organisation] = []
        above = self.parent(code, on)
        while above is not None:
            chain.append(above)
            above = self.parent(above.code, on)
        return chain

    def moves(self) -> list[Relation]:
        """Where organisations were before: each relation to a parent that is not their newest one."""
        return [
            relation
            for code, relations in self._relations.items()
            for relation in relations
            if relation.parent != self._organisations[code].parent
        ]

    def children(
        self, code: str, on: date | None = None, levels: Collection[Level | str] | None = None
    ) -> list[Organisation]:
        """What belonged to it directly and was open on that day (now when there is no day), by name.

        An ICB has providers and sub-ICBs below it; `levels` keeps some of them.
        """
        own = self.get(code).code
        wanted = set(Level) if levels is None else {Level(level) for level in levels}
        below = [self._organisations[child] for child in self._below.get(own, ())]
        kept = [o for o in below if o.level in wanted and o.is_open(on) and self._parent_code(o, on) == own]
        return sorted(kept, key=lambda o: (o.name, o.code))

    def providers(self, under: str = NATION, on: date | None = None) -> list[Organisation]:
        """The trusts below an ICB, a region or the nation, open on that day (now without one), by name.

        A provider is the only trust below itself.
        """
        top = self.get(under)
        if top.level is Level.PROVIDER:
            return [top] if top.is_open(on) else []
        found: list[Organisation] = []
        for child in self.children(top.code, on, {Level.REGION, Level.ICB, Level.PROVIDER}):
            found += self.providers(child.code, on)
        return sorted(found, key=lambda o: (o.name, o.code))

    def current(self, code: str, on: date | None = None) -> Organisation:
        """The organisation that stands for this one on that day: itself, or its latest successor.

        One that closed without a known successor stands for itself.
        """
        organisation = self.get(code)
        while organisation.successor and organisation.closed is not None:
            if on is not None and on <= organisation.closed:
                break
            organisation = self._organisations[organisation.successor]
        return organisation


@cache
def directory() -> Directory:
    """The directory that Clearway ships; read once a process."""
    return Directory(read_organisations(), read_relations(), read_aliases())


def _words(text: str) -> tuple[str, ...]:
    """Words without case or punctuation; an apostrophe joins: `King's` is one word, `kings`."""
    return tuple(re.findall(r"[^\W_]+", text.casefold().replace("'", "").replace("’", "")))


def _match(asked: tuple[str, ...], name: tuple[str, ...]) -> bool:
    return all(any(word.startswith(start) for word in name) for start in asked)

"""The directory: finds organisations and walks up, down and along the succession."""

import difflib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cache

from clearway.common.errors import ClearwayError
from clearway.common.organisations.model import NATION, Level, Organisation, Relation
from clearway.common.organisations.tables import read_aliases, read_organisations, read_relations

_SUGGESTIONS = 3
_LEVEL_RANK = {level: rank for rank, level in enumerate(Level)}


class Directory:
    """Organisations with their relations, indexed once.

    Codes are found whatever their case. Besides its own code an organisation answers to its ONS
    code (`E54000029`) and to the other words that publications use for it (`ALL` for the nation).
    """

    def __init__(
        self,
        organisations: Iterable[Organisation],
        relations: Iterable[Relation] = (),
        aliases: Mapping[str, str] | None = None,
    ) -> None:
        self._organisations = {organisation.code: organisation for organisation in organisations}
        self._relations: dict[str, list[Relation]] = defaultdict(list)
        for relation in relations:
            self._relations[relation.code].append(relation)
        self._keys = self._index(aliases or {})
        self._words = {code: _words(o.name) for code, o in self._organisations.items()}
        self._below: dict[str, list[str]] = defaultdict(list)
        for code, organisation in self._organisations.items():
            for parent in {organisation.parent, *(r.parent for r in self._relations.get(code, ()))} - {""}:
                self._below[parent].append(code)

    def _index(self, aliases: Mapping[str, str]) -> dict[str, str]:
        """Every word that finds an organisation; its own code wins over other uses of the word."""
        keys = {alias.upper(): code for alias, code in aliases.items()}
        keys |= {o.ons_code.upper(): o.code for o in self if o.ons_code}
        return keys | {code.upper(): code for code in self._organisations}

    def __iter__(self) -> Iterator[Organisation]:
        return iter(self._organisations.values())

    def __len__(self) -> int:
        return len(self._organisations)

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and self.find(code) is not None

    def find(self, code: str) -> Organisation | None:
        """The organisation with this code, ONS code or published word, or None."""
        key = self._keys.get(code.strip().upper())
        return self._organisations[key] if key else None

    def get(self, code: str) -> Organisation:
        """As `find`; raises ClearwayError with the nearest codes or names when there is none."""
        found = self.find(code)
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
            elif _match(words, self._words[organisation.code]):
                rank = 2
            else:
                continue
            level = _LEVEL_RANK[organisation.level]
            order = (rank, not organisation.is_open(), level, organisation.name, organisation.code)
            ranked.append((order, organisation))
        return [organisation for _, organisation in sorted(ranked, key=lambda pair: pair[0])[:limit]]

    def parent(self, code: str, on: date | None = None) -> Organisation | None:
        """What it belonged to on that day, now when there is no day; None at the top."""
        organisation = self.get(code)
        parent = organisation.parent
        if on is not None:
            dated = (
                relation.parent
                for relation in self._relations.get(organisation.code, ())
                if relation.holds(on)
            )
            parent = next(dated, parent)
        return self._organisations[parent] if parent else None

    def ancestors(self, code: str, on: date | None = None) -> list[Organisation]:
        """All it belonged to, the nearest first and the nation last; empty when it belongs to none."""
        chain: list[Organisation] = []
        above = self.parent(code, on)
        while above is not None:
            chain.append(above)
            above = self.parent(above.code, on)
        return chain

    def children(self, code: str, on: date | None = None) -> list[Organisation]:
        """What belonged to it directly and was open on that day (now when there is no day), by name."""
        own = self.get(code).code
        below = [self._organisations[child] for child in self._below.get(own, ())]
        kept = [o for o in below if o.is_open(on) and getattr(self.parent(o.code, on), "code", "") == own]
        return sorted(kept, key=lambda o: (o.name, o.code))

    def providers(self, under: str = NATION, on: date | None = None) -> list[Organisation]:
        """The trusts below an ICB, a region or the nation, open on that day (now without one), by name.

        A provider is the only trust below itself.
        """
        top = self.get(under)
        if top.level is Level.PROVIDER:
            return [top] if top.is_open(on) else []
        found: list[Organisation] = []
        for child in self.children(top.code, on):
            found += self.providers(child.code, on) if child.level is not Level.SITE else []
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

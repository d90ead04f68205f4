"""References and resources: one entry for each link of a bullet, under the topic it stands below."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import zip_longest
from urllib.parse import urlsplit

from clearway.package.importer.blocks import Block, Bullet, Row
from clearway.package.importer.cells import Piece, same_address
from clearway.package.importer.draft import Page, Section
from clearway.package.importer.form import Key, is_label, without_part
from clearway.package.importer.report import Ledger
from clearway.package.importer.text import fold, tidy

_NEARLY = 0.85
_AUTHORS = re.compile(
    r"^(?P<authors>[^:?!]{2,200}?)\s*\(\s*(?P<year>(?:18|19|20)\d\d)[a-z]?\s*\)\s*[.,:;–-]?\s*(?P<title>\S.*)$"
)
_PERSONS = re.compile(
    r"\bet al\b|\b[A-Z][\w'’-]+,?\s+(?:[A-Z]\.?\s?){1,3}(?:,|;|&|and\b|$)|^[\w'’-]+ (?:and|&) [\w'’-]+$"
)
_YEAR = re.compile(r"\(\s*((?:18|19|20)\d\d)[a-z]?\s*\)")


@dataclass(frozen=True)
class Entry:
    """A reference or resource as the document gives it. `page` is a page of the driver it belongs to."""

    key: Key
    line: int
    page: Page
    title: str
    topic: str
    authors: str | None = None
    year: int | None = None
    address: str | None = None
    note: str | None = None


def read_entries(
    section: Section, pages: Sequence[Page], titles: Sequence[str], ledger: Ledger
) -> list[Entry]:
    """The entries of a section. `titles` are those of the package, which may be repeated in between."""
    return _Entries(section, pages, {fold(title) for title in titles}, ledger).all()


class _Entries:
    def __init__(self, section: Section, pages: Sequence[Page], titles: set[str], ledger: Ledger) -> None:
        self.section, self.pages, self.titles, self.ledger = section, pages, titles, ledger
        self.page = section.page or (pages[0] if pages else None)
        self.topic = self.page.title if self.page else ""
        self.headings: list[Piece] = []  # the bullets above a nested one that only announce it
        self.parent: Piece | None = None  # the entry above, which nested text without a link explains
        self.found: list[Entry] = []

    def all(self) -> list[Entry]:
        for block, below in zip_longest(self.section.blocks, self.section.blocks[1:]):
            if isinstance(block, Bullet):
                self._bullet(block.piece, below)
            elif not isinstance(block, Row):
                self._line(block.piece)
        return self.found

    def _line(self, piece: Piece) -> None:
        self.headings, self.parent = [], None
        if not piece.linked or self._driver(piece.text):
            self._topic(piece)
        else:
            self._add(piece)

    def _bullet(self, piece: Piece, below: Block | None) -> None:
        self.headings = [heading for heading in self.headings if heading.depth < piece.depth]
        if self.parent and self.parent.depth >= piece.depth:
            self.parent = None
        if self.parent and not piece.linked:
            last = self.found[-1]
            note = "; ".join(text for text in (last.note, piece.full_text) if text)
            self.found[-1] = replace(last, note=note)
        elif not piece.linked and isinstance(below, Bullet) and below.piece.depth > piece.depth:
            self.headings.append(piece)
        else:
            self._add(piece)
            self.parent = self.parent or (piece if self.found and piece.linked else None)

    def _topic(self, piece: Piece) -> None:
        """A line between the bullets: the title of the driver that the next ones belong to."""
        found = self._driver(piece.text)
        if found:
            self.page, self.topic = found, without_part(piece.text)[0]
        elif fold(piece.text) in self.titles:
            return
        elif is_label(piece.text):
            self.ledger.label(piece.line, piece.text)
        else:
            why = "no secondary driver has this title"
            if self.page:
                why += f" (what stands below it is kept with '{self.page.title}')"
            self.ledger.unplaced(piece.line, piece.full_text, why)
            self.topic = piece.text

    def _driver(self, text: str) -> Page | None:
        wanted = fold(without_part(text)[0])
        for page in self.pages:
            if fold(page.title) == wanted:
                return page
        near = [(SequenceMatcher(None, wanted, fold(page.title)).ratio(), page) for page in self.pages]
        best = max(near, key=lambda pair: pair[0], default=None)
        return best[1] if best and best[0] >= _NEARLY else None

    def _add(self, piece: Piece) -> None:
        if self.page is None:
            why = "the document has no secondary driver to keep it with"
            self.ledger.unplaced(piece.line, piece.full_text, why)
            return
        parts = _parts(piece)
        whole = piece.text if len(parts) > 1 else None
        topic = ": ".join(heading.text.rstrip(":") for heading in self.headings) or self.topic
        for part in parts:
            authors, year, title = _authored(part.title)
            note = "; ".join(text for text in (whole, part.rest) if text) or None
            entry = Entry(
                self.section.key, piece.line, self.page, title, topic, authors, year, part.address, note
            )
            self.found.append(entry)


@dataclass(frozen=True)
class _Part:
    title: str
    address: str | None
    rest: str = ""


def _parts(piece: Piece) -> list[_Part]:
    """What a bullet lists: a part for each link, named by the text before it or by the link itself."""
    found: list[_Part] = []
    before = ""
    for text, href in piece.runs:
        if not href:
            before += text
            continue
        shown = "" if same_address(text, href) else text
        title = _title(f"{before}{shown}", first=not found)
        if not title:
            title = found[-1].title if found else urlsplit(href).netloc or href
        found.append(_named(title, href))
        before = ""
    rest = _title(before, first=True)
    if not found:
        return [_Part(rest, None)] if rest else []
    if rest:
        last = found[-1]
        found[-1] = _Part(last.title, last.address, "; ".join(said for said in (last.rest, rest) if said))
    return found


def _named(title: str, href: str) -> _Part:
    """A part with its address; an address that is none of the web goes into its note."""
    return _Part(title, href) if re.match(r"https?://\S+$", href) else _Part(title, None, href)


def _title(text: str, *, first: bool) -> str:
    """The text without the signs that lead to its link, and without what joins it to the link before."""
    plain = re.sub(r"^[\s;:,.|/–—>-]+|[\s:;,|/–—<(-]+$", "", tidy(text))
    return plain if first else re.sub(r"^(?:and|or|&)\s+", "", plain)


def _authored(title: str) -> tuple[str | None, int | None, str]:
    """Authors, year and title of "Campbell et al (2017) Title"; the title whole where nobody is named."""
    found = _AUTHORS.match(title)
    if found and _PERSONS.search(found["authors"].strip()):
        return found["authors"].strip(), int(found["year"]), found["title"]
    years = _YEAR.findall(title)
    return None, int(years[0]) if len(years) == 1 else None, title

"""Goes through the blocks of a document in order and sorts them by the parts of the form."""

import re
from collections.abc import Iterable

from clearway.package.importer.blocks import Block, Bullet, Heading, Paragraph, Row
from clearway.package.importer.cells import Piece
from clearway.package.importer.draft import Draft, Page, PrimaryRow, Said, Section
from clearway.package.importer.form import Key, is_label, key_of, without_part
from clearway.package.importer.markup import Words
from clearway.package.importer.report import Ledger
from clearway.package.importer.text import tidy

_DATA = (Key.IDEAS, Key.MANDATORY, Key.SUPPORTING)

# "Collect all of these:", "(see the guide)" or "Note that ..." beside the items of a list is none of them.
_INTRODUCES = re.compile(r":$|^\(.*\)$|^notes?\b", re.IGNORECASE)


def read_draft(blocks: Iterable[Block], ledger: Ledger) -> Draft:
    """The parts of the document. What is in no part is a stray; rows that fit nowhere go to the ledger."""
    reading = _Reading(ledger)
    for block in blocks:
        reading.take(block)
    return reading.draft


class _Reading:
    """Where the reading is: in the front matter, the instructions, the drawing, a page or a section."""

    def __init__(self, ledger: Ledger) -> None:
        self.draft = Draft()
        self.ledger = ledger
        self.place = "front"
        self.page: Page | None = None
        self.primary: PrimaryRow | None = None
        self.explains = False  # text that follows explains the primary driver just named
        self.open: Key | None = None  # the list of the page that bullets below belong to
        self.section: Section | None = None

    def take(self, block: Block) -> None:
        if isinstance(block, Row):
            self._row(block)
        elif isinstance(block, Bullet):
            self._bullet(block)
        else:
            self._line(block)

    def _row(self, row: Row) -> None:
        if row.key is None or row.key is Key.INSTRUCTIONS:
            self._other_row(row)
            return
        self.place = "page"
        self.open, self.explains = None, False
        if row.key is Key.PACKAGE:
            self.draft.titles += [Said(row.line, row.text)] if row.text else []
            self.page = self.primary = None
        elif row.key is Key.PRIMARY:
            self._primary(row)
        elif row.key is Key.SECONDARY:
            self._secondary(row)
        elif row.key.opens_section:
            self._start_section(row.key, row.line, own=self.page is not None)
            for piece in row.cell:
                self._into_section(Bullet(piece.line, piece))
        else:
            self._data(row, row.key)

    def _other_row(self, row: Row) -> None:
        if row.key is Key.INSTRUCTIONS:
            self.draft.instructions += row.cell
        elif self.place == "front":
            # A line of the title page with a tab in it is no row.
            self.draft.front.append(Paragraph(row.line, _as_piece(row)))
        else:
            here = " ".join(piece.full_text for piece in row.cell if piece.line == row.line)
            why = f"'{row.label}' is no row of the form"
            self.ledger.unplaced(row.line, f"{row.label}: {here}", why)
            for piece in row.cell:
                if piece.line != row.line:
                    self.ledger.unplaced(piece.line, piece.full_text, why)
            self.open = None

    def _primary(self, row: Row) -> None:
        self.page, self.primary = None, None
        plain = [piece for piece in row.cell if not piece.listed]
        if not plain and len(row.cell) > 1:
            self.draft.primaries += [PrimaryRow(piece.line, piece.text) for piece in row.cell]
            return
        if row.cell:
            title, said = _title_and_explanation(row.cell[0])
            explanation = [said] * bool(said) + [piece.full_text for piece in row.cell[1:]]
            self.primary = PrimaryRow(row.line, without_part(title)[0], explanation)
            self.draft.primaries.append(self.primary)
        self.explains = self.primary is not None

    def _secondary(self, row: Row) -> None:
        if not row.cell:
            self.page = None
            return
        head = [piece for piece in row.cell if not piece.listed] or list(row.cell[:1])
        title, part = without_part(" ".join(piece.text for piece in head))
        primary = Said(self.primary.line, self.primary.title) if self.primary else None
        self.page = Page(row.line, title, part, primary)
        self.draft.pages.append(self.page)
        for piece in row.cell:
            if piece not in head:
                self.ledger.unplaced(piece.line, piece.text, "it stands in the row of a driver's title")

    def _data(self, row: Row, key: Key) -> None:
        if self.page is None:
            why = f"no secondary driver is named above this row of {key}"
            for piece in row.cell:
                self.ledger.unplaced(piece.line, piece.text, why)
            return
        self.open = key
        listed = self.page.lists.setdefault(key, [])
        for piece in row.cell:
            if not piece.listed and _INTRODUCES.search(piece.text) and len(row.cell) > 1:
                self.ledger.unplaced(piece.line, piece.full_text, "it introduces a list")
            else:
                listed.append(piece)

    def _bullet(self, block: Bullet) -> None:
        if self.page and self.open:
            self.page.lists[self.open].append(block.piece)
        elif self.explains and self.primary and not self.page:
            self.primary.explanation.append(block.piece.full_text)
        elif self.place == "section":
            self._into_section(block)
        elif self.place == "instructions":
            self.draft.instructions.append(block.piece)
        elif self.place == "front":
            self.draft.front.append(block)
        else:
            self.draft.strays.append(Said(block.line, block.piece.text))

    def _line(self, block: Heading | Paragraph) -> None:
        text = block.piece.text
        key = key_of(text, whole=True)
        if key is Key.INSTRUCTIONS:
            self._move("instructions")
        elif key and key.opens_section:
            self._start_section(key, block.line, own=False)
        elif key in _DATA and self.place == "page" and self.page:
            self.open = key
            self.page.lists.setdefault(key, [])
        elif self.place == "front":
            self.draft.front.append(block)
        elif self.place == "section" and key is not Key.PACKAGE:
            self._into_section(block)
        else:
            self._loose_line(block, key)

    def _loose_line(self, block: Heading | Paragraph, key: Key | None) -> None:
        text, piece = block.piece.text, block.piece
        plain = isinstance(block, Paragraph) and not piece.bold
        if self.place == "instructions" and plain and not is_label(text):
            self.draft.instructions.append(piece)
            return
        if self.explains and self.primary and not self.page and plain and len(text.split()) > 5:
            self.primary.explanation.append(text)
            return
        if self.place == "section" or (self.place == "instructions" and is_label(text)):
            self._move("drawing")
        if not plain:
            # A page number between the bullets of a list does not end it; a heading does.
            self.open, self.explains = None, False
        self.draft.strays.append(Said(block.line, text))

    def _move(self, place: str) -> None:
        self.place, self.section, self.open, self.explains = place, None, None, False

    def _start_section(self, key: Key, line: int, *, own: bool) -> None:
        last = self.draft.pages[-1] if self.draft.pages else None
        self._move("section")
        self.section = Section(key, line, self.page if own else last, own)
        self.draft.sections.append(self.section)
        if not own:
            self.page = None

    def _into_section(self, block: Block) -> None:
        if self.section:
            self.section.blocks.append(block)


def _title_and_explanation(piece: Piece) -> tuple[str, str]:
    """A bold title from the explanation that goes on in the same line: "**Title** - why it matters"."""
    bold = [bool(part.bolds) for part in piece.words]
    start = bold.index(False) if bold[0] and False in bold else 0
    rest = tidy("".join(part.text for part in piece.words[start:])) if start else ""
    explains = re.match(r"[-–—:]\s*(?=\w)", rest) or (rest[:1].isupper() and len(rest.split()) > 4)
    if not explains or any(bold[start:]):
        return piece.text, ""
    return tidy("".join(part.text for part in piece.words[:start])), re.sub(r"^[-–—:]\s*", "", rest)


def _as_piece(row: Row) -> Piece:
    """A row that is none of the form as one line of text, its cells parted by bars."""
    words = [Words(row.label, row.line)]
    for piece in row.cell:
        words += [Words(" | ", row.line), *piece.words]
    return Piece(row.line, tuple(words))

"""The content of a cell or a line, parted into its pieces: list items, bulleted lines, plain text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import unquote

from clearway.package.importer.form import MARKS
from clearway.package.importer.markup import Break, Words, stream
from clearway.package.importer.text import BULLET, LOOSE_BULLET, tidy

_DASH = re.compile(r"^\s*[-*–—·]\s+")
_INNER_BULLETS = re.compile(r"[•●▪‣◦\uf0b7\uf0a7]")


@dataclass(frozen=True)
class Piece:
    """One item or one paragraph. `listed`: it is an item of a list; `depth` counts from 1 within lists.

    `bold`: the item itself is in bold, from its first word to its last, apart from its marks. `joins`:
    the items nested below it were made part of it.
    """

    line: int
    words: tuple[Words, ...]
    listed: bool = False
    depth: int = 0
    bold: bool = False
    joins: bool = False

    @property
    def text(self) -> str:
        """The visible text."""
        return tidy("".join(part.text for part in self.words))

    @property
    def full_text(self) -> str:
        """The visible text with the address of each link that does not show it."""
        return tidy("".join(text if not href else _with_address(text, href) for text, href in self.runs))

    @property
    def hidden_addresses(self) -> tuple[str, ...]:
        """The addresses that the visible text does not show."""
        return tuple(href for text, href in self.runs if href and not same_address(text, href))

    @property
    def runs(self) -> list[tuple[str, str]]:
        """Text and address ("" for none), the words of one link together."""
        together: list[tuple[str, str]] = []
        for part in self.words:
            if together and part.href == together[-1][1]:
                together[-1] = (together[-1][0] + part.text, part.href)
            else:
                together.append((part.text, part.href))
        return together

    @property
    def italic(self) -> bool:
        """Whether all of it is in italics."""
        return all(part.italic for part in self.words if part.text.strip())

    @property
    def linked(self) -> bool:
        """Whether it holds a link."""
        return any(part.href for part in self.words)


def same_address(text: str, href: str) -> bool:
    """Whether the text of a link is its address, give or take the scheme and the last slash."""
    plain = [
        re.sub(r"^(?:https?://|mailto:)?(?:www\.)?|/$", "", unquote(tidy(said)).lower())
        for said in (text, href)
    ]
    return plain[0] == plain[1]


def _with_address(text: str, href: str) -> str:
    return text if same_address(text, href) else f"{text} ({href})"


def pieces(raw: str, first_line: int) -> list[Piece]:
    """The pieces of `raw` in order, without bullets and without empty ones."""
    gathered = _Gathering()
    for part in stream(raw, first_line):
        gathered.take(part)
    gathered.close()
    found = [piece for piece in gathered.found if piece.text]
    return [replace(piece, bold=_is_bold(piece, found)) for piece in found]


def joined(raw: str, first_line: int) -> Piece:
    """All of `raw` as one piece, such as a heading or a title."""
    found = pieces(raw, first_line)
    if len(found) == 1:
        return found[0]
    words: list[Words] = []
    for piece in found:
        words += [*piece.words, Words(" ", piece.line)]
    return Piece(first_line, tuple(words), bold=bool(found) and all(piece.bold for piece in found))


def nested_joined(items: Iterable[Piece]) -> list[Piece]:
    """The items with those nested below "...:" as part of it: "Offer a choice of: leaflet; film"."""
    found: list[Piece] = []
    for item in items:
        last = found[-1] if found else None
        if last and last.listed and item.depth > last.depth and (last.joins or last.text.endswith(":")):
            sign = "; " if last.joins else " "
            words = (*last.words, Words(sign, item.line), *item.words)
            found[-1] = replace(last, words=words, bold=last.bold and item.bold, joins=True)
        else:
            found.append(item)
    return found


class _Gathering:
    """Collects the words of one piece after the other."""

    def __init__(self) -> None:
        self.found: list[Piece] = []
        self._words: list[Words] = []
        self._line = 0
        self._item = 0  # the depth of the list item that is open; 0 outside lists
        self._listed = False
        self._fresh = True  # nothing was seen yet on this line

    def take(self, part: Words | Break) -> None:
        if isinstance(part, Words):
            self._take_words(part)
        elif part.kind == "item":
            self.close()
            self._item, self._listed, self._line = part.depth, True, part.line
        elif part.kind == "end":
            self.close()
            self._item = part.depth if part.depth else 0
        elif self._item:
            # A break within an item of a list is a blank; a bullet after it starts the next item.
            self._words.append(Words(" ", part.line))
        else:
            self._fresh = True
            if part.kind == "block":
                self.close()

    def close(self) -> None:
        if any(part.text.strip() for part in self._words):
            depth = max(self._item, 1) if self._listed else 0
            self.found.append(Piece(self._line, tuple(self._words), self._listed, depth))
        self._words, self._listed, self._fresh = [], False, True

    def _take_words(self, part: Words) -> None:
        if part.href:
            self._add(part)
            return
        texts = _INNER_BULLETS.split(part.text)
        for number, text in enumerate(texts):
            if number:
                self.close()
                self._listed, self._line = True, part.line
            if text:
                self._add(replace(part, text=text))

    def _add(self, part: Words) -> None:
        if not part.text.strip():
            self._words += [part] if self._words else []
            return
        if not self._item and self._fresh:
            part = self._start_line(part)
        elif not self._words:
            plain = BULLET.sub("", _DASH.sub("", part.text)) if self._item else part.text
            part = replace(part, text=plain.lstrip())
        if not self._words and not (self._listed and self._item):
            self._line = part.line
        self._fresh = False
        self._words.append(part)

    def _start_line(self, part: Words) -> Words:
        """The first words on a line outside lists: a new piece, or more of the one before."""
        plain = LOOSE_BULLET.sub("", BULLET.sub("", part.text), count=1)
        bulleted = plain != part.text.lstrip() and plain != part.text
        wrapped = self._words and not bulleted and (self._listed or re.match(r"\s*[a-z(,;]", part.text))
        if wrapped:
            self._words.append(Words(" ", part.line))
            return part
        if self._words:
            self.close()
        self._listed = self._listed or bulleted
        return replace(part, text=plain.lstrip())


def _is_bold(piece: Piece, cell: Iterable[Piece]) -> bool:
    """Whether the piece has bold marks of its own around all of its words, apart from the marks."""
    others = {mark for other in cell if other is not piece for part in other.words for mark in part.bolds}
    text = "".join("\x01" if part.bolds - others else "\x02" for part in piece.words for _ in part.text)
    plain = "".join(part.text for part in piece.words)
    kept = [
        sign
        for sign, (place, letter) in zip(text, enumerate(plain), strict=True)
        if letter.isalnum() and not any(mark.start() <= place < mark.end() for mark in MARKS.finditer(plain))
    ]
    return bool(kept) and all(sign == "\x01" for sign in kept)

"""A document's lines as blocks: rows of the form, headings, bullets, paragraphs, each with its line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from clearway.package.importer.cells import Piece, joined, pieces
from clearway.package.importer.form import Key, key_of
from clearway.package.importer.markup import visible
from clearway.package.importer.rows import HtmlRow, html_rows, is_rule, split_row
from clearway.package.importer.text import tidy

_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(?P<text>.*?)\s*#*\s*$|^\s*<h[1-6]\b.*$", re.IGNORECASE)
_BULLET = re.compile(r"^(?P<indent>\s*)(?:[-*+–—]\s+|[•●▪‣◦\uf0b7\uf0a7]\s*|\d{1,2}[.)]\s+)(?P<text>\S.*)$")
_LIST_OPEN = re.compile(r"<(?:ul|ol|table)\b", re.IGNORECASE)
_LIST_CLOSE = re.compile(r"</(?:ul|ol|table)\s*>", re.IGNORECASE)
_STANDALONE_LIST = re.compile(r"^\s*(?:<p[^>]*>\s*)?<(?:ul|ol)\b", re.IGNORECASE)
_TABLE = re.compile(r"^\s*<(?:table|thead|tbody|tr)\b", re.IGNORECASE)
_IN_TABLE = re.compile(r"^\s*(?:</?(?:table|thead|tbody|tfoot|tr|colgroup|col|caption)\b|$)", re.IGNORECASE)
_UNDERLINE = re.compile(r"^\s*(?:=+|-{3,})\s*$")
_QUOTE = re.compile(r"^\s*>\s?")


@dataclass(frozen=True)
class Row:
    """A row of the form. `key` is None where the label is none that the form has."""

    line: int
    key: Key | None
    label: str
    cell: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """All of the cell as one text."""
        return tidy(" ".join(piece.text for piece in self.cell))


@dataclass(frozen=True)
class Heading:
    """A heading of any level."""

    line: int
    piece: Piece


@dataclass(frozen=True)
class Bullet:
    """An item of a list that stands outside the rows."""

    line: int
    piece: Piece


@dataclass(frozen=True)
class Paragraph:
    """A line of text, or several where the text goes on."""

    line: int
    piece: Piece


Block = Row | Heading | Bullet | Paragraph


def blocks(lines: Sequence[str]) -> list[Block]:
    """The blocks of a document, in order. Every line with visible text is in one of them."""
    return list(_Blocks(lines).all())


class _Blocks:
    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = [_QUOTE.sub("", line) for line in lines]
        self.at = 0
        self.indents: list[int] = []

    def all(self) -> Iterator[Block]:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            # Bare tags such as <table> open something, though nothing is seen on their line.
            opens = _TABLE.match(line) or _STANDALONE_LIST.match(line)
            if not opens and (is_rule(line) or not visible(line)):
                self.at += 1
            else:
                yield from self._block(line)

    def _block(self, line: str) -> Iterator[Block]:
        if _TABLE.match(line):
            start, raw = self._gather_table()
            yield from self._from_table(html_rows(raw, start))
            return
        bullet = _BULLET.match(line)
        row = None if bullet else split_row(line)
        if bullet:
            yield from self._bullets(bullet)
            return
        self.indents = []
        if row:
            yield self._row(*row)
        elif heading := _HEADING.match(line):
            self.at += 1
            yield Heading(self.at, joined(heading["text"] or line, self.at))
        elif _STANDALONE_LIST.match(line):
            start = self.at + 1
            raw = self._gather([line])
            yield from (_free(piece) for piece in pieces(raw, start))
        else:
            yield from self._paragraph()

    def _row(self, label: str, value: str) -> Row:
        start = self.at + 1
        key = key_of(visible(label))
        raw = self._gather([value])
        return Row(start, key, visible(label), tuple(pieces(raw, start)))

    def _gather(self, gathered: list[str]) -> str:
        """The value from the current line on, with the lines that belong to it; moves behind them."""
        self.at += 1
        had_list = bool(_LIST_OPEN.search(gathered[0]))
        while self.at < len(self.lines):
            line = self.lines[self.at]
            opened = _open_lists("\n".join(gathered))
            if self._starts_row(line) or (not opened and not self._goes_on(line, had_list)):
                break
            gathered.append(_continued(line))
            self.at += 1
        return "\n".join(gathered)

    def _starts_row(self, line: str) -> bool:
        row = split_row(line)
        return bool(row and key_of(visible(row[0])))

    def _goes_on(self, line: str, had_list: bool) -> bool:
        """Whether a line below a row, with no blank line between, is more of its last cell."""
        if line.lstrip().startswith("|"):
            row = split_row(line)
            return bool(row and not visible(row[0]) and visible(row[1]))
        ends = had_list or not visible(line) or split_row(line) or _BULLET.match(line)
        return not (ends or self._is_mark(line))

    @staticmethod
    def _is_mark(line: str) -> bool:
        """Whether the line starts something of its own, whatever stands before it."""
        markup = _HEADING.match(line) or _TABLE.match(line) or _STANDALONE_LIST.match(line)
        alone = re.fullmatch(r"\s*(?:\*\*[^*]+\*\*|<b>[^<]+</b>|<strong>[^<]+</strong>)\s*", line)
        return bool(markup or alone or key_of(visible(line), whole=True))

    def _bullets(self, found: re.Match[str]) -> Iterator[Bullet]:
        start = self.at + 1
        indent = len(found["indent"].expandtabs(4))
        self.indents = [known for known in self.indents if known < indent] + [indent]
        depth = len(self.indents)
        gathered = [found["text"]]
        self.at += 1
        while self.at < len(self.lines) and self._continues_bullet(self.lines[self.at]):
            gathered.append(self.lines[self.at].strip())
            self.at += 1
        for number, piece in enumerate(pieces(" ".join(gathered), start)):
            inner = max(piece.depth - 1, 0) if number else 0
            yield Bullet(start, replace(piece, line=start, listed=True, depth=depth + inner))

    def _continues_bullet(self, line: str) -> bool:
        if not visible(line):
            # A blank line ends the item, unless indented text goes on below it.
            below = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else ""
            return line.strip() == "" and bool(re.match(r"\s{2,}\S", below)) and not _BULLET.match(below)
        return not (_BULLET.match(line) or split_row(line) or self._is_mark(line) or is_rule(line))

    def _paragraph(self) -> Iterator[Block]:
        start, gathered = self.at + 1, [self.lines[self.at]]
        self.at += 1
        while self.at < len(self.lines) and _wraps(gathered, self.lines[self.at]):
            line = self.lines[self.at]
            if _BULLET.match(line) or split_row(line) or self._is_mark(line) or is_rule(line):
                break
            gathered.append(line)
            self.at += 1
        if self.at < len(self.lines) and _UNDERLINE.match(self.lines[self.at]) and len(gathered) == 1:
            self.at += 1
            yield Heading(start, joined(gathered[0], start))
            return
        for piece in pieces(" ".join(line.strip() for line in gathered), start):
            yield _free(replace(piece, line=start))

    def _gather_table(self) -> tuple[int, str]:
        """The rows of an HTML table from the current line on: as far as a row is open or one follows."""
        start, gathered = self.at + 1, [self.lines[self.at]]
        self.at += 1
        while self.at < len(self.lines):
            text = "\n".join(gathered).lower()
            open_row = text.count("<tr") > text.count("</tr") or _open_lists(text.partition("<tr")[2])
            if "</table" in gathered[-1].lower() or not (open_row or _IN_TABLE.match(self.lines[self.at])):
                break
            gathered.append(self.lines[self.at])
            self.at += 1
        return start, "\n".join(gathered)

    @staticmethod
    def _from_table(rows: Sequence[HtmlRow]) -> Iterator[Block]:
        for row in rows:
            if row.value is None:
                yield from (_free(piece) for piece in pieces(row.label, row.line))
            else:
                label = visible(row.label)
                yield Row(row.line, key_of(label), label, tuple(pieces(row.value, row.value_line)))


def _free(piece: Piece) -> Bullet | Paragraph:
    return Bullet(piece.line, piece) if piece.listed else Paragraph(piece.line, piece)


def _open_lists(text: str) -> bool:
    return len(_LIST_OPEN.findall(text)) > len(_LIST_CLOSE.findall(text))


def _continued(line: str) -> str:
    """A line below a row as part of its cell: of a table row only the cell."""
    row = split_row(line) if line.lstrip().startswith("|") else None
    return row[1] if row else line


def _wraps(before: Sequence[str], line: str) -> bool:
    """Whether a line is the rest of the paragraph that `before` starts, rather than one of its own."""
    text, last = visible(line), visible(before[-1])
    if not text:
        return False
    whole = " ".join(before)
    if whole.count("**") % 2:
        return True
    start = re.match(r"\s*([*_])(?![*_\s])", whole)
    if start and whole.count(start[1]) % 2:
        return True
    return text[0].islower() and len(last.split()) > 3 and last[-1] not in ".!?:"

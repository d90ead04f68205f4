"""Text with Markdown or HTML in it, as a stream of visible words, links and breaks with line numbers.

Published documents mix both, often in one line, and not always as the standards have it: bold with a
blank inside its stars, `<Insert subject>` that looks like a tag, an address with escaped underscores.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString
from markdown_it import MarkdownIt

_TAGS = """
a abbr b big blockquote body br caption center cite code col colgroup dd div dl dt em figure font h1 h2 h3 h4
h5 h6 hr html i img ins li main mark ol p pre q s section small span strike strong sub sup table tbody td
tfoot th thead tr u ul
"""
_KNOWN = frozenset(_TAGS.split())
_LIKE_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][\w-]*)(?P<rest>[^<>]*)>")
_ATTRIBUTES = re.compile(
    r"(?:\s+(?:[\w:-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+)|nowrap|compact|noshade|reversed))*\s*/?"
)
_AUTOLINK = re.compile(r"<(?:(?:https?|ftp|mailto):\S+|[\w.+-]+@[\w.-]+)>", re.IGNORECASE)
_BARE_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"“”]+", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([\\_*\[\]()#.!&~`+-])")
_TWICE_ESCAPED = re.compile(r"\\(?=\\[_*\[\]])")
_BLOCKS = "p div td th tr dd dt h1 h2 h3 h4 h5 h6 section blockquote center table"
_BOLD_TAGS = frozenset({"b", "strong"})
_BLOCK_TAGS = frozenset(_BLOCKS.split())
_INLINE = MarkdownIt("commonmark", {"html": True})


@dataclass(frozen=True)
class Words:
    """A run of visible text. `bolds` numbers the bold marks around it, inside its list where it is in one."""

    text: str
    line: int
    bolds: frozenset[int] = frozenset()
    italic: bool = False
    href: str = ""


@dataclass(frozen=True)
class Break:
    """Where one run ends: `line` and `block` part paragraphs, `item` starts and `end` ends a list's item."""

    kind: Literal["line", "block", "item", "end"]
    line: int
    depth: int = 0


def stream(raw: str, first_line: int) -> list[Words | Break]:
    """The visible content of `raw`, which starts on line `first_line` of the document."""
    raw = _TWICE_ESCAPED.sub("", raw)
    html = "\n".join(_INLINE.renderInline(escape_unknown_tags(line)) for line in _with_bold(raw).split("\n"))
    return list(_Walk(first_line).over(BeautifulSoup(html, "html.parser")))


def visible(raw: str) -> str:
    """The visible text of a piece of the document, without anything about its form."""
    return "".join(part.text if isinstance(part, Words) else " " for part in stream(raw, 1)).strip()


def address(href: str) -> str:
    """A web address as it is typed: no escapes left over from Markdown, with a scheme."""
    plain = _ESCAPED.sub(r"\1", re.sub(r"%5[Cc](?=[_*~.-])", "", href.strip()))
    return f"https://{plain}" if plain.lower().startswith("www.") else plain


def escape_unknown_tags(line: str) -> str:
    """The line with `<` written out where it starts no tag of HTML, so that no word is taken for one."""

    def checked(found: re.Match[str]) -> str:
        known = found["name"].lower() in _KNOWN and _ATTRIBUTES.fullmatch(found["rest"])
        return found[0] if known or _AUTOLINK.fullmatch(found[0]) else f"&lt;{found[0][1:-1]}&gt;"

    return _LIKE_TAG.sub(checked, line)


def _with_bold(raw: str) -> str:
    """Stars of bold as tags, also where blanks inside them would make Markdown show the stars."""
    marks = [found.start() for found in re.finditer(r"(?<![\\*])\*\*\*?(?!\*)", raw)]
    marks = marks[: len(marks) // 2 * 2]
    parts, last = [], 0
    for number, start in enumerate(marks):
        length = 3 if raw.startswith("***", start) else 2
        opening = number % 2 == 0
        tag = ("<b><i>" if opening else "</i></b>") if length == 3 else ("<b>" if opening else "</b>")
        parts += [raw[last:start], tag]
        last = start + length
    return "".join([*parts, raw[last:]])


class _Walk:
    """Goes through the parsed text and keeps count of lines, lists and bold marks."""

    def __init__(self, first_line: int) -> None:
        self.first = self.line = first_line
        self.depth = 0

    def over(
        self, node: Tag, bolds: frozenset[int] = frozenset(), italic: bool = False, href: str = ""
    ) -> Iterator[Words | Break]:
        for child in node.children:
            if isinstance(child, NavigableString):
                if not isinstance(child, PreformattedString):
                    yield from self._text(str(child), bolds, italic, href)
            elif isinstance(child, Tag):
                yield from self._tag(child, bolds, italic, href)

    def _tag(self, tag: Tag, bolds: frozenset[int], italic: bool, href: str) -> Iterator[Words | Break]:
        if tag.sourceline is not None:
            self.line = self.first + tag.sourceline - 1
        name = tag.name.lower()
        if name == "br":
            yield Break("line", self.line)
        elif name == "img":
            yield from self._text(str(tag.get("alt") or ""), bolds, italic, href)
        elif name in {"ul", "ol"}:
            self.depth += 1
            # Bold around a whole list is not bold of its items.
            yield from self.over(tag, frozenset(), italic, href)
            self.depth -= 1
            yield Break("end", self.line, self.depth)
        elif name == "li":
            yield Break("item", self.line, max(self.depth, 1))
            yield from self.over(tag, bolds | self._bold_style(tag), italic, href)
            yield Break("end", self.line, self.depth)
        else:
            block = name in _BLOCK_TAGS
            if block:
                yield Break("block", self.line)
            mine = frozenset({id(tag)}) if name in _BOLD_TAGS else self._bold_style(tag)
            target = str(tag.get("href") or "") if name == "a" else ""
            yield from self.over(tag, bolds | mine, italic or name in {"i", "em"}, target or href)
            if block:
                yield Break("block", self.line)

    @staticmethod
    def _bold_style(tag: Tag) -> frozenset[int]:
        style = str(tag.get("style") or "").replace(" ", "").lower()
        return frozenset({id(tag)}) if re.search(r"font-weight:(?:bold|[6-9]00)", style) else frozenset()

    def _text(self, text: str, bolds: frozenset[int], italic: bool, href: str) -> Iterator[Words | Break]:
        for number, piece in enumerate(text.split("\n")):
            if number:
                self.line += 1
                # Within a list the end of a line of the file is only a blank.
                yield Words(" ", self.line, bolds) if self.depth else Break("line", self.line)
            if piece:
                yield from self._words(piece, bolds, italic, href)

    def _words(self, piece: str, bolds: frozenset[int], italic: bool, href: str) -> Iterator[Words]:
        plain = _ESCAPED.sub(r"\1", piece)
        last = 0
        for found in [] if href else _BARE_ADDRESS.finditer(plain):
            target = _trimmed(found[0])
            if plain[last : found.start()]:
                yield Words(plain[last : found.start()], self.line, bolds, italic)
            yield Words(target, self.line, bolds, italic, address(target))
            last = found.start() + len(target)
        if plain[last:]:
            yield Words(plain[last:], self.line, bolds, italic, address(href) if href else "")


def _trimmed(target: str) -> str:
    """An address in running text without the punctuation of the sentence after it."""
    plain = target.rstrip(".,;:!?'’")
    while plain.endswith(")") and plain.count(")") > plain.count("("):
        plain = plain[:-1].rstrip(".,;:!?'’")
    return plain

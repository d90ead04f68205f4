"""The title page: title, aim, publisher, what the terms mean, values, and rules for use."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from clearway.package.importer.blocks import Bullet, Heading
from clearway.package.importer.cells import Piece
from clearway.package.importer.draft import Draft, Said
from clearway.package.importer.form import is_label
from clearway.package.importer.report import Ledger
from clearway.package.importer.text import count_words, fold

_EVIDENCE = re.compile(
    r"(?:(?:this|which) (?:is|will be) )?(?:as )?(?:evidenced|measured|shown|demonstrated|indicated) by\b",
    re.I,
)
_AIM = re.compile(r"(?:the |our )?aim\s*[:–—-]\s*(?P<text>\S.*)", re.I)
_VALUES = re.compile(r"(?:our )?values\s*[:–—-]\s*(?P<text>\S.*)", re.I)
# "A driver diagram is used to ..." defines a term; "The data are also in this document" does not.
_DEFINES = re.compile(
    r"(?:an?\s+|the\s+)?(?P<term>\S+(?:\s+\S+){0,4}?)\s+(?:is|are|means?|refers? to|describes?)\s+"
    r"(?!(?:also|in|on|listed|shown|given|found|provided|available|marked|now|not)\b)",
    re.I,
)


@dataclass
class Front:
    """What the title page says; empty where it says nothing."""

    title: str = ""
    statement: str = ""
    evidence: str = ""
    publisher: str = ""
    values: list[str] = field(default_factory=list)
    definitions: list[tuple[str, Said]] = field(default_factory=list)
    rules: list[Said] = field(default_factory=list)


def read_front(draft: Draft, ledger: Ledger) -> Front:
    """The title page of a document; what has no place there goes to the ledger."""
    front = Front(title=draft.titles[0].text)
    plain: list[Said] = []
    after_terms = len(draft.front)
    for number, block in enumerate(draft.front):
        piece = block.piece
        if piece.italic and not isinstance(block, Heading) and not _EVIDENCE.match(piece.text):
            after_terms = min(after_terms, number)
            _term_or_rule(front, piece)
        elif isinstance(block, Heading) or (piece.bold and not _EVIDENCE.match(piece.text)):
            _heading(front, piece, ledger)
        elif isinstance(block, Bullet) and not _is_value(piece.text):
            front.rules.append(Said(piece.line, piece.full_text))
        elif not _known_line(front, piece):
            plain.append(Said(piece.line, piece.full_text))
    first_term = draft.front[after_terms].line if after_terms < len(draft.front) else None
    _plain_lines(front, plain, first_term, ledger)
    return front


def _term_or_rule(front: Front, piece: Piece) -> None:
    found = _DEFINES.match(piece.text)
    said = Said(piece.line, piece.full_text)
    if found:
        front.definitions.append((found["term"].strip("\"'“”‘’"), said))
    else:
        front.rules.append(said)


def _heading(front: Front, piece: Piece, ledger: Ledger) -> None:
    if fold(piece.text) == fold(front.title) or _known_line(front, piece):
        return
    if is_label(piece.text):
        ledger.label(piece.line, piece.text)
    else:
        ledger.unplaced(piece.line, piece.full_text, "it is a heading of the title page")


def _known_line(front: Front, piece: Piece) -> bool:
    """Whether the line says what it is by its first words, or repeats the title."""
    text = piece.full_text
    if fold(text) == fold(front.title):
        return True
    if _EVIDENCE.match(text) and not front.evidence:
        front.evidence = text
    elif (aim := _AIM.fullmatch(text)) and not front.statement:
        front.statement = aim["text"]
    elif values := _VALUES.fullmatch(text):
        front.values += _listed_values(values["text"]) or [values["text"]]
    else:
        return False
    return True


def _plain_lines(front: Front, plain: Sequence[Said], first_term: int | None, ledger: Ledger) -> None:
    """Short lines are values, the first other one names the publisher.

    The publisher stands above the definitions, so a short line there may be its name.
    """
    for said in plain:
        above = first_term is not None and said.line < first_term
        short = _is_value(said.text)
        may_be_publisher = _may_be_publisher(said.text) and (above or not short) and not front.publisher
        if is_label(said.text):
            ledger.label(said.line, said.text)
        elif listed := _listed_values(said.text):
            front.values += listed
        elif may_be_publisher:
            front.publisher = said.text
        elif short and (count_words(said.text) == 1 or not above):
            front.values.append(said.text)
        else:
            ledger.unplaced(said.line, said.text, "nothing on the title page says what it is")


def _may_be_publisher(text: str) -> bool:
    """Whether a line can be a name: no sentence, no date or version, no row of several columns."""
    return text[-1] not in ".!?:" and " | " not in text and not any(sign.isdigit() for sign in text)


def _is_value(text: str) -> bool:
    return count_words(text) <= 3 and text[-1] not in ".!?:;" and not any(sign.isdigit() for sign in text)


def _listed_values(text: str) -> list[str]:
    """The values of a line that lists three or more of them; none where it does not."""
    parts = [part.strip() for part in re.split(r"[,;|/]|\s[·•]\s|\t", text)]
    parts = [re.sub(r"^and\s+", "", part).rstrip(".") for part in parts if part]
    return parts if len(parts) >= 3 and all(_is_value(part) for part in parts) else []

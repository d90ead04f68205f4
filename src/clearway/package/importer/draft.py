"""What a document says, sorted by the parts of the form but not yet fitted together."""

from dataclasses import dataclass, field

from clearway.package.importer.blocks import Block, Bullet, Heading, Paragraph
from clearway.package.importer.cells import Piece
from clearway.package.importer.form import Key


@dataclass(frozen=True)
class Said:
    """A text and its line."""

    line: int
    text: str


@dataclass
class PrimaryRow:
    """A primary driver where the document names it, with the explanation where one follows."""

    line: int
    title: str
    explanation: list[str] = field(default_factory=list)


@dataclass
class Page:
    """One page of a secondary driver: the whole driver, or one part of it."""

    line: int
    title: str
    part: int | None
    primary: Said | None
    lists: dict[Key, list[Piece]] = field(default_factory=dict)


@dataclass
class Section:
    """References or resources: of the driver of `page` where it stands in its rows, else by topics."""

    key: Key
    line: int
    page: Page | None
    own: bool
    blocks: list[Block] = field(default_factory=list)


@dataclass
class Draft:
    """The parts of a document in its order. `strays` are lines that belong to none of them."""

    titles: list[Said] = field(default_factory=list)
    front: list[Bullet | Heading | Paragraph] = field(default_factory=list)
    instructions: list[Piece] = field(default_factory=list)
    primaries: list[PrimaryRow] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    strays: list[Said] = field(default_factory=list)

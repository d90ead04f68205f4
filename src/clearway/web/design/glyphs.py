"""Which signs our fonts can show. A PDF for everybody (PDF/UA) must not hold one that they cannot."""

import re
import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
INSTEAD = "\ufffd"
"""Stands for one sign, or several in a row, that no font has: a reader sees that something is missing."""
KEPT = "\t\n\r"
FULL = 12
"""The form of the table of signs that knows all of Unicode (OpenType, "cmap")."""


def showable(text: str) -> str:
    """The text with `INSTEAD` for what cannot be shown, such as an emoji; signs without a shape go."""
    if text.isascii() and text.isprintable():
        return text
    known = signs()
    seen = (letter for letter in text if letter in KEPT or not _has_no_shape(letter))
    found = "".join(letter if letter in KEPT or ord(letter) in known else INSTEAD for letter in seen)
    return re.sub(f"{INSTEAD}+", INSTEAD, found)


def _has_no_shape(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cf") or "\ufe00" <= letter <= "\ufe0f"


@cache
def signs() -> frozenset[int]:
    """The code points that all our fonts have."""
    fonts = [frozenset(_signs(path.read_bytes())) for path in sorted(FONTS.glob("*.ttf"))]
    return frozenset.intersection(*fonts)


def _signs(font: bytes) -> Iterator[int]:
    (tables,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sIII", font, 12 + 16 * each) for each in range(tables))
    start = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    (forms,) = struct.unpack_from(">H", font, start + 2)
    for each in range(forms):
        (offset,) = struct.unpack_from(">I", font, start + 4 + 8 * each + 4)
        if struct.unpack_from(">H", font, start + offset) == (FULL,):
            yield from _groups(font, start + offset)


def _groups(font: bytes, at: int) -> Iterator[int]:
    (groups,) = struct.unpack_from(">I", font, at + 12)
    for each in range(groups):
        first, last, _ = struct.unpack_from(">III", font, at + 16 + 12 * each)
        yield from range(first, last + 1)

"""What fills the blank in a measure's name, such as a training subject: free text, read in one way.

"CO monitoring", "co  monitoring " and "Co Monitoring" are one subject: capitals, spaces and signs that nobody
sees make no other one. Each row keeps the spelling in which it was written; the newest one is shown.
"""

import unicodedata
from collections.abc import Iterable

LONGEST = 64
UNNAMED = "-"
"""How an address asks for the figures that name no subject; a dash says that there is none."""


def tidy(text: str) -> str:
    """The text as it is kept: composed letters, no spaces around it, one between words."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def reading(text: str) -> str:
    """What all spellings of one subject share; no text for people. The empty text where none is named."""
    seen = "".join(sign for sign in text if sign.isspace() or unicodedata.category(sign) not in ("Cc", "Cf"))
    folded = _folded(_folded(unicodedata.normalize("NFKC", seen)))
    read = " ".join(folded.split())
    return "" if read == UNNAMED else read


def same(one: str, other: str) -> bool:
    """Whether both name the same subject."""
    return reading(one) == reading(other)


def spelling(text: str, known: Iterable[str]) -> str:
    """The text as the first of the known ones that names the same is spelt; tidied where none does."""
    wanted = reading(text)
    return next((one for one in known if reading(one) == wanted), tidy(text))


def in_address(text: str) -> str:
    """The value by which an address asks for it, never empty."""
    return text if reading(text) else UNNAMED


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text.casefold())

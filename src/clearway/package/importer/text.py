"""Words of a published document: tidied for keeping, folded for comparing, cut down to ids and labels."""

import re
import unicodedata
from collections.abc import Mapping

SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
BULLET = re.compile(r"^\s*[•‣▪●◦■□▫∙⁃➢►❖\uf0b7\uf0a7]\s*")
LOOSE_BULLET = re.compile(r"^\s*(?:[-*+–—·]|\d{1,2}[.)])\s+")

_QUOTES = str.maketrans({"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "`": "'", "´": "'"})
_DASHES = re.compile(r"\s*(?:--+|[‐‑‒–—―−])\s*|\s+-\s+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ID_LENGTH = 48
# Left out of ids: they carry no meaning there and make the ids long.
_SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "for",
        "from",
        "in",
        "into",
        "is",
        "of",
        "on",
        "or",
        "over",
        "per",
        "that",
        "the",
        "their",
        "to",
        "was",
        "were",
        "who",
        "with",
    ]
)


def tidy(text: str) -> str:
    """The same words with single plain spaces, and without signs that nobody sees."""
    return SPACES.sub(" ", INVISIBLE.sub("", text)).strip()


def fold(text: str) -> str:
    """The text for comparing: case, spaces, kinds of quote and dash and a final full stop do not count."""
    plain = tidy(unicodedata.normalize("NFKC", text)).casefold().translate(_QUOTES)
    plain = re.sub(r"\s*/\s*", "/", _DASHES.sub("-", plain))
    return re.sub(r"\s*[.;]+$", "", plain).strip()


def words(text: str) -> list[str]:
    """The words of the text in lower case, apostrophes straightened."""
    return [word.replace("’", "'") for word in _WORD.findall(unicodedata.normalize("NFKC", text).casefold())]


def count_words(text: str) -> int:
    """How many words the text has."""
    return len(text.split())


def shortened(text: str, limit: int) -> str:
    """At most `limit` words of the text; an ellipsis says that some were left out."""
    listed = text.split()
    return text if len(listed) <= limit else " ".join(listed[:limit]).rstrip(",;:.-–—") + " …"


def slug(text: str, length: int = _ID_LENGTH) -> str:
    """An id from a title: its words in kebab-case, cut at a word to at most `length` characters.

    Small words are left out unless nothing else is left. Text in another script gives an empty slug.
    """
    plain = unicodedata.normalize("NFKD", text.replace("’", "'")).encode("ascii", "ignore").decode().lower()
    listed = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    kept = [word for word in listed if word not in _SMALL_WORDS] or listed
    result = ""
    for word in kept:
        longer = f"{result}-{word}" if result else word[:length]
        if len(longer) > length:
            break
        result = longer
    return result


class Ids:
    """Gives every thing of a package an id of its own; the same document gives the same ids.

    `known` holds the ids that shipped packages give to a kind of thing with a folded title: a driver or
    measure of the same name keeps its id, and with it its definition sheet and published figures.
    """

    def __init__(self, known: Mapping[tuple[str, str], str] | None = None) -> None:
        self._taken: set[str] = set()
        self._known = known or {}

    def new(self, title: str, kind: str) -> str:
        """An id for the title, numbered where another thing has it; `kind` stands in for no letters."""
        return self.exactly(self._known.get((kind, fold(title))) or slug(title) or kind)

    def exactly(self, wanted: str) -> str:
        """The wanted id, numbered only where it is taken."""
        chosen, number = wanted, 1
        while chosen in self._taken:
            number += 1
            chosen = f"{wanted}-{number}"
        self._taken.add(chosen)
        return chosen

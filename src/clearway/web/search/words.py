"""Words as the search compares them: without case, accents and punctuation."""

import re
import unicodedata

# An apostrophe joins: "King's" is one word, "kings".
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# They stand in nearly every title; asking for them says nothing.
_COMMON = frozenset("a an and are as at by for from in is of on or the to with".split())  # noqa: SIM905

SHORTEST_BEGINNING = 3

Parts = tuple[tuple[str, bool], ...]
"""A text in pieces; those that are true were asked for."""


def fold(text: str) -> str:
    """The text without case, accents and apostrophes: "Québec" is "quebec"."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in apart if not unicodedata.combining(letter) and letter not in "'’")


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text, in order."""
    return tuple(fold(word) for word in _WORD.findall(text))


def asked_words(text: str) -> tuple[str, ...]:
    """The words a person asks for, each once; common ones count only when there are no others."""
    found = tuple(dict.fromkeys(words(text)))
    return tuple(word for word in found if word not in _COMMON) or found


def typed_words(text: str) -> tuple[str, ...]:
    """The same words as they were typed, with accents and apostrophes."""
    found = tuple(dict.fromkeys(match.group().casefold() for match in _WORD.finditer(text)))
    return tuple(word for word in found if fold(word) not in _COMMON) or found


def is_short(word: str) -> bool:
    """Whether it has one or two letters: as the beginning of a word it would find nearly everything."""
    return len(word) < SHORTEST_BEGINNING and word.isalpha()


def begins(start: str, word: str) -> bool:
    """Whether the folded word begins with what was asked for; a short one is all of it or begins a code.

    "CO" is carbon monoxide and no "community", while "RJ" begins the code "RJ7".
    """
    if is_short(start):
        return word == start or (word.startswith(start) and not word.isalpha())
    return word.startswith(start)


def _is_asked(word: str, asked: tuple[str, ...]) -> bool:
    return any(begins(start, fold(word)) for start in asked)


def marked(text: str, asked: tuple[str, ...]) -> Parts:
    """The text in pieces, with the words that begin with an asked word marked."""
    pieces: list[tuple[str, bool]] = []
    end = 0
    for match in _WORD.finditer(text):
        if _is_asked(match.group(), asked):
            pieces += [(text[end : match.start()], False), (match.group(), True)]
            end = match.end()
    pieces.append((text[end:], False))
    return tuple(piece for piece in pieces if piece[0])


def excerpt(text: str, asked: tuple[str, ...], length: int) -> str:
    """At most about `length` characters around the first word asked for, cut between words."""
    if len(text) <= length:
        return text
    first = next((match.start() for match in _WORD.finditer(text) if _is_asked(match.group(), asked)), 0)
    start = 0 if first < length * 2 // 3 else text.rfind(" ", 0, max(first - length // 3, 1)) + 1
    end = text.rfind(" ", start, start + length)
    cut = text[start : end if end > start else start + length]
    return f"{'… ' if start else ''}{cut.rstrip(' ,;')}{' …' if start + length < len(text) else ''}"

"""Names of people as they turn up in what somebody typed."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator

_SAME = {"’": "'", "\u00a0": " ", "\u202f": " "}
SHORTEST = 2
"""A single letter is no name."""


def as_written(names: Iterable[str]) -> set[str]:
    """The names, and each without what stands in brackets behind it: “Ann Lee (midwife)” is “Ann Lee” too."""
    given = {" ".join(name.split()) for name in names}
    return {*given, *(re.sub(r"\s*\(.*?\)", "", name).strip() for name in given)} - {""}


def pattern(name: str) -> str:
    """What finds the name in a text, also where the line breaks between its words."""
    return r"\s+".join(map(re.escape, name.split()))


def folded(text: str) -> str:
    """The text sign by sign without accents, with one kind of apostrophe and space: “O’Neïl” is “O'Neil”."""
    return "".join(_SAME.get(sign) or unicodedata.normalize("NFD", sign)[0] for sign in text)


def is_of_a_person(name: str, no_names: Collection[str], particles: Collection[str]) -> bool:
    """Whether a name that anybody may have typed is one: “Ann Lee” is, “Infant feeding lead” is none.

    Every word but the particles begins with a capital letter, and one of them is in neither list.
    """
    words = [word for word in name.split() if word.casefold() not in particles]
    capital = bool(words) and all(word[0].isupper() for word in words)
    return capital and any(word.strip(".,").casefold() not in no_names for word in words)


def alone(names: Iterable[str], no_names: Collection[str], particles: Collection[str]) -> Iterator[str]:
    """The first names and surnames of people; both halves of a name with a hyphen, and the whole."""
    for name in names:
        if is_of_a_person(name, no_names, particles):
            for word in re.sub(r"[(),]", " ", name).split():
                for part in {word, *word.split("-")}:
                    if len(part.strip(".")) >= SHORTEST and part.strip(".").casefold() not in no_names:
                        yield part.strip(".")

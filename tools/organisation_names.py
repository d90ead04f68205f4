"""Turns the capitals of official files into names as people write them."""

import re

# Words that stay small inside a name; the first word of a name is never small.
_SMALL = {"and", "at", "by", "for", "in", "le", "of", "on", "or", "the", "to", "under", "upon", "with"}
_CAPITALS = {"NHS", "ICB", "H&J", "NICU", "NS", "HQ", "GP", "UK", "II"}
# The official files leave out the apostrophe of these; no name means the word without it.
_APOSTROPHES = {"CHILDRENS": "Children's", "WOMENS": "Women's"}
_WORD = re.compile(r"[^\s(),/@-]+")


def proper_case(official: str) -> str:
    """`ST GEORGE'S UNIVERSITY HOSPITALS NHS FOUNDATION TRUST` -> `St George's University Hospitals ...`.

    Codes (a digit among the letters) and abbreviations keep their capitals.
    """
    text = re.sub(r"\s+", " ", official.strip()).upper()
    return _WORD.sub(lambda found: _word(found.group(), first=found.start() == 0), text)


def _word(word: str, *, first: bool) -> str:
    if word in _CAPITALS or re.search(r"\d", word):
        return word
    if word in _APOSTROPHES:
        return _APOSTROPHES[word]
    if word.lower() in _SMALL and not first:
        return word.lower()
    return word.capitalize()


def place_name(official: str) -> str:
    """As `proper_case`, for a region: without the words of its office (`COMMISSIONING REGION`)."""
    return proper_case(re.sub(r"\s+(COMMISSIONING|NHS) REGION$", "", official.strip().upper()))

"""The words by which a published change package is recognised: keys of rows, marks, parts of a driver.

They belong to the form that the collaborative used for all of its clinical areas; nothing here knows
what a package is about.
"""

import re
from enum import StrEnum

from clearway.package.importer.text import fold, tidy


class Key(StrEnum):
    """What a row or a heading of the form announces."""

    PACKAGE = "change package"
    PRIMARY = "primary driver"
    SECONDARY = "secondary driver"
    IDEAS = "change ideas"
    MANDATORY = "mandatory data"
    SUPPORTING = "supporting data"
    REFERENCES = "references"
    RESOURCES = "resources"
    INSTRUCTIONS = "instructions"

    @property
    def lists(self) -> bool:
        """Whether bullets below the row belong to it."""
        return self in {Key.IDEAS, Key.MANDATORY, Key.SUPPORTING, Key.REFERENCES, Key.RESOURCES}

    @property
    def opens_section(self) -> bool:
        """Whether a line of its own with this key opens a section of entries."""
        return self in {Key.REFERENCES, Key.RESOURCES}


_DATA = r"(?:data ?sets?|data|measures?|measurements?|metrics|indicators?)"
_MUST = r"(?:mandatory|required|compulsory)"
_MAY = r"(?:supporting|supplementary|additional|suggested|optional)"
_MORE = r"further (?:reading|resources|information)"
_NUMBER = r"(?: \(?\d+(?:\.\d+)?[a-z]?\)?)?"
_EXACT = {
    Key.PACKAGE: r"change packages?(?: title| name)?",
    Key.PRIMARY: rf"primary drivers?{_NUMBER}",
    Key.SECONDARY: rf"secondary drivers?{_NUMBER}",
    Key.IDEAS: r"change (?:ideas?|concepts?)|ideas for change|ideas",
    Key.MANDATORY: rf"{_MUST}(?: {_DATA})?",
    Key.SUPPORTING: rf"{_MAY}(?: {_DATA})?",
    Key.REFERENCES: r"references?(?: list)?|bibliography",
    Key.RESOURCES: rf"(?:(?:useful |other )?resources?)?(?:(?: and| &)? ?{_MORE})?",
    Key.INSTRUCTIONS: r"instructions?(?: for (?:use|users?))?|how to use(?: this (?:document|package))?",
}
# The label of a row may say more. Only with its data word does a mandatory or supporting row count,
# so that "Additional notes" is no list of measures.
_LONGER = {
    Key.IDEAS: r"change (?:ideas?|concepts?)\b",
    Key.MANDATORY: rf"(?=.*\b{_MUST}\b)(?=.*\b{_DATA}\b)(?!.*\b{_MAY}\b)",
    Key.SUPPORTING: rf"(?=.*\b{_MAY}\b)(?=.*\b{_DATA}\b)(?!.*\b{_MUST}\b)",
    Key.REFERENCES: r"references?(?= and\b| &| for\b)",
    Key.RESOURCES: r"(?:useful )?resources?(?= and\b| &| for\b)",
}
_LABELS = re.compile(r"(?:overall |our )?(?:aims?|goals?)|drivers?|(?:our )?values|driver diagrams?|contents")
_NAME_OF_FORM = re.compile(r"(?:(?:the )?(?:driver diagrams?|change packages?)(?: (?:and|&) )?)+")

_PART = re.compile(
    r"\s*(?:[-‐‑‒–—―−:,]+\s*part\s*(?P<said>\d{1,2}|one|two|three|four|five|six|[ivx]{1,4})"
    r"|[(\[]\s*(?:[-–—]\s*)?part\s*(?P<bracketed>\d{1,2}|one|two|three|four|five|six|[ivx]{1,4})"
    r"(?:\s+of\s+\w+)?\s*[)\]]|\s+part\s*(?P<plain>\d{1,2}))(?:\s+of\s+\w+)?\s*\.?\s*$",
    re.IGNORECASE,
)
_NUMBERS = ["one", "two", "three", "four", "five", "six"]
_ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"]
_MARK = r"(?:psmu|s)"
MARKS = re.compile(rf"\[\s*({_MARK}(?:\s*[,;/&+]\s*{_MARK})*)\s*\]", re.IGNORECASE)

_NOTHING = re.compile(r"none(?: (?:required|defined|stated|at present))?|n/?a|nil|not applicable|-")


def key_of(label: str, *, whole: bool = False) -> Key | None:
    """The key that a label of the form means, however it is spelt; None for any other text.

    The label of a row may say more after the key ("Mandatory dataset for this driver"); `whole` is
    for lines of their own, which have to be the key and nothing else.
    """
    plain = re.sub(r"\s*:$", "", fold(label)).strip()
    for key, pattern in _EXACT.items():
        if plain and re.fullmatch(pattern, plain):
            return key
    if whole or len(plain.split()) > 8:
        return None
    return next((key for key, pattern in _LONGER.items() if re.match(pattern, plain)), None)


def is_label(text: str) -> bool:
    """Whether a line is only a label of the form or of the drawing, such as "Aim" or "Primary Drivers"."""
    plain = re.sub(r"\s*:$", "", fold(text)).strip()
    exact = _LABELS.fullmatch(plain) or _NAME_OF_FORM.fullmatch(plain)
    return bool(exact) or key_of(text, whole=True) is not None


def without_part(title: str) -> tuple[str, int | None]:
    """A driver's title without "Part 1", and the number of the part where the title has one."""
    found = _PART.search(title)
    if not found or not title[: found.start()].strip():
        return tidy(title), None
    said = (found["said"] or found["bracketed"] or found["plain"]).lower()
    if said in _NUMBERS:
        return tidy(title[: found.start()]), _NUMBERS.index(said) + 1
    if said in _ROMAN:
        return tidy(title[: found.start()]), _ROMAN.index(said) + 1
    if not said.isdigit() or int(said) < 1:
        return tidy(title), None
    return tidy(title[: found.start()]), int(said)


def without_marks(name: str) -> tuple[str, frozenset[str]]:
    """A measure's name without its marks, and the marks: "psmu" (collected centrally), "s" (sampled)."""
    marks = {mark.lower() for found in MARKS.findall(name) for mark in re.findall(_MARK, found, re.I)}
    plain = re.sub(r"\s+([.,;:])", r"\1", tidy(MARKS.sub(" ", name))) if marks else tidy(name)
    return plain, frozenset(marks)


def says_nothing(text: str) -> bool:
    """Whether a cell says in words that it is empty: "none", "n/a", a dash."""
    return bool(_NOTHING.fullmatch(fold(text)))

"""The number in a cell, or what is wrong with it in words that fit what was written."""

import re

from clearway.common.errors import ClearwayError
from clearway.common.findings import Finding
from clearway.common.periods import parse_date
from clearway.records.publications.cells import number
from clearway.web.uploads.reading.problems import problem

LARGEST = 1e9
_WORDS = {
    "not_applicable": ("na", "n/a", "n.a.", "not applicable"),
    "not_collected": (
        *(
            "nil return",
            "not collected",
            "not known",
            "unknown",
            "missing",
            "null",
            "none",
            "nan",
            "tbc",
            "tba",
        ),
        *("no data", "not available", "-", "–", "—", "?"),
    ),
    "withheld": ("*", "**", "x", "c", "[c]", "suppressed", "withheld", "<5", "< 5", "<8", "< 8", "low dq"),
}
"""Words that people write in place of a number, by the value_status they seem to mean."""
_ERRORS = re.compile(r"#(ref|div/0|value|name\?|n/a|num|null|spill|calc)!?", re.IGNORECASE)


def read_number(text: str, column: str) -> float | Finding | None:
    """The number; None for an empty cell; else a finding that says how to write it."""
    if not text:
        return None
    found = number(text) if text.isascii() else None
    if found is not None and abs(found) <= LARGEST:
        return found
    if found is not None or text.casefold().strip("+-") in ("inf", "infinity"):
        return problem("number-infinite", column, cell=text)
    status = next((state for state, words in _WORDS.items() if text.casefold() in words), None)
    if status:
        return problem("number-word", column, cell=text, status=status)
    return problem(_kind(text), column, cell=text)


def _kind(text: str) -> str:
    if _ERRORS.fullmatch(text):
        return "number-error"
    if text.startswith(("=", "@")) or re.match(r"[+-][A-Za-z(]", text):
        return "number-formula"
    if re.fullmatch(r"[+-]?[\d.,]+\s*(%|per ?cent)", text):
        return "number-percentage"
    if re.fullmatch(r"[\d,.]*,[\d,.]*", text):
        return "number-comma"
    if not text.isascii() and re.fullmatch(r"[\d\s.,]+", text):
        return "number-digits"
    if _is_date(text):
        return "number-date"
    return "number-unit" if re.search(r"\d", text) else "number-unreadable"


def _is_date(text: str) -> bool:
    if re.fullmatch(r"\d{1,2}-[A-Za-z]{3}(-\d{2,4})?|[A-Za-z]{3}-\d{2,4}|\d{4}-\d\d-\d\d[ T].*", text):
        return True
    try:
        parse_date(text)
    except ClearwayError:
        return False
    return True

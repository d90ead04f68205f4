"""Which heading of a file is which of our columns.

The name itself, whatever its case and signs, is taken at once. Anything else that looks like one is only
suggested: a person confirms it before a row is read.
"""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from clearway.common.errors import ClearwayError
from clearway.common.periods import Month, parse_month

_FILE = Path(__file__).with_name("columns.yaml")
_LIKE = 0.75  # how like a name a misspelt heading must be
WIDE = ("numerator", "denominator", "value_status", "comment")


class Column(BaseModel):
    """One of our columns. `extra` ones are read and are not in the template."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    help: str
    required: bool = False
    extra: bool = False
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Matching:
    """What each heading is taken for: by its number the column it is, and the column it may be.

    `months` are the columns of a wide file: by number the month and the column that the cells belong to.
    """

    headings: tuple[str, ...]
    certain: Mapping[int, str]
    suggested: Mapping[int, str]
    months: Mapping[int, tuple[Month, str]]

    @property
    def wide(self) -> bool:
        """Whether months stand side by side."""
        return bool(self.months)

    @property
    def missing(self) -> tuple[str, ...]:
        """Required columns that no heading is certain to be."""
        known = set(self.certain.values()) | ({"period", "numerator"} if self.wide else set())
        return tuple(name for name, column in columns().items() if column.required and name not in known)

    @property
    def needs_person(self) -> bool:
        """Whether somebody has to say which heading is which."""
        return bool(self.missing or self.suggested)

    @property
    def unused(self) -> tuple[str, ...]:
        """Headings that stand for nothing here."""
        used = {*self.certain, *self.suggested, *self.months}
        return tuple(text for number, text in enumerate(self.headings) if text and number not in used)


@cache
def columns() -> Mapping[str, Column]:
    """Our columns by name, in the order of the template."""
    read = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {name: Column.model_validate(about) for name, about in read.items()}


TEMPLATE = tuple(name for name, column in columns().items() if not column.extra)


def match(headings: Sequence[str]) -> Matching:
    """What the headings of a file are. Of two headings with one name the first is taken."""
    months = {number: found for number, text in enumerate(headings) if (found := month_heading(text))}
    certain: dict[int, str] = {}
    for number, text in enumerate(headings):
        name = _plain_names().get(_plain(text))
        if name and name not in certain.values() and number not in months:
            certain[number] = name
    if {"period", "numerator"} & set(certain.values()):
        months = {}
    suggested: dict[int, str] = {}
    taken = set(certain.values()) | ({"period", "numerator", "denominator"} if months else set())
    for number, text in enumerate(headings):
        name = None if number in certain or number in months else _suggestion(text, taken)
        if name:
            suggested[number] = name
            taken.add(name)
    return Matching(tuple(headings), certain, suggested, months)


def confirmed(headings: Sequence[str], chosen: Mapping[int, str]) -> Matching:
    """The matching that a person chose. Raises ClearwayError where a column is chosen twice or missing."""
    first = match(headings)
    twice = [name for name in chosen.values() if list(chosen.values()).count(name) > 1]
    if twice:
        raise ClearwayError(f"Two headings are both {twice[0]}", mend="Choose one of them")
    made = Matching(tuple(headings), dict(chosen), {}, {} if "numerator" in chosen.values() else first.months)
    if made.missing:
        raise ClearwayError(f"No heading is {made.missing[0]}", mend="Choose the heading that holds it")
    return made


def likeness(headings: Sequence[str]) -> int:
    """How many of the headings are ours: the sheet with most of them is the one meant."""
    made = match(headings)
    return 2 * len(made.certain) + len(made.suggested) + len(made.months)


def month_heading(text: str) -> tuple[Month, str] | None:
    """The month of a heading such as "2026-10 denominator", and the column of the cells below it."""
    words = text.strip()
    column = "numerator"
    for name in WIDE:
        spaced = name.replace("_", " ")
        if re.search(rf"[\s_:-]({name}|{spaced})$", words, re.IGNORECASE):
            words, column = words[: -len(name)].rstrip(" _:-"), name
            break
    try:
        return parse_month(words), column
    except ClearwayError:
        return None


def _suggestion(text: str, taken: set[str]) -> str | None:
    plain = _plain(text)
    if not plain:
        return None
    for name, column in columns().items():
        if name not in taken and plain in {_plain(other) for other in column.others}:
            return name
    free = {plain_name: name for plain_name, name in _plain_names().items() if name not in taken}
    near = difflib.get_close_matches(plain, free, n=1, cutoff=_LIKE)
    return free[near[0]] if near else None


@cache
def _plain_names() -> Mapping[str, str]:
    return {_plain(name): name for name in columns()}


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.casefold())

"""Words by which somebody could be recognised: shown before they leave a trust, or taken out on a wall.

The rules and lists are data, in `recognised.yaml`. No rule knows everybody: nicknames, names that the site
does not know and rare stories are for whoever reads the words.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from clearway.common.nhs_numbers import is_nhs_number
from clearway.web.people.names import alone, as_written, folded, pattern

FULL_NAME, NAME_ALONE, INSIDE, YEARS_AGO = "full-name", "name-alone", "inside-sentence", "years-ago"
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
DATE = (
    r"(?<![\w/-])(?:(?:19|20)\d\d-\d\d-\d\d"
    r"|\d{1,2}[./-]\d{1,2}[./-](?:(?:19|20)\d\d|\d\d)"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ -](?:{'|'.join(MONTHS)})[a-z]*,?[ -](?:19|20)\d\d)(?![\w/-])"
)
"""A day with its month and its year."""
AROUND = 40
_START = re.compile(r"(?:^|[.!?:…]|\n)[\s\"'“”‘’()\[\]*•–—-]*$")
_NUMBER_BEHIND, _NUMBER_BEFORE = re.compile(r"\s?\d"), re.compile(r"\d(?:st|nd|rd|th)?\s?$")
Check = Literal["", "full-name", "name-alone", "nhs-number", "beside-woman", "years-ago", "inside-sentence"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Rule(_Part):
    """One rule; `recognised.yaml` says what each part means."""

    id: str
    said: str
    mend: str
    refused: bool = False
    pattern: str = ""
    any_case: bool = False
    check: Check = ""
    things_aside: bool = False
    in_contact: bool = False
    instead: str = ""


class Rules(_Part):
    """All of `recognised.yaml`."""

    rules: tuple[Rule, ...]
    ordinary: frozenset[str]
    months: frozenset[str]
    before_month: frozenset[str]
    doing: tuple[str, ...]
    titles: tuple[str, ...]
    callings: tuple[str, ...]
    not_names: frozenset[str]
    calendar: frozenset[str]
    particles: frozenset[str]
    abbreviations: tuple[str, ...]
    things: tuple[str, ...]
    women: tuple[str, ...]
    not_one: tuple[str, ...]
    words_apart: int
    years_ago: int

    @property
    def no_names(self) -> frozenset[str]:
        """Words of an account's or an owner's name that name nobody: “Ward manager”, “Dr”."""
        return self.not_names | self.particles | {word.casefold() for word in (*self.titles, *self.callings)}


@cache
def rules() -> Rules:
    """The rules as they ship."""
    text = (Path(__file__).parent / "recognised.yaml").read_text(encoding="utf-8")
    return Rules.model_validate(yaml.safe_load(text))


@dataclass(frozen=True)
class Found:
    """Some words of a text by which somebody could be recognised."""

    rule: Rule
    word: str
    start: int
    end: int
    around: str

    @property
    def said(self) -> str:
        """What is told of it."""
        return self.rule.said.format(word=self.word)


class Looker:
    """Looks for the words of the rules, and for these names of people, in texts.

    `things` are names, such as that of the trust, in which a word is nobody's name.
    """

    def __init__(self, names: Iterable[str] = (), *, things: Iterable[str] = (), today: date) -> None:
        roles = rules().no_names  # “Ward manager” names nobody
        known = {name for name in as_written(names) if not {*name.casefold().split()} <= roles}
        self._today = today
        self._things = _any_of([*rules().things, *things])
        self._patterns = {rule.id: _compiled(rule) for rule in rules().rules if rule.pattern}
        self._patterns[FULL_NAME] = _any_of(name for name in known if " " in name)
        self._patterns[NAME_ALONE] = _any_of(alone(known, roles, rules().particles))

    def look(self, text: str) -> tuple[Found, ...]:
        """What is found, in the order of the text."""
        left = folded(text)
        found: list[Found] = []
        for rule in rules().rules:
            if rule.things_aside:
                left = self._things.sub(lambda thing: "_" * len(thing[0]), left)
            for match in list(self._patterns[rule.id].finditer(left)):
                if self._holds(rule, match):
                    start, end = match.span()
                    word = " ".join(text[start:end].split())
                    found.append(Found(rule, word, start, end, _around(text, start, end)))
                    left = f"{left[:start]}{'_' * (end - start)}{left[end:]}"
        return tuple(sorted(found, key=lambda each: each.start))

    def hide(self, text: str) -> str:
        """The text without them, for a wall: nobody looks there before it is shown."""
        for each in reversed(self.look(text)):
            if each.rule.instead:
                text = f"{text[: each.start]}{each.rule.instead}{text[each.end :]}"
        return text

    def _holds(self, rule: Rule, match: re.Match[str]) -> bool:
        if rule.check == YEARS_AGO:
            return _years_ago(match[0], self._today)
        return rule.check not in _CHECKS or _CHECKS[rule.check](match)


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """What finds any of these names, the longest first; nothing where there is none."""
    longest_first = sorted((folded(name) for name in names), key=lambda name: (-len(name), name))
    each = "|".join(map(pattern, longest_first)) or r"(?!)"
    return re.compile(rf"(?<!\w)(?:{each})(?!\w)", re.IGNORECASE)


@cache
def _compiled(rule: Rule) -> re.Pattern[str]:
    """The rule's pattern with its lists written out."""
    lists = {
        name: "|".join(getattr(rules(), name)) for name in ("titles", "callings", "doing", "abbreviations")
    }
    lists |= {"date": DATE, "not_names": "|".join(sorted(rules().not_names | rules().calendar))}
    text = re.sub(r"\{([a-z_]+)\}", lambda place: lists[place[1]], rule.pattern)
    return re.compile(text, re.IGNORECASE if rule.any_case else 0)


def _around(text: str, start: int, end: int) -> str:
    """The found words with some of the words around them."""
    low, high = max(start - AROUND, 0), min(end + AROUND, len(text))
    before, behind = text[low:start], text[end:high]
    if low:
        before = "… " + before.partition(" ")[2]
    if high < len(text):
        behind = behind.rpartition(" ")[0] + " …"
    return " ".join(f"{before}{text[start:end]}{behind}".split())


def _starts_a_sentence(match: re.Match[str]) -> bool:
    return _START.search(match.string[: match.start()]) is not None


def _is_doing(match: re.Match[str]) -> bool:
    """Whether what stands behind shows that somebody is named: “Will said”, “Hope’s idea”."""
    return re.match(rf"'s\b| (?:{'|'.join(rules().doing)})\b", match.string[match.end() :]) is not None


def _name_alone(match: re.Match[str]) -> bool:
    """A known first name or surname, written as one."""
    word, text = match[0], match.string
    if not word[0].isupper():
        return False
    if word.casefold() not in rules().ordinary and len(word) > 2:
        return True
    before, behind = text[: match.start()], text[match.end() :]
    if word.isupper() or _NUMBER_BEHIND.match(behind) or _NUMBER_BEFORE.search(before):
        return False
    if _starts_a_sentence(match):
        return _is_doing(match)
    last = re.search(r"(\w+)\W*$", before)
    is_month = word.casefold() in rules().months
    return not (is_month and last is not None and last[1].casefold() in rules().before_month)


def _beside_woman(match: re.Match[str]) -> bool:
    """Whether a word for one woman, or for a birth, stands in the same sentence a few words away."""
    most = rules().words_apart + 1
    before = re.split(r"[.!?](?=\s)|\n", match.string[: match.start()])[-1]
    behind = re.split(r"[.!?](?=\s|$)|\n", match.string[match.end() :])[0]
    near = f"{' '.join(before.split()[-most:])} | {' '.join(behind.split()[:most])}"
    one = "|".join(re.escape(word) for word in rules().women)
    many = "".join(rf"(?<!\b{word} )" for word in rules().not_one)
    return re.search(rf"(?<!\w){many}(?:{one})(?!\w)", near, re.IGNORECASE) is not None


def _years_ago(text: str, today: date) -> bool:
    """Whether the day is so long ago that it may be that of a birth; a year of two digits is in the past."""
    last = re.findall(r"\d+", text)
    year = int(last[0] if len(last[0]) == 4 else last[-1])
    if year < 100:
        year += today.year // 100 * 100
        year -= 100 if year > today.year else 0
    return year <= today.year - rules().years_ago


_CHECKS: Mapping[str, Callable[[re.Match[str]], bool]] = {
    NAME_ALONE: _name_alone,
    "nhs-number": lambda match: is_nhs_number(match[0]),
    "beside-woman": _beside_woman,
    INSIDE: lambda match: not _starts_a_sentence(match),
}


def each_once(found: Iterable[Found]) -> Iterator[Found]:
    """Each word of a rule once, where it stands first."""
    told: set[tuple[str, str]] = set()
    for each in found:
        if (each.rule.id, each.word) not in told:
            told.add((each.rule.id, each.word))
            yield each

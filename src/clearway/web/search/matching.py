"""Words that were asked for as a condition on rows of a database, the same on SQLite and PostgreSQL.

Each word has to begin a word of the row, in any order, as in the index. A quick look for the letters
(`icontains`) leaves few rows for the slower look at beginnings (`iregex`).
"""

import re
from collections.abc import Collection, Sequence
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat

from clearway.web.search.index import Rank
from clearway.web.search.words import is_short, typed_words

MOST_WORDS = 12
"""More than anybody types; each of them costs."""
TITLE, WORDS = "search_title", "search_words"
LARGEST_NUMBER = 2**31 - 1
# Texts are kept as JSON as well, in which a line break and what is not ASCII are written as \\n and \\u2019.
_BEFORE = r"(^|[^\w\\]|_|\\[nrt]|\\u[0-9a-f]{4})"
_AFTER = r"(\W|_|$)"
# Behind a short word: nothing more of the word, or the rest of a code with a number.
_CODE_OR_AFTER = r"(?=\w*\d|\W|_|$)"
# The name of a field in JSON is no word of its text.
_NO_NAME = r'(?![-\w]*": ")'
_APOSTROPHE = r"('|’|\\u2019)"


class Question:
    """What is asked of rows of one kind, which is called by `nouns` ("project", "cycle")."""

    def __init__(self, text: str, nouns: Collection[str]) -> None:
        self.text = text.replace("\x00", "").strip()
        words = typed_words(text)[:MOST_WORDS]
        others = [word for word in words if word not in nouns]
        # "project 3" is the third one, but "project" alone is a word like others.
        self.words: Sequence[str] = others or words
        self.is_called = len(others) < len(words)

    @property
    def number(self) -> int | None:
        """The number that is asked for, where a word is one."""
        numbers = [int(word) for word in self.words if word.isascii() and word.isdigit() and len(word) < 11]
        return next((one for one in numbers if one <= LARGEST_NUMBER), None)

    def fits(self, *, numbered: bool) -> Q:
        """Whether a row has every word, or the number that is one of them."""
        return reduce(and_, (self._has(WORDS, word, numbered=numbered) for word in self.words))

    def rank(self, *, numbered: bool) -> Case:
        """How well a row fits that does."""
        exact = [When(self._called(), then=Value(int(Rank.CODE)))] if numbered and self._is_call else []
        return Case(
            *exact,
            When(**{f"{TITLE}__iexact": self.text}, then=Value(int(Rank.TITLE))),
            When(self._named(numbered=numbered, whole=True), then=Value(int(Rank.NAMED))),
            When(self._named(numbered=numbered), then=Value(int(Rank.BEGINS))),
            default=Value(int(Rank.TEXT)),
            output_field=IntegerField(),
        )

    @property
    def _is_call(self) -> bool:
        return self.is_called and len(self.words) == 1 and self.number is not None

    def _called(self) -> Q:
        return Q(number=self.number)

    def _named(self, *, numbered: bool, whole: bool = False) -> Q:
        return reduce(and_, (self._has(TITLE, word, numbered=numbered, whole=whole) for word in self.words))

    def _has(self, where: str, word: str, *, numbered: bool, whole: bool = False) -> Q:
        end = _AFTER if whole else _CODE_OR_AFTER if is_short(word) else ""
        found = Q(**{f"{where}__iregex": f"{_BEFORE}{_pattern(word)}{_NO_NAME}{end}"})
        letters = max(re.findall("[a-z0-9]+", word), key=len, default="")
        if letters:
            found = Q(**{f"{where}__icontains": letters}) & found
        if numbered and word.isascii() and word == str(self.number):
            found |= Q(number=self.number)
        return found


def with_words(rows: QuerySet[Any], *texts: str) -> QuerySet[Any]:
    """The rows with what is searched in them: their title, and their title with these other fields."""
    line, nothing = (Value(text, output_field=TextField()) for text in ("\n", ""))
    parts = [part for name in texts for part in (line, Coalesce(Cast(F(name), TextField()), nothing))]
    title = Cast(F("title"), TextField())
    found: QuerySet[Any] = rows.annotate(**{TITLE: title, WORDS: Concat(title, *parts, line)})
    return found


def _pattern(word: str) -> str:
    return "".join(map(_letter, word))


def _letter(letter: str) -> str:
    if letter in "'’":
        return _APOSTROPHE
    if letter.isascii():
        return letter
    written = (f"\\\\u{ord(one):04x}" for one in (letter, letter.upper()) if len(one) == 1)
    return f"({'|'.join((letter, *written))})"

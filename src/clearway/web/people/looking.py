"""Somebody looks at words before they leave a trust: which fields hold words that may name somebody.

What a rule refuses is never shared. What may be a name is shared once somebody has looked at exactly these
words; when they write others, they look again.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from clearway.common.errors import ClearwayError
from clearway.web.people.recognised import Found, Looker, each_once


@dataclass(frozen=True)
class Field:
    """A text that leaves the trust: the name of its field, and what people call it.

    `contact`: it is there to name somebody who wants to be asked.
    """

    name: str
    title: str
    text: str
    contact: bool = False


@dataclass(frozen=True)
class Seen:
    """Some words of a field by which somebody could be recognised."""

    field: Field
    found: Found

    @property
    def told(self) -> str:
        """The words, where they stand, and what to do about them."""
        return f"{self.field.title}: {self.found.said}. {self.found.rule.mend}"


class RecognisedError(ClearwayError):
    """Somebody could be recognised. `refused` cannot be shared; `possible` has to be looked at first."""

    def __init__(self, refused: Sequence[Seen], possible: Sequence[Seen]) -> None:
        self.refused, self.possible = tuple(refused), tuple(possible)
        first = (*self.refused, *self.possible)[0]
        mend = first.found.rule.mend
        super().__init__(
            first.found.said,
            where=first.field.title,
            mend=mend if self.refused else f"{mend}, or say that you looked at these words",
        )


def seen_in(fields: Iterable[Field], looker: Looker) -> tuple[Seen, ...]:
    """What is found, field by field; a word once in each field."""
    return tuple(
        Seen(field, each)
        for field in fields
        for each in each_once(looker.look(field.text))
        if not (field.contact and each.rule.in_contact)
    )


def refused(seen: Iterable[Seen]) -> tuple[Seen, ...]:
    """What cannot be shared."""
    return tuple(each for each in seen if each.found.rule.refused)


def possible(seen: Iterable[Seen]) -> tuple[Seen, ...]:
    """What somebody has to look at."""
    return tuple(each for each in seen if not each.found.rule.refused)


def check(seen: Sequence[Seen], looked: Collection[str]) -> None:
    """Raises RecognisedError where something is refused, or somebody has not looked at all possible names.

    `looked` are the words that they looked at.
    """
    new = [each for each in possible(seen) if each.found.word not in looked]
    if refused(seen) or new:
        raise RecognisedError(refused(seen), new)

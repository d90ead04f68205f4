"""The words of `vocabulary.yaml` and the sections of `charter.yaml`, read once and checked by their form."""

from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from clearway.common.errors import ClearwayError
from clearway.records.core_professions import core_professions

HERE = Path(__file__).parent
SPONSOR = "executive-sponsor"
IMPROVEMENT_LEADS = frozenset({"lead", "improvement-adviser"})
BESIDE_THE_PATHWAY = IMPROVEMENT_LEADS | {SPONSOR, "service-user", "data"}
"""Roles by which somebody stands for no profession of the pathway."""
NO_PROFESSION = ("", "lived-experience")
WOMEN = frozenset({"women-families", "voices-partnership", "lived-experience", "service-user"})
"""What women and families, and those who speak for them, are called in the lists."""


class Part(BaseModel):
    """Frozen, and refuses a key that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Section(Part):
    """A section of a charter. `asked`: needed before the charter is submitted. `short`: one line."""

    id: str
    title: str
    hint: str
    asked: bool = False
    short: bool = False


class Word(Part):
    """One of a list to choose from.

    `needed` marks a role that every team has, `profession` a group that is one. `called` are parts of job
    titles that mean the profession.
    """

    id: str
    title: str
    needed: bool = False
    called: tuple[str, ...] = ()
    people: str = ""
    profession: bool = False

    @property
    def core(self) -> bool:
        """Whether a full multidisciplinary team has somebody of this profession."""
        return self.id in core_professions()


class Balancing(Part):
    """A balancing measure that is offered to projects on these drivers; to all where none is named."""

    drivers: tuple[str, ...]
    title: str


class Vocabulary(Part):
    """All lists."""

    roles: tuple[Word, ...]
    professions: tuple[Word, ...]
    outside: tuple[Word, ...]
    audiences: tuple[Word, ...]
    origins: tuple[Word, ...]
    balancing: tuple[Balancing, ...]

    @cached_property
    def groups(self) -> tuple[Word, ...]:
        """Who can be involved: those from outside, and the people of every profession."""
        staff = [word for word in self.professions if word.people]
        return (
            *self.outside,
            *(Word(id=word.id, title=word.people, profession=True) for word in staff),
        )

    @cached_property
    def asked(self) -> tuple[Word, ...]:
        """Those of them without whom a phase has a gap: from outside, and of the core professions."""
        return tuple(word for word in self.groups if word.core or not word.profession)


@cache
def vocabulary() -> Vocabulary:
    """The lists of `vocabulary.yaml`."""
    return Vocabulary.model_validate(yaml.safe_load((HERE / "vocabulary.yaml").read_text(encoding="utf-8")))


@cache
def sections() -> Mapping[str, Section]:
    """The sections of a charter by id, in order."""
    read = yaml.safe_load((HERE / "charter.yaml").read_text(encoding="utf-8"))
    return {section.id: section for section in (Section.model_validate(each) for each in read)}


def stands_for_profession(role: str, profession: str) -> bool:
    """Whether a place in a team is one of a profession of the pathway: its page and the measure ask this."""
    return role not in BESIDE_THE_PATHWAY and profession not in NO_PROFESSION


def profession_called(job: str) -> str:
    """The id of the profession that a job title means, such as “Community midwife”; empty where none does."""
    said = job.casefold()
    for word in vocabulary().professions:
        if said == word.title.casefold() or any(part in said for part in word.called):
            return word.id
    return ""


def title_of(words: tuple[Word, ...], word_id: str) -> str:
    """The title of a stored id; the id itself where the list no longer has it."""
    return next((word.title for word in words if word.id == word_id), word_id)


def check_word(words: tuple[Word, ...], word_id: str, what: str) -> str:
    """The id. Raises ClearwayError when the list does not have it."""
    if word_id not in {word.id for word in words}:
        raise ClearwayError(
            f"there is no {what} '{word_id}'", mend=f"Use one of {', '.join(word.id for word in words)}"
        )
    return word_id

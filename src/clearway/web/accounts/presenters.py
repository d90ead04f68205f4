"""What the pages of accounts show."""

from collections.abc import Sequence
from dataclasses import dataclass

from clearway.common.organisations import directory
from clearway.web.accounts.personas import Persona
from clearway.web.people.models import User
from clearway.web.people.roles import ROLES


@dataclass(frozen=True)
class PersonaCard:
    """One made-up person."""

    id: str
    name: str
    profession: str
    does: str
    roles: tuple[tuple[str, str], ...]
    here: bool


@dataclass(frozen=True)
class PersonaGroup:
    """The made-up people of one organisation."""

    title: str
    people: tuple[PersonaCard, ...]


def people_of_the_demonstration(
    people: Sequence[tuple[Persona, User]], here: int | None
) -> list[PersonaGroup]:
    """The made-up people by the organisation of their first role, with what each role may do."""
    groups: dict[str, list[PersonaCard]] = {}
    for persona, user in people:
        card = PersonaCard(
            persona.id,
            persona.name,
            persona.profession,
            persona.does,
            tuple((ROLES[held.role].title, ROLES[held.role].sentence) for held in persona.roles[:1]),
            user.pk == here,
        )
        groups.setdefault(persona.roles[0].at, []).append(card)
    return [PersonaGroup(directory().get(code).name, tuple(cards)) for code, cards in groups.items()]

"""The team of a project at a moment: which profession somebody has, and who leads the improvement."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from clearway.web.projects.models import Member
from clearway.web.projects.vocabulary import IMPROVEMENT_LEADS, NO_PROFESSION, SPONSOR


def known_as(key: str, name: str) -> str:
    """The same sign for the same person: the key of the account, else the name."""
    return key or " ".join(name.casefold().split())


class Teams:
    """The teams of some projects, read once."""

    def __init__(self, members: Iterable[Member]) -> None:
        self._places: dict[tuple[int, str], list[Member]] = defaultdict(list)
        self._keys: dict[tuple[int, str], str] = {}
        for each in members:
            key = str(each.user.key) if each.user else ""
            name = known_as("", each.name)
            for sign in {known_as(key, each.name), name}:
                self._places[each.project_id, sign].append(each)
            if key:
                self._keys[each.project_id, name] = key

    def sign_of(self, project: int, name: str) -> str:
        """The sign of somebody who was written down by name: that of their account where the team has it."""
        plain = known_as("", name)
        return self._keys.get((project, plain), plain)

    def professions(self, project: int, sign: str, moment: datetime) -> list[str]:
        """The professions that the person then had in the team."""
        found = {each.profession for each in self._then(project, sign, moment)}
        return sorted(found - set(NO_PROFESSION))

    def leads(self, project: int, sign: str, moment: datetime) -> bool:
        """Whether the person was an improvement lead or adviser of the project then."""
        return any(each.role in IMPROVEMENT_LEADS for each in self._then(project, sign, moment))

    def sponsors(self, project: int, sign: str, moment: datetime) -> bool:
        """Whether the person was the executive sponsor of the project then."""
        return any(each.role == SPONSOR for each in self._then(project, sign, moment))

    def is_user_of_services(self, project: int, sign: str) -> bool:
        """Whether the person is in the team as a woman or family member, and so no member of staff."""
        places = self._places.get((project, sign), [])
        return bool(places) and all(
            each.role == "service-user" or each.profession == "lived-experience" for each in places
        )

    def _then(self, project: int, sign: str, moment: datetime) -> list[Member]:
        return [
            each
            for each in self._places.get((project, sign), ())
            if each.at <= moment and (each.ended_at is None or moment < each.ended_at)
        ]

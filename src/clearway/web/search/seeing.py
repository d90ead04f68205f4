"""Whose improvement work a search looks through: that of organisations in which the visitor may see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clearway.common.organisations import Organisation, directory
from clearway.web.organisations.levels import LEVELS
from clearway.web.people.access import Access
from clearway.web.people.permissions import Permission

SEE = Permission.SEE_IMPROVEMENT


@dataclass(frozen=True)
class Sight:
    """What may be found: the work of the trusts `codes`, and the library where `library` says so.

    `only` is the code of the one organisation that was chosen, or empty.
    """

    codes: frozenset[str] = frozenset()
    library: bool = False
    only: str = ""

    @property
    def below(self) -> frozenset[str]:
        """The chosen organisation and the trusts below it."""
        return _below(self.only) if self.only else frozenset()


def sight_of(access: Access, chosen: str) -> Sight:
    """What the visitor may find; an organisation that they may not choose is as if none had been chosen."""
    codes, library = access.trusts(SEE), bool(access.organisations(SEE))
    found = directory().find(chosen)
    if found is None or not access.allows(SEE, found.code):
        return Sight(codes, library)
    return Sight(codes & _below(found.code), library, found.code)


def offered(access: Access) -> Mapping[str, Sequence[Organisation]]:
    """The organisations to choose from by level: trusts, and those above them as far up as a role goes."""
    trusts = [directory().get(code) for code in access.trusts(SEE)]
    above = {one for trust in trusts for one in directory().ancestors(trust.code)}
    mine = sorted(
        (one for one in {*trusts, *above} if access.allows(SEE, one.code)), key=lambda one: one.name
    )
    by_level = {level: [one for one in mine if one.level is level] for level in reversed(LEVELS)}
    return {LEVELS[level]: found for level, found in by_level.items() if found}


def _below(code: str) -> frozenset[str]:
    return frozenset({code, *(trust.code for trust in directory().providers(code))})

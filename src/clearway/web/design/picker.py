"""The list from which a person picks an organisation, grouped by what kind it is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from clearway.common.organisations import Level, Organisation, directory

# The order in which people look: their trust is found by its name, so the nation comes first, sites last.
GROUPS = (
    (Level.NATIONAL, "England"),
    (Level.SYNTHETIC, "Made-up data, for a demonstration"),
    (Level.REGION, "Regions"),
    (Level.ICB, "Integrated care boards (LMNS footprints)"),
    (Level.PROVIDER, "Trusts"),
    (Level.SUB_ICB, "Sub-ICB locations"),
    (Level.LOCAL_AUTHORITY, "Local authorities"),
    (Level.MBRRACE, "MBRRACE-UK comparator groups"),
)
USUAL = tuple(level for level, _ in GROUPS[:5])


@dataclass(frozen=True)
class Group:
    """One heading of the list with its organisations by name."""

    heading: str
    options: Sequence[Organisation]


def organisation_groups(codes: Collection[str] | None = None) -> list[Group]:
    """The groups to pick from: those of `codes`, or every open organisation of the usual levels."""
    offered = _usual() if codes is None else [one for one in map(directory().find, codes) if one is not None]
    groups = []
    for level, heading in GROUPS:
        chosen = [one for one in offered if one.level is level]
        if chosen:
            groups.append(Group(heading, sorted(chosen, key=lambda one: one.name)))
    return groups


def _usual() -> list[Organisation]:
    return [one for one in directory() if one.level in USUAL and one.is_open()]

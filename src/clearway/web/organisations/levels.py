"""What the levels of organisations are called, for a person."""

from clearway.common.organisations import Level

LEVELS = {
    Level.PROVIDER: "Trust",
    Level.ICB: "Integrated care board (LMNS footprint)",
    Level.REGION: "NHS England region",
    Level.NATIONAL: "Nation",
    Level.SITE: "Site of a trust",
    Level.SUB_ICB: "Sub-ICB location",
    Level.LOCAL_AUTHORITY: "Local authority",
    Level.MBRRACE: "MBRRACE-UK comparator group",
    Level.SYNTHETIC: "Trust that does not exist, with made-up data",
}
PLURALS = {
    Level.PROVIDER: ("trust", "trusts"),
    Level.ICB: ("integrated care board", "integrated care boards"),
    Level.REGION: ("region", "regions"),
    Level.SITE: ("site", "sites"),
    Level.SUB_ICB: ("sub-ICB location", "sub-ICB locations"),
    Level.LOCAL_AUTHORITY: ("local authority", "local authorities"),
    Level.MBRRACE: ("comparator group", "comparator groups"),
}


def many(number: int, level: Level) -> str:
    """A number with its noun: "1 trust", "20 trusts"."""
    one, more = PLURALS[level]
    return f"{number:,} {one if number == 1 else more}"

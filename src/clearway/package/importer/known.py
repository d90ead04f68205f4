"""Ids that are known already: those of the drivers and measures of the shipped packages, by their names."""

from functools import cache

from clearway.package.importer.text import fold
from clearway.package.loader import shipped_packages


@cache
def known_ids() -> dict[tuple[str, str], str]:
    """The id by kind (as the importer calls it) and folded name. Examples lend no ids."""
    known: dict[tuple[str, str], str] = {}
    for package in shipped_packages().values():
        if not package.example:
            known |= {("primary-driver", fold(one.title)): one.id for one in package.primary_drivers}
            known |= {("driver", fold(one.title)): one.id for one in package.drivers}
            known |= {("measure", fold(one.name)): one.id for one in package.measures}
    return known

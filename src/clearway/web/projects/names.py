"""Names of what a project chose from its package; an id that the package no longer has stands for itself."""

from clearway.package.loader import shipped_packages


def driver_name(package_id: str, driver_id: str) -> str:
    """The short title of a secondary driver."""
    package = shipped_packages().get(package_id)
    found = next((each for each in package.drivers if each.id == driver_id), None) if package else None
    return found.short_title if found else driver_id


def idea_name(package_id: str, idea_id: str) -> str:
    """The short title of a change idea."""
    package = shipped_packages().get(package_id)
    ideas = (idea for each in package.drivers for idea in each.change_ideas) if package else ()
    return next((idea.short_title for idea in ideas if idea.id == idea_id), idea_id)

"""What other parts of the site say on the page of a secondary driver, such as the projects that work on it.

Those parts lie above the diagram, so they hand in a source when the site starts, in `AppConfig.ready`:

    from clearway.web.diagram import driver_parts
    driver_parts.register(projects_on_driver)
"""

from collections.abc import Callable
from dataclasses import dataclass

from clearway.package.model import Package
from clearway.web.people.access import Access


@dataclass(frozen=True)
class Line:
    """One thing, the page that tells more, and how it stands."""

    title: str
    address: str
    tag: str = ""
    colour: str = ""
    about: str = ""


@dataclass(frozen=True)
class DriverPart:
    """A heading with words and lines; `link` leads to all of it, `more` counts the lines left away."""

    id: str
    title: str
    words: str = ""
    lines: tuple[Line, ...] = ()
    more: int = 0
    address: str = ""
    link: str = ""


Source = Callable[[Package, str, Access], DriverPart | None]
"""The part for a package and the id of a driver, or None where the visitor may see nothing of it. It asks the
database a fixed number of questions."""
MOST = 8
"""So many lines of one part stand on the page."""

_sources: list[Source] = []


def register(source: Source) -> Source:
    """Ask that source for every driver; a source is asked once however often it is handed in."""
    if source not in _sources:
        _sources.append(source)
    return source


def parts_of(package: Package, driver: str, access: Access) -> tuple[DriverPart, ...]:
    """All parts that the visitor may see, in the order in which they were handed in; none for strangers."""
    if not access.signed_in:
        return ()
    found = (source(package, driver, access) for source in _sources)
    return tuple(part for part in found if part is not None)

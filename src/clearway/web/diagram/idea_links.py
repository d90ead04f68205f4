"""Links that other parts of the site put on the page of a change idea, such as to tests of it.

Those parts lie above the diagram, so they hand in a source when the site starts, in `AppConfig.ready`:

    from clearway.web.diagram import idea_links
    idea_links.register(tests_of_idea)
"""

from collections.abc import Callable
from dataclasses import dataclass

from clearway.package.model import Package
from clearway.web.people.access import Access


@dataclass(frozen=True)
class IdeaLink:
    """What is said of the idea, and the page that tells more."""

    title: str
    words: str
    address: str
    link: str


Source = Callable[[Package, str, Access], IdeaLink | None]
"""The link for a package and the id of a change idea, or None where the visitor may see nothing of it."""

_sources: list[Source] = []


def register(source: Source) -> Source:
    """Ask that source for every idea; a source is asked once however often it is handed in."""
    if source not in _sources:
        _sources.append(source)
    return source


def links_of(package: Package, idea: str, access: Access) -> tuple[IdeaLink, ...]:
    """All links that the visitor may see."""
    found = (source(package, idea, access) for source in _sources)
    return tuple(link for link in found if link is not None)

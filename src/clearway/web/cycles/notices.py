"""What other parts of the site say on the page of a cycle, such as that it was shared or copied.

Those parts lie above the cycles, so they hand in a source when the site starts, in `AppConfig.ready`:

    from clearway.web.cycles import notices
    notices.register(library_notices)
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from clearway.web.cycles.models import Cycle
from clearway.web.projects.here import Here


@dataclass(frozen=True)
class Notice:
    """Words about a cycle, and the page where more is told or done; `link` is what leads there."""

    words: str
    address: str = ""
    link: str = ""


Source = Callable[[Here, Cycle], Iterable[Notice]]
"""The notices about one cycle for whoever looks at it."""

_sources: list[Source] = []


def register(source: Source) -> Source:
    """Ask that source on the page of every cycle; a source is asked once however often it is handed in."""
    if source not in _sources:
        _sources.append(source)
    return source


def notices_of(at: Here, cycle: Cycle) -> tuple[Notice, ...]:
    """All notices, in the order in which their sources were handed in."""
    return tuple(notice for source in _sources for notice in source(at, cycle))

"""When a team first met.

The log of meetings lies above the cycles, so it hands in how it is asked when the site starts, in
`AppConfig.ready`:

    from clearway.web.cycles import meetings
    meetings.register(first_held)
"""

from collections.abc import Callable
from datetime import date

from clearway.web.projects.models import Project

Source = Callable[[Project], date | None]
"""The day of the first meeting of a project's team that was held; None while there was none."""

_sources: list[Source] = []


def register(source: Source) -> Source:
    """Ask that source of every project; a source is asked once however often it is handed in."""
    if source not in _sources:
        _sources.append(source)
    return source


def first_meeting(project: Project) -> date | None:
    """The earliest day that any source knows."""
    return min((day for source in _sources if (day := source(project)) is not None), default=None)

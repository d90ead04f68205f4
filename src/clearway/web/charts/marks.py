"""Remarks that other parts of the site put on a chart, such as the tests of change of a project.

Those parts lie above the charts, so they hand in a source when the site starts, in `AppConfig.ready`:

    from clearway.web.charts import marks
    marks.register(chart_marks)
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from clearway.common.organisations import Organisation
from clearway.common.parameters import same
from clearway.measures.definitions import definitions
from clearway.web.people.access import Access


@dataclass(frozen=True)
class Mark:
    """A remark about a day: a `change` that a team made, or an `event` that happened to the service.

    `known_from` is the day on which it was written down, None where that does not matter: looking back,
    a chart shows only what was known then. `address` is the page that tells more, or an empty text. A mark
    with a `parameter` is about the chart of that one alone; without, about those of all.
    """

    day: date
    text: str
    kind: Literal["event", "change"] = "change"
    known_from: date | None = None
    address: str = ""
    parameter: str = ""


Source = Callable[[Organisation, str, Access], Iterable[Mark]]
"""The marks of one organisation and measure that the person of `access` may see."""

_sources: list[Source] = []


def register(source: Source) -> Source:
    """Ask that source for every chart from now on; a source is asked once however often it is handed in."""
    if source not in _sources:
        _sources.append(source)
    return source


def unregister(source: Source) -> None:
    """Ask that source no more; nothing happens where it was never asked."""
    if source in _sources:
        _sources.remove(source)


def marks_of(
    organisation: Organisation,
    measure: str,
    access: Access,
    as_of: date | None = None,
    parameter: str = "",
) -> tuple[Mark, ...]:
    """All marks on the chart of a measure, oldest first, as far as they were known at the end of `as_of`.

    A published series also carries the marks of the measures that it is the national counterpart of.
    """
    behind = [sheet.id for sheet in definitions().values() if measure in sheet.published_as]
    found = {
        mark
        for source in _sources
        for name in (measure, *behind)
        for mark in source(organisation, name, access)
        if (as_of is None or mark.known_from is None or mark.known_from <= as_of)
        and (not mark.parameter or same(mark.parameter, parameter))
    }
    return tuple(sorted(found, key=lambda mark: (mark.day, mark.text)))

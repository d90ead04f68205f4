"""What other parts of the site add to the page on which somebody lands after signing in.

Those parts lie above the returns, so they hand in theirs when the site starts, in `AppConfig.ready`:

    from clearway.web.returns import home_parts
    home_parts.register(home_parts.HomePart("barriers", "projects/home_barriers.jinja", barriers, first=True))
"""

from collections.abc import Callable
from dataclasses import dataclass

from clearway.web.people.access import Access


@dataclass(frozen=True)
class HomePart:
    """One part of the page. `build` answers what its template shows as `part`, or None for nothing at all.

    `first`: it waits for an answer, so it stands before the months that are due.
    """

    id: str
    template: str
    build: Callable[[Access], object | None]
    first: bool = False


@dataclass(frozen=True)
class Shown:
    """A part with what it shows."""

    template: str
    content: object


_parts: list[HomePart] = []


def register(part: HomePart) -> None:
    """Show the part on every home page; once for each id."""
    if all(one.id != part.id for one in _parts):
        _parts.append(part)


def shown(access: Access, *, first: bool) -> tuple[Shown, ...]:
    """The parts that have something to show to that person, those before the months or those after."""
    built = ((part, part.build(access)) for part in _parts if part.first is first)
    return tuple(Shown(part.template, content) for part, content in built if content is not None)

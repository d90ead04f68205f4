"""What other parts of the site show on the page of a unit: what goes on there.

Those parts lie above the units, so they hand in theirs when the site starts, in `AppConfig.ready`:

    from clearway.web.units import parts
    parts.register(parts.UnitPart("projects", "projects/unit_projects.jinja", projects_there))
"""

from collections.abc import Callable
from dataclasses import dataclass

from clearway.web.people.access import Access
from clearway.web.units.models import Unit


@dataclass(frozen=True)
class UnitPart:
    """One part of the page. `build` answers what its template shows as `part`, or None for nothing at all."""

    id: str
    template: str
    build: Callable[[Unit, Access], object | None]


@dataclass(frozen=True)
class Shown:
    """A part with what it shows."""

    template: str
    content: object


_parts: list[UnitPart] = []


def register(part: UnitPart, *, first: bool = False) -> None:
    """Show the part on the page of every unit, behind the others or before them; once for each id."""
    if all(one.id != part.id for one in _parts):
        _parts.insert(0 if first else len(_parts), part)


def shown(unit: Unit, access: Access) -> tuple[Shown, ...]:
    """The parts that have something to show of the unit to that visitor."""
    built = ((part, part.build(unit, access)) for part in _parts)
    return tuple(Shown(part.template, content) for part, content in built if content is not None)

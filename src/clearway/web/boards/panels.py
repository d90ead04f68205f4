"""What a board consists of: panels in an order, each built from the place that the board is about.

Other parts of the site add theirs when the site starts, in `AppConfig.ready`:

    from clearway.web.boards import panels
    panels.register(Panel("huddles", "Huddles", "No huddle yet.", build), after="actions")
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from clearway.common.organisations import Organisation
from clearway.web.boards.about import About
from clearway.web.design.pictures import Picture
from clearway.web.people.access import Access
from clearway.web.projects.models import Project
from clearway.web.units.models import Unit


@dataclass(frozen=True)
class Place:
    """What a board is about, and who looks. `projects` are those whose work it shows: the project that it is
    of, the approved ones that work in its unit, or, without both, all approved ones of the organisation;
    `preparing` is how many more there have a charter that is not approved yet.

    `on_wall`: everybody who passes by reads it, so nobody is named, and own figures are drawn with small
    numbers protected (`boards.protected_charts`).
    """

    organisation: Organisation
    project: Project | None
    projects: tuple[Project, ...]
    access: Access
    today: date
    on_wall: bool = False
    unit: Unit | None = None
    preparing: int = 0

    @property
    def about(self) -> About:
        """The project or the unit that it is of."""
        return About(self.project, self.unit)

    @property
    def board(self) -> str:
        """The name of the board in its address, and in the token of a wall."""
        return self.about.board

    @property
    def title(self) -> str:
        """The head of the board."""
        return self.about.title or self.organisation.name

    @property
    def drawn_of(self) -> tuple[Organisation, ...]:
        """Whose figures are drawn, those of the first that has any: the unit's own site, then the trust."""
        site = self.unit.site if self.unit else None
        return (self.organisation,) if site is None else (site, self.organisation)

    @property
    def of(self) -> str:
        """Whose project or unit it is; nothing for the board of the organisation itself."""
        return self.organisation.name if self.about.title else ""


@dataclass(frozen=True)
class Line:
    """One thing on a panel. `people` names staff and is left away on a wall; `address` leads further."""

    text: str
    tag: str = ""
    colour: str = ""
    details: tuple[str, ...] = ()
    then: str = ""
    people: str = ""
    address: str = ""
    late: bool = False


@dataclass(frozen=True)
class Content:
    """What a panel shows: words, lines, charts. The same for the page, the wall and the paper."""

    words: str = ""
    lines: tuple[Line, ...] = ()
    pictures: tuple[Picture, ...] = ()


class Public(StrEnum):
    """Whether a panel may stand on a page that is open to everybody."""

    NEVER = "never"
    OFFERED = "offered"
    USUAL = "usual"


@dataclass(frozen=True)
class Panel:
    """One panel. `empty` is said where there is nothing to show yet; `build` answers None then.

    `public`: never shown to everybody unless the panel says that it may be; USUAL ones are chosen at first.
    """

    id: str
    title: str
    empty: str
    build: Callable[[Place], Content | None]
    wide: bool = False
    public: Public = Public.NEVER


@dataclass(frozen=True)
class Shown:
    """A panel with its content."""

    panel: Panel
    content: Content | None


_panels: list[Panel] = []


def register(panel: Panel, *, after: str = "") -> None:
    """Show the panel on every board, behind the one named `after`, else at the end; once for each id."""
    if any(one.id == panel.id for one in _panels):
        return
    ids = [one.id for one in _panels]
    _panels.insert(ids.index(after) + 1 if after in ids else len(ids), panel)


def shown(place: Place, hide: Callable[[str], str] = str) -> tuple[Shown, ...]:
    """All panels of a place; on a wall, `hide` takes names out of every text and `people` is left away."""
    return tuple(_one(panel, place, hide) for panel in _panels)


def registered() -> tuple[Panel, ...]:
    """All panels in their order."""
    return tuple(_panels)


def shown_public(place: Place, chosen: Collection[str], hide: Callable[[str], str]) -> tuple[Shown, ...]:
    """Those of the chosen panels that may be shown to everybody and have something to show, as on a wall."""
    there = replace(place, on_wall=True)
    open_ones = [one for one in _panels if one.id in chosen and one.public is not Public.NEVER]
    found = (_one(panel, there, hide) for panel in open_ones)
    return tuple(one for one in found if one.content is not None)


def _one(panel: Panel, place: Place, hide: Callable[[str], str]) -> Shown:
    content = panel.build(place)
    if content is None or not place.on_wall:
        return Shown(panel, content)
    lines = tuple(_for_wall(content.lines, hide))
    return Shown(panel, replace(content, words=hide(content.words), lines=lines))


def _for_wall(lines: tuple[Line, ...], hide: Callable[[str], str]) -> Iterator[Line]:
    for line in lines:
        yield replace(
            line,
            text=hide(line.text),
            details=tuple(hide(each) for each in line.details),
            then=hide(line.then),
            people="",
            address="",
        )

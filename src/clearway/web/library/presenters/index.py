"""The library: every change idea of the package with what came of its tests, by secondary driver."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from clearway.package.model import ChangeIdea, Package, SecondaryDriver
from clearway.web.diagram.presenters.tree import number_of
from clearway.web.library import selectors
from clearway.web.library.figures import published_effects
from clearway.web.library.forms import Choice
from clearway.web.library.models import LibraryItem, SharedVersion
from clearway.web.library.presenters.shared import DECISIONS, has_effect


@dataclass(frozen=True)
class IdeaLine:
    """A change idea: how many trusts tested it, what they decided, when the last one did."""

    id: str
    title: str
    trusts: int
    decisions: tuple[tuple[str, str, int], ...]
    newest: date | None
    copies: int
    effects: int


@dataclass(frozen=True)
class OtherLine:
    """A test that belongs to no idea of the package."""

    key: int
    title: str
    trust: str
    decision: str
    colour: str
    decided_on: date


@dataclass(frozen=True)
class ItemLine:
    """A case study or a tool."""

    key: int
    kind: str
    title: str
    summary: str
    trust: str


@dataclass(frozen=True)
class DriverGroup:
    """A secondary driver; without an id, what belongs to none."""

    id: str
    number: str
    title: str
    colour: int
    tested: tuple[IdeaLine, ...]
    untested: tuple[IdeaLine, ...]
    others: tuple[OtherLine, ...]
    items: tuple[ItemLine, ...]

    @property
    def is_empty(self) -> bool:
        """Whether it has nothing to show for a filter."""
        return not (self.tested or self.others or self.items)


@dataclass(frozen=True)
class LibraryPage:
    """The whole library, or what fits a filter."""

    groups: tuple[DriverGroup, ...]
    tests: int
    trusts: int
    ideas: int
    of_ideas: int
    decisions: tuple[tuple[str, str, int], ...]


def library_page(package: Package, choice: Choice) -> LibraryPage:
    """The library, filtered; five queries however much there is in it."""
    versions = list(selectors.standing(package.id))
    published = published_effects(versions)
    with_effect = {each.pk for each in versions if has_effect(each, published)}
    rows = [each for each in versions if _fits(package, each, choice, each.pk in with_effect)]
    items = [each for each in selectors.items(package.id) if _item_fits(each, choice)]
    drivers: list[SecondaryDriver | None] = [*package.drivers, None]
    groups = [_group(package, driver, rows, items, with_effect) for driver in drivers]
    if choice:
        groups = [_narrowed(group, choice) for group in groups]
    return LibraryPage(
        groups=tuple(group for group in groups if not group.is_empty or (not choice and group.id)),
        tests=len(rows),
        trusts=len({each.shared.org_code for each in rows}),
        ideas=len({each.idea for each in rows if each.idea}),
        of_ideas=sum(len(driver.change_ideas) for driver in package.drivers),
        decisions=_decisions(rows),
    )


def item_lines(items: Iterable[LibraryItem]) -> tuple[ItemLine, ...]:
    """Items for a list."""
    return tuple(
        ItemLine(each.pk, each.get_kind_display(), each.title, each.summary, each.organisation.name)
        for each in items
    )


def _fits(package: Package, version: SharedVersion, choice: Choice, has_figures: bool) -> bool:
    if choice.effect and not has_figures:
        return False
    asked = (("driver", choice.driver), ("decision", choice.decision), ("unit", choice.unit))
    if any(value and getattr(version, name) != value for name, value in asked):
        return False
    return _holds(choice.text, _words_of(package, version)) if choice.text else True


def _words_of(package: Package, version: SharedVersion) -> list[str]:
    idea = next((each for each in _ideas(package) if each.id == version.idea), None)
    about = [idea.text, idea.short_title] if idea else []
    return [
        version.title,
        version.lesson,
        version.who,
        version.circumstances,
        version.shared.organisation.name,
        *version.texts.values(),
        *about,
    ]


def _item_fits(item: LibraryItem, choice: Choice) -> bool:
    if choice.decision or choice.unit or choice.effect:
        return False
    if choice.driver and item.driver != choice.driver:
        return False
    return not choice.text or _holds(choice.text, [item.title, item.summary, item.words])


def _holds(text: str, where: Iterable[str]) -> bool:
    """Whether every word of the text is somewhere in it."""
    whole = "\n".join(where).casefold()
    return all(word in whole for word in text.casefold().split())


def _ideas(package: Package) -> list[ChangeIdea]:
    return [idea for driver in package.drivers for idea in driver.change_ideas]


def _group(
    package: Package,
    driver: SecondaryDriver | None,
    rows: Sequence[SharedVersion],
    items: Sequence[LibraryItem],
    with_effect: set[int],
) -> DriverGroup:
    own = driver.id if driver else ""
    by_idea: dict[str, list[SharedVersion]] = defaultdict(list)
    for row in rows:
        if row.driver == own:
            by_idea[row.idea].append(row)
    ideas = driver.change_ideas if driver else ()
    lines = [_idea(idea, by_idea[idea.id], with_effect) for idea in ideas]
    return DriverGroup(
        id=own,
        number=number_of(package, driver.id) if driver else "",
        title=driver.title if driver else "Of no driver of the package",
        colour=package.primary(driver.primary_driver).colour if driver else 0,
        tested=tuple(line for line in lines if line.trusts),
        untested=tuple(line for line in lines if not line.trusts),
        others=tuple(_other(row) for row in by_idea[""]),
        items=item_lines(item for item in items if item.driver == own),
    )


def _narrowed(group: DriverGroup, choice: Choice) -> DriverGroup:
    """The group without the ideas that nobody tested: a filter asks for tests."""
    kept = {**group.__dict__, "untested": ()}
    return DriverGroup(**kept)


def _idea(idea: ChangeIdea, rows: Sequence[SharedVersion], with_effect: set[int]) -> IdeaLine:
    return IdeaLine(
        id=idea.id,
        title=idea.short_title,
        trusts=len({row.shared.org_code for row in rows}),
        decisions=_decisions(rows),
        newest=max((row.decided_on for row in rows), default=None),
        copies=sum(row.copies for row in rows),
        effects=sum(row.pk in with_effect for row in rows),
    )


def _decisions(rows: Sequence[SharedVersion]) -> tuple[tuple[str, str, int], ...]:
    """Those that were taken, with their colours and how often."""
    counted = ((words, colour, decision) for decision, (words, colour) in DECISIONS.items())
    found = [
        (words, colour, sum(row.decision == decision for row in rows)) for words, colour, decision in counted
    ]
    return tuple(each for each in found if each[2])


def _other(row: SharedVersion) -> OtherLine:
    words, colour = DECISIONS[row.decision]
    return OtherLine(row.shared.pk, row.title, row.shared.organisation.name, words, colour, row.decided_on)

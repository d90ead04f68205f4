"""The pages of a secondary driver and of a change idea."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clearway.measures.definitions import Available, ComputedFrom, definitions
from clearway.package.model import ChangeIdea, MeasureAsk, Package, Position, SecondaryDriver
from clearway.web.diagram.presenters.figures import LatestFigure, latest_national
from clearway.web.diagram.presenters.reading import ReadingEntry, entries_of
from clearway.web.diagram.presenters.tree import DriverBox, PrimaryBox, driver_box, primary_box

# Why there is no figure beside a measure, and that this is no mistake.
NOT_YET = {
    ComputedFrom.RECORDS: "Not yet: it needs your own records",
    ComputedFrom.TEAM_LOGS: "Not yet: it needs your team's own logs",
    ComputedFrom.PUBLISHED: "Not loaded",
}


@dataclass(frozen=True)
class MeasureLine:
    """One measure that a driver asks for. `class_`, `psmu` and `sampled` are the marks of the package."""

    id: str
    name: str
    class_: str
    psmu: bool
    sampled: bool
    latest: LatestFigure | None
    without: str


@dataclass(frozen=True)
class IdeaLine:
    """A change idea in a list."""

    id: str
    short_title: str
    text: str


@dataclass(frozen=True)
class DriverPage:
    """Everything that stands on the page of a secondary driver.

    `owed_anyway` are the measures of class `all` that the driver's own list does not repeat.
    """

    box: DriverBox
    primary: PrimaryBox
    ideas: Sequence[IdeaLine]
    mandatory: Sequence[MeasureLine]
    supporting: Sequence[MeasureLine]
    owed_anyway: Sequence[MeasureLine]
    references: Sequence[ReadingEntry]
    resources: Sequence[ReadingEntry]
    before: DriverBox | None
    after: DriverBox | None
    source: str


@dataclass(frozen=True)
class IdeaPage:
    """One change idea with its driver, its neighbours and what the driver measures."""

    idea: IdeaLine
    place: str
    driver: DriverBox
    primary: PrimaryBox
    measures: Sequence[MeasureLine]
    before: IdeaLine | None
    after: IdeaLine | None
    source: str


def driver_page(package: Package, driver_id: str) -> DriverPage:
    """The page of a secondary driver. Raises ClearwayError when there is none of that id."""
    driver = package.driver(driver_id)
    extra = _owed_anyway(package, driver)
    latest = latest_national((*driver.measures, *extra))
    before, after = package.driver_before(driver_id), package.driver_after(driver_id)
    return DriverPage(
        box=driver_box(package, driver_id),
        primary=primary_box(package, driver.primary_driver),
        ideas=[_idea(idea) for idea in driver.change_ideas],
        mandatory=[_line(ask, latest) for ask in driver.mandatory],
        supporting=[_line(ask, latest) for ask in driver.supporting],
        owed_anyway=[_line(ask, latest) for ask in extra],
        references=entries_of(package, driver.references),
        resources=entries_of(package, driver.resources),
        before=driver_box(package, before.id) if before else None,
        after=driver_box(package, after.id) if after else None,
        source=source_place(driver.position),
    )


def idea_page(package: Package, idea_id: str) -> IdeaPage:
    """The page of a change idea. Raises ClearwayError when there is none of that id."""
    idea = package.idea(idea_id)
    driver = package.driver_of_idea(idea_id)
    ideas = driver.change_ideas
    place = ideas.index(idea)
    latest = latest_national(driver.measures)
    return IdeaPage(
        idea=_idea(idea),
        place=f"Change idea {place + 1} of {len(ideas)}",
        driver=driver_box(package, driver.id),
        primary=primary_box(package, driver.primary_driver),
        measures=[_line(ask, latest) for ask in driver.measures],
        before=_idea(ideas[place - 1]) if place else None,
        after=_idea(ideas[place + 1]) if place + 1 < len(ideas) else None,
        source=source_place(idea.position),
    )


def source_place(position: Position | None) -> str:
    """Where the published document says it, in words; empty for what is not in it."""
    if position is None:
        return ""
    part = f", part {position.part}" if position.part else ""
    return f"line {position.line} of the published document{part}"


def _owed_anyway(package: Package, driver: SecondaryDriver) -> list[MeasureAsk]:
    own = {ask.measure for ask in driver.measures}
    everyones: dict[str, MeasureAsk] = {}
    for ask in (ask for one in package.drivers for ask in one.measures):
        if ask.class_ == "all" and ask.measure not in own:
            everyones.setdefault(ask.measure, ask)
    return list(everyones.values())


def _idea(idea: ChangeIdea) -> IdeaLine:
    return IdeaLine(idea.id, idea.short_title, idea.text)


def _line(ask: MeasureAsk, latest: Mapping[str, LatestFigure]) -> MeasureLine:
    return MeasureLine(
        id=ask.measure,
        name=ask.name,
        class_=ask.class_.value,
        psmu=ask.psmu,
        sampled=ask.sampled,
        latest=latest.get(ask.measure),
        without=_without(ask.measure),
    )


def _without(measure: str) -> str:
    sheet = definitions().get(measure)
    if sheet is None:
        return "No definition yet"
    if sheet.available is Available.PUBLISHED:
        return "Published, not loaded here"
    return NOT_YET[sheet.computed_from]

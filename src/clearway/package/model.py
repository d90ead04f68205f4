"""A driver diagram and change package: aim, primary drivers, secondary drivers and what hangs on them.

The model knows the form of a package and nothing of its clinical area; the content is data.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Annotated, Literal, Protocol, Self, TypeVar

from pydantic import Field, StrictBool, StrictInt, model_validator

from clearway.common.errors import ClearwayError
from clearway.package.consistency import Data, faults
from clearway.package.parts import (
    ChangeIdea,
    Day,
    Id,
    Language,
    MeasureAsk,
    MeasureClass,
    Part,
    Position,
    Reference,
    ReferenceStatus,
    Resource,
    SecondaryDriver,
    Text,
)

__all__ = [
    "Aim",
    "AimMeasure",
    "ChangeIdea",
    "Counts",
    "Definition",
    "Frame",
    "Instruction",
    "MeasureAsk",
    "MeasureClass",
    "Package",
    "PackageMeasure",
    "Position",
    "PrimaryDriver",
    "Reference",
    "ReferenceStatus",
    "Resource",
    "SecondaryDriver",
    "Target",
]


class AimMeasure(Part):
    """A measure by which the aim is judged, and when in the pregnancy: "booking", "36 weeks"."""

    measure: Id
    at: Text


class Target(Part):
    """A level that was promised for a measure of the aim, with the published series it is read from.

    `value` is a fraction (0.06 is 6%).
    """

    measure: Id
    series: Id
    value: Annotated[float, Field(strict=True, allow_inf_nan=False)]
    comparison: Literal["at most", "at least"]
    by: Day
    source: Text


class Aim(Part):
    """What the work is for, and what would show that it was reached."""

    statement: Text
    evidence: Text
    measures: tuple[AimMeasure, ...] = ()
    target: Target | None = None


class Definition(Part):
    """A term as the package uses it."""

    term: Text
    meaning: Text
    position: Position | None = None


class Instruction(Part):
    """A rule for using the package, such as which measures are mandatory."""

    id: Id
    rule: Text
    position: Position | None = None


class PrimaryDriver(Part):
    """A component of the system that moves the aim. `secondary_drivers` are ids, in order."""

    id: Id
    title: Text
    short_title: Text
    explanation: Text
    colour: Annotated[StrictInt, Field(ge=1, le=5)]
    position: Position | None = None
    secondary_drivers: tuple[Id, ...] = ()


@dataclass(frozen=True)
class PackageMeasure:
    """A measure of the package, however many drivers ask for it. `drivers` are ids, in order."""

    id: str
    name: str
    class_: MeasureClass
    psmu: bool
    sampled: bool
    drivers: tuple[str, ...]


@dataclass(frozen=True)
class Counts:
    """How much a package holds. Lines are counted per driver, measures once."""

    primary_drivers: int
    secondary_drivers: int
    change_ideas: int
    mandatory_lines: int
    supporting_lines: int
    measures: int
    mandatory_measures: int
    supporting_measures: int
    references: int
    resources: int


class Frame(Part):
    """What the package's own file holds: everything but the secondary drivers' own parts."""

    id: Id
    title: Text
    edition: Text
    example: StrictBool = False
    publisher: Text
    licence: Text
    provenance: Text
    language: Language = "en"
    aim: Aim
    values: tuple[Text, ...] = ()
    definitions: tuple[Definition, ...] = ()
    instructions: tuple[Instruction, ...] = ()
    primary_drivers: Annotated[tuple[PrimaryDriver, ...], Field(min_length=1)]


class Package(Frame):
    """One edition of a change package.

    `drivers` holds the secondary drivers in the order in which the primary drivers name them. A
    package whose parts do not fit together (an id twice, a measure under two names) is refused.
    """

    drivers: tuple[SecondaryDriver, ...]

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        whole = self.model_dump(mode="json", by_alias=True)
        drivers: dict[str, Data | None] = {driver["id"]: driver for driver in whole.pop("drivers")}
        found = next(iter(faults(whole, drivers)), None)
        if found:
            raise ValueError(found.what)
        named = [name for primary in self.primary_drivers for name in primary.secondary_drivers]
        if named != [driver.id for driver in self.drivers]:
            raise ValueError("the drivers are not in the order in which the primary drivers name them")
        return self

    @cached_property
    def measures(self) -> tuple[PackageMeasure, ...]:
        """The distinct measures, in the order in which they are first asked for."""
        asks: dict[str, list[tuple[SecondaryDriver, MeasureAsk]]] = {}
        for driver in self.drivers:
            for ask in driver.measures:
                asks.setdefault(ask.measure, []).append((driver, ask))
        return tuple(_merged(measure, lines) for measure, lines in asks.items())

    @cached_property
    def counts(self) -> Counts:
        """How many of each kind of part the package holds."""
        mandatory = sum(measure.class_.mandatory for measure in self.measures)
        return Counts(
            primary_drivers=len(self.primary_drivers),
            secondary_drivers=len(self.drivers),
            change_ideas=sum(len(driver.change_ideas) for driver in self.drivers),
            mandatory_lines=sum(len(driver.mandatory) for driver in self.drivers),
            supporting_lines=sum(len(driver.supporting) for driver in self.drivers),
            measures=len(self.measures),
            mandatory_measures=mandatory,
            supporting_measures=len(self.measures) - mandatory,
            references=sum(len(driver.references) for driver in self.drivers),
            resources=sum(len(driver.resources) for driver in self.drivers),
        )

    def primary(self, primary_id: str) -> PrimaryDriver:
        """The primary driver with this id, or ClearwayError with the nearest ids."""
        return _pick(primary_id, self.primary_drivers, "primary driver", self.id)

    def driver(self, driver_id: str) -> SecondaryDriver:
        """The secondary driver with this id, or ClearwayError with the nearest ids."""
        return _pick(driver_id, self.drivers, "secondary driver", self.id)

    def idea(self, idea_id: str) -> ChangeIdea:
        """The change idea with this id, or ClearwayError with the nearest ids."""
        ideas = [idea for driver in self.drivers for idea in driver.change_ideas]
        return _pick(idea_id, ideas, "change idea", self.id)

    def measure(self, measure_id: str) -> PackageMeasure:
        """The measure with this id, or ClearwayError with the nearest ids."""
        return _pick(measure_id, self.measures, "measure", self.id)

    def reference(self, reference_id: str) -> Reference:
        """The reference or resource with this id, or ClearwayError with the nearest ids."""
        entries = [entry for driver in self.drivers for entry in (*driver.references, *driver.resources)]
        return _pick(reference_id, entries, "reference", self.id)

    def drivers_of(self, primary_id: str) -> tuple[SecondaryDriver, ...]:
        """The secondary drivers of a primary driver, in order."""
        return tuple(self.driver(name) for name in self.primary(primary_id).secondary_drivers)

    def driver_of_idea(self, idea_id: str) -> SecondaryDriver:
        """The secondary driver that a change idea belongs to."""
        idea = self.idea(idea_id)
        return next(driver for driver in self.drivers if idea in driver.change_ideas)

    def driver_before(self, driver_id: str) -> SecondaryDriver | None:
        """The secondary driver before this one, for the links at the foot of a page."""
        place = self.drivers.index(self.driver(driver_id))
        return self.drivers[place - 1] if place else None

    def driver_after(self, driver_id: str) -> SecondaryDriver | None:
        """The secondary driver after this one, for the links at the foot of a page."""
        place = self.drivers.index(self.driver(driver_id)) + 1
        return self.drivers[place] if place < len(self.drivers) else None


class _Named(Protocol):
    @property
    def id(self) -> str: ...


N = TypeVar("N", bound=_Named)


def _merged(measure: str, lines: list[tuple[SecondaryDriver, MeasureAsk]]) -> PackageMeasure:
    # The asks of one measure agree: a package in which they do not is refused.
    ask = lines[0][1]
    drivers = tuple(driver.id for driver, _ in lines)
    return PackageMeasure(measure, ask.name, ask.class_, ask.psmu, ask.sampled, drivers)


def _pick(wanted: str, parts: Iterable[N], kind: str, package: str) -> N:
    by_id = {part.id: part for part in parts}
    if wanted in by_id:
        return by_id[wanted]
    near = get_close_matches(wanted, by_id, n=3, cutoff=0.5)
    mend = f"Did you mean {' or '.join(near)}?" if near else f"See: clearway package show {package}"
    raise ClearwayError(f"there is no {kind} '{wanted}' in package {package}", mend=mend)

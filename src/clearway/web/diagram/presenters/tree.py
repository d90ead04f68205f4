"""The driver diagram: the aim, the primary drivers and the secondary drivers with what each holds."""

from collections.abc import Collection
from dataclasses import dataclass

from clearway.package.model import Package, PrimaryDriver, SecondaryDriver
from clearway.web.diagram.presenters.figures import series_for


@dataclass(frozen=True)
class DriverBox:
    """A secondary driver; `with_figures` counts its measures of which published figures are held."""

    id: str
    number: str
    title: str
    short_title: str
    ideas: int
    measures: int
    with_figures: int

    @property
    def holds(self) -> str:
        """What is behind the box, in words."""
        measures = _counted(self.measures, "measure") if self.measures else "no measures"
        parts = [_counted(self.ideas, "change idea"), measures]
        if self.with_figures:
            parts.append(f"{self.with_figures} with published figures")
        return ", ".join(parts)


@dataclass(frozen=True)
class PrimaryBox:
    """A primary driver with its secondary drivers."""

    id: str
    number: str
    title: str
    short_title: str
    explanation: str
    colour: int
    drivers: tuple[DriverBox, ...]

    @property
    def holds(self) -> str:
        """What is behind the box, in words."""
        ideas = sum(driver.ideas for driver in self.drivers)
        return f"{_counted(len(self.drivers), 'secondary driver')}, {_counted(ideas, 'change idea')}"


def tree(package: Package, held: Collection[str] = ()) -> list[PrimaryBox]:
    """The boxes of a package in order, numbered; `held` are the measures of which figures are held."""
    return [_primary(package, primary, held) for primary in package.primary_drivers]


def number_of(package: Package, driver_id: str) -> str:
    """The number of a secondary driver, such as "1.3"."""
    driver = package.driver(driver_id)
    primary = package.primary(driver.primary_driver)
    return f"{package.primary_drivers.index(primary) + 1}.{primary.secondary_drivers.index(driver_id) + 1}"


def primary_box(package: Package, primary_id: str, held: Collection[str] = ()) -> PrimaryBox:
    """One primary driver. Raises ClearwayError when there is none of that id."""
    return _primary(package, package.primary(primary_id), held)


def driver_box(package: Package, driver_id: str, held: Collection[str] = ()) -> DriverBox:
    """One secondary driver. Raises ClearwayError when there is none of that id."""
    return _box(package, package.driver(driver_id), held)


def _primary(package: Package, primary: PrimaryDriver, held: Collection[str]) -> PrimaryBox:
    return PrimaryBox(
        id=primary.id,
        number=str(package.primary_drivers.index(primary) + 1),
        title=primary.title,
        short_title=primary.short_title,
        explanation=primary.explanation,
        colour=primary.colour,
        drivers=tuple(_box(package, driver, held) for driver in package.drivers_of(primary.id)),
    )


def _box(package: Package, driver: SecondaryDriver, held: Collection[str]) -> DriverBox:
    return DriverBox(
        id=driver.id,
        number=number_of(package, driver.id),
        title=driver.title,
        short_title=driver.short_title,
        ideas=len(driver.change_ideas),
        measures=len(driver.measures),
        with_figures=sum(any(name in held for name in series_for(ask.measure)) for ask in driver.measures),
    )


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"

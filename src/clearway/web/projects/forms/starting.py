"""Choosing what a project works on."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from clearway.package.loader import shipped_packages
from clearway.package.model import Package
from clearway.web.projects.forms.fields import choice, line
from clearway.web.projects.forms.where import UnitsField
from clearway.web.projects.vocabulary import vocabulary
from clearway.web.units.models import Unit


@dataclass(frozen=True)
class IdeaBox:
    """A change idea to tick."""

    id: str
    title: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class DriverBox:
    """A secondary driver to tick, with its change ideas."""

    id: str
    title: str
    colour: int
    chosen: bool
    ideas: tuple[IdeaBox, ...]

    @property
    def is_open(self) -> bool:
        """Whether something of it is ticked, so that its ideas are shown at once."""
        return self.chosen or any(idea.chosen for idea in self.ideas)


class FocusForm(forms.Form):
    """Drivers and change ideas; a ticked idea brings its driver with it."""

    drivers = forms.MultipleChoiceField(required=False)
    ideas = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, package: Package, **options: Any) -> None:
        super().__init__(*args, **options)
        self.package = package
        every = [idea for driver in package.drivers for idea in driver.change_ideas]
        self.fields["drivers"].choices = [(each.id, each.title) for each in package.drivers]  # type: ignore[attr-defined]
        self.fields["ideas"].choices = [(each.id, each.short_title) for each in every]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """At least one driver, those of the ticked ideas included."""
        cleaned = super().clean() or {}
        ideas = set(cleaned.get("ideas", ()))
        drivers = set(cleaned.get("drivers", ()))
        drivers |= {
            each.id for each in self.package.drivers if ideas & {idea.id for idea in each.change_ideas}
        }
        if not self.errors and not drivers:
            self.add_error("drivers", "Choose at least one driver or change idea")
        cleaned["drivers"], cleaned["ideas"] = sorted(drivers), sorted(ideas)
        return cleaned

    @property
    def boxes(self) -> tuple[DriverBox, ...]:
        """What to tick, in the order of the package."""
        drivers, ideas = self._ticked("drivers"), self._ticked("ideas")
        return tuple(
            DriverBox(
                driver.id,
                driver.title,
                self.package.primary(driver.primary_driver).colour,
                driver.id in drivers,
                tuple(
                    IdeaBox(idea.id, idea.short_title, idea.text, idea.id in ideas)
                    for idea in driver.change_ideas
                ),
            )
            for driver in self.package.drivers
        )

    def _ticked(self, name: str) -> Collection[str]:
        value = self[name].value()
        return set(value) if isinstance(value, list | tuple | set) else set()


class StartForm(FocusForm):
    """A project: its title, what it works on, and where, in a trust that has units."""

    title = line(
        "Title of the project", hint="What colleagues will call it, for example CO testing for every woman"
    )
    field_order = ("title", "drivers", "ideas", "units", "role")

    def __init__(self, *args: Any, units: Iterable[Unit] = (), joins: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if joins:
            self.fields["role"] = choice(
                "Your role in the team", vocabulary().roles, none="I am not in the team"
            )
        offered = list(units)
        if offered:
            self.fields["units"] = UnitsField(offered, label="Where it works")


def asked_for(query: Mapping[str, str]) -> tuple[Package, dict[str, list[str]]]:
    """The package and what the address asks to be ticked already; what does not exist is left out."""
    packages = shipped_packages()
    package = packages.get(query.get("package", "")) or next(iter(packages.values()))
    ideas = {idea.id: driver.id for driver in package.drivers for idea in driver.change_ideas}
    idea, driver = query.get("idea", ""), query.get("driver", "")
    drivers = [each.id for each in package.drivers if each.id in (driver, ideas.get(idea))]
    return package, {"drivers": drivers, "ideas": [idea] if idea in ideas else []}

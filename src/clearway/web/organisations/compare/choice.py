"""What a reader chose to compare: a measure, under which organisation, at which level; with defaults."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from clearway.common.errors import ClearwayError
from clearway.common.organisations import NATION, Level, Organisation, directory
from clearway.common.parameters import reading, same, tidy
from clearway.measures.definitions import Definition, definitions
from clearway.web.charts.titles import chart_title
from clearway.web.organisations.compare.selectors import Held, Key, held
from clearway.web.organisations.levels import PLURALS
from clearway.web.organisations.series import QUALITY
from clearway.web.people.access import NOBODY, Access

LEVELS = (Level.PROVIDER, Level.ICB, Level.REGION, Level.SUB_ICB, Level.LOCAL_AUTHORITY, Level.SYNTHETIC)
"""The levels at which organisations are enough alike to stand side by side, the usual one first."""
PARENTS = (Level.NATIONAL, Level.REGION, Level.ICB, Level.SYNTHETIC)


@dataclass(frozen=True)
class Asked:
    """A choice: `component` is one of `measure`, or empty; `page` counts from 1; `held` is what there is.

    `parameter` is what fills the blank in the measure's name, as somebody wrote it; empty is any. `access` is
    that of the reader: of trusts of their own they see what those entered too.
    """

    measure: Definition
    component: str
    under: Organisation
    level: Level
    page: int
    held: Sequence[Held]
    parameter: str = ""
    access: Access = NOBODY

    def chose(self, key: Key) -> bool:
        """Whether that is the series that was chosen; of several the first."""
        asked = (self.measure.id, self.component)
        return key[:2] == asked and (not self.parameter or same(key[2], self.parameter))

    @property
    def members(self) -> list[Organisation]:
        """The organisations of the level under the parent, closed ones too, by name."""
        return members(self.under, self.level)

    @property
    def query(self) -> dict[str, str]:
        """The choice as the query of an address, without the page."""
        chosen = {"measure": self.measure.id, "component": self.component, "parameter": self.parameter}
        chosen |= {"under": self.under.code}
        return {name: text for name, text in {**chosen, "level": self.level.value}.items() if text}

    @property
    def title(self) -> str:
        """The measure in a few words, with its part."""
        return chart_title(
            self.measure, self.component, "" if reading(self.parameter) == "" else self.parameter
        )


@dataclass(frozen=True)
class Options:
    """What can be chosen: (id, title) of measures under headings, parents, and levels."""

    measures: Sequence[tuple[str, Sequence[Definition]]]
    levels: Sequence[tuple[str, str]]


def members(under: Organisation, level: Level) -> list[Organisation]:
    """The organisations of a level below another one; below the nation are all, grouped or not."""
    known = directory()
    if level is Level.SYNTHETIC or under.level is Level.SYNTHETIC:
        return [under] if under.level is level else []
    if under.demonstration:  # the made-up collaborative lies below no nation, and is in no list
        return sorted(_below(under, level), key=lambda one: (one.name, one.code))
    found = [
        one
        for one in known
        if one.level is level
        and (under.code == NATION or any(above.code == under.code for above in known.ancestors(one.code)))
    ]
    return sorted(found, key=lambda one: (one.name, one.code))


def _below(under: Organisation, level: Level) -> Iterator[Organisation]:
    for child in directory().children(under.code):
        if child.level is level:
            yield child
        yield from _below(child, level)


def read_choice(asked: Mapping[str, str], access: Access = NOBODY) -> Asked | None:
    """The reader's choice, or None when there are no figures at all that they may see.

    Raises ClearwayError when something that was asked for does not exist.
    """
    rows = held(access)
    if not any(one.level in LEVELS for one in rows):
        return None
    code = asked.get("under") or NATION
    under = directory().find(code)
    if under is None:
        raise ClearwayError(f"there is no organisation '{code}'", mend="Choose one from the list")
    if under.level not in PARENTS:
        raise ClearwayError(
            f"{under.name} has no members to compare", mend="Choose a board, a region or England"
        )
    measure = _measure(asked.get("measure", ""))
    level = _level(asked.get("level", ""), under, measure, rows)
    if measure is None:
        measure = _usual(rows, level)
    component = _component(measure, asked.get("component", ""))
    parameter = _parameter(measure, asked.get("parameter", ""))
    return Asked(measure, component, under, level, _page(asked.get("page", "")), rows, parameter, access)


def options(chosen: Asked) -> Options:
    """What the form offers; only measures of which rows are held at the chosen level, and the chosen one."""
    ids = {one.measure for one in chosen.held if one.level is chosen.level} | {chosen.measure.id}
    sheets = [sheet for name, sheet in definitions().items() if name in ids]
    groups = (
        ("Measures", [one for one in sheets if not is_quality(one) and one.direction != "neutral"]),
        (
            "Categories and counts",
            [one for one in sheets if not is_quality(one) and one.direction == "neutral"],
        ),
        ("Quality of the records", [one for one in sheets if is_quality(one)]),
    )
    levels = [(one.value, PLURALS[one][1].capitalize()) for one in LEVELS if one in PLURALS]
    return Options([group for group in groups if group[1]], levels)


def is_quality(sheet: Definition) -> bool:
    """Whether it is a test of the records and no measure of care."""
    return sheet.id.startswith(QUALITY)


def _measure(asked: str) -> Definition | None:
    if asked and asked not in definitions():
        raise ClearwayError(f"there is no measure '{asked}'", mend="Choose one from the list")
    return definitions()[asked] if asked else None


def _level(asked: str, under: Organisation, measure: Definition | None, rows: Sequence[Held]) -> Level:
    """The level asked for; else the first at which the measure is held below the parent."""
    if under.level is Level.SYNTHETIC:
        return Level.SYNTHETIC
    possible = [one for one in LEVELS if one is not Level.SYNTHETIC]
    if asked:
        chosen = next((one for one in possible if one.value == asked), None)
        if chosen is None:
            raise ClearwayError(f"there is no level '{asked}' to compare", mend="Choose one from the list")
        return chosen
    wanted = {one.level for one in rows if measure is None or one.measure == measure.id}
    return next((one for one in possible if one in wanted and one is not under.level), Level.PROVIDER)


def _usual(rows: Sequence[Held], level: Level) -> Definition:
    """The first measure with a better direction that is held at the level, else the first of all."""
    ids = {one.measure for one in rows if one.level is level}
    sheets = [sheet for name, sheet in definitions().items() if name in ids]
    directed = [sheet for sheet in sheets if sheet.direction != "neutral" and not is_quality(sheet)]
    return next(iter(directed or sheets or definitions().values()))


def _component(measure: Definition, asked: str) -> str:
    ids = [one.id for one in measure.components]
    if asked and asked not in ids:
        raise ClearwayError(
            f"'{asked}' is no part of this measure", mend=f"Choose {' or '.join(ids) or 'none'}"
        )
    return asked or (ids[0] if ids else "")


def _parameter(measure: Definition, asked: str) -> str:
    if asked and measure.parameter is None:
        raise ClearwayError("the name of this measure has no blank to fill in", mend="Leave 'parameter' out")
    return tidy(asked)


def _page(asked: str) -> int:
    if not asked:
        return 1
    if not asked.isdecimal() or len(asked) > 6 or int(asked) < 1:
        raise ClearwayError(f"'{asked}' is no page number", mend="Write a number from 1")
    return int(asked)

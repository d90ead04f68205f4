"""What the measure pages show."""

from collections.abc import Sequence
from dataclasses import dataclass

from clearway.measures.definitions import Available, ComputedFrom, Definition, definitions
from clearway.package.loader import shipped_packages
from clearway.package.model import Package, PackageMeasure, SecondaryDriver
from clearway.web.measures.choice import Choice
from clearway.web.people.access import NOBODY, Access
from clearway.web.publications import selectors
from clearway.web.publications.computed import how_computed as stamp_text

DIRECTIONS = {
    "increase": "higher is better",
    "decrease": "lower is better",
    "neutral": "neither higher nor lower is better by itself",
}
COMPUTED = {
    ComputedFrom.RECORDS: "the maternity and stop smoking records a service already keeps",
    ComputedFrom.PUBLISHED: "published statistics, taken as printed",
    ComputedFrom.TEAM_LOGS: "what the improvement team writes down about its own work",
}


@dataclass(frozen=True)
class Ask:
    """A secondary driver that asks for the measure, and how."""

    package: Package
    driver: SecondaryDriver
    class_: str
    owed: str


@dataclass(frozen=True)
class MeasureLine:
    """A measure in a list."""

    id: str
    title: str
    short_title: str
    class_: str
    psmu: bool
    sampled: bool
    has_figures: bool
    drivers: Sequence[SecondaryDriver]


@dataclass(frozen=True)
class MeasureGroup:
    """Measures under one heading."""

    heading: str
    explanation: str
    lines: Sequence[MeasureLine]


def asks_for(measure_id: str) -> list[Ask]:
    """All secondary drivers of the loaded packages that ask for a measure."""
    asks = []
    for package in shipped_packages().values():
        for driver in package.drivers:
            line = next((one for one in driver.measures if one.measure == measure_id), None)
            if line is not None:
                asks.append(Ask(package, driver, str(line.class_), _owed(str(line.class_), driver)))
    return asks


def _owed(class_: str, driver: SecondaryDriver) -> str:
    if class_ == "all":
        return "owed by every team, whichever driver it works on"
    if class_ == "driver":
        return f"owed by teams that work on “{driver.short_title}”"
    return f"may be collected by teams that work on “{driver.short_title}”"


def measure_groups(package: Package, access: Access = NOBODY) -> list[MeasureGroup]:
    """The measures of a package by how they are owed, then the national ones."""
    held = selectors.measures_held(access)
    texts = (
        ("all", "Mandatory for every team", "Collected whichever secondary driver a team works on."),
        (
            "driver",
            "Mandatory for a chosen driver",
            "Collected when the team works on a driver that asks for it.",
        ),
        ("supporting", "Supporting", "A team may choose them to support its project."),
    )
    groups = [
        MeasureGroup(
            heading, text, [_line(one, package, held) for one in package.measures if one.class_ == class_]
        )
        for class_, heading, text in texts
    ]
    national = [_national(sheet, held) for sheet in definitions().values() if sheet.class_national]
    groups.append(
        MeasureGroup("Published nationally", "Official statistics that Clearway reads as printed.", national)
    )
    return [group for group in groups if group.lines]


def _line(measure: PackageMeasure, package: Package, held: set[str]) -> MeasureLine:
    sheet = definitions().get(measure.id)
    published = set(sheet.published_as) if sheet else set()
    return MeasureLine(
        measure.id,
        measure.name,
        sheet.short_title if sheet else measure.name,
        str(measure.class_),
        measure.psmu,
        measure.sampled,
        bool(held & (published | {measure.id})),
        [package.driver(driver) for driver in measure.drivers],
    )


def _national(sheet: Definition, held: set[str]) -> MeasureLine:
    return MeasureLine(
        sheet.id, sheet.title, sheet.short_title, "national", False, False, sheet.id in held, ()
    )


def sheet_rows(sheet: Definition) -> list[tuple[str, str]]:
    """The definition sheet as question and answer, in the order people read it."""
    rows = [
        ("Why it matters", sheet.why),
        ("Numerator" if sheet.denominator else "What is counted", sheet.numerator),
        ("Denominator", sheet.denominator or ""),
        ("Unit", sheet.unit),
        ("When a case counts", sheet.month),
        ("Window", sheet.window or ""),
        ("Level", sheet.level),
        ("Better", DIRECTIONS[sheet.direction]),
        ("Parts", "; ".join(one.title for one in sheet.components)),
        (
            "Filled in by the team",
            f"{sheet.parameter.meaning} Example: {sheet.parameter.example}" if sheet.parameter else "",
        ),
        ("Computed from", COMPUTED[sheet.computed_from]),
        ("Source of the definition", sheet.source.text),
        (
            "Version",
            f"{sheet.version}, reviewed {sheet.reviewed:%B %Y}, next review {sheet.next_review:%B %Y}",
        ),
    ]
    return [(name, text) for name, text in rows if text]


NOT_LOADED = (
    "No published figures have been loaded yet. Run ./clearway up to load those that ship with Clearway."
)
FROM_RECORDS = (
    "No national body publishes this measure. It is computed from maternity and stop smoking records: "
    "./clearway measures run --from msds FOLDER --load shows your own figures here. The synthetic trust "
    "shows what that looks like."
)
FROM_WORK = (
    "No national body publishes this measure. It is computed from what teams log of their work: every night "
    "for a trust that runs its projects here, from other logs by "
    "./clearway measures run --from team-logs FOLDER --load."
)
FROM_LOGS = (
    "This measure is about the team's own work. The logs it is computed from come with a later release. "
    "The definition below is what will be computed."
)


def when_computed(sheet: Definition) -> str:
    """What to say where there is no chart: nothing is missing by mistake."""
    if sheet.available is Available.PUBLISHED:
        return NOT_LOADED
    if sheet.computed_from is ComputedFrom.RECORDS:
        return FROM_RECORDS
    return FROM_WORK if sheet.available is Available.COMPUTED else FROM_LOGS


@dataclass(frozen=True)
class HowComputed:
    """How the newest figure of a series came about, and the number of the file it came in where everybody may
    see that file, else None."""

    text: str
    source: int | None


def how_computed(choice: Choice) -> HowComputed | None:
    """Of the chosen organisation's series; None where its newest figure was published."""
    of = (choice.series.id, choice.component, choice.access, choice.parameter)
    row = selectors.latest(choice.organisation, *of)
    stamp = row.source.computed_as if row else None
    if row is None or stamp is None:
        return None
    return HowComputed(stamp_text(stamp, choice.series.id), row.source.pk if row.is_open else None)

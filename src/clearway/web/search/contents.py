"""What can be found: entries from the change packages, the definition sheets and the directory."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import yaml

from clearway.common.organisations import Level, Organisation, directory
from clearway.measures.definitions import Definition, definitions
from clearway.package.loader import shipped_packages
from clearway.package.model import Package
from clearway.package.parts import Reference, SecondaryDriver
from clearway.web.organisations.levels import LEVELS
from clearway.web.search.index import Entry, Index, Kind
from clearway.web.search.words import words


@cache
def index() -> Index:
    """The index of everything that ships with Clearway; made once a process."""
    short = abbreviations()
    found = contents(shipped_packages().values(), definitions(), directory())
    return Index(replace(entry, also=_long_forms(entry, short)) for entry in found)


def abbreviations() -> Mapping[str, str]:
    """What short forms stand for."""
    read: dict[str, str] = yaml.safe_load(Path(__file__).with_name("abbreviations.yaml").read_text("utf-8"))
    return read


def _long_forms(entry: Entry, short: Mapping[str, str]) -> str:
    used = {*words(entry.title), *words(entry.text)}
    return " ".join(long for word, long in short.items() if word in used)


def contents(
    packages: Iterable[Package], sheets: Mapping[str, Definition], organisations: Iterable[Organisation]
) -> Iterator[Entry]:
    """All entries; of those that fit equally well, the first comes first."""
    packages = tuple(packages)
    for package in packages:
        yield from _package(package)
    yield from _measures(packages, sheets)
    levels = list(LEVELS)
    for one in sorted(organisations, key=lambda o: (not o.is_open(), levels.index(o.level), o.name)):
        yield _organisation(one)


def _package(package: Package) -> Iterator[Entry]:
    of = f", {package.title}" if package.example else ""
    yield Entry(
        Kind.PACKAGE,
        (package.id,),
        package.title,
        "Change package",
        package.aim.statement,
        "package",
        (package.id,),
    )
    for primary in package.primary_drivers:
        yield Entry(
            Kind.DRIVER,
            (primary.id,),
            primary.title,
            f"Primary driver{of}",
            f"{primary.short_title}. {primary.explanation}",
            "primary-driver",
            (package.id, primary.id),
        )
    for driver in package.drivers:
        above = package.primary(driver.primary_driver).short_title
        about = f"Secondary driver of {above}{of}"
        yield Entry(
            Kind.DRIVER,
            (driver.id,),
            driver.title,
            about,
            driver.short_title,
            "driver",
            (package.id, driver.id),
        )
        for idea in driver.change_ideas:
            about = f"Change idea for {driver.short_title}{of}"
            place = (package.id, idea.id)
            yield Entry(Kind.IDEA, (idea.id,), idea.short_title, about, idea.text, "idea", place)
        yield from _reading(package, driver)


def _reading(package: Package, driver: SecondaryDriver) -> Iterator[Entry]:
    entries: list[tuple[str, str, Reference]] = [
        ("references", "Reference", one) for one in driver.references
    ]
    entries += [("resources", "Resource", one) for one in driver.resources]
    for page, word, one in entries:
        written = ", ".join(filter(None, (one.authors, str(one.year) if one.year else "")))
        yield Entry(
            Kind.REFERENCE,
            (one.id,),
            one.title,
            f"{word} for {driver.short_title}",
            ". ".join(filter(None, (written, one.topic))),
            page,
            (package.id,),
            one.id,
        )


def _measures(packages: Iterable[Package], sheets: Mapping[str, Definition]) -> Iterator[Entry]:
    """Measures in the order of the packages, then the national ones."""
    classes = {"all": "Mandatory for every team", "driver": "Mandatory for a chosen driver"}
    named: set[str] = set()
    for package in packages:
        for measure in package.measures:
            if measure.id in named:
                continue
            named.add(measure.id)
            sheet = sheets.get(measure.id)
            text = f"{sheet.short_title}. {sheet.why}" if sheet else ""
            about = f"Measure, {classes.get(measure.class_, 'Supporting').lower()}"
            yield Entry(Kind.MEASURE, (measure.id,), measure.name, about, text, "measure", (measure.id,))
    for sheet in sheets.values():
        if sheet.id not in named:
            text = f"{sheet.short_title}. {sheet.why}"
            about = "Measure, published nationally"
            yield Entry(Kind.MEASURE, (sheet.id,), sheet.title, about, text, "measure", (sheet.id,))


def _organisation(one: Organisation) -> Entry:
    closed = f", closed {one.closed:%Y}" if one.closed else ""
    above = directory().ancestors(one.code)
    text = ", ".join(part.name for part in above if part.level is not Level.NATIONAL)
    codes = tuple(filter(None, (one.code, one.ons_code)))
    about = (
        f"{LEVELS[one.level]} {one.code}{closed}" if len(one.code) < 10 else f"{LEVELS[one.level]}{closed}"
    )
    return Entry(Kind.ORGANISATION, codes, one.name, about, text, "organisation", (one.code,))

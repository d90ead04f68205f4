"""A package, a driver, a change idea or a measure as plain text for reading."""

import textwrap
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from clearway.common.errors import ClearwayError
from clearway.package.model import (
    ChangeIdea,
    MeasureAsk,
    MeasureClass,
    Package,
    PackageMeasure,
    Position,
    PrimaryDriver,
    Reference,
    SecondaryDriver,
)
from clearway.package.table import place

WIDTH = 100


def summary(package: Package) -> str:
    """The package in five lines: what it is, and how much it holds."""
    counts = package.counts
    kind = ", an example" if package.example else ""
    held = (
        (counts.primary_drivers, "primary driver"),
        (counts.secondary_drivers, "secondary driver"),
        (counts.change_ideas, "change idea"),
    )
    lines = (
        f"{counts.mandatory_lines} mandatory and {number(counts.supporting_lines, 'supporting data line')}"
    )
    classes = f"{counts.mandatory_measures} mandatory, {counts.supporting_measures} supporting"
    further = f"{number(counts.references, 'reference')}, {number(counts.resources, 'resource')}"
    return "\n".join(
        [
            f"{package.id} (edition {package.edition}{kind})",
            *_wrap(package.title, "  "),
            f"  {', '.join(number(*each) for each in held)}",
            f"  {lines}; {number(counts.measures, 'measure')} ({classes})",
            f"  {further}",
        ]
    )


def number(count: int, noun: str) -> str:
    """A count with its noun: `1 error`, `2 errors`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def describe(wanted: str, packages: Iterable[Package]) -> str:
    """The text of one item: a package, driver, change idea, measure, reference or resource.

    `wanted` is its id, or PACKAGE/ID where packages share an id. Raises ClearwayError with the nearest
    ids where there is none, and with the full names where several packages have one.
    """
    items = {(package.id, name): (package, part) for package in packages for name, part in _items(package)}
    owner, _, name = wanted.rpartition("/")
    found = [key for key in items if key[1] == name and owner in ("", key[0])]
    if len(found) == 1:
        return "\n".join(_lines(*items[found[0]]))
    if found:
        full = ", ".join("/".join(key) for key in found)
        raise ClearwayError(f"'{wanted}' is in several packages", mend=f"Name one of them: {full}")
    known = ["/".join(key) if owner else key[1] for key in items]
    near = list(dict.fromkeys(get_close_matches(wanted, known, n=3, cutoff=0.5)))
    mend = f"Did you mean {' or '.join(near)}?" if near else "See: clearway package list --format csv"
    raise ClearwayError(f"no package has anything called '{wanted}'", mend=mend)


Item = Package | PrimaryDriver | SecondaryDriver | ChangeIdea | PackageMeasure | Reference


def _items(package: Package) -> Iterator[tuple[str, Item]]:
    yield package.id, package
    for primary in package.primary_drivers:
        yield primary.id, primary
    for driver in package.drivers:
        yield driver.id, driver
        yield from ((idea.id, idea) for idea in driver.change_ideas)
        yield from ((entry.id, entry) for entry in (*driver.references, *driver.resources))
    for measure in package.measures:
        yield measure.id, measure


def _lines(package: Package, item: Item) -> list[str]:
    if isinstance(item, Package):
        return _package_lines(item)
    if isinstance(item, PrimaryDriver):
        return _primary_lines(package, item)
    if isinstance(item, SecondaryDriver):
        return _driver_lines(package, item)
    if isinstance(item, ChangeIdea):
        driver = package.driver_of_idea(item.id)
        return [*_wrap(item.text), f"Change idea of {driver.id}: {driver.title}", *_at(item.position)]
    if isinstance(item, PackageMeasure):
        return _measure_lines(package, item)
    return _reference_lines(item)


def _package_lines(package: Package) -> list[str]:
    aim = package.aim
    told = [summary(package), "", *_wrap(f"Aim: {aim.statement}"), *_wrap(f"Shown by: {aim.evidence}")]
    told += [f"  {package.measure(each.measure).name} ({each.at})" for each in aim.measures]
    if aim.target:
        target = aim.target
        told.append(f"Target: {target.measure} {target.comparison} {target.value:.1%} by {target.by}")
        told += _wrap(target.source, "  ")
    if package.values:
        told.append(f"Values: {', '.join(package.values)}")
    for primary in package.primary_drivers:
        told += ["", f"{primary.title} [{primary.id}]"]
        told += [f"  {driver.title} [{driver.id}]" for driver in package.drivers_of(primary.id)]
    if package.instructions:
        told += ["", "How to use it"]
        told += [line for each in package.instructions for line in _wrap(each.rule, "  - ", "    ")]
    told += ["", f"Publisher: {package.publisher}", *_wrap(f"Licence: {package.licence}")]
    return [*told, *_wrap(f"Provenance: {package.provenance}")]


def _primary_lines(package: Package, primary: PrimaryDriver) -> list[str]:
    told = [f"{primary.title} [{primary.id}]", f"Primary driver of {package.id}", *_at(primary.position)]
    told += ["", *_wrap(primary.explanation), "", "Secondary drivers"]
    return told + [f"  {driver.title} [{driver.id}]" for driver in package.drivers_of(primary.id)]


def _driver_lines(package: Package, driver: SecondaryDriver) -> list[str]:
    primary = package.primary(driver.primary_driver)
    told = [f"{driver.title} [{driver.id}]", f"Secondary driver of {primary.id}: {primary.title}"]
    told += _at(driver.position)
    if driver.change_ideas:
        told += ["", "Change ideas"]
    for number, idea in enumerate(driver.change_ideas, start=1):
        told += _wrap(f"{idea.text} [{idea.id}]", f"  {number:2}. ", "      ")
    for heading, asks in (("Mandatory data", driver.mandatory), ("Supporting data", driver.supporting)):
        if asks:
            told += ["", heading]
            told += [line for ask in asks for line in _wrap(_ask(ask), "  - ", "    ")]
    for heading, listed in (("References", driver.references), ("Resources", driver.resources)):
        if listed:
            told += ["", heading]
            told += [f"  {entry.title} ({entry.status.value}) [{entry.id}]" for entry in listed]
    before, after = package.driver_before(driver.id), package.driver_after(driver.id)
    told.append("")
    told += _wrap(f"Before: {before.title} [{before.id}]") if before else []
    return told + (_wrap(f"After: {after.title} [{after.id}]") if after else [])


def _ask(ask: MeasureAsk) -> str:
    marks = [
        word
        for word, holds in (
            ("whichever driver a team works on", ask.class_ is MeasureClass.ALL),
            ("collected centrally", ask.psmu),
            ("may be sampled", ask.sampled),
        )
        if holds
    ]
    return f"{ask.name} [{ask.measure}]" + (f" ({'; '.join(marks)})" if marks else "")


def _measure_lines(package: Package, measure: PackageMeasure) -> list[str]:
    owed = {
        MeasureClass.ALL: "mandatory, whichever driver a team works on",
        MeasureClass.DRIVER: "mandatory for a team on the driver",
        MeasureClass.SUPPORTING: "supporting; a team may choose it",
    }
    told = [f"{measure.name} [{measure.id}]", f"Class: {owed[measure.class_]}"]
    told.append(f"Collected centrally by the Patient Safety Measurement Unit: {_yes(measure.psmu)}")
    told.append(f"A sample will do: {_yes(measure.sampled)}")
    told.append("Asked for by")
    return told + [f"  {package.driver(name).title} [{name}]" for name in measure.drivers]


def _reference_lines(entry: Reference) -> list[str]:
    by = " ".join(str(part) for part in (entry.authors, entry.year) if part)
    told = [*_wrap(f"{entry.title} [{entry.id}]"), *([by] if by else []), f"Topic: {entry.topic}"]
    told += [entry.address] if entry.address else []
    checked = f", looked up on {entry.checked}" if entry.checked else ""
    told.append(f"Status: {entry.status.value}{checked}")
    told += [f"How: {entry.checked_how}"] if entry.checked_how else []
    told += [f"Superseded by: {entry.superseded_by}"] if entry.superseded_by else []
    told += [f"Duplicate of: {entry.duplicate_of}"] if entry.duplicate_of else []
    return [*told, *(_wrap(f"Note: {entry.note}") if entry.note else []), *_at(entry.position)]


def _at(position: Position | None) -> list[str]:
    return [f"In the published document: line {place(position)}"] if position else []


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"


def _wrap(text: str, first: str = "", after: str | None = None) -> list[str]:
    # A word is never broken: an address that is cut cannot be followed.
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=first if after is None else after,
        break_long_words=False,
        break_on_hyphens=False,
    )

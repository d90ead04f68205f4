"""A package as a flat table: one row an item, for a spreadsheet or another program."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from clearway.package.model import MeasureAsk, Package, Position, Reference, SecondaryDriver

COLUMNS = (
    "package",
    "edition",
    "example",
    "kind",
    "id",
    "parent",
    "title",
    "class",
    "psmu",
    "sampled",
    "position",
)


@dataclass(frozen=True)
class Row:
    """One item of a package.

    `kind` is `package`, `primary_driver`, `secondary_driver`, `change_idea`, `measure`, `reference` or
    `resource`; `parent` the id of the item it belongs to. A measure has one row for each driver that
    asks for it. `class_`, `psmu` and `sampled` are None but for measures; `position` is the line of
    the published document, with the part where it splits a driver, or empty.
    """

    kind: str
    id: str
    parent: str
    title: str
    position: str = ""
    class_: str | None = None
    psmu: bool | None = None
    sampled: bool | None = None


def rows(package: Package) -> Iterator[Row]:
    """Every item, from the top down, in the order of the package."""
    yield Row("package", package.id, "", package.title)
    for primary in package.primary_drivers:
        yield Row("primary_driver", primary.id, package.id, primary.title, place(primary.position))
        for driver in package.drivers_of(primary.id):
            yield from _driver_rows(driver)


def records(package: Package) -> Iterator[dict[str, Any]]:
    """The rows with the columns of COLUMNS; None where a column does not apply."""
    for row in rows(package):
        yield {
            "package": package.id,
            "edition": package.edition,
            "example": package.example,
            "kind": row.kind,
            "id": row.id,
            "parent": row.parent or None,
            "title": row.title,
            "class": row.class_,
            "psmu": row.psmu,
            "sampled": row.sampled,
            "position": row.position or None,
        }


def place(position: Position | None) -> str:
    """A position in the published document as `75` or `75 part 2`; empty where there is none."""
    if position is None:
        return ""
    return f"{position.line} part {position.part}" if position.part else str(position.line)


def _driver_rows(driver: SecondaryDriver) -> Iterator[Row]:
    yield Row("secondary_driver", driver.id, driver.primary_driver, driver.title, place(driver.position))
    for idea in driver.change_ideas:
        yield Row("change_idea", idea.id, driver.id, idea.text, place(idea.position))
    for ask in driver.measures:
        yield _ask_row(ask, driver)
    for reference in driver.references:
        yield _reference_row("reference", reference, driver)
    for resource in driver.resources:
        yield _reference_row("resource", resource, driver)


def _ask_row(ask: MeasureAsk, driver: SecondaryDriver) -> Row:
    where = place(ask.position)
    return Row("measure", ask.measure, driver.id, ask.name, where, ask.class_.value, ask.psmu, ask.sampled)


def _reference_row(kind: str, reference: Reference, driver: SecondaryDriver) -> Row:
    return Row(kind, reference.id, driver.id, reference.title, place(reference.position))

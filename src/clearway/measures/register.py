"""Joins what the change packages ask for with the definition sheets.

A package says which measures a team owes (its asks); a sheet says what a measure is. This module is
the one place where the two meet.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from clearway.common.errors import ClearwayError
from clearway.common.findings import Finding, Severity
from clearway.measures.definitions import Definition, definitions, nearest
from clearway.package.loader import shipped_packages
from clearway.package.model import Package, PackageMeasure

MAIN_PACKAGE = "smoke-free-pregnancies"
NATIONAL = "national"
"""The class of a measure that no package asks for: a published national statistic."""


@dataclass(frozen=True)
class Ask:
    """That a package asks for a measure. `drivers` are the secondary drivers' ids, in order."""

    package: str
    class_: str
    psmu: bool
    sampled: bool
    drivers: tuple[str, ...]


@dataclass(frozen=True)
class MeasureSheet:
    """A measure with everything known of it: who asks for it, and its definition.

    `definition` is None for a measure of an example package, which has none.
    """

    id: str
    title: str
    definition: Definition | None
    asks: tuple[Ask, ...]

    @property
    def class_(self) -> str:
        """`all`, `driver` or `supporting` after the first package that asks, otherwise `national`."""
        return self.asks[0].class_ if self.asks else NATIONAL


def register(
    package_id: str = MAIN_PACKAGE,
    *,
    packages: Mapping[str, Package] | None = None,
    sheets: Mapping[str, Definition] | None = None,
) -> tuple[MeasureSheet, ...]:
    """The measures of one package in its order, then the national ones where they belong to it.

    The national measures belong to a package that asks for a measure with published figures.
    `packages` and `sheets` are by id, by default those that come with Clearway. Raises ClearwayError
    where there is no such package.
    """
    packages = shipped_packages() if packages is None else packages
    sheets = definitions() if sheets is None else sheets
    if package_id not in packages:
        known = ", ".join(packages)
        raise ClearwayError(f"There is no package called '{package_id}'", mend=f"Use one of: {known}")
    package = packages[package_id]
    asked = tuple(_asked_sheet(package, measure, sheets) for measure in package.measures)
    if not any(sheet.definition and sheet.definition.published_as for sheet in asked):
        return asked
    national = (sheet for sheet in sheets.values() if sheet.class_national)
    return asked + tuple(MeasureSheet(sheet.id, sheet.title, sheet, ()) for sheet in national)


def measure_sheet(measure_id: str) -> MeasureSheet:
    """The measure with its definition and every package's ask. Raises ClearwayError with the nearest ids."""
    sheet = definitions().get(measure_id)
    asked = [(package, measure) for package, measure in _asks(shipped_packages()) if measure.id == measure_id]
    if sheet is None and not asked:
        raise ClearwayError(f"No measure is called '{measure_id}'", mend=nearest(measure_id, definitions()))
    title = asked[0][1].name if sheet is None else sheet.title
    return MeasureSheet(measure_id, title, sheet, tuple(_ask(package, each) for package, each in asked))


def check_register(
    packages: Mapping[str, Package] | None = None, sheets: Mapping[str, Definition] | None = None
) -> list[Finding]:
    """Where packages and sheets do not fit together. Example packages need no sheets.

    Every measure asked for has a sheet under the same name, and every sheet is asked for or is a
    national measure. `packages` and `sheets` are by id, by default those that come with Clearway.
    """
    packages = shipped_packages() if packages is None else packages
    sheets = definitions() if sheets is None else sheets
    real = [pair for pair in _asks(packages) if not pair[0].example]
    return [*_check_asks(real, sheets), *_check_sheets({measure.id for _, measure in real}, sheets)]


def overdue(on: date, sheets: Mapping[str, Definition] | None = None) -> list[Finding]:
    """The sheets whose review was due before the day `on`, longest ago first."""
    sheets = definitions() if sheets is None else sheets
    late = sorted((sheet.next_review, sheet.id) for sheet in sheets.values() if sheet.next_review < on)
    return [
        _finding(
            "review-overdue",
            f"the review of {measure_id} was due on {due}",
            "Review the sheet, then set reviewed and next_review.",
            Severity.WARNING,
        )
        for due, measure_id in late
    ]


def _check_asks(
    asked: Iterable[tuple[Package, PackageMeasure]], sheets: Mapping[str, Definition]
) -> Iterator[Finding]:
    for package, measure in asked:
        sheet = sheets.get(measure.id)
        if sheet is None:
            what = f"{package.id} asks for {measure.id}, which has no definition sheet"
            yield _finding("sheet-missing", what, f"Write {measure.id}.yaml.")
        elif sheet.class_national:
            what = f"{package.id} asks for {measure.id}, whose sheet is that of a national measure"
            yield _finding("sheet-national", what, "Ask for a measure of its own, with published_as.")
        elif sheet.title != measure.name:
            what = f"{measure.id} is '{measure.name}' in {package.id} and '{sheet.title}' on its sheet"
            yield _finding("title-differs", what, "Use the published name in both.")


def _check_sheets(asked: set[str], sheets: Mapping[str, Definition]) -> Iterator[Finding]:
    for sheet in sheets.values():
        if sheet.id not in asked and not sheet.class_national:
            what = f"no package asks for {sheet.id}, and it is no national measure"
            yield _finding("sheet-unasked", what, "Remove the sheet, or let a package ask for it.")


def _asks(packages: Mapping[str, Package]) -> Iterator[tuple[Package, PackageMeasure]]:
    return ((package, measure) for package in packages.values() for measure in package.measures)


def _asked_sheet(package: Package, measure: PackageMeasure, sheets: Mapping[str, Definition]) -> MeasureSheet:
    return MeasureSheet(measure.id, measure.name, sheets.get(measure.id), (_ask(package, measure),))


def _ask(package: Package, measure: PackageMeasure) -> Ask:
    return Ask(package.id, measure.class_.value, measure.psmu, measure.sampled, measure.drivers)


def _finding(rule: str, what: str, mend: str, severity: Severity = Severity.ERROR) -> Finding:
    return Finding(severity, rule, f"{what}.", mend)

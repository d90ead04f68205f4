"""Reads a package from its folder, and says everything that is wrong with it.

A package is a folder with `package.yaml` and one file for each secondary driver, `drivers/<id>.yaml`.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel, ValidationError

from clearway.common.errors import ClearwayError
from clearway.common.findings import Finding, Severity, errors
from clearway.package.consistency import PACKAGE, entries, faults
from clearway.package.model import Frame, Package, ReferenceStatus, SecondaryDriver
from clearway.package.saver import save_package
from clearway.package.schema_findings import note_errors
from clearway.package.yaml_file import YamlFile, read_yaml

__all__ = ["check_package", "load_package", "save_package", "shipped_packages"]

CONTENT = Path(__file__).parent / "content"


class _Files:
    """The files of a package as read, with what is wrong with each."""

    def __init__(self, folder: Path) -> None:
        self.package = _package_file(folder)
        self.drivers: dict[str, YamlFile] = {}
        self.strays: list[Finding] = []
        for path in sorted((folder / "drivers").glob("*")) if (folder / "drivers").is_dir() else []:
            if path.suffix == ".yaml" and path.is_file():
                self.drivers[path.stem] = read_yaml(path, str(path))
            elif not path.name.startswith("."):
                what = "only driver files, <driver id>.yaml, are read from this folder"
                self.strays.append(_error("stray-file", what, "Rename it or move it out.", str(path)))

    def check(self) -> list[Finding]:
        """All findings, errors first within each file, files in the order of the package."""
        _check_schema(self.package, Frame)
        for driver in self.drivers.values():
            _check_schema(driver, SecondaryDriver)
        for fault in faults(self.package.data, {name: file.data for name, file in self.drivers.items()}):
            file = self.package if fault.source == PACKAGE else self.drivers[fault.source]
            file.fault(fault.rule, file.line(fault.path), fault.what, fault.mend)
        found = [*_by_line(self.package), *self.strays]
        for driver in self.drivers.values():
            found += _by_line(driver)
            found += _reference_warnings(driver)
        return found

    def package_as_read(self) -> Package:
        """The package, from files without errors."""
        whole = self.package.data or {}
        named = [
            name for primary in whole["primary_drivers"] for name in primary.get("secondary_drivers", [])
        ]
        return Package.model_validate({**whole, "drivers": [self.drivers[name].data for name in named]})


def check_package(folder: Path) -> list[Finding]:
    """Everything that is wrong with the package in `folder`, each with file, line and mend.

    An error means that the package cannot be loaded. A warning is for a person to look at.
    """
    return _Files(folder).check()


def load_package(folder: Path) -> Package:
    """The package in `folder`.

    Raises ClearwayError for the first error and says how many more there are.
    """
    files = _Files(folder)
    wrong = errors(files.check())
    if not wrong:
        return files.package_as_read()
    first, more = wrong[0], len(wrong) - 1
    advice = first.mend
    if more:
        advice += f" {more} more: clearway package check {folder}"
    raise ClearwayError(first.what.removesuffix("."), where=first.where, mend=advice)


@cache
def shipped_packages() -> Mapping[str, Package]:
    """The packages that come with Clearway, by id: the real ones first, then the examples."""
    folders = sorted(path.parent for path in CONTENT.glob("*/package.yaml"))
    loaded = sorted((load_package(folder) for folder in folders), key=lambda package: package.example)
    return MappingProxyType({package.id: package for package in loaded})


def _package_file(folder: Path) -> YamlFile:
    path = folder / "package.yaml"
    if path.is_file():
        return read_yaml(path, str(path))
    missing = YamlFile(str(folder))
    if folder.is_dir():
        what, mend = "the folder has no package.yaml", "Name the folder that holds it."
    else:
        what, mend = "there is no such folder", "Name the folder that holds package.yaml."
    missing.findings.append(_error("no-package-file", what, mend, str(folder)))
    return missing


def _check_schema(read: YamlFile, model: type[BaseModel]) -> None:
    if read.data is None:
        return
    try:
        model.model_validate(read.data)
    except ValidationError as error:
        note_errors(error, model, read)


def _reference_warnings(read: YamlFile) -> Iterator[Finding]:
    """A status that says less than it should: superseded by what, a duplicate of what, seen when."""
    needs = {ReferenceStatus.SUPERSEDED: "superseded_by", ReferenceStatus.DUPLICATE: "duplicate_of"}
    for kind in ("references", "resources"):
        for index, entry in entries(read.data or {}, kind):
            status, line = entry.get("status", ReferenceStatus.UNKNOWN), read.line((kind, index, "status"))
            missing = [key for key in [needs.get(status)] if key and key not in entry]
            if status != ReferenceStatus.UNKNOWN and "checked" not in entry:
                missing.append("checked")
            for key in missing:
                what = f"'{entry.get('id')}' is {status}, but there is no {key}."
                mend = f"Add `{key}: ...`."
                yield Finding(
                    Severity.WARNING, f"reference-{key.replace('_', '-')}", what, mend, read.label, line
                )


def _by_line(read: YamlFile) -> list[Finding]:
    return sorted(read.findings, key=lambda finding: finding.row or 0)


def _error(rule: str, what: str, mend: str, file: str) -> Finding:
    return Finding(Severity.ERROR, rule, f"{what}.", mend, file)

"""Reads the definition sheets: one YAML file a measure, `definitions/<folder>/<measure id>.yaml`.

The folder is the secondary driver that asks for the measure first, or `national`. It is there for
people; only the file name counts.
"""

import difflib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pydantic import ValidationError

from clearway.common.errors import ClearwayError
from clearway.common.findings import Finding
from clearway.measures.model import (
    RULE,
    Available,
    Component,
    ComputedFrom,
    Definition,
    Direction,
    Kind,
    Parameter,
    Source,
)
from clearway.package.schema_findings import note_errors
from clearway.package.yaml_file import YamlFile, read_yaml

__all__ = [
    "Available",
    "Component",
    "ComputedFrom",
    "Definition",
    "Direction",
    "Kind",
    "Parameter",
    "Source",
    "check_definitions",
    "definition",
    "definitions",
    "load_definitions",
    "nearest",
]

SHIPPED = Path(__file__).parent / "definitions"


@cache
def definitions() -> Mapping[str, Definition]:
    """Every shipped sheet by measure id. Raises ClearwayError when a sheet does not keep the rules."""
    return load_definitions(SHIPPED)


def definition(measure_id: str) -> Definition:
    """The sheet of one measure. Raises ClearwayError, with the nearest ids, when there is none."""
    found = definitions().get(measure_id)
    if found is None:
        raise ClearwayError(f"No measure is called '{measure_id}'", mend=nearest(measure_id, definitions()))
    return found


def nearest(wrong: str, known: Mapping[str, Definition]) -> str:
    """Advice for a misspelt measure id: up to three ids of `known` that look or read like it."""
    text = wrong.strip().lower()
    close = difflib.get_close_matches(text, known, n=3, cutoff=0.6)
    within = [sheet.id for sheet in known.values() if text and text in f"{sheet.id} {sheet.title.lower()}"]
    suggestions = list(dict.fromkeys(close + within))[:3]
    if suggestions:
        return f"Did you mean {' or '.join(suggestions)}?"
    return "See 'clearway measures list' for the ids"


def load_definitions(folder: Path) -> Mapping[str, Definition]:
    """The sheets under `folder` by measure id, in order of folder and file name.

    Raises ClearwayError with the first fault and how many more there are.
    """
    sheets, findings = _read(folder)
    if findings:
        first, more = findings[0], len(findings) - 1
        rest = f" ({more} more)" if more else ""
        raise ClearwayError(first.what.rstrip(".") + rest, where=first.where, mend=first.mend)
    return MappingProxyType(sheets)


def check_definitions(folder: Path) -> list[Finding]:
    """What is wrong with the sheets under `folder`: each fault with its file, line and mend.

    Raises ClearwayError where there is no such folder.
    """
    return _read(folder)[1]


def _read(folder: Path) -> tuple[dict[str, Definition], list[Finding]]:
    if not folder.is_dir():
        raise ClearwayError("There is no such folder", where=str(folder), mend="Name a folder of sheets")
    sheets: dict[str, Definition] = {}
    sound: dict[str, YamlFile] = {}
    files: list[YamlFile] = []
    for path in sorted(folder.rglob("*.yaml")):
        read = read_yaml(path, path.relative_to(folder).as_posix())
        files.append(read)
        sheet = _sheet(read)
        if sheet is None:
            continue
        if sheet.id != path.stem:
            what, mend = f"the file is not called after its id, {sheet.id}", f"Call it {sheet.id}.yaml."
            read.fault("file-name", read.line(("id",)), what, mend)
        elif sheet.id in sheets:
            what = f"{sheet.id} has another sheet, {sound[sheet.id].label}"
            read.fault("id-twice", read.line(("id",)), what, "Keep one of them.")
        else:
            sheets[sheet.id], sound[sheet.id] = sheet, read
    faulty = {Path(read.label).stem for read in files if read.findings}
    for sheet in sheets.values():
        _check_published_as(sheet, sheets, faulty, sound[sheet.id])
    return sheets, [finding for read in files for finding in read.findings]


def _sheet(read: YamlFile) -> Definition | None:
    """The sheet in a file, or None with what is wrong noted in the file's findings."""
    if read.data is None or read.findings:
        return None
    try:
        return Definition.model_validate(read.data)
    except ValidationError as error:
        rules = [detail["ctx"] for detail in error.errors() if detail["type"] == RULE]
        for rule in rules:
            read.fault("sheet-rule", read.line((rule["field"],)), rule["what"], rule["mend"])
        if not rules:  # rules are looked at only where every field is right
            note_errors(error, Definition, read)
        return None


def _check_published_as(
    sheet: Definition, sheets: Mapping[str, Definition], faulty: set[str], read: YamlFile
) -> None:
    """`published_as` has to name national measures; theirs are the only published figures.

    A name whose own sheet is faulty is let pass: that sheet's fault is reported already.
    """
    for index, other in enumerate(sheet.published_as):
        if other not in faulty and not (other in sheets and sheets[other].class_national):
            what = f"published_as names {other}, which is no national measure"
            mend = "Name one whose sheet has class_national: true."
            read.fault("published-as", read.line(("published_as", index)), what, mend)

"""Reads the definition sheets: one YAML file a measure, `definitions/<folder>/<measure id>.yaml`.

The folder is the secondary driver that asks for the measure first, or `national`. It is for people;
only the file name counts.
"""

import difflib
from collections.abc import Hashable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from clearway.common.errors import ClearwayError
from clearway.common.findings import Finding, Severity
from clearway.measures.model import (
    Available,
    Component,
    ComputedFrom,
    Definition,
    Direction,
    Kind,
    Parameter,
    Source,
)

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
    "definitions_folder",
    "load_definitions",
    "nearest",
]

# libyaml reads ten times faster than pure Python; both build the same objects.
_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _OneKeyOnce(_BASE):  # type: ignore[misc]
    """YAML without repeated keys: the standard loader keeps the last one and says nothing."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"{key.value} is there twice", problem_mark=key.start_mark)
            seen.add(key.value)
        built: dict[Hashable, Any] = super().construct_mapping(node, deep=deep)
        return built


def definitions_folder() -> Path:
    """The folder of the sheets that Clearway ships."""
    return Path(str(files("clearway.measures"))) / "definitions"


@cache
def definitions() -> Mapping[str, Definition]:
    """Every shipped sheet by measure id. Raises ClearwayError when a sheet does not keep the rules."""
    return load_definitions(definitions_folder())


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
    titled = [sheet.id for sheet in known.values() if text and text in f"{sheet.id} {sheet.title.lower()}"]
    suggestions = list(dict.fromkeys(close + titled))[:3]
    if suggestions:
        return f"Did you mean {' or '.join(suggestions)}?"
    return "See `clearway measures list` for the ids"


def load_definitions(folder: Path) -> Mapping[str, Definition]:
    """The sheets under `folder` by measure id, in order of folder and file name.

    Raises ClearwayError with the first problem and how many more there are.
    """
    sheets, findings = _read(folder)
    if findings:
        first, more = findings[0], len(findings) - 1
        rest = f" ({more} more)" if more else ""
        raise ClearwayError(first.what + rest, where=first.where, mend=first.mend)
    return MappingProxyType(sheets)


def check_definitions(folder: Path) -> list[Finding]:
    """What is wrong with the sheets under `folder`: one finding a problem, with file and mend."""
    return _read(folder)[1]


def _read(folder: Path) -> tuple[dict[str, Definition], list[Finding]]:
    if not folder.is_dir():
        raise ClearwayError("There is no such folder", where=str(folder), mend="Name a folder of YAML sheets")
    sheets: dict[str, Definition] = {}
    findings: list[Finding] = []
    for path in sorted(folder.rglob("*.yaml")):
        name = path.relative_to(folder).as_posix()
        sheet, problems = _read_sheet(path, name)
        if sheet is not None and sheet.id in sheets:
            problems = [_finding("id-twice", name, f"{sheet.id} has a sheet already", "Keep one of the two")]
        elif sheet is not None:
            sheets[sheet.id] = sheet
        findings += problems
    findings += _unresolved(sheets, folder)
    return sheets, findings


def _read_sheet(path: Path, name: str) -> tuple[Definition | None, list[Finding]]:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_OneKeyOnce)  # noqa: S506 - a safe loader
    except UnicodeDecodeError:
        return None, [_finding("not-text", name, "not a UTF-8 text file", "Save it as UTF-8")]
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        return None, [_finding("not-yaml", name, f"not readable as YAML: {error.problem}", "Mend it", line)]
    except yaml.YAMLError as error:
        return None, [_finding("not-yaml", name, f"not readable as YAML: {error}", "Mend the text")]
    if not isinstance(content, dict):
        return None, [_finding("not-a-sheet", name, "holds no fields", "Write `field: value` lines")]
    try:
        sheet = Definition.model_validate(content)
    except ValidationError as error:
        return None, [_explain(detail, name) for detail in error.errors()]
    if sheet.id != path.stem:
        what = f"the file name is not the id '{sheet.id}'"
        return None, [_finding("file-name", name, what, f"Rename the file to {sheet.id}.yaml or correct id")]
    return sheet, []


def _explain(detail: ErrorDetails, name: str) -> Finding:
    """One pydantic error in words: which field, what is wrong, what to do."""
    field = ".".join(str(part) for part in detail["loc"])
    context = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return _finding("field-missing", name, f"{field} is missing", f"Add {field}")
        case "extra_forbidden":
            close = difflib.get_close_matches(field, Definition.model_fields, n=1)
            mend = f"Did you mean {close[0]}?" if close else "Remove it"
            return _finding("field-unknown", name, f"there is no field {field}", mend)
        case "sheet_rule":
            return _finding("sheet-rule", name, str(context["what"]), str(context["mend"]))
        case "enum":
            what = f"{field} cannot be '{detail['input']}'"
            return _finding("field-wrong", name, what, f"Use {context['expected']}")
        case _:
            what = f"{field}: {detail['msg'][:1].lower()}{detail['msg'][1:]}"
            return _finding("field-wrong", name, what, f"Correct {field}")


def _unresolved(sheets: Mapping[str, Definition], folder: Path) -> Iterator[Finding]:
    """`published_as` has to name national measures that have a sheet."""
    names = {path.stem: path.relative_to(folder).as_posix() for path in folder.rglob("*.yaml")}
    for sheet in sheets.values():
        for other in sheet.published_as:
            if other not in sheets or not sheets[other].class_national:
                what = f"published_as names '{other}', which is no national measure"
                mend = "Name a measure with class_national: true that has a sheet"
                yield _finding("published-as", names[sheet.id], what, mend)


def _finding(rule: str, name: str, what: str, mend: str, line: int | None = None) -> Finding:
    return Finding(Severity.ERROR, rule, what, mend=mend, file=name, row=line)

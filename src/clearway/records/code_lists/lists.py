"""Reads the lists; PROVENANCE.md beside them says where each code comes from."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from clearway.common.errors import ClearwayError

_FOLDER = Path(__file__).parent
_SCHEMES = "coding-schemes"


@dataclass(frozen=True)
class Code:
    """One code; `term` is empty where the source gives none."""

    code: str
    terminology: str
    term: str
    source: str


@dataclass(frozen=True)
class CodeList:
    """A named set of codes, in the order of its file."""

    name: str
    entries: tuple[Code, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes alone: what rows are compared with, as text."""
        return tuple(entry.code for entry in self.entries)

    def __contains__(self, code: object) -> bool:
        return code in self.codes


def code_lists() -> tuple[str, ...]:
    """Names of the lists."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.csv") if path.stem != _SCHEMES))


@cache
def code_list(name: str) -> CodeList:
    """The list of that name. Raises ClearwayError when there is none."""
    if name not in code_lists():
        raise ClearwayError(f"There is no code list '{name}'", mend=f"Choose from: {', '.join(code_lists())}")
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return CodeList(name, tuple(Code(**row) for row in csv.DictReader(file)))


@cache
def terminology() -> dict[tuple[str, str], str]:
    """Terminology by kind (finding, observation, procedure) and scheme: 04, 03 and 06 are all SNOMED CT."""
    with (_FOLDER / f"{_SCHEMES}.csv").open(encoding="utf-8", newline="") as file:
        return {(row["kind"], row["scheme"]): row["terminology"] for row in csv.DictReader(file)}

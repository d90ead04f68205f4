"""The mapping as it stands in `mapping.yaml`, and the codes it names, from `codes.csv` and the code lists."""

import csv
from collections.abc import Mapping as Named
from functools import cache
from importlib import resources
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from clearway.records.code_lists import code_list

FieldType = Literal[
    "text", "date", "moment", "integer", "number", "boolean", "reference", "place", "days", "unit"
]
_TERMINOLOGIES = {"SNOMED CT": "snomed", "Read v2": "", "CTV3": ""}
"""The system by which a code of a list is known; Read codes have no address that was checked: any will do."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class System(_Data):
    """An address that codes, identifiers or extensions are known by, and others used for the same."""

    uri: str
    also: tuple[str, ...] = ()
    checked: bool


class FieldRule(_Data):
    """One staged column: where it is found, and how it is read."""

    path: str | tuple[str, ...]
    type: FieldType = "text"
    codes: str = ""
    raw: bool = False
    words: dict[str, str] = Field(default_factory=dict)
    otherwise: str = ""

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths in the order in which they are tried."""
        return (self.path,) if isinstance(self.path, str) else self.path


class When(_Data):
    """A concept with a code of the set."""

    path: str
    set: str


class Needs(_Data):
    """A plain element that must, or must not, be this word."""

    path: str
    is_: str = Field(default="", alias="is")
    is_not: str = Field(default="", alias="not")


class Kind(_Data):
    """One kind of record made from a resource type; `into` is the staged table."""

    into: str
    when: tuple[When, ...] = ()
    unless: str = ""
    needs: Needs | None = None
    fields: dict[str, FieldRule]


class ResourceRule(_Data):
    """What is read from one type of resource; `left_out` are statuses that say: nothing that counts."""

    profile: str
    profile_checked: bool
    status: str = ""
    left_out: tuple[str, ...] = ()
    components: bool = False
    common: dict[str, str] = Field(default_factory=dict)
    kinds: tuple[Kind, ...]


class Mapping(_Data):
    """The whole of `mapping.yaml`. `columns` says for each canonical column which element fills it."""

    version: int
    fhir: str
    window_days: int
    systems: dict[str, System]
    sets: dict[str, tuple[str, ...]]
    resources: dict[str, ResourceRule]
    columns: dict[str, dict[str, str]]

    def uri(self, name: str) -> str:
        """The address that Clearway writes for a system."""
        return self.systems[name].uri


@cache
def mapping() -> Mapping:
    """The mapping."""
    text = resources.files(__package__).joinpath("mapping.yaml").read_text("utf-8")
    return Mapping.model_validate(yaml.safe_load(text))


@cache
def code_rows() -> tuple[dict[str, str], ...]:
    """The rows of `codes.csv`."""
    text = resources.files(__package__).joinpath("codes.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def code_set(name: str) -> Named[tuple[str, str], str]:
    """What each code counts as, by its system's address and itself; codes of lists also without a system.

    Codes of a list count whatever scheme they were sent with, as DESIGN has it for MSDS; a code of
    another terminology that happens to have the same digits does not.
    """
    known: dict[tuple[str, str], str] = {}
    for listed in mapping().sets.get(name, ()):
        for code in code_list(listed).entries:
            system = _TERMINOLOGIES.get(code.terminology, "")
            for uri in {"", *(uris(system) if system else READ_SYSTEMS)}:
                known[uri, code.code] = code.code
    for row in code_rows():
        if row["set"] == name:
            for uri in uris(row["system"]):
                known[uri, row["code"]] = row["counts_as"] or row["code"]
    return known


READ_SYSTEMS = ("http://read.info/readv2", "http://read.info/ctv3")
"""Addresses seen for Read codes in published British examples; not checked against a register."""


def uris(system: str) -> tuple[str, ...]:
    """The addresses of a system."""
    found = mapping().systems[system]
    return (found.uri, *found.also)


def concept(name: str) -> dict[str, str]:
    """The first coding of a set of `codes.csv`: what Clearway writes. Raises KeyError when there is none."""
    for row in code_rows():
        if row["set"] == name:
            return {"system": mapping().uri(row["system"]), "code": row["code"], "display": row["term"]}
    raise KeyError(name)

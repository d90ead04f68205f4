"""One resource becomes rows for staged tables, and remarks about what was not read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from clearway.records.fhir.mapping import FieldRule, Kind, ResourceRule, code_set, mapping
from clearway.records.fhir.paths import Json, codings, find, find_all
from clearway.records.fhir.values import (
    Scope,
    UnreadableError,
    day,
    days,
    moment,
    place,
    reference,
    text,
    unit,
)

COMMON = ("self", "local", "part", "organisation", "patient", "episode", "encounter", "updated")
"""Columns that every staged table has: the resource, its local identifier, and what it refers to."""
WITHDRAWN = "withdrawn"
"""The table of resources that say: an earlier copy of me holds no more."""
_ERROR = "entered-in-error"
_LONGEST = 60


class Remark(NamedTuple):
    """One thing to tell: rule, element, and what stood there as far as it may be repeated.

    `counted` remarks are told once a rule, element and kind, with how many there were.
    """

    rule: str
    path: str
    kind: str
    counted: bool


@dataclass
class Row:
    """One row of a staged table."""

    table: str
    cells: dict[str, str | None]


@dataclass
class _Reading:
    """The rows and remarks of one resource so far."""

    type: str
    scope: Scope
    rows: list[Row] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def tell(self, rule: str, path: str, kind: str = "", *, counted: bool = False) -> None:
        self.remarks.append(Remark(rule, f"{self.type}.{path}" if path else self.type, kind, counted))


def read_resource(resource: Json, identity: str, scope: Scope) -> tuple[list[Row], list[Remark]]:
    """The rows of one resource, `identity` being its `Type/id`, and what is to be told about it."""
    kind = resource.get("resourceType")
    reading = _Reading(str(kind)[:_LONGEST], scope)
    rule = mapping().resources.get(reading.type)
    if rule is None:
        reading.tell("fhir-not-read", "", counted=True)
        return [], reading.remarks
    common = _common(resource, identity, rule, scope)
    status = find(resource, rule.status) if rule.status else None
    if status == _ERROR or status in rule.left_out:
        told = "fhir-entered-in-error" if status == _ERROR else "fhir-status"
        reading.tell(told, rule.status, str(status), counted=True)
        return [Row(WITHDRAWN, common)], reading.remarks
    _read(reading, resource, rule, common)
    if not reading.rows:
        _unread(reading, resource)
    if status in ("amended", "corrected") or _version(resource) != "1":
        reading.rows.append(Row(WITHDRAWN, {**common, "part": "changed"}))
    return reading.rows, reading.remarks


def _version(resource: Json) -> str:
    return text(find(resource, "meta.versionId")) or "1"


def _common(resource: Json, identity: str, rule: ResourceRule, scope: Scope) -> dict[str, str | None]:
    cells: dict[str, str | None] = dict.fromkeys(COMMON)
    cells["self"], cells["part"] = identity, "0"
    cells["local"] = text(find(resource, "identifier(local).value")) or identity.split("/", 1)[-1]
    cells["updated"] = moment(find(resource, "meta.lastUpdated"))
    for name, path in rule.common.items():
        found = place if name == "organisation" else reference
        if path.partition(".")[0].partition("(")[0] not in resource:
            continue
        targets = [target for value in find_all(resource, path) if (target := found(value, scope))]
        cells[name] = " ".join(targets if name == "episode" else targets[:1]) or None
    return cells


def _read(reading: _Reading, resource: Json, rule: ResourceRule, common: dict[str, str | None]) -> None:
    """The resource itself, then its components: each fills what the row has empty, or is a row of its own."""
    kind = _kind(reading.type, resource)
    if kind is not None:
        reading.rows.append(Row(kind.into, common | _cells(reading, resource, kind)))
    if not rule.components or (kind is not None and kind.into != "coded"):
        return
    own = {k: v for k, v in resource.items() if not k.startswith("value") and k != "dataAbsentReason"}
    for number, component in enumerate(find_all(resource, "component"), start=1):
        part = {**own, "code": None, **component} if isinstance(component, dict) else {}
        inner = _kind(reading.type, part)
        if inner is None or inner.into != "coded":
            _unread(reading, part, "component.")
            continue
        cells = _cells(reading, part, inner)
        if reading.rows and not any(
            cells[name] and reading.rows[0].cells.get(name) for name in _coded(cells)
        ):
            reading.rows[0].cells |= {name: value for name, value in cells.items() if value is not None}
        else:
            reading.rows.append(Row(inner.into, {**common, "part": str(number)} | cells))


def _coded(cells: dict[str, str | None]) -> list[str]:
    return [name for name in cells if name.endswith("_code")]


def _kind(type_: str, resource: Json) -> Kind | None:
    """The first kind that the resource is."""
    first: int | None = None
    for path, numbers in _index(type_).items():
        for concept in find_all(resource, path) if path else ({},):
            for coding in codings(concept) if path else (("", ""),):
                for number in numbers.get(coding, ()):
                    if (first is None or number < first) and _holds(type_, number, resource):
                        first = number
    return None if first is None else mapping().resources[type_].kinds[first]


@cache
def _index(type_: str) -> dict[str, dict[tuple[str, str], tuple[int, ...]]]:
    """Which kinds a coding at a path may make of a resource; kinds without a condition stand at no path."""
    index: dict[str, dict[tuple[str, str], tuple[int, ...]]] = {}
    for number, kind in enumerate(mapping().resources[type_].kinds):
        for condition in kind.when:
            places = index.setdefault(condition.path, {})
            for coding in code_set(condition.set):
                places[coding] = (*places.get(coding, ()), number)
        if not kind.when:
            places = index.setdefault("", {})
            places["", ""] = (*places.get(("", ""), ()), number)
    return index


def _holds(type_: str, number: int, resource: Json) -> bool:
    kind = mapping().resources[type_].kinds[number]
    if kind.unless and resource.get(kind.unless) is False:
        return False
    if kind.needs is None:
        return True
    word = find(resource, kind.needs.path)
    return bool(word == kind.needs.is_ if kind.needs.is_ else word != kind.needs.is_not)


def _cells(reading: _Reading, resource: Json, kind: Kind) -> dict[str, str | None]:
    cells = {}
    for name, rule in kind.fields.items():
        try:
            cells[name] = _value(reading, resource, rule)
        except UnreadableError as fault:
            reading.tell(fault.rule, rule.paths[0])
            cells[name] = None
    return cells


def _value(reading: _Reading, resource: Json, rule: FieldRule) -> str | None:
    if rule.codes:
        return _code(reading, resource, rule)
    value = next((found for path in rule.paths if (found := find(resource, path)) is not None), None)
    if rule.words or rule.otherwise:
        return rule.words.get(str(value), rule.otherwise)
    if value is None:
        return None
    if rule.type == "reference":
        targets = (reference(one, reading.scope) for one in find_all(resource, rule.paths[0]))
        return " ".join(target for target in targets if target) or None
    if rule.type == "place":
        return place(value, reading.scope)
    return _READ.get(rule.type, text)(value)


_READ = {"date": day, "moment": moment, "days": days, "unit": unit}


def _code(reading: _Reading, resource: Json, rule: FieldRule) -> str | None:
    """The code of the set; when several say different things, the first, and that is told."""
    wanted = code_set(rule.codes)
    seen = [coding for path in rule.paths for one in find_all(resource, path) for coding in codings(one)]
    found = list(dict.fromkeys(wanted[coding] for coding in seen if coding in wanted))
    if len(found) > 1:
        reading.tell("fhir-codes-differ", rule.paths[0])
    if found:
        return found[0]
    if not rule.raw or not seen:
        return None
    reading.tell("fhir-not-read", rule.paths[0], _shown(seen[0]), counted=True)
    return seen[0][1]


def _unread(reading: _Reading, resource: Json, inside: str = "") -> None:
    """Tell which code it was that nothing was made of."""
    path = "type" if reading.type in ("EpisodeOfCare", "MeasureReport") else "code"
    seen = next(_all_codings(resource, path), None)
    plain = find(resource, path)
    word = plain[:_LONGEST] if isinstance(plain, str) and plain else "no code"
    reading.tell("fhir-not-read", inside + path, _shown(seen) if seen else word, counted=True)


def _all_codings(resource: Json, path: str) -> Iterator[tuple[str, str]]:
    for one in find_all(resource, path):
        yield from codings(one)


def _shown(coding: tuple[str, str]) -> str:
    system, code = coding
    return f"code {code[:_LONGEST]} of {system[:_LONGEST]}" if system else f"code {code[:_LONGEST]}"

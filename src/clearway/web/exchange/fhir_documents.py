"""The MeasureReports of a FHIR document: a Bundle, a single resource, or NDJSON."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from clearway.common.errors import ClearwayError
from clearway.common.findings import Finding
from clearway.web.exchange.drafts import refused

Json = Any


@dataclass(frozen=True)
class Entry:
    """One resource, its place (entry of the Bundle, or line), and what references of its document lead to."""

    place: int
    resource: dict[str, Json]
    known: dict[str, dict[str, Json]]


def entries(document: bytes, findings: list[Finding]) -> Iterator[Entry]:
    """Every resource in order; a line of NDJSON that is no resource becomes a finding.

    Raises ClearwayError where the document is not FHIR in JSON at all.
    """
    try:
        text = document.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ClearwayError("The file is not UTF-8", mend="Write it as UTF-8") from None
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if len(lines) > 1 and _is_object(lines[0][1]):
        for number, line in lines:
            try:
                yield from _of(_loads(line, f"line {number}"), number)
            except ClearwayError as problem:
                findings.append(refused(problem, "fhir-line", number))
    else:
        yield from _of(_loads(text), 1)


def _is_object(line: str) -> bool:
    """Whether a line is a whole resource: then each line is one. A Bundle on many lines begins with less."""
    try:
        return isinstance(_loads(line), dict)
    except ClearwayError:
        return False


def _of(resource: Json, place: int) -> Iterator[Entry]:
    if not isinstance(resource, dict) or not isinstance(resource.get("resourceType"), str):
        raise ClearwayError(
            "The file is not FHIR: there is no resourceType", mend="Give a Bundle or MeasureReport"
        )
    if resource["resourceType"] != "Bundle":
        yield Entry(place, resource, _known([resource], {}))
        return
    listed = resource.get("entry")
    held = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    inside = [
        (str(one.get("fullUrl", "")), one["resource"])
        for one in held
        if isinstance(one.get("resource"), dict)
    ]
    shared = _known([one for _, one in inside], dict(inside))
    for number, (_, one) in enumerate(inside, 1):
        yield Entry(number, one, {**shared, **_known([one], {})})


def _known(
    resources: list[dict[str, Json]], by_address: dict[str, dict[str, Json]]
) -> dict[str, dict[str, Json]]:
    """Resources by what a reference to them says: Type/id, the address of the entry, #id when contained."""
    found = dict(by_address)
    for one in resources:
        found[f"{one.get('resourceType')}/{one.get('id')}"] = one
        contained = one.get("contained")
        for each in contained if isinstance(contained, list) else ():
            if isinstance(each, dict) and len(resources) == 1:
                found[f"#{each.get('id')}"] = each
    return found


def _loads(text: str, where: str = "") -> Json:
    try:
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as problem:
        said = f"line {problem.lineno}" if isinstance(problem, json.JSONDecodeError) and not where else where
        raise ClearwayError("The file is not JSON", where=said, mend="Check that it is whole") from None


def _no_number(text: str) -> float:
    raise ValueError(text)

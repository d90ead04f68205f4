"""Elements of FHIR as Clearway writes them: ids, references, codes, quantities, extensions, Bundles."""

import re
from calendar import monthrange
from datetime import date, datetime
from typing import Any

from clearway.records.fhir.mapping import code_rows, mapping

Element = dict[str, Any]
Rows = list[dict[str, Any]]


def resource(type_: str, kind: str, local: str, **elements: Any) -> Element:
    """A resource with its id and the provider's own identifier; empty elements are left out."""
    identifier = [{"system": mapping().uri("local"), "value": local}]
    given = {name: value for name, value in elements.items() if value not in (None, [], {})}
    return {"resourceType": type_, "id": logical(kind, local), "identifier": identifier, **given}


def logical(kind: str, local: str) -> str:
    """An id of the signs that FHIR allows (letters, digits, `-`, `.`), one to one with what it stands for.

    Without a kind it is the provider's own identifier wherever that has only such signs: a reference to
    what was never sent then still says which record was meant.
    """
    plain = re.sub(r"[^A-Za-z0-9-]", lambda found: f".{ord(found[0]):x}.", local)
    return f"{kind}.{plain}" if kind else plain


def to(type_: str, kind: str, local: str | None) -> Element | None:
    """A reference to a resource written from a record."""
    return {"reference": f"{type_}/{logical(kind, local)}"} if local else None


def pregnancy_extension(local: str | None) -> list[Element]:
    """Says which pregnancy a resource belongs to."""
    named = to("EpisodeOfCare", "", local)
    return [{"url": mapping().uri("episode"), "valueReference": named}] if named else []


def organisation(code: str) -> Element:
    """The provider."""
    identifier = [{"system": mapping().uri("ods-organisation"), "value": code}]
    return {"resourceType": "Organization", "id": logical("", code), "identifier": identifier}


def site(code: str | None) -> Element | None:
    """A place by its code alone."""
    return {"identifier": {"system": mapping().uri("ods-site"), "value": code}} if code else None


def code_of(set_: str, counts_as: str = "") -> Element:
    """The first code of a set as a CodeableConcept; with `counts_as`, the first that counts as it."""
    for row in code_rows():
        if row["set"] == set_ and (not counts_as or (row["counts_as"] or row["code"]) == counts_as):
            return {
                "coding": [
                    {"system": mapping().uri(row["system"]), "code": row["code"], "display": row["term"]}
                ]
            }
    return {"coding": [{"code": counts_as}]}


def snomed(code: str) -> Element:
    """A code of a list; Read codes, which are no numbers, go without a system."""
    system = {"system": mapping().uri("snomed")} if code.isdigit() else {}
    return {"coding": [{**system, "code": code}]}


def day(value: date | None) -> str | None:
    """A day as FHIR writes it."""
    return value.isoformat() if value else None


def moment(value: datetime | None) -> str | None:
    """A moment without a zone would be no instant: the clock in England is meant, and read so."""
    return value.isoformat(timespec="microseconds") if value else None


def quantity(value: str | None, unit: str | None) -> Element | None:
    """A quantity; `ppm` as UCUM's `[ppm]`."""
    if value is None:
        return None
    number: Any = value
    if re.fullmatch(r"-?\d+", value) and str(int(value)) == value:
        number = int(value)
    if unit == "ppm":
        return {"value": number, "unit": "ppm", "system": mapping().uri("ucum"), "code": "[ppm]"}
    return {"value": number, **({"unit": unit} if unit else {})}


def report(row: dict[str, Any], version: int) -> Element:
    """A submission of a month."""
    first: date = row["period"]
    last = row["period_end"] or first.replace(day=monthrange(first.year, first.month)[1])
    given = {
        "resourceType": "MeasureReport",
        "id": logical("", f"{row['provider']}-{first:%Y-%m}"),
        "status": "complete",
        "type": "data-collection",
        "measure": f"urn:clearway:fhir:{version}:records",
        "date": moment(row["created"]),
        "reporter": to("Organization", "", row["provider"]),
        "period": {"start": day(first), "end": day(last)},
    }
    return {name: value for name, value in given.items() if value is not None}


def bundle(resources: list[Element], stamp: datetime | None) -> Element:
    """A collection of resources."""
    entries = [{"fullUrl": f"urn:clearway:{r['resourceType']}/{r['id']}", "resource": r} for r in resources]
    stamped = {"timestamp": moment(stamp)} if stamp else {}
    return {"resourceType": "Bundle", "type": "collection", **stamped, "entry": entries}

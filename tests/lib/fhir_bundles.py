"""Small FHIR resources for tests, and a way to read them: one woman, one pregnancy, one booking at RJ1."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from clearway.records.readers import Records, read_records

Json = dict[str, Any]
ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
NHS = "https://fhir.nhs.uk/Id/nhs-number"
SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
OWN = "urn:clearway:fhir:1:code"
EPISODE = "http://hl7.org/fhir/StructureDefinition/workflow-episodeOfCare"


def code(value: str, system: str = SNOMED) -> Json:
    return {"coding": [{"system": system, "code": value}]}


def to(reference: str) -> Json:
    return {"reference": reference}


def of_pregnancy(name: str = "P1") -> list[Json]:
    return [{"url": EPISODE, "valueReference": to(f"EpisodeOfCare/{name}")}]


def trust(ods: str = "RJ1") -> Json:
    return {"resourceType": "Organization", "id": "trust", "identifier": [{"system": ODS, "value": ods}]}


def submission(start: str = "2025-04-01", end: str = "2025-04-30", **more: Any) -> Json:
    given = {
        "resourceType": "MeasureReport",
        "id": f"sent-{start}",
        "status": "complete",
        "type": "data-collection",
        "measure": "urn:clearway:fhir:1:records",
        "date": "2025-05-20T09:30:00+01:00",
        "reporter": to("Organization/trust"),
        "period": {"start": start, "end": end},
    }
    return given | more


def woman(name: str = "W1", nhs_number: str | None = "4010232137") -> Json:
    identifiers = [{"system": NHS, "value": nhs_number}] if nhs_number else []
    return {"resourceType": "Patient", "id": name, "identifier": identifiers, "birthDate": "1995-04-15"}


def pregnancy(name: str = "P1", of: str = "W1", **more: Any) -> Json:
    given = {
        "resourceType": "EpisodeOfCare",
        "id": name,
        "status": "active",
        "type": [code("424525001")],
        "patient": to(f"Patient/{of}"),
        "managingOrganization": to("Organization/trust"),
        "period": {"start": "2025-04-14"},
    }
    return given | more


def contact(name: str = "C1", day: str = "2025-04-14", **more: Any) -> Json:
    given = {
        "resourceType": "Encounter",
        "id": name,
        "status": "finished",
        "class": {"code": "AMB"},
        "subject": to("Patient/W1"),
        "episodeOfCare": [to("EpisodeOfCare/P1")],
        "period": {"start": day},
    }
    return given | more


def observation(name: str, what: Json, **more: Any) -> Json:
    given = {
        "resourceType": "Observation",
        "id": name,
        "status": "final",
        "code": what,
        "subject": to("Patient/W1"),
        "encounter": to("Encounter/C1"),
        "effectiveDateTime": "2025-04-14",
    }
    return given | more


def carbon_monoxide(value: object = 6, name: str = "O1", **more: Any) -> Json:
    measured = {"value": value, "unit": "ppm", "system": "http://unitsofmeasure.org", "code": "[ppm]"}
    return observation(name, code("251900003"), **({"valueQuantity": measured} | more))


def bundle(resources: Iterable[Json], **more: Any) -> Json:
    entries = [
        {"fullUrl": f"https://trust.example/fhir/{r['resourceType']}/{r.get('id', '')}", "resource": r}
        for r in resources
    ]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries} | more


def base(*more: Json) -> list[Json]:
    """A submission of April 2025 with a woman booked on the 14th, and more."""
    return [trust(), submission(), woman(), pregnancy(), contact(), *more]


def read(folder: Path, *documents: Json, name: str = "sent") -> Records:
    """Write each document to a file of its own and read the folder."""
    for number, document in enumerate(documents, start=1):
        (folder / f"{name}-{number}.json").write_text(json.dumps(document), encoding="utf-8")
    return read_records("fhir", folder)


def rows(records: Records, sql: str) -> list[tuple[Any, ...]]:
    return records.connection.execute(sql).fetchall()


def fired(records: Records) -> dict[str, int]:
    return {count.rule: count.count for count in records.report.counts if count.rule != "nhs-number-test"}

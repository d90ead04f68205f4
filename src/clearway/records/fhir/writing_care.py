"""Contacts, labours and coded activities as Encounters, Observations and Procedures."""

from collections.abc import Iterator
from typing import Any

from clearway.records.code_lists import code_list
from clearway.records.fhir.mapping import code_set
from clearway.records.fhir.writing_elements import (
    Element,
    code_of,
    day,
    pregnancy_extension,
    quantity,
    resource,
    site,
    snomed,
    to,
)

_Row = dict[str, Any]
_CONTACT_CLASS = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"}


def contact(row: _Row) -> Iterator[Element]:
    """An Encounter."""
    yield _encounter(
        row,
        resource("Encounter", "", row["contact_id"]),
        "finished" if row["attended"] else "cancelled",
        {"start": day(row["contact_date"])},
        row["site"],
    )


def labour(row: _Row) -> Iterator[Element]:
    """An Encounter of its own type, and a Procedure for a caesarean section."""
    given = resource("Encounter", "labour", row["labour_id"], type=[code_of("labour-encounter")])
    yield _encounter(row, given, "finished", {"start": day(row["onset_date"])}, None)
    if row["caesarean_date"]:
        yield resource(
            "Procedure",
            "caesarean",
            row["labour_id"],
            status="completed",
            code=code_of("caesarean"),
            encounter=to("Encounter", "labour", row["labour_id"]),
            extension=pregnancy_extension(row["pregnancy_id"]),
            performedDateTime=day(row["caesarean_date"]),
        )


def _encounter(row: _Row, given: Element, status: str, period: Element, place: str | None) -> Element:
    episode = to("EpisodeOfCare", "", row["pregnancy_id"])
    more = {
        "status": status,
        "class": _CONTACT_CLASS,
        "episodeOfCare": [episode] if episode else None,
        "period": period if period["start"] else None,
        "location": [{"location": site(place)}] if place else None,
    }
    return given | {name: value for name, value in more.items() if value is not None}


def care(row: _Row) -> Iterator[Element]:
    """An Observation for finding and observation of one row, a Procedure for its procedure."""
    in_labour = row["source"] == "MSD302"
    number = f"{row['activity_id']}-{row['line']}"
    kind = "labour-activity" if in_labour else "activity"
    encounter = (
        to("Encounter", "labour", row["activity_id"]) if in_labour else to("Encounter", "", row["contact_id"])
    )
    shared = {"encounter": encounter, "extension": pregnancy_extension(row["pregnancy_id"])}
    written = []
    coded = _observed(row)
    if coded:
        when = day(row["activity_date"])
        written.append(
            resource("Observation", kind, number, status="final", effectiveDateTime=when, **coded, **shared)
        )
    if row["procedure_code"] in code_list("brief-intervention-procedures"):
        more = {"code": snomed(row["procedure_code"]), "performedDateTime": day(row["activity_date"])}
        written.append(resource("Procedure", kind, number, status="completed", **more, **shared))
    for one in written:
        one["identifier"][0]["value"] = row["activity_id"]
        yield one


def _observed(row: _Row) -> Element:
    """What was observed; a finding beside it is a component. Empty for codes outside the lists."""
    finding, observation = row["finding_code"], row["observation_code"]
    finding = finding if finding in _listed("smoking-status") else None
    if observation not in _listed("co") | _listed("cigarettes") | _listed("date-ceased"):
        if finding is None:
            return {}
        if finding in code_set("declined").values():
            return {
                "code": snomed(code_list("co-observations").codes[0]),
                "dataAbsentReason": code_of("declined"),
            }
        return {"code": code_of("smoking-status-question"), "valueCodeableConcept": snomed(finding)}
    coded = {"code": snomed(observation), **_value(row)}
    if finding:
        answer = {"code": code_of("smoking-status-question"), "valueCodeableConcept": snomed(finding)}
        coded["component"] = [answer]
    return coded


def _listed(name: str) -> frozenset[str]:
    """The codes of a set that come from code lists: what the reader finds again."""
    return frozenset(code for system, code in code_set(name) if not system)


def _value(row: _Row) -> Element:
    if row["observation_code"] in _listed("date-ceased"):
        return {"valueString": row["observation_value"]} if row["observation_value"] else {}
    measured = quantity(row["observation_value"], row["unit"])
    if measured is None and row["unit"]:
        measured = {"unit": row["unit"]}
    return {"valueQuantity": measured} if measured else {}

"""Pregnancies, births, referrals and quit attempts as FHIR resources."""

from collections.abc import Iterator
from typing import Any

from clearway.records.fhir.mapping import code_set, mapping
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
_STEPS = {
    "declined": "declined_date",
    "accepted": "accepted_date",
    "first-contact": "first_contact_date",
    "assessment": "assessment_date",
    "feedback": "feedback_date",
    "closed": "closed_date",
}


def pregnancy(row: _Row) -> Iterator[Element]:
    """An EpisodeOfCare, the woman, and an Observation for each date and number of the pregnancy."""
    woman = to("Patient", "", row["mother_local_id"])
    extension = [{"url": mapping().uri("booking-site"), "valueReference": site(row["booking_site"])}]
    period = {"start": day(row["booking_date"]), "end": day(row["discharge_date"])}
    yield resource(
        "EpisodeOfCare",
        "",
        row["pregnancy_id"],
        status="finished" if row["discharge_date"] else "active",
        type=[code_of("pregnancy-episode")],
        patient=woman or {"display": "not known"},
        managingOrganization=to("Organization", "", row["provider"]),
        period={name: value for name, value in period.items() if value},
        extension=extension if row["booking_site"] else None,
    )
    if woman:
        yield _woman(row)
    for set_, element, value in (
        ("edd", "valueDateTime", day(row["edd"])),
        ("lmp", "valueDateTime", day(row["lmp"])),
        ("age", "valueQuantity", quantity(_text(row["age_at_booking"]), "a")),
        ("imd-decile", "valueInteger", row["imd_decile"]),
    ):
        if value is not None:
            yield resource(
                "Observation",
                set_,
                row["pregnancy_id"],
                status="final",
                code=code_of(set_),
                subject=woman,
                extension=pregnancy_extension(row["pregnancy_id"]),
                **{element: value},
            )


def _woman(row: _Row) -> Element:
    category = {"coding": [{"system": mapping().uri("ethnic-category"), "code": row["ethnic_category"]}]}
    extension = [{"url": mapping().uri("ethnic-extension"), "valueCodeableConcept": category}]
    given = resource(
        "Patient", "", row["mother_local_id"], extension=extension if row["ethnic_category"] else None
    )
    if ":" not in row["mother_key"]:
        given["identifier"].append({"system": mapping().uri("nhs-number"), "value": row["mother_key"]})
    return given


def birth(row: _Row) -> Iterator[Element]:
    """An Observation of the outcome, one a baby."""
    length = quantity(_text(row["gestation_days"]), None)
    gestation = {**length, "unit": "days", "system": mapping().uri("ucum"), "code": "d"} if length else None
    where = site(row["delivery_site"])
    yield resource(
        "Observation",
        "birth",
        row["baby_id"],
        status="final",
        code=code_of("birth-outcome"),
        encounter=to("Encounter", "labour", row["labour_id"]),
        extension=pregnancy_extension(row["pregnancy_id"]),
        effectiveDateTime=day(row["birth_date"]),
        valueCodeableConcept=code_of("birth-outcomes", row["outcome"]) if row["outcome"] else None,
        component=[{"code": code_of("gestation-at-birth"), "valueQuantity": gestation}]
        if gestation
        else None,
        performer=[where] if where else None,
    )


def referral(row: _Row) -> Iterator[Element]:
    """A ServiceRequest, and a Task for each step that has happened."""
    opt_out = {"url": mapping().uri("opt-out"), "valueBoolean": row["opt_out"]}
    asked = sorted(code for _, code in code_set("referral"))[-1]
    yield resource(
        "ServiceRequest",
        "",
        row["referral_id"],
        status="revoked" if row["declined_date"] else "completed" if row["closed_date"] else "active",
        intent="order",
        code=snomed(asked),
        authoredOn=day(row["referral_date"]),
        reasonCode=[code_of("referral-reasons", row["reason"])] if row["reason"] else None,
        extension=pregnancy_extension(row["pregnancy_id"])
        + ([opt_out] if row["opt_out"] is not None else []),
    )
    for step, column in _STEPS.items():
        if row[column]:
            yield resource(
                "Task",
                step,
                row["referral_id"],
                status="completed",
                intent="order",
                code=code_of("referral-steps", step),
                focus=to("ServiceRequest", "", row["referral_id"]),
                executionPeriod={"end": day(row[column])},
            )


def quit_attempt(row: _Row) -> Iterator[Element]:
    """An Observation of the quit date, one for each outcome, a Procedure for nicotine replacement."""
    referred = to("ServiceRequest", "", row["referral_id"])
    itself = to("Observation", "quit", row["quit_attempt_id"])
    yield resource(
        "Observation",
        "quit",
        row["quit_attempt_id"],
        status="final",
        code=code_of("quit-date"),
        valueDateTime=day(row["quit_date"]),
        basedOn=[referred] if referred else None,
        extension=pregnancy_extension(row["pregnancy_id"]),
    )
    yield from _outcomes(row, itself)
    if row["nrt"] is not None:
        yield resource(
            "Procedure",
            "nrt",
            row["quit_attempt_id"],
            status="completed" if row["nrt"] else "not-done",
            code=code_of("nrt"),
            reasonReference=[itself],
        )


def _outcomes(row: _Row, itself: Element | None) -> Iterator[Element]:
    reading = quantity(_text(row["co_4_week_ppm"]), "ppm")
    for time, column, followed, measured in (
        ("4", "outcome_4_week", day(row["follow_up_4_week_date"]), reading),
        ("12", "outcome_12_week", None, None),
        ("delivery", "outcome_delivery", None, None),
    ):
        outcome = row[column]
        if outcome or followed or measured:
            yield resource(
                "Observation",
                f"outcome-{time}",
                row["quit_attempt_id"],
                status="final",
                code=code_of("quit-outcome-times", time),
                derivedFrom=[itself],
                effectiveDateTime=followed,
                valueCodeableConcept=code_of("quit-outcomes", outcome) if outcome else None,
                component=[{"code": snomed("251900003"), "valueQuantity": measured}] if measured else None,
            )


def _text(value: float | int | None) -> str | None:
    if value is None:
        return None
    return str(int(value)) if float(value).is_integer() else str(value)

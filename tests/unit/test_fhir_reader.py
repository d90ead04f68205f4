"""What the FHIR reader makes of resources: readings, status, referral, quit attempt, birth."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.lib.fhir_bundles import (
    LOINC,
    OWN,
    base,
    bundle,
    carbon_monoxide,
    code,
    contact,
    fired,
    observation,
    of_pregnancy,
    pregnancy,
    read,
    rows,
    submission,
    to,
    trust,
    woman,
)

from clearway.measures.engines import duckdb as engine
from clearway.records.readers import read_records

READINGS = "SELECT observation_value, unit FROM activities WHERE observation_code IS NOT NULL ORDER BY 1"
STATUS = "SELECT finding_code FROM activities WHERE finding_code IS NOT NULL ORDER BY 1"


def test_a_booking_with_a_reading_counts_in_the_measures(tmp_path: Path) -> None:
    records = read(tmp_path, bundle(base(carbon_monoxide(6))))
    figures = {(r.measure, r.org_level): (r.numerator, r.denominator) for r in engine.run(records.connection)}
    assert figures["co-test-booking", "provider"] == (1, 1)
    assert figures["smoke-booking", "provider"] == (1, 1)
    assert figures["elevated-co-referred", "national"] == (0, 1)
    assert fired(records) == {}


def test_a_woman_is_known_by_her_nhs_number_and_an_unusable_one_is_not_repeated(tmp_path: Path) -> None:
    records = read(tmp_path, bundle(base()))
    assert rows(records, "SELECT mother_local_id, mother_key, age_at_booking FROM pregnancies") == [
        ("W1", "4010232137", 29)
    ]
    wrong = [trust(), submission(), woman(nhs_number="4010232138"), pregnancy()]
    (tmp_path / "wrong").mkdir()
    records = read(tmp_path / "wrong", bundle(wrong))
    assert rows(records, "SELECT mother_key FROM pregnancies") == [("RJ1:W1",)]
    (finding,) = [f for f in records.report.findings if f.rule == "nhs-number-check"]
    assert finding.column == "Patient.identifier(nhs-number).value"
    assert finding.row == 3
    assert "4010232138" not in str(finding)


@pytest.mark.parametrize(
    ("measured", "value", "unit"),
    [
        ({"value": 0, "system": "http://unitsofmeasure.org", "code": "[ppm]"}, "0", "ppm"),
        ({"value": 3.90, "unit": "ppm"}, "3.9", "ppm"),
        ({"value": 4, "unit": "COppm"}, "4", "COppm"),
        ({"value": 2, "system": "http://unitsofmeasure.org", "code": "%"}, "2", "%"),
    ],
)
def test_carbon_monoxide_keeps_its_value_and_unit(
    measured: dict[str, Any], value: str, unit: str, tmp_path: Path
) -> None:
    records = read(tmp_path, bundle(base(carbon_monoxide(valueQuantity=measured))))
    assert rows(records, READINGS) == [(value, unit)]


def test_decimals_keep_the_digits_that_were_sent(tmp_path: Path) -> None:
    text = json.dumps(bundle(base(carbon_monoxide(1234)))).replace("1234", "3.90")
    (tmp_path / "sent.json").write_text(text)
    assert rows(read_records("fhir", tmp_path), READINGS) == [("3.90", "ppm")]


def test_asked_and_declined_is_a_finding_and_no_reading(tmp_path: Path) -> None:
    absent = code("asked-declined", "http://terminology.hl7.org/CodeSystem/data-absent-reason")
    declined = observation("O1", code("251900003"), dataAbsentReason=absent)
    records = read(tmp_path, bundle(base(declined)))
    assert rows(records, "SELECT finding_code, observation_code FROM activities") == [
        ("1110631000000106", None)
    ]


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        (observation("O1", code("72166-2", LOINC), valueCodeableConcept=code("77176002")), ["77176002"]),
        (
            observation("O1", code("72166-2", LOINC), valueCodeableConcept=code("LA18978-9", LOINC)),
            ["266919005"],
        ),
        (observation("O1", code("365980008"), valueCodeableConcept=code("8517006")), ["8517006"]),
        (observation("O1", code("77176002")), ["77176002"]),
        (observation("O1", code("77176002"), valueBoolean=True), ["77176002"]),
        (observation("O1", code("77176002"), valueBoolean=False), []),
        (observation("O1", code("72166-2", LOINC), valueCodeableConcept=code("99", "urn:local")), ["99"]),
        (
            {
                "resourceType": "Condition",
                "id": "O1",
                "code": code("77176002"),
                "subject": to("Patient/W1"),
                "recordedDate": "2025-04-14",
            },
            ["77176002"],
        ),
    ],
)
def test_smoking_status_is_read_in_its_forms(
    resource: dict[str, Any], expected: list[str], tmp_path: Path
) -> None:
    records = read(tmp_path, bundle(base(resource)))
    assert [found for (found,) in rows(records, STATUS)] == expected


def test_of_several_codings_the_listed_one_is_read_and_a_contradiction_is_told(tmp_path: Path) -> None:
    agreeing = {"coding": [{"system": "urn:local", "code": "S"}, *code("77176002")["coding"]]}
    differing = {"coding": [*code("8517006")["coding"], *code("77176002")["coding"]]}
    question = code("72166-2", LOINC)
    given = base(
        observation("O1", question, valueCodeableConcept=agreeing),
        observation("O2", question, valueCodeableConcept=differing),
    )
    records = read(tmp_path, bundle(given))
    assert rows(records, STATUS) == [("77176002",), ("8517006",)]
    assert fired(records) == {"fhir-codes-differ": 1}


def test_a_panel_gives_a_row_a_component(tmp_path: Path) -> None:
    parts = [
        {"code": code("251900003"), "valueQuantity": {"value": 5, "unit": "ppm"}},
        {"code": code("230056004"), "valueQuantity": {"value": 10}},
        {"code": code("72166-2", LOINC), "valueCodeableConcept": code("77176002")},
    ]
    records = read(tmp_path, bundle(base(observation("O1", code("1", "urn:local:panel"), component=parts))))
    found = rows(
        records, "SELECT observation_code, observation_value, finding_code FROM activities ORDER BY line"
    )
    assert found == [("251900003", "5", "77176002"), ("230056004", "10", None)]


def test_a_brief_intervention_counts_unless_it_was_not_done(tmp_path: Path) -> None:
    given: dict[str, Any] = {
        "resourceType": "Procedure",
        "status": "completed",
        "code": code("225323000"),
        "subject": to("Patient/W1"),
        "encounter": to("Encounter/C1"),
        "performedDateTime": "2025-04-14T10:00:00Z",
    }
    records = read(tmp_path, bundle(base(given | {"id": "B1"}, given | {"id": "B2", "status": "not-done"})))
    assert rows(records, "SELECT procedure_code, activity_date FROM activities") == [
        ("225323000", date(2025, 4, 14))
    ]


def test_a_referral_has_the_days_of_its_steps(tmp_path: Path) -> None:
    request = {
        "resourceType": "ServiceRequest",
        "id": "R1",
        "status": "active",
        "intent": "order",
        "code": code("871661000000106"),
        "subject": to("Patient/W1"),
        "authoredOn": "2025-04-15",
        "reasonCode": [code("elevated_co", OWN)],
        "extension": [{"url": "urn:clearway:fhir:1:opt-out", "valueBoolean": True}],
    }
    steps = [
        {
            "resourceType": "Task",
            "id": step,
            "status": status,
            "intent": "order",
            "code": code(step, OWN),
            "focus": to("ServiceRequest/R1"),
            "executionPeriod": {"end": day},
        }
        for step, status, day in (
            ("accepted", "completed", "2025-04-16"),
            ("first-contact", "completed", "2025-04-17"),
            ("closed", "requested", "2025-04-18"),
        )
    ]
    records = read(tmp_path, bundle(base(request, *steps)))
    asked = (
        "SELECT pregnancy_id, reason, opt_out, accepted_date, first_contact_date, closed_date FROM referrals"
    )
    assert rows(records, asked) == [("P1", "elevated_co", True, date(2025, 4, 16), date(2025, 4, 17), None)]
    assert fired(records) == {"fhir-status": 1}


def test_a_revoked_referral_without_a_day_stands_and_is_told(tmp_path: Path) -> None:
    request = {
        "resourceType": "ServiceRequest",
        "id": "R1",
        "status": "revoked",
        "intent": "order",
        "code": code("315232003"),
        "subject": to("Patient/W1"),
        "authoredOn": "2025-04-15",
    }
    records = read(tmp_path, bundle(base(request)))
    assert rows(records, "SELECT count(*) FROM referrals") == [(1,)]
    assert fired(records) == {"fhir-revoked": 1}


def test_a_quit_attempt_gathers_outcomes_and_nicotine_replacement(tmp_path: Path) -> None:
    quit_date = observation("Q1", code("390901002"), valueDateTime="2025-04-28", extension=of_pregnancy())
    reading = {"code": code("251900003"), "valueQuantity": {"value": 1, "code": "[ppm]"}}
    outcome = observation(
        "Q1-4",
        code("outcome-4-week", OWN),
        valueCodeableConcept=code("quit", OWN),
        effectiveDateTime="2025-05-27",
        derivedFrom=[to("Observation/Q1")],
        component=[reading],
    )
    nrt = {
        "resourceType": "Procedure",
        "id": "N1",
        "status": "completed",
        "code": code("313396002"),
        "subject": to("Patient/W1"),
        "reasonReference": [to("Observation/Q1")],
    }
    records = read(tmp_path, bundle(base(quit_date, outcome, nrt)))
    asked = "SELECT * EXCLUDE (provider, referral_id) FROM quit_attempts"
    assert rows(records, asked) == [
        ("Q1", "P1", date(2025, 4, 28), True, "quit", date(2025, 5, 27), 1.0, None, None)
    ]
    assert rows(records, "SELECT count(*) FROM activities") == [(0,)]


def test_an_outcome_of_nothing_is_told(tmp_path: Path) -> None:
    lone = observation("X", code("outcome-4-week", OWN), valueCodeableConcept=code("quit", OWN))
    assert fired(read(tmp_path, bundle(base(lone)))) == {"fhir-nothing-named": 1}


def test_births_are_observations_of_the_labour(tmp_path: Path) -> None:
    labour = contact("L1", "2025-11-08", type=[code("236973005")])
    section = {
        "resourceType": "Procedure",
        "id": "S1",
        "status": "completed",
        "code": code("11466000"),
        "subject": to("Patient/W1"),
        "encounter": to("Encounter/L1"),
        "performedDateTime": "2025-11-09",
    }
    weeks = {"value": 39, "system": "http://unitsofmeasure.org", "code": "wk"}
    twins = [
        observation(
            f"B{number}",
            code("364587008"),
            encounter=to("Encounter/L1"),
            effectiveDateTime="2025-11-09",
            valueCodeableConcept=code("281050002"),
            focus=[to(f"Patient/baby{number}")],
            component=[{"code": code("76516-4", LOINC), "valueQuantity": weeks}],
        )
        for number in (1, 2)
    ]
    records = read(tmp_path, bundle(base(labour, section, *twins)))
    assert rows(records, "SELECT onset_date, caesarean_date FROM labours") == [
        (date(2025, 11, 8), date(2025, 11, 9))
    ]
    assert rows(records, "SELECT baby_id, outcome, gestation_days, pregnancy_id FROM births ORDER BY 1") == [
        ("baby1", "01", 273, "P1"),
        ("baby2", "01", 273, "P1"),
    ]


def test_dates_of_the_pregnancy_come_from_observations_the_newest_stands(tmp_path: Path) -> None:
    dates = [
        observation("E1", code("11778-8", LOINC), valueDateTime="2025-11-10"),
        observation("E2", code("11778-8", LOINC), valueDateTime="2025-11-20", effectiveDateTime="2025-05-10"),
        observation("L1", code("8665-2", LOINC), valueDateTime="2025-02-03", encounter=None),
    ]
    records = read(tmp_path, bundle(base(*dates)))
    assert rows(records, "SELECT edd, lmp FROM pregnancies") == [(date(2025, 11, 20), date(2025, 2, 3))]

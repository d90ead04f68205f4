"""What the FHIR reader makes of resources: readings, status, referral, quit attempt, birth, copies."""

import gzip
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.lib.fhir_bundles import (
    LOINC,
    ODS,
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

from clearway.common.errors import ClearwayError
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


def test_a_date_that_is_only_a_month_counts_as_missing_and_is_told(tmp_path: Path) -> None:
    vague = base(carbon_monoxide(6, effectiveDateTime="2025-04", encounter=None, extension=of_pregnancy()))
    records = read(tmp_path, bundle(vague))
    assert rows(records, "SELECT activity_date FROM activities") == [(None,)]
    (finding,) = [f for f in records.report.findings if f.rule == "fhir-date-imprecise"]
    assert (finding.file, finding.row, finding.column) == ("sent-1.json", 6, "Observation.effectiveDateTime")


def test_a_moment_is_the_day_it_was_in_england(tmp_path: Path) -> None:
    late = [
        contact("C2", "2025-06-30T23:30:00Z"),
        contact("C3", "2025-12-31T23:30:00Z"),
        contact("C4", "2025-06-30T23:30:00+01:00"),
    ]
    records = read(tmp_path, bundle(base(*late)))
    found = rows(records, "SELECT contact_date FROM contacts WHERE contact_id <> 'C1' ORDER BY contact_id")
    assert [day for (day,) in found] == [date(2025, 7, 1), date(2025, 12, 31), date(2025, 6, 30)]


def test_contacts_that_did_not_take_place_were_not_attended(tmp_path: Path) -> None:
    given = base(
        contact("C2", status="cancelled"), contact("C3", status="planned"), contact("C4", status="arrived")
    )
    asked = "SELECT contact_id FROM contacts WHERE attended ORDER BY 1"
    assert rows(read(tmp_path, bundle(given)), asked) == [("C1",), ("C4",)]


def test_entered_in_error_is_left_out_with_its_count(tmp_path: Path) -> None:
    wrong = [carbon_monoxide(9, f"O{number}", status="entered-in-error") for number in (2, 3)]
    records = read(tmp_path, bundle(base(carbon_monoxide(6), *wrong)))
    assert rows(records, READINGS) == [("6", "ppm")]
    (finding,) = [f for f in records.report.findings if f.rule == "fhir-entered-in-error"]
    assert "2 times" in finding.what
    assert finding.row == 7


@pytest.mark.parametrize("status", ["amended", "corrected", "final", "preliminary"])
def test_amended_and_corrected_observations_are_read(status: str, tmp_path: Path) -> None:
    assert rows(read(tmp_path, bundle(base(carbon_monoxide(6, status=status)))), READINGS) == [("6", "ppm")]


def test_a_later_file_restates_and_withdraws_resources_of_an_earlier_one(tmp_path: Path) -> None:
    given = [carbon_monoxide(number, f"O{number}") for number in (1, 2, 3, 4)]
    later = [
        trust(),
        submission("2025-05-01", "2025-05-31", date="2025-06-20T09:00:00+01:00"),
        carbon_monoxide(5, "O1", status="corrected"),
        carbon_monoxide(2, "O2", status="entered-in-error"),
        observation("O3", code("8302-2", LOINC), status="amended", valueQuantity={"value": 170}),
    ]
    records = read(tmp_path, bundle(base(*given)), bundle(later))
    assert rows(records, READINGS) == [("4", "ppm"), ("5", "ppm")]
    assert rows(records, "SELECT pregnancy_id FROM activities") == [("P1",), ("P1",)]


def test_of_two_submissions_of_a_month_the_one_created_last_is_read(tmp_path: Path) -> None:
    again = [trust(), submission(date="2025-05-19T09:30:00+01:00"), woman("W9", None), pregnancy("P9", "W9")]
    records = read(tmp_path, bundle(again), bundle(base()))
    assert rows(records, "SELECT pregnancy_id FROM pregnancies") == [("P1",)]
    assert rows(records, "SELECT created FROM submissions") == [(datetime(2025, 5, 20, 9, 30),)]  # noqa: DTZ001
    assert fired(records)["superseded"] == 1


def test_the_same_id_twice_in_one_file_is_told_and_the_last_stands(tmp_path: Path) -> None:
    records = read(tmp_path, bundle(base(carbon_monoxide(6), carbon_monoxide(7))))
    assert rows(records, READINGS) == [("7", "ppm")]
    assert fired(records)["duplicate-key"] == 2


def test_a_newer_version_in_the_same_file_stands_without_a_word(tmp_path: Path) -> None:
    new, old = (
        carbon_monoxide(value, meta={"versionId": version, "lastUpdated": f"2025-04-{day}T09:00:00Z"})
        for value, version, day in ((7, "2", 16), (6, "1", 15))
    )
    records = read(tmp_path, bundle(base(new, old)))
    assert rows(records, READINGS) == [("7", "ppm")]
    assert fired(records) == {}


def test_a_deleted_resource_is_no_more(tmp_path: Path) -> None:
    gone = bundle([trust(), submission("2025-05-01", "2025-05-31", date="2025-06-20")])
    gone["entry"].append({"request": {"method": "DELETE", "url": "Observation/O1"}})
    records = read(tmp_path, bundle(base(carbon_monoxide(6))), gone)
    assert rows(records, READINGS) == []


@pytest.mark.parametrize(
    "pointing",
    [
        "Encounter/C1",
        "https://trust.example/fhir/Encounter/C1",
        "https://other.example/r4/Encounter/C1/_history/2",
    ],
)
def test_references_are_followed_relative_and_absolute(pointing: str, tmp_path: Path) -> None:
    records = read(tmp_path, bundle(base(carbon_monoxide(6, encounter=to(pointing), subject=None))))
    assert rows(records, "SELECT pregnancy_id, contact_id FROM activities") == [("P1", "C1")]


def test_references_by_urn_and_to_contained_resources_are_followed(tmp_path: Path) -> None:
    urn = "urn:uuid:4627aab0-fd97-4be5-b5b7-005a939e96fd"
    inside = {"resourceType": "Organization", "id": "t", "identifier": [{"system": ODS, "value": "RJ1"}]}
    sent = submission(reporter=to("#t"), contained=[inside])
    visit = {k: v for k, v in contact().items() if k != "id"}
    document = bundle([sent, woman(), pregnancy(), carbon_monoxide(6, encounter=to(urn))])
    document["entry"].append({"fullUrl": urn, "resource": visit})
    records = read(tmp_path, document)
    assert rows(records, "SELECT provider, pregnancy_id, contact_id FROM activities") == [
        ("RJ1", "P1", "4627aab0-fd97-4be5-b5b7-005a939e96fd")
    ]


def test_without_an_episode_the_day_tells_the_pregnancy(tmp_path: Path) -> None:
    alone = carbon_monoxide(6, encounter=None)
    before = carbon_monoxide(9, "O2", encounter=None, effectiveDateTime="2023-04-14")
    records = read(tmp_path, bundle(base(alone, before)))
    assert rows(records, "SELECT pregnancy_id, observation_value FROM activities") == [("P1", "6")]
    assert fired(records) == {"fhir-outside": 1}


def test_a_condition_stands_for_a_pregnancy_that_no_episode_holds(tmp_path: Path) -> None:
    pregnant = {
        "resourceType": "Condition",
        "id": "K1",
        "code": code("77386006"),
        "subject": to("Patient/W1"),
        "onsetDateTime": "2025-03-01",
    }
    assert rows(read(tmp_path, bundle(base(pregnant))), "SELECT pregnancy_id FROM pregnancies") == [("P1",)]
    (tmp_path / "alone").mkdir()
    alone = read(tmp_path / "alone", bundle([trust(), submission(), woman(), pregnant]))
    assert rows(alone, "SELECT pregnancy_id, booking_date, mother_key FROM pregnancies") == [
        ("K1", None, "4010232137")
    ]


def test_an_episode_of_other_care_is_no_pregnancy(tmp_path: Path) -> None:
    other = pregnancy("P2", type=[code("710081004")])
    assert rows(read(tmp_path, bundle(base(other))), "SELECT pregnancy_id FROM pregnancies") == [("P1",)]


def test_unknown_content_is_counted_with_its_first_place(tmp_path: Path) -> None:
    heights = [observation(f"H{n}", code("8302-2", LOINC), valueQuantity={"value": 170}) for n in range(3)]
    claims = [{"resourceType": "Claim", "id": f"K{n}"} for n in range(2)]
    records = read(tmp_path, bundle(base(*heights, *claims)))
    told = {f.column: f for f in records.report.findings if f.rule == "fhir-not-read"}
    assert "code 8302-2 of http://loinc.org, 3 times" in told["Observation.code"].what
    assert told["Observation.code"].row == 6
    assert "2 times" in told["Claim"].what
    assert told["Claim"].file == "sent-1.json"


def test_records_of_nobody_are_set_aside(tmp_path: Path) -> None:
    records = read(tmp_path, bundle([woman(), pregnancy(managingOrganization=None)]))
    assert rows(records, "SELECT count(*) FROM pregnancies") == [(0,)]
    assert fired(records) == {"fhir-no-submission": 1, "fhir-provider-missing": 1}
    assert records.report.rejected == {"episode": 1}


def test_one_provider_stands_for_files_that_name_none(tmp_path: Path) -> None:
    """A bulk export has a file a resource type; one line says which months of whom were sent."""
    lines = {
        "MeasureReport": [submission("2025-04-01", "2025-06-30")],
        "Organization": [trust()],
        "Patient": [woman()],
        "EpisodeOfCare": [pregnancy()],
        "Encounter": [contact()],
        "Observation": [carbon_monoxide(6), carbon_monoxide(3, "O2")],
    }
    for name, resources in lines.items():
        text = "\n".join(json.dumps(resource) for resource in resources) + "\n\n"
        (tmp_path / f"{name}.ndjson.gz").write_bytes(gzip.compress(text.encode()))
    records = read_records("fhir", tmp_path)
    assert rows(records, "SELECT period FROM submissions ORDER BY 1") == [
        (date(2025, month, 1),) for month in (4, 5, 6)
    ]
    assert rows(records, READINGS) == [("3", "ppm"), ("6", "ppm")]
    assert records.as_of_default == date(2025, 6, 30)
    assert fired(records) == {}


def test_the_same_ids_at_two_providers_stay_apart(tmp_path: Path) -> None:
    other = [trust("RGT"), *base(carbon_monoxide(3))[1:]]
    records = read(tmp_path, bundle(base(carbon_monoxide(6))), bundle(other))
    found = rows(records, "SELECT provider, pregnancy_id, observation_value FROM activities ORDER BY 1")
    assert found == [("RGT", "P1", "3"), ("RJ1", "P1", "6")]


def test_a_bad_line_does_not_lose_the_others(tmp_path: Path) -> None:
    lines = [json.dumps(resource) for resource in base(carbon_monoxide(6))]
    lines[1:1] = ["{broken", '{"no": "type"}', "[1, 2]"]
    (tmp_path / "all.ndjson").write_text("\n".join(lines))
    records = read_records("fhir", tmp_path / "all.ndjson")
    assert rows(records, READINGS) == [("6", "ppm")]
    assert fired(records) == {"fhir-line-not-json": 1, "fhir-not-fhir": 2}
    assert {f.row for f in records.report.findings if f.rule == "fhir-line-not-json"} == {2}


@pytest.mark.parametrize(
    "text", ['{"resourceType": "Bundle", ', "<Bundle/>", '{"a": 1}', "[]", "", "\ufeff", "null"]
)
def test_a_file_that_is_not_fhir_is_refused_in_one_line(text: str, tmp_path: Path) -> None:
    (tmp_path / "sent.json").write_text(text, encoding="utf-8")
    with pytest.raises(ClearwayError, match=r"sent\.json.*not FHIR"):
        read_records("fhir", tmp_path / "sent.json")


def test_a_bad_file_does_not_lose_the_others(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text("{")
    records = read(tmp_path, bundle(base(carbon_monoxide(6))))
    assert rows(records, READINGS) == [("6", "ppm")]
    assert [f.file for f in records.report.files if f.left_out] == ["broken.json"]
    assert fired(records) == {"fhir-not-json": 1}


def test_a_folder_without_fhir_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ClearwayError, match="There is no FHIR file"):
        read_records("fhir", tmp_path)


@pytest.mark.parametrize(
    "strange",
    [
        {"resourceType": "Observation"},
        {"resourceType": "Observation", "id": "X", "code": "text", "subject": "Patient/W1"},
        {"resourceType": "Observation", "id": "X", "code": {"coding": ["251900003", {"code": 5}, None]}},
        {
            "resourceType": "Observation",
            "id": "X",
            "code": {"coding": {"code": "251900003"}},
            "component": "none",
        },
        {"resourceType": "Patient", "id": "X", "identifier": "4010232137", "birthDate": ["1995"]},
        {"resourceType": "Encounter", "id": "X", "period": "2025", "location": [None, 3]},
        {"resourceType": "MeasureReport", "id": "X", "type": "data-collection", "reporter": {"reference": 5}},
        {"resourceType": "Bundle", "entry": "none"},
        {"resourceType": "Bundle", "entry": [None, {}, {"resource": 5}]},
        {"resourceType": ["Observation"]},
    ],
    ids=str,
)
def test_content_of_the_wrong_shape_stops_nothing(strange: dict[str, Any], tmp_path: Path) -> None:
    records = read(tmp_path, bundle([*base(carbon_monoxide(6)), strange]))
    assert rows(records, READINGS) == [("6", "ppm")]

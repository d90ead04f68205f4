"""FHIR files: references, whose a resource is, which pregnancy, content that is not known or not whole."""

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.lib.fhir_bundles import (
    LOINC,
    ODS,
    base,
    bundle,
    carbon_monoxide,
    code,
    contact,
    fired,
    observation,
    pregnancy,
    read,
    rows,
    submission,
    to,
    trust,
    woman,
)

from clearway.common.errors import ClearwayError
from clearway.records.readers import read_records

READINGS = "SELECT observation_value, unit FROM activities WHERE observation_code IS NOT NULL ORDER BY 1"


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


def test_without_a_submission_the_organisation_named_says_whose_record_it_is(tmp_path: Path) -> None:
    """An export of several trusts: one woman, a pregnancy at each, a month that nobody says was sent."""
    other = trust("RGT") | {"id": "other"}
    there = pregnancy("P2", managingOrganization=to("Organization/other"), period={"start": "2023-02-01"})
    visit = contact("C2", "2023-02-01", episodeOfCare=[to("EpisodeOfCare/P2")])
    reading = carbon_monoxide(3, "O2", encounter=to("Encounter/C2"), effectiveDateTime="2023-02-01")
    here = [resource for resource in base(carbon_monoxide(6)) if resource["resourceType"] != "MeasureReport"]
    records = read(tmp_path, bundle([*here, other, there, visit, reading]))
    assert rows(records, "SELECT provider, mother_key FROM pregnancies ORDER BY 1") == [
        ("RGT", "4010232137"),
        ("RJ1", "4010232137"),
    ]
    found = rows(records, "SELECT provider, pregnancy_id, observation_value FROM activities ORDER BY 1")
    assert found == [("RGT", "P2", "3"), ("RJ1", "P1", "6")]
    assert fired(records) == {"fhir-no-submission": 1}


def test_a_date_that_fits_no_pregnancy_is_told_and_not_used(tmp_path: Path) -> None:
    old = observation("E1", code("11778-8", LOINC), valueDateTime="2021-11-10", encounter=None)
    records = read(tmp_path, bundle(base(old)))
    assert rows(records, "SELECT edd FROM pregnancies") == [(None,)]
    assert fired(records) == {"fhir-fact-unplaced": 1}


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"reporter": {"display": "a trust"}}, "fhir-submission-provider"),
        ({"period": None}, "fhir-submission-period"),
        ({"period": {"start": "2025-04"}}, "fhir-submission-period"),
        ({"period": {"start": "2025-04-03", "end": "2025-05-31"}}, "fhir-submission-month"),
        ({"date": None}, "header-created"),
    ],
)
def test_what_is_wrong_with_a_submission_is_told(wrong: dict[str, Any], rule: str, tmp_path: Path) -> None:
    assert rule in fired(read(tmp_path, bundle([trust(), submission(**wrong), woman(), pregnancy()])))

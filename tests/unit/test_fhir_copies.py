"""FHIR resources by day, by status and in several copies: which stands."""

from datetime import date, datetime
from pathlib import Path

import pytest
from tests.lib.fhir_bundles import (
    LOINC,
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
    trust,
    woman,
)

READINGS = "SELECT observation_value, unit FROM activities WHERE observation_code IS NOT NULL ORDER BY 1"


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

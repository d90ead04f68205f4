"""FHIR of others: the World Health Organization's antenatal examples and Synthea's American women."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from tests.lib.fhir_bundles import bundle, fired, rows, submission, trust

from clearway.measures.engines import duckdb as engine
from clearway.records.readers import Records, read_records

PUBLIC = Path(__file__).parents[1] / "data" / "fhir"
WHO, SYNTHEA = "*.json", "*.json.gz"


def told(records: Records) -> set[str]:
    return {finding.column for finding in records.report.findings if finding.rule == "fhir-not-read"}


def read_public(pattern: str, folder: Path, *, provider: bool) -> Records:
    """The files as they came, with a submission of a provider beside them or without."""
    for path in PUBLIC.glob(pattern):
        shutil.copy(path, folder)
    if provider:
        sent = submission("2014-01-01", "2021-12-31", date="2022-01-20")
        (folder / "submission.json").write_text(json.dumps(bundle([trust(), sent])))
    return read_records("fhir", folder)


@pytest.fixture(scope="module")
def who(tmp_path_factory: pytest.TempPathFactory) -> Records:
    return read_public(WHO, tmp_path_factory.mktemp("who"), provider=True)


@pytest.fixture(scope="module")
def synthea(tmp_path_factory: pytest.TempPathFactory) -> Records:
    return read_public(SYNTHEA, tmp_path_factory.mktemp("synthea"), provider=True)


def test_who_pregnancies_are_known_and_nothing_of_smoking_is(who: Records) -> None:
    """Two women by their coded Condition, since their episodes are of home care; the third is not coded."""
    found = rows(who, "SELECT pregnancy_id, mother_local_id, edd, booking_date FROM pregnancies ORDER BY 1")
    assert found == [
        ("condition-patient-mom-a2-1", "patient-mom-a2-1", date(2021, 6, 3), None),
        ("condition-patient-mom-a2-2", "patient-mom-a2-2", date(2021, 6, 3), None),
    ]
    assert rows(who, "SELECT count(*) FROM activities") == [(0,)]


def test_who_content_that_is_not_read_is_told(who: Records) -> None:
    assert told(who) >= {
        "CarePlan",
        "GuidanceResponse",
        "Observation.code",
        "Condition.code",
    }
    assert fired(who)["fhir-episode-other"] == 3


def test_synthea_pregnancies_are_their_conditions(synthea: Records) -> None:
    asked = "SELECT count(*), count(DISTINCT mother_key), count(booking_date) FROM pregnancies"
    assert rows(synthea, asked) == [(2, 2, 0)]


def test_synthea_smoking_status_outside_a_pregnancy_is_no_evidence_in_it(synthea: Records) -> None:
    """Neither woman was asked while pregnant: the status is missing, as the files' own note says of one."""
    assert rows(synthea, "SELECT count(*) FROM activities WHERE finding_code IS NOT NULL") == [(0,)]
    assert fired(synthea)["fhir-outside"] > 15
    assert rows(synthea, "SELECT count(*) FROM contacts")[0][0] >= 2


def test_synthea_content_that_is_not_read_is_told(synthea: Records) -> None:
    assert told(synthea) >= {
        "Claim",
        "ExplanationOfBenefit",
        "Immunization",
        "Observation.code",
        "Procedure.code",
    }


def test_measures_of_others_say_that_nothing_is_known(synthea: Records) -> None:
    values = [row for row in engine.run(synthea.connection) if row.measure == "smoke-booking"]
    assert {row.denominator for row in values} == {0}


def test_without_a_provider_every_record_is_set_aside_and_none_is_lost_in_silence(tmp_path: Path) -> None:
    records = read_public(SYNTHEA, tmp_path, provider=False)
    assert all(count == 0 for count in records.report.rows_loaded.values())
    assert fired(records)["fhir-provider-missing"] == sum(records.report.rejected.values()) > 0

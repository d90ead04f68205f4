"""FHIR at the command line: check, import with rejects, and the measures."""

import csv
import json
from pathlib import Path

import pytest
from tests.lib.fhir_bundles import base, bundle, carbon_monoxide, contact, pregnancy, submission, trust, woman

from clearway.cli.main import main


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """A Bundle with one Encounter without an id."""
    lost = {name: value for name, value in contact().items() if name != "id"}
    document = bundle(base(carbon_monoxide(6), lost))
    del document["entry"][-1]["fullUrl"]
    path = tmp_path / "export" / "april.json"
    path.parent.mkdir()
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_check_says_entry_and_element_and_ends_with_1(
    export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "findings.csv"
    assert main(["records", "check", "--from", "fhir", str(export), "--report", str(report)]) == 1
    out = capsys.readouterr().out
    assert "1 files read" in out
    assert "april.json, row 7, Encounter.id" in out
    assert "Encounter.id" in report.read_text(encoding="utf-8")
    assert "4010232137" not in out + report.read_text(encoding="utf-8")


def test_measures_of_a_bundle(export: Path, tmp_path: Path) -> None:
    out = tmp_path / "results.csv"
    assert main(["measures", "run", "--from", "fhir", str(export), "--out", str(out)]) == 0
    rows = {
        (row["measure"], row["org_code"]): row
        for row in csv.DictReader(out.read_text(encoding="utf-8").splitlines())
    }
    assert rows["co-test-booking", "RJ1"]["value"] == "1"
    assert rows["smoke-booking", "ENG"]["numerator"] == "1"


def test_an_import_adds_months_and_keeps_files_with_rejected_rows(export: Path, tmp_path: Path) -> None:
    out = tmp_path / "records"
    assert main(["records", "import", "--from", "fhir", str(export), "--out", str(out)]) == 0
    (rejected,) = (out / "rejects").rglob("*.json")
    assert rejected.read_bytes() == export.read_bytes()
    may = [
        trust(),
        submission("2025-05-01", "2025-05-31", date="2025-06-20"),
        woman("W2", None),
        pregnancy("P2", "W2", period={"start": "2025-05-06"}),
    ]
    (tmp_path / "may.json").write_text(json.dumps(bundle(may)), encoding="utf-8")
    assert main(["records", "import", "--from", "fhir", str(tmp_path / "may.json"), "--out", str(out)]) == 0
    held = json.loads((out / "records.json").read_text(encoding="utf-8"))
    assert held["rows"]["pregnancies"] == 2
    assert held["rows"]["submissions"] == 2


def test_a_later_import_withdraws_and_keeps_what_it_does_not_mention(export: Path, tmp_path: Path) -> None:
    out = tmp_path / "records"
    withdrawn = [
        trust(),
        submission("2025-05-01", "2025-05-31", date="2025-06-20"),
        carbon_monoxide(6, status="entered-in-error"),
        pregnancy(),
    ]
    (tmp_path / "may.json").write_text(json.dumps(bundle(withdrawn)), encoding="utf-8")
    for path in (export, tmp_path / "may.json"):
        assert main(["records", "import", "--from", "fhir", str(path), "--out", str(out)]) == 0
    held = json.loads((out / "records.json").read_text(encoding="utf-8"))["rows"]
    assert (held["activities"], held["contacts"], held["pregnancies"]) == (0, 1, 1)
    assert main(["measures", "run", "--from", "parquet", str(out), "--out", str(tmp_path / "r.csv")]) == 0


def test_a_file_that_is_not_fhir_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.json").write_text("{")
    assert main(["records", "check", "--from", "fhir", str(tmp_path / "a.json")]) == 2
    assert "line 1, character 2" in capsys.readouterr().err

"""The folder that holds imports, and the commands that fill it: nothing lost, nothing half done."""

from datetime import date
from pathlib import Path

import pytest
from record_folders import files, found, read, rows, submission

from clearway.cli.main import main
from clearway.common.errors import ClearwayError
from clearway.records.readers import read_records
from clearway.records.store import import_records

PREGNANCY = "PregnancyID,LPIDMother,AntenatalAppDate\n"
CONTACT = "CareConID,PregnancyID,CContactDate\n"
REFERRAL = "ReferralID,OrgIDProvider,PregnancyID,ReferralDate\n"


def _held(out, columns, table):
    return rows(read_records("parquet", out), columns, table)


def test_imports_add_up_to_what_one_reading_of_everything_gives(tmp_path):
    months = {
        "2025-04": "P1,M1,2025-04-14\nP2,M2,2025-04-15\n",
        "2025-05": "P1,M1,2025-04-20\nP3,M3,2025-05-15\n",
    }
    for number, (month, text) in enumerate(months.items()):
        tables = {"MSD101": PREGNANCY + text, "MSD201": f"{CONTACT}C{number},P1,{month}-14\n"}
        created = f"2025-0{number + 6}-01"
        for root in (tmp_path / "all", tmp_path / month):
            submission(root, tables, folder=month, month=month, created=created)
        import_records("msds", tmp_path / month, tmp_path / "out")
    whole = read(tmp_path / "all")
    for columns, table in (
        ("pregnancy_id, booking_date", "pregnancies"),
        ("*", "contacts"),
        ("period", "submissions"),
    ):
        assert _held(tmp_path / "out", columns, table) == rows(whole, columns, table)


def test_a_month_sent_again_replaces_what_it_restates_and_nothing_else(tmp_path):
    submission(tmp_path / "1", {"MSD101": f"{PREGNANCY}P1,M1,2025-04-14\nP2,M2,2025-04-15\n"})
    submission(tmp_path / "2", {"MSD101": f"{PREGNANCY}P9,M9,2025-05-14\n"}, month="2025-05")
    submission(tmp_path / "3", {"MSD101": f"{PREGNANCY}P1,M1,2025-04-16\n"}, created="2025-07-01")
    for name in "123":
        import_records("msds", tmp_path / name, tmp_path / "out")
    held = _held(tmp_path / "out", "pregnancy_id, booking_date", "pregnancies")
    assert held == [("P1", date(2025, 4, 16)), ("P9", date(2025, 5, 14))]


def test_an_older_submission_that_comes_late_replaces_nothing(tmp_path):
    submission(tmp_path / "1", {"MSD101": f"{PREGNANCY}P1,M1,2025-04-16\n"}, created="2025-07-01")
    submission(tmp_path / "2", {"MSD101": f"{PREGNANCY}P1,M1,2025-04-14\n"})
    for name in "12":
        import_records("msds", tmp_path / name, tmp_path / "out")
    assert _held(tmp_path / "out", "booking_date", "pregnancies") == [(date(2025, 4, 16),)]


def test_rows_set_aside_are_mended_and_imported_once(tmp_path):
    out = tmp_path / "out"
    submission(tmp_path / "in", {"MSD201": f"{CONTACT}C1,P1,2025-04-14\nC2,P1,soon\n,P1,2025-04-16\n"})
    files(tmp_path / "in", {"referrals.csv": f"{REFERRAL}R1,RJ7,P1,\n"})
    assert import_records("msds", tmp_path / "in", out).rejected == 3
    assert _held(out, "contact_id", "contacts") == [("C1",)]
    mend = out / "rejects" / "0001"
    contacts = mend / "a" / "MSD201.csv"
    assert contacts.read_text() == f"{CONTACT}C2,P1,soon\n,P1,2025-04-16\n"
    contacts.write_text(f"{CONTACT}C2,P1,2025-04-15\nC3,P1,2025-04-16\n")
    (mend / "referrals.csv").write_text(f"{REFERRAL}R1,RJ7,P1,2025-04-15\n")
    for _ in range(2):
        assert import_records("msds", mend, out).rejected == 0
        assert _held(out, "contact_id", "contacts") == [("C1",), ("C2",), ("C3",)]
        assert _held(out, "referral_id", "referrals") == [("R1",)]


def test_templates_merge_by_key_and_their_rejects_are_templates(tmp_path):
    header = "provider,pregnancy_id,mother_local_id,booking_date\n"
    files(
        tmp_path / "1", {"pregnancies.csv": f"{header}RJ7,P1,M1,2025-04-14\nRJ7,P2,M2,2025-04-14\nRJ7,,M3,\n"}
    )
    files(tmp_path / "2", {"pregnancies.csv": f"{header}RJ7,P2,M2,2025-04-15\n"})
    out = tmp_path / "out"
    assert import_records("csv", tmp_path / "1", out).rejected == 1
    assert (out / "rejects/0001/pregnancies.csv").read_text() == f"{header}RJ7,,M3,\n"
    import_records("csv", tmp_path / "2", out)
    held = _held(out, "pregnancy_id, booking_date", "pregnancies")
    assert held == [("P1", date(2025, 4, 14)), ("P2", date(2025, 4, 15))]


def test_an_import_that_fails_leaves_the_folder_as_it_was(tmp_path, monkeypatch):
    submission(tmp_path / "1", {"MSD101": f"{PREGNANCY}P1,M1,2025-04-14\n"})
    submission(tmp_path / "2", {"MSD101": f"{PREGNANCY}P2,M2,2025-05-14\n"}, month="2025-05")
    out = tmp_path / "out"
    import_records("msds", tmp_path / "1", out)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("clearway.records.store.importing.write_rejects", fail)
    with pytest.raises(ClearwayError, match="No space left"):
        import_records("msds", tmp_path / "2", out)
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1", "2", "out"]


def test_a_folder_left_between_two_renames_is_put_back(tmp_path):
    submission(tmp_path / "1", {"MSD101": f"{PREGNANCY}P1,M1,2025-04-14\n"})
    submission(tmp_path / "2", {"MSD101": f"{PREGNANCY}P2,M2,2025-05-14\n"}, month="2025-05")
    out = tmp_path / "out"
    import_records("msds", tmp_path / "1", out)
    out.rename(tmp_path / ".out.old")
    import_records("msds", tmp_path / "2", out)
    assert _held(out, "pregnancy_id", "pregnancies") == [("P1",), ("P2",)]


def test_a_folder_of_other_records_or_other_things_is_refused(tmp_path):
    files(tmp_path, {"csv/pregnancies.csv": "provider,pregnancy_id\nRJ7,P1\n", "mine/letter.txt": "Dear"})
    submission(tmp_path / "msds", {})
    import_records("csv", tmp_path / "csv", tmp_path / "out")
    with pytest.raises(ClearwayError, match="records from csv"):
        import_records("msds", tmp_path / "msds", tmp_path / "out")
    with pytest.raises(ClearwayError, match="something else"):
        import_records("msds", tmp_path / "msds", tmp_path / "mine")


def test_check_tells_rows_rules_and_places_and_writes_them_all(tmp_path, capsys):
    submission(tmp_path / "in", {"MSD201": f"{CONTACT}C1,P1,soon\n"})
    report = tmp_path / "report.csv"
    code = main(["records", "check", "--from", "msds", str(tmp_path / "in"), "--report", str(report)])
    said = capsys.readouterr().out
    assert code == 1
    assert "MSD201: 1 rows" in said
    assert "a/MSD201.csv, row 2, CContactDate" in said
    assert "soon" not in said + report.read_text()
    assert report.read_text().startswith("severity,rule,file,row,column,what,mend\nerror,required-missing,")


def test_import_command_says_what_the_folder_holds(tmp_path, capsys):
    submission(tmp_path / "in", {"MSD101": f"{PREGNANCY}P1,M1,2025-04-14\n,M2,2025-04-14\n"})
    out = tmp_path / "out"
    assert main(["records", "import", "--from", "msds", str(tmp_path / "in"), "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "pregnancies: 1" in said
    assert "1 rows were set aside" in said


def test_import_needs_no_folder_to_be_named(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("CLEARWAY_DATA", str(tmp_path / "data"))
    submission(tmp_path / "in", {"MSD101": f"{PREGNANCY}P1,M1,2025-04-14\n"})
    assert main(["records", "import", "--from", "msds", str(tmp_path / "in")]) == 0
    assert f"{tmp_path / 'data' / 'records'} now holds:" in capsys.readouterr().out
    assert (tmp_path / "data" / "records" / "pregnancies.parquet").is_file()


def test_a_kind_of_records_that_nobody_reads_ends_with_code_2(tmp_path, capsys):
    code = main(["records", "check", "--from", "parquet", str(tmp_path)])
    assert code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_templates_are_written_once_and_read_back_as_no_records(tmp_path, capsys):
    assert main(["records", "template", "--out", str(tmp_path)]) == 0
    names = {Path(line).name for line in capsys.readouterr().out.splitlines()}
    assert {"pregnancies.csv", "quit_attempts.csv"} <= names
    records = read(tmp_path, "csv")
    assert set(records.report.rows_loaded.values()) == {0}
    assert set(records.report.rows_read.values()) == {0}
    assert records.report.findings == ()
    assert main(["records", "template", "--out", str(tmp_path)]) == 2


def test_templates_fill_what_may_be_left_empty(tmp_path):
    files(
        tmp_path,
        {
            "submissions.csv": "provider,period,period_end\nRJ7,2025-04-01,30/04/2025\n",
            "pregnancies.csv": "provider,pregnancy_id,mother_local_id\n# how,to,\nrj7,P1,M1\n",
            "contacts.csv": "provider,contact_id,pregnancy_id,contact_date,attended\nRJ7,C1,P1,14/04/2025,\n",
            "activities.csv": "provider,activity_id,contact_id,observation_code,observation_value,unit\n"
            "RJ7,A1,C1,251900003,0,ppm\nRJ7,A1,C1,251900003,-1,ppm\n",
        },
    )
    records = read(tmp_path, "csv")
    assert rows(records, "provider, mother_key", "pregnancies") == [("RJ7", "RJ7:M1")]
    assert rows(records, "attended", "contacts") == [(True,)]
    assert rows(records, "line, source, pregnancy_id, activity_date, observation_value", "activities") == [
        (1, "MSD202", "P1", date(2025, 4, 14), "0"),
        (2, "MSD202", "P1", date(2025, 4, 14), "-1"),
    ]
    assert [(finding.row, finding.column) for finding in found(records, "co-negative")] == [
        (3, "observation_value")
    ]
    assert records.as_of_default == date(2025, 4, 30)

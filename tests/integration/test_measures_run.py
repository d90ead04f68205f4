"""`clearway measures run` from a folder of submissions to files."""

import csv
from pathlib import Path

import pytest

from clearway.cli.main import main

TABLES = {
    "MSD000": (
        "OrgIDProvider,RPStartDate,RPEndDate,FileCreationDate,FileCreationTime\n"
        "RJ1,{first},{last},{last},10:00:00\n"
    ),
    "MSD001": "LPIDMother,NHSNumberMother\nM1,\nM2,\n",
    "MSD101": (
        "PregnancyID,LPIDMother,AntenatalAppDate,EDDAgreed\nP1,M1,14/04/2025,2025-11-10\nP2,M2,2025-04-20,\n"
    ),
    "MSD201": "CareConID,PregnancyID,CContactDate,AttendCode\nC1,P1,2025-04-14,5\nC2,P2,2025-04-20,5\n",
    "MSD202": (
        "CareActIDMother,CareConID,ObsCode,ObsValue,UCUMUnit,FindingCode\n"
        "A1,C1,251900003, 6 ,PPM,\nA2,C2,,,,266919005\n"
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for first, last in (("2025-04-01", "2025-04-30"), ("2025-06-01", "2025-06-30")):
        submission = tmp_path / "records" / first[:7]
        submission.mkdir(parents=True)
        for name, text in TABLES.items():
            (submission / f"{name}.csv").write_text(text.format(first=first, last=last), encoding="utf-8")
    return tmp_path / "records"


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def run(*arguments: object) -> int:
    return main(["measures", "run", "--from", "msds", *map(str, arguments)])


def test_the_file_has_every_measure_month_and_level(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "results.csv"
    assert run(folder, "--as-of", "2025-06-30", "--engine", "duckdb", "--out", out) == 0
    rows = {(r["measure"], r["component"], r["org_code"], r["period"]): r for r in rows_of(out)}
    booking = rows["smoke-booking", "", "RJ1", "2025-04"]
    assert (booking["numerator"], booking["denominator"], booking["value"]) == ("1", "2", "0.5")
    assert rows["smoke-booking", "", "ENG", "2025-04"]["denominator"] == "2"
    assert rows["smoke-booking", "", "RJ1", "2025-05"]["state"] == "not_collected"
    assert {r["org_level"] for r in rows.values()} == {"provider", "icb", "region", "national"}


def test_published_form_has_rounded_counts(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "published.csv"
    assert run(folder, "--published", "--out", out) == 0
    april = [row for row in rows_of(out) if row["period"] == "2025-04"]
    found = {(r["numerator"], r["denominator"]) for r in april if r["measure"] == "co-test-booking"}
    assert found == {("5", "5")}


def test_suppression_leaves_small_counts_out(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "suppressed.csv"
    assert run(folder, "--suppress", "--out", out) == 0
    shown = {r["numerator"] for r in rows_of(out)}
    assert shown <= {"0", ""}


def test_a_breakdown_adds_two_columns_and_leaves_the_default_as_it_is(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "by.csv"
    assert run(folder, "--by", "ethnic-group", "--out", out) == 0
    rows = rows_of(out)
    assert list(rows[0])[-3:] == ["state", "stratum_kind", "stratum"]
    counted = {(r["stratum"], r["denominator"]) for r in rows if r["org_code"] == "RJ1" and r["value"]}
    assert ("missing", "2") in counted
    for disclosed in ("--published", "--suppress"):
        assert run(folder, "--by", "site", disclosed, "--out", out) == 0
        assert {r["numerator"] for r in rows_of(out)} <= {"0", ""}


def test_members_are_local_identifiers_of_a_measure_and_month(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "--members", "smoke-booking", "--month", "2025-04") == 0
    assert capsys.readouterr().out.splitlines() == [
        "provider,pregnancy_id,mother_local_id,item,in_numerator",
        "RJ1,P1,M1,,true",
        "RJ1,P2,M2,,false",
    ]


def test_members_of_gaps_are_the_steps_owed_today(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "--members", "gaps", "--as-of", "2025-04-24") == 0
    listed = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert {(r["pregnancy_id"], r["step"], r["days_late"]) for r in listed} == {
        ("P1", "brief-intervention", "10"),
        ("P1", "referral", "3"),
        ("P2", "co-test-booking", "1"),
    }


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (("--members", "smoke-bookin", "--month", "2025-04"), "Choose from: smoke-booking"),
        (("--members", "smoke-booking"), "Add --month"),
        (("--members", "gaps", "--by", "site"), "Leave out one of them"),
        (("--as-of", "yesterday"), "Write it as 2025-04-30"),
    ],
)
def test_mistakes_are_told_in_one_line_with_what_to_do(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], advice: str
) -> None:
    assert run(folder, *arguments) == 2
    told = capsys.readouterr().err
    assert advice in told
    assert told.count("\n") == 1


def test_a_file_that_cannot_be_written_leaves_nothing_behind(folder: Path, tmp_path: Path) -> None:
    assert run(folder, "--out", tmp_path / "no" / "results.csv") == 2
    assert [path.name for path in tmp_path.iterdir()] == ["records"]


def test_a_file_that_cannot_be_used_is_told_beside_the_figures(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "2025-04" / "MSD101.csv").write_text("Pregnancy\nP1\n", encoding="utf-8")
    assert run(folder, "--out", tmp_path / "results.csv") == 0
    told = capsys.readouterr().err
    assert "left out (missing-column: 1)" in told
    assert f"records check --from msds {folder}" in told


def test_records_without_such_files_are_not_spoken_of(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "--out", tmp_path / "results.csv") == 0
    assert capsys.readouterr().err == ""

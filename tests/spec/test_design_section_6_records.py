"""Decided rules that begin with the records as they are sent: from a folder of submissions to the figures."""

from pathlib import Path

import pytest
from tests.tiny_records import NEVER, SMOKER, Records

from clearway.measures.computation import results
from clearway.measures.disclosure import published
from clearway.measures.engines.duckdb import prepare
from clearway.measures.register import measure_sheet
from clearway.records.readers import read_records

BOOKED, MONTH = "2025-04-14", "2025-04"
ACTIVITY = "CareActIDMother,CareConID,FindingScheme,FindingCode,ObsScheme,ObsCode,ObsValue,UCUMUnit\n"
TABLES = {
    "MSD001": "LPIDMother,NHSNumberMother\nM1,\n",
    "MSD101": "PregnancyID,LPIDMother,AntenatalAppDate,EDDAgreed\nP1,M1,2025-04-14,2025-11-10\n",
    "MSD201": "CareConID,PregnancyID,CContactDate,AttendCode\nC1,P1,2025-04-14,5\n",
    "MSD202": ACTIVITY,
}


def send(root: Path, month: str, **tables: str) -> Path:
    """One submission of provider RJ7."""
    folder = root / month
    folder.mkdir()
    head = f"OrgIDProvider,RPStartDate,FileCreationDate\nRJ7,{month}-01,{month}-28\n"
    for name, text in {"MSD000": head, **tables}.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return root


def cell(root: Path, measure: str, month: str) -> tuple[int | None, int | None]:
    rows = results(prepare(read_records("msds", root).connection))
    (row,) = [
        r
        for r in rows
        if r.measure == measure and r.period == month and r.org_code == "RJ7" and not r.component
    ]
    return row.numerator, row.denominator


def test_readings_and_findings_of_msd109_are_not_read(tmp_path: Path) -> None:
    observed = (
        "PregnancyID,FindingDate,FindingScheme,FindingCode,ObsDate,ObsScheme,ObsCode,ObsValue,UCUMUnit\n"
        f"P1,2025-04-14,04,{SMOKER},2025-04-14,03,251900003,9,ppm\n"
    )
    send(tmp_path, MONTH, **TABLES, MSD109=observed)
    assert cell(tmp_path, "co-test-booking", MONTH) == (0, 1)
    assert cell(tmp_path, "smoke-booking", MONTH) == (0, 0)


def test_windows_go_by_dates_and_not_by_the_file_a_row_came_in(tmp_path: Path) -> None:
    send(tmp_path, MONTH, **TABLES)
    late = {
        "MSD201": "CareConID,PregnancyID,CContactDate,AttendCode\nC2,P1,2025-04-15,5\n",
        "MSD202": f"{ACTIVITY}A2,C2,,,03,251900003,5,ppm\n",
    }
    send(tmp_path, "2025-06", **late)
    assert cell(tmp_path, "co-test-booking", MONTH) == (1, 1)
    assert cell(tmp_path, "smoke-booking", MONTH) == (1, 1)


def test_a_birth_counts_where_its_pregnancy_was_sent_in_any_month(tmp_path: Path) -> None:
    send(tmp_path, MONTH, **TABLES)
    birth = {
        "MSD301": "LabourDeliveryID,PregnancyID,LabourOnsetDate\nL1,P1,2025-11-08\nL2,P9,2025-11-08\n",
        "MSD302": "LabourDeliveryID,ClinInterDateMother,FindingScheme,FindingCode\n"
        f"L1,2025-11-08,04,{NEVER}\nL2,2025-11-08,04,{NEVER}\n",
        "MSD401": "LPIDBaby,LabourDeliveryID,PersonBirthDateBaby,PregOutcome\n"
        "B1,L1,2025-11-08,01\nB2,L2,2025-11-08,01\n",
    }
    send(tmp_path, "2025-11", **birth)
    assert cell(tmp_path, "smoke-delivery", "2025-11") == (0, 1)


def test_gestation_goes_by_the_newest_due_date_agreed(tmp_path: Path) -> None:
    """Day 245 is 2025-10-06 by the second date; by the first the contact would have been on day 275."""
    head = "PregnancyID,LPIDMother,AntenatalAppDate,EDDAgreed\n"
    send(tmp_path, MONTH, **{**TABLES, "MSD101": f"{head}P1,M1,2025-04-14,2025-10-11\n"})
    seen = "CareConID,PregnancyID,CContactDate,AttendCode\nC3,P1,2025-10-06,4\n"
    send(tmp_path, "2025-10", MSD101=f"{head}P1,M1,2025-04-14,2025-11-10\n", MSD201=seen)
    assert cell(tmp_path, "co-test-36-weeks", "2025-10") == (0, 1)


def test_a_dummy_nhs_number_identifies_no_one_and_the_record_still_counts(tmp_path: Path) -> None:
    """Two women with the same dummy are two; two local identifiers with one good number are one."""
    mothers = "M1,9999999999\nM2,9999999999\nM3,4010232137\nM4,401 023 2137\n"
    tables = {
        "MSD001": f"LPIDMother,NHSNumberMother\n{mothers}",
        "MSD101": "PregnancyID,LPIDMother,AntenatalAppDate\n"
        + "".join(f"P{n},M{n},2025-04-14\n" for n in range(1, 5)),
        "MSD201": "CareConID,PregnancyID,CContactDate,AttendCode\n"
        + "".join(f"C{n},P{n},2025-04-14,5\n" for n in range(1, 5)),
        "MSD202": ACTIVITY + "".join(f"A{n},C{n},04,{SMOKER},,,,\n" for n in range(1, 5)),
    }
    send(tmp_path, MONTH, **tables)
    assert cell(tmp_path, "smoke-booking", MONTH) == (3, 3)
    assert cell(tmp_path, "co-test-booking", MONTH) == (0, 4)


@pytest.mark.parametrize(
    ("tables", "rule"),
    [
        ({"MSD202": f"{ACTIVITY}A1,C1,,,03,251900003,5,mg/l\n"}, "co-unit"),
        ({"MSD202": f"{ACTIVITY}A1,C1,03,{SMOKER},,,,\n"}, "finding-scheme"),
        ({"MSD202": f"{ACTIVITY}A1,C1,,,04,251900003,5,ppm\n"}, "observation-scheme"),
        (
            {
                "quit_attempts": "QuitAttemptID,OrgIDProvider,PregnancyID,QuitDate,Outcome4Week,"
                "FollowUp4WeekDate\nQ1,RJ7,P1,2025-03-01,quit,2025-04-20\n"
            },
            "follow-up-late",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_another_unit_a_wrong_scheme_and_a_late_follow_up_are_findings_and_the_row_is_kept(
    tables: dict[str, str], rule: str, tmp_path: Path
) -> None:
    send(tmp_path, MONTH, **{**TABLES, **tables})
    read = read_records("msds", tmp_path, check=True)
    assert rule in {finding.rule for finding in read.report.findings}
    kept = "quit_attempts" if "quit_attempts" in tables else "activities"
    assert read.connection.execute(f"SELECT count(*) FROM {kept}").fetchall() == [(1,)]  # noqa: S608


def test_36_weeks_counts_a_contact_attended_or_not(tmp_path: Path) -> None:
    seen = "CareConID,PregnancyID,CContactDate,AttendCode\nC3,P1,2025-10-06,3\n"
    send(tmp_path, "2025-10", **{**TABLES, "MSD201": seen})
    assert cell(tmp_path, "sbl-co-36-weeks", "2025-10") == (0, 1)
    assert cell(tmp_path, "smoke-36-weeks", "2025-10") == (0, 0)


def test_a_pregnancy_is_elevated_once_in_the_month_of_its_earliest_high_reading() -> None:
    records = Records("2025-04", "2025-05")
    pregnancy = records.pregnancy("2025-04-01")
    records.co(pregnancy, "2025-05-06", 12)
    records.co(pregnancy, "2025-04-10", 3)
    records.co(pregnancy, "2025-04-20", 4)
    assert records.cell("elevated-co-referred", "2025-04") == (0, 1)
    assert records.cell("elevated-co-referred", "2025-05") == (0, 0)


def test_referral_measures_do_not_wait_for_their_window() -> None:
    """On the last day of April the windows of 7 and 28 days are open, and she is counted."""
    records = Records(MONTH)
    pregnancy = records.pregnancy("2025-04-29")
    records.finding(pregnancy, "2025-04-29", SMOKER)
    records.co(pregnancy, "2025-04-29", 9)
    for measure in ("elevated-co-referred", "referred-specialist", "quit-date-set"):
        assert records.cell(measure, MONTH, "2025-04-30") == (0, 1)


def test_the_end_of_pregnancy_component_waits_for_the_birth_to_be_past() -> None:
    records = Records(MONTH)
    pregnancy = records.pregnancy(BOOKED)
    records.attempt(pregnancy, "2025-04-20", outcome_delivery="quit")
    records.birth(pregnancy, "2025-11-08")
    assert records.cell("quit-success:end-of-pregnancy", MONTH, "2025-11-08") == (0, 0)
    assert records.cell("quit-success:end-of-pregnancy", MONTH, "2025-11-09") == (1, 1)


def test_a_trusts_own_figures_are_never_rounded_and_the_disclosure_step_is_a_step_of_its_own() -> None:
    records = Records(MONTH)
    for _ in range(3):
        records.pregnancy(BOOKED)
    made = records.computation()
    rows = results(made, internal=True)
    before = list(rows)
    shown = {r.measure: r.denominator for r in published(rows, made.coverage) if r.org_level == "provider"}
    assert shown["co-test-booking"] == 5
    assert rows == before
    assert records.cell("co-test-booking", MONTH) == (0, 3)


def test_what_was_decided_is_stated_on_the_sheet_of_the_measure_with_its_version() -> None:
    for measure in ("smoke-booking", "elevated-co-referred", "quit-success", "smoke-after-childbirth"):
        sheet = measure_sheet(measure).definition
        assert sheet is not None
        assert sheet.version >= 1
        assert sheet.numerator
        assert sheet.denominator
        assert sheet.month
        assert sheet.source.text

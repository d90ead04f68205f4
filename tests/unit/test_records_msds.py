"""MSDS-shaped folders: each trap of the form, by the rule that settles it."""

from datetime import date, datetime

import pytest
from record_folders import files, found, read, rows, submission

from clearway.common.errors import ClearwayError

PREGNANCY = "PregnancyID,LPIDMother,AntenatalAppDate,EDDAgreed\n"
CONTACT = "CareConID,PregnancyID,CContactDate,AttendCode\n"
ACTIVITY = "CareActIDMother,CareConID,FindingCode,ObsCode,ObsValue,UCUMUnit\n"
REFERRAL = "ReferralID,OrgIDProvider,PregnancyID,ReferralDate,Reason,OptOut\n"


def test_case_of_headers_byte_order_marks_and_blank_rows_are_no_error(tmp_path):
    header = "\ufeffPREGNANCYID , lpidmother,AntenatalAppDate\r\n"
    text = f"{header}\r\nP1,M1,2025-04-14\r\n,,\r\nP2,M2,15/04/2025\r\n\r\n"
    records = read(submission(tmp_path, {"msd101": text}))
    assert rows(records, "pregnancy_id, booking_date", "pregnancies") == [
        ("P1", date(2025, 4, 14)),
        ("P2", date(2025, 4, 15)),
    ]
    assert records.report.error_count == 0


DATES = {
    "2025-04-09": date(2025, 4, 9),
    "09/04/2025": date(2025, 4, 9),
    "9/4/2025": date(2025, 4, 9),
    "2025-04-09T00:00:00": date(2025, 4, 9),
    " 09/04/2025 00:00:00 ": date(2025, 4, 9),
    "31/02/2025": None,
    "04/13/2025": None,
    "09/04/25": None,
    "9 April": None,
    "": None,
}


def test_a_date_is_iso_or_day_month_year_and_anything_else_is_missing(tmp_path):
    text = "".join(f"P{n},M1,2025-04-14,{written}\n" for n, written in enumerate(DATES))
    records = read(submission(tmp_path, {"MSD101": PREGNANCY + text}))
    expected = [(f"P{n}", day) for n, day in enumerate(DATES.values())]
    assert rows(records, "pregnancy_id, edd", "pregnancies") == expected
    unreadable = {n + 2 for n, (written, day) in enumerate(DATES.items()) if written and day is None}
    assert {finding.row for finding in found(records, "value-unreadable")} == unreadable


def test_the_provider_is_that_of_the_header_without_spaces_or_case(tmp_path):
    submission(tmp_path, {"MSD101": f"{PREGNANCY}P1,M1,2025-04-14,\n"}, provider=" rj7 ")
    assert rows(read(tmp_path), "provider, pregnancy_id", "pregnancies") == [("RJ7", "P1")]


def test_row_numbers_are_those_of_a_spreadsheet(tmp_path):
    plain = f"{CONTACT}C1,P1,2025-04-14,5\n,P1,2025-04-14,5\n"
    blank = f"{CONTACT}C3,P1,2025-04-14,5\n\n\n,P1,2025-04-14,5\n"
    broken = f'{CONTACT}"C\n4",P1,2025-04-14,5\n,P1,2025-04-14,5\n'
    for number, text in enumerate((plain, blank, broken)):
        submission(tmp_path, {"MSD201": text}, folder=str(number), month=f"2025-0{number + 1}")
    errors = found(read(tmp_path), "key-missing")
    assert {(error.file, error.row) for error in errors} == {
        ("0/MSD201.csv", 3),
        ("1/MSD201.csv", 5),
        ("2/MSD201.csv", 3),
    }


def test_tables_and_columns_that_are_not_needed_may_be_missing(tmp_path):
    records = read(submission(tmp_path, {"MSD101": "PregnancyID,AntenatalAppDate\nP1,2025-04-14\n"}))
    assert rows(records, "pregnancy_id, edd, mother_local_id", "pregnancies") == [("P1", None, None)]
    assert rows(records, "count(*)", "contacts") == [(0,)]


def test_extra_columns_are_told_and_not_refused(tmp_path):
    text = "PregnancyID,LPIDMother,AntenatalAppDate,LangCode,Shoe\nP1,M1,2025-04-14,en,38\n"
    records = read(submission(tmp_path, {"MSD101": text}))
    assert [finding.column for finding in found(records, "extra-column")] == ["Shoe"]
    assert rows(records, "count(*)", "pregnancies") == [(1,)]


def test_a_file_without_its_key_column_is_set_aside_and_the_others_are_read(tmp_path):
    submission(tmp_path, {"MSD101": "LPIDMother\nM1\n", "MSD201": f"{CONTACT}C1,P1,2025-04-14,5\n"})
    records = read(tmp_path)
    assert [finding.column for finding in found(records, "missing-column")] == ["PregnancyID"]
    assert rows(records, "contact_id", "contacts") == [("C1",)]


def test_of_several_submissions_of_a_month_only_the_last_created_is_read(tmp_path):
    early = {"MSD101": f"{PREGNANCY}P1,M1,2025-04-14,\nP2,M2,2025-04-14,\n"}
    submission(tmp_path, early, folder="z", time="09:30:00")
    submission(
        tmp_path, {"MSD101": f"{PREGNANCY}P1,M1,2025-04-15,\n"}, folder="a", time="1970-01-01T09:30:01"
    )
    records = read(tmp_path)
    assert rows(records, "pregnancy_id, booking_date", "pregnancies") == [("P1", date(2025, 4, 15))]
    assert rows(records, "period, created, folder", "submissions") == [
        (date(2025, 4, 1), datetime(2025, 5, 20, 9, 30, 1), "a")  # noqa: DTZ001
    ]
    assert [finding.file for finding in found(records, "superseded")] == ["z/MSD000.csv"]
    assert {file.file: bool(file.left_out) for file in records.report.files}["z/MSD101.csv"]


def test_the_copy_created_last_stands_whatever_its_month(tmp_path):
    submission(tmp_path, {"MSD101": f"{PREGNANCY}P1,M1,2025-04-14,\n"}, folder="a", created="2025-07-01")
    may = {"MSD101": f"{PREGNANCY}P1,M1,2025-04-20,\n"}
    submission(tmp_path, may, folder="b", month="2025-05", created="2025-06-20")
    assert rows(read(tmp_path), "booking_date", "pregnancies") == [(date(2025, 4, 14),)]


def test_absence_from_a_later_month_removes_nothing(tmp_path):
    submission(tmp_path, {"MSD101": f"{PREGNANCY}P1,M1,2025-04-14,\n"})
    may = {"MSD101": f"{PREGNANCY}P2,M2,2025-05-14,\n"}
    submission(tmp_path, may, folder="b", month="2025-05", created="2025-06-20")
    assert rows(read(tmp_path), "pregnancy_id", "pregnancies") == [("P1",), ("P2",)]


def test_nothing_is_joined_across_providers(tmp_path):
    here = {"MSD101": f"{PREGNANCY}P1,M1,2025-04-14,\n", "MSD202": f"{ACTIVITY}A1,C1,77176002,,,\n"}
    there = {
        "MSD201": f"{CONTACT}C1,P1,2025-04-14,5\n",
        "MSD001": "LPIDMother,NHSNumberMother\nM1,9434765919\n",
    }
    submission(tmp_path, here, folder="a", provider="RJ7")
    submission(tmp_path, there, folder="b", provider="RXK", created="2025-06-01")
    records = read(tmp_path)
    assert rows(records, "pregnancy_id, activity_date", "activities") == [(None, None)]
    assert rows(records, "mother_key", "pregnancies") == [("RJ7:M1",)]


def test_an_activity_keeps_all_its_coded_rows_even_equal_ones(tmp_path):
    text = f"{ACTIVITY}A1,C1,77176002,,,\nA1,C1,,251900003,6,ppm\nA1,C1,,251900003,6,ppm\n"
    submission(tmp_path, {"MSD201": f"{CONTACT}C1,P1,2025-04-14,5\n", "MSD202": text})
    found_rows = rows(read(tmp_path), "line, finding_code, observation_value, activity_date", "activities")
    day = date(2025, 4, 14)
    assert found_rows == [(1, "77176002", None, day), (2, None, "6", day), (3, None, "6", day)]


def test_a_later_submission_restates_an_activity_as_a_whole(tmp_path):
    submission(tmp_path, {"MSD202": f"{ACTIVITY}A1,C1,77176002,,,\nA1,C1,,251900003,6,ppm\nA2,C1,1,,,\n"})
    may = {"MSD202": f"{ACTIVITY}A1,C1,8517006,,,\n"}
    submission(tmp_path, may, folder="b", month="2025-05", created="2025-06-20")
    assert rows(read(tmp_path), "activity_id, finding_code", "activities") == [("A1", "8517006"), ("A2", "1")]


def test_a_later_submission_restates_what_it_sends_of_a_day_of_a_labour(tmp_path):
    header = "LabourDeliveryID,ClinInterDateMother,FindingCode\n"
    labour = {"MSD301": "LabourDeliveryID,PregnancyID\nL1,P1\n"}
    submission(tmp_path, {**labour, "MSD302": f"{header}L1,2025-04-29,77176002\nL1,2025-04-30,77176002\n"})
    may = {"MSD302": f"{header}L1,2025-04-30,8517006\n"}
    submission(tmp_path, may, folder="b", month="2025-05", created="2025-06-20")
    assert rows(read(tmp_path), "activity_date, finding_code, pregnancy_id, source", "activities") == [
        (date(2025, 4, 29), "77176002", "P1", "MSD302"),
        (date(2025, 4, 30), "8517006", "P1", "MSD302"),
    ]


def test_contacts_of_one_month_serve_activities_of_another(tmp_path):
    submission(tmp_path, {"MSD201": f"{CONTACT}C1,P1,2025-04-30,5\n"})
    may = {"MSD202": f"{ACTIVITY}A1,C1,,251900003,0,ppm\n"}
    submission(tmp_path, may, folder="b", month="2025-05", created="2025-06-20")
    assert rows(read(tmp_path), "pregnancy_id, activity_date, observation_value", "activities") == [
        ("P1", date(2025, 4, 30), "0")
    ]


def test_service_files_are_read_beside_the_folders_and_inside_them(tmp_path):
    submission(tmp_path, {"referrals": f"{REFERRAL}R1,rj7,P1,2025-04-15,smoker,Y\n"}, folder="month/a")
    files(tmp_path, {"month/Referrals.csv": f"{REFERRAL}R2,RJ7,P2,16/04/2025,elevated_co,n\n"})
    found_rows = rows(read(tmp_path), "provider, referral_id, reason, opt_out", "referrals")
    assert found_rows == [("RJ7", "R1", "smoker", True), ("RJ7", "R2", "elevated_co", False)]


def test_a_service_file_beside_the_folders_stands_over_a_copy_inside(tmp_path):
    submission(tmp_path, {"referrals": f"{REFERRAL}R1,RJ7,P1,2025-04-15,smoker,Y\n"}, folder="z")
    files(tmp_path, {"referrals.csv": f"{REFERRAL}R1,RJ7,P1,2025-04-17,smoker,Y\n"})
    assert rows(read(tmp_path), "referral_date", "referrals") == [(date(2025, 4, 17),)]


def test_a_service_file_inside_a_submission_that_is_not_read_is_left_out_with_it(tmp_path):
    submission(tmp_path, {"referrals": f"{REFERRAL}R1,RJ7,P1,2025-04-15,smoker,Y\n"}, folder="a")
    submission(
        tmp_path, {"referrals": f"{REFERRAL}R2,RJ7,P1,2025-04-15,smoker,Y\n"}, folder="b", time="10:00"
    )
    assert rows(read(tmp_path), "referral_id", "referrals") == [("R2",)]


NHS_NUMBERS = {
    "9434765919": True,
    "943 476 5919": True,
    "401 023 2137": True,
    "9434765918": False,
    "943476591": False,
    "0000000000": False,
    "1111111111": False,
    "9999999999": False,
    "1000000001": False,
    "0123456789": False,
    "abcdefghij": False,
    "": False,
}


def test_a_mother_is_a_usable_nhs_number_else_provider_and_local_id(tmp_path):
    numbers = list(enumerate(NHS_NUMBERS.items()))
    mothers = "".join(f"M{n},{number}\n" for n, (number, _) in numbers)
    pregnancies = "".join(f"P{n},M{n},2025-04-14,\n" for n, _ in numbers)
    tables = {"MSD101": PREGNANCY + pregnancies, "MSD001": f"LPIDMother,NHSNumberMother\n{mothers}"}
    records = read(submission(tmp_path, tables))
    keys = dict(rows(records, "pregnancy_id, mother_key", "pregnancies"))
    for n, (number, usable) in numbers:
        assert keys[f"P{n}"] == (number.replace(" ", "") if usable else f"RJ7:M{n}"), number
    text = " ".join(str(finding) for finding in records.report.findings)
    assert [number for number in NHS_NUMBERS if number and number in text] == []


def test_a_pregnancy_without_demographics_and_one_without_any_mother_still_count(tmp_path):
    records = read(submission(tmp_path, {"MSD101": f"{PREGNANCY}P1,M1,2025-04-14,\nP2,,2025-04-14,\n"}))
    assert rows(records, "pregnancy_id, mother_key", "pregnancies") == [
        ("P1", "RJ7:M1"),
        ("P2", "RJ7:pregnancy:P2"),
    ]


def test_a_pregnancy_whose_booking_date_cannot_be_read_stays(tmp_path):
    records = read(submission(tmp_path, {"MSD101": f"{PREGNANCY}P1,M1,soon,\n"}))
    assert rows(records, "pregnancy_id, booking_date", "pregnancies") == [("P1", None)]


def test_not_attended_is_2_3_4_or_7(tmp_path):
    codes = {"2": False, "3": False, "4": False, "7": False, "07": False, "5": True, "6": True, "": True}
    text = "".join(f"C{code},P1,2025-04-14,{code}\n" for code in codes)
    records = read(submission(tmp_path, {"MSD201": CONTACT + text}))
    assert dict(rows(records, "contact_id, attended", "contacts")) == {f"C{c}": a for c, a in codes.items()}


def test_births_reach_their_pregnancy_by_the_labour_and_a_lost_leading_zero_is_put_back(tmp_path):
    births = (
        "LPIDBaby,LabourDeliveryID,PersonBirthDateBaby,PregOutcome\nB1,L1,2025-04-20,1\nB2,L9,2025-04-20,05\n"
    )
    submission(tmp_path, {"MSD301": "LabourDeliveryID,PregnancyID\nL1,P1\n", "MSD401": births})
    assert rows(read(tmp_path), "baby_id, pregnancy_id, outcome", "births") == [
        ("B1", "P1", "01"),
        ("B2", None, "05"),
    ]


def test_windows_text_quotes_and_odd_folder_names_are_read(tmp_path):
    place = submission(tmp_path, {}, folder="RJ7 [final] *")
    (place / "MSD101.csv").write_bytes(
        f'{PREGNANCY}"P,1","M ""1""",2025-04-14,\nP\xe92,M2,,\n'.encode("cp1252")
    )
    records = read(tmp_path)
    assert rows(records, "pregnancy_id, mother_local_id", "pregnancies") == [
        ("P,1", 'M "1"'),
        ("P\xe92", "M2"),
    ]
    assert len(found(records, "not-utf-8")) == 1


def test_a_row_with_too_many_cells_is_set_aside_and_short_ones_are_read(tmp_path):
    submission(tmp_path, {"MSD101": f"{PREGNANCY}P1,M1\nP2,M2,2025-04-14,,,oops\nP3,M3,2025-04-14,,,\n"})
    records = read(tmp_path)
    assert rows(records, "pregnancy_id", "pregnancies") == [("P1",), ("P3",)]
    assert [(error.row, error.rule) for error in records.report.findings if error.severity == "error"] == [
        (3, "too-many-cells")
    ]


def test_as_of_is_the_last_day_of_the_newest_month_read(tmp_path):
    submission(tmp_path, {})
    submission(tmp_path, {}, folder="b", month="2025-06", created="2025-05-01")
    assert read(tmp_path).as_of_default == date(2025, 6, 30)


def test_a_provider_has_its_board_and_region_by_date(tmp_path):
    submission(tmp_path, {})
    places = rows(read(tmp_path), "first_day, last_day, icb, region", "organisations")
    assert places[-1] == (date(1900, 1, 1), date(9999, 12, 31), "QWE", "Y56")


def test_a_folder_that_is_not_there_is_said_in_one_line(tmp_path):
    with pytest.raises(ClearwayError, match="no such"):
        read(tmp_path / "nowhere")

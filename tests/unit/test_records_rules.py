"""Every rule finds what it is for, in the right row, and says what to do; and leaves good rows alone."""

import pytest
from record_folders import HEADER, files, found, read, rows, submission

from clearway.common.findings import Severity
from clearway.records.validation import rule_texts

PREGNANCY = "PregnancyID,LPIDMother,AntenatalAppDate,EDDAgreed,LastMenstrualPeriodDate\n"
P = f"{PREGNANCY}P"
GOOD_PREGNANCY = f"{P}1,M1,2025-04-14,2025-11-10,2025-02-03\n"
CONTACT = "CareConID,PregnancyID,CContactDate,AttendCode\n"
GOOD_CONTACT = f"{CONTACT}C1,P1,2025-04-14,5\n"
ACTIVITY = (
    "CareActIDMother,CareConID,FindingScheme,FindingCode,ObsScheme,ObsCode,ObsValue,UCUMUnit,"
    "ProcedureScheme,ProcedureCode\n"
)
LABOUR = "LabourDeliveryID,PregnancyID,LabourOnsetDate,CaesareanDate\n"
BABY = "LPIDBaby,LabourDeliveryID,PersonBirthDateBaby,PregOutcome,GestationLengthBirth\n"
SITE_OF_BIRTH = "OrgSiteIDActualDelivery"
SITE_BABY = f"LPIDBaby,LabourDeliveryID,PersonBirthDateBaby,PregOutcome,{SITE_OF_BIRTH}\n"
SITE_BOOKING = "PregnancyID,LPIDMother,AntenatalAppDate,OrgSiteIDBooking\n"
GOOD_BABY = f"{BABY}B1,L1,2025-11-08,01,278\n"
REFERRAL = "ReferralID,OrgIDProvider,PregnancyID,ReferralDate,Reason,OptOut,DeclinedDate,ClosedDate\n"
QUIT = (
    "QuitAttemptID,OrgIDProvider,PregnancyID,QuitDate,NRT,Outcome4Week,FollowUp4WeekDate,CO4WeekPpm,"
    "Outcome12Week\n"
)
Q = f"{QUIT}Q1,RJ7,P1,"
R = f"{REFERRAL}R1,RJ7,P1,"
MOTHER = "LPIDMother,NHSNumberMother,PersonBirthDateMother,IMDDecile\n"
BASE = {
    "MSD101": GOOD_PREGNANCY,
    "MSD201": GOOD_CONTACT,
    "MSD301": f"{LABOUR}L1,P1,2025-11-08,\n",
    "MSD401": GOOD_BABY,
}

# Rule: tables added to good ones; the row that is found; the column. Each holds one fault in its row 2 or 3.
EXAMPLES = {
    "key-missing": ({"MSD201": f"{GOOD_CONTACT},P1,2025-04-14,5\n"}, 3, "CareConID"),
    "duplicate-key": ({"MSD201": f"{GOOD_CONTACT}C1,P1,2025-04-15,5\n"}, 3, "CareConID"),
    "value-unreadable": ({"MSD101": f"{P}1,M1,2025-04-14,soon,\n"}, 2, "EDDAgreed"),
    "required-missing": ({"MSD201": f"{GOOD_CONTACT}C2,P1,,5\n"}, 3, "CContactDate"),
    "value-not-listed": ({"MSD401": f"{BABY}B1,L1,2025-11-08,07,278\n"}, 2, "PregOutcome"),
    "orphan": ({"MSD201": f"{GOOD_CONTACT}C2,P9,2025-04-14,5\n"}, 3, "PregnancyID"),
    "date-impossible": ({"MSD101": f"{GOOD_PREGNANCY}P2,M2,0205-04-14,,\n"}, 3, "AntenatalAppDate"),
    "nhs-number-form": ({"MSD001": f"{MOTHER}M1,943476591,,\n"}, 2, "NHSNumberMother"),
    "nhs-number-check": ({"MSD001": f"{MOTHER}M1,9434765918,,\n"}, 2, "NHSNumberMother"),
    "nhs-number-dummy": ({"MSD001": f"{MOTHER}M1,0123456789,,\n"}, 2, "NHSNumberMother"),
    "nhs-number-test": ({"MSD001": f"{MOTHER}M1,9434765919,,\n"}, 2, "NHSNumberMother"),
    "attendance-code": ({"MSD201": f"{CONTACT}C1,P1,2025-04-14,0\n"}, 2, "AttendCode"),
    "outcome-zero-lost": ({"MSD401": f"{BABY}B1,L1,2025-11-08,1,278\n"}, 2, "PregOutcome"),
    "finding-scheme": ({"MSD202": f"{ACTIVITY}A1,C1,03,77176002,,,,,,\n"}, 2, "FindingScheme"),
    "observation-scheme": ({"MSD202": f"{ACTIVITY}A1,C1,,,04,251900003,3,ppm,,\n"}, 2, "ObsScheme"),
    "procedure-scheme": ({"MSD202": f"{ACTIVITY}A1,C1,,,,,,,04,225323000\n"}, 2, "ProcedureScheme"),
    "co-value-missing": ({"MSD202": f"{ACTIVITY}A1,C1,,,03,251900003,,ppm,,\n"}, 2, "ObsValue"),
    "co-not-a-number": ({"MSD202": f"{ACTIVITY}A1,C1,,,03,251900003,1e1,ppm,,\n"}, 2, "ObsValue"),
    "co-negative": ({"MSD202": f"{ACTIVITY}A1,C1,,,03,251900003,-1,ppm,,\n"}, 2, "ObsValue"),
    "co-above-range": ({"MSD202": f"{ACTIVITY}A1,C1,,,01,4I90.,101,ppm,,\n"}, 2, "ObsValue"),
    "co-unit": ({"MSD202": f"{ACTIVITY}A1,C1,,,03,251900003,3,[ppm],,\n"}, 2, "UCUMUnit"),
    "cigarettes-not-a-number": ({"MSD202": f"{ACTIVITY}A1,C1,,,03,230056004,ten,,,\n"}, 2, "ObsValue"),
    "activity-undated": ({"MSD202": f"{ACTIVITY}A1,C9,04,1,,,,,,\n"}, 2, "activity_date"),
    "gestation-at-booking": ({"MSD101": f"{P}1,M1,2025-04-14,2026-11-10,\n"}, 2, "EDDAgreed"),
    "lmp-at-booking": ({"MSD101": f"{P}1,M1,2025-04-14,,2025-04-15\n"}, 2, "LastMenstrualPeriodDate"),
    "edd-against-lmp": ({"MSD101": f"{P}1,M1,2025-04-14,2025-11-10,2024-12-01\n"}, 2, "EDDAgreed"),
    "booking-date-missing": ({"MSD101": f"{GOOD_PREGNANCY}P2,M1,,,\n"}, 3, "AntenatalAppDate"),
    "age-at-booking": ({"MSD001": f"{MOTHER}M1,,2019-01-01,\n"}, 2, "AntenatalAppDate"),
    "decile": ({"MSD001": f"{MOTHER}M1,,,11\n"}, 2, "imd_decile"),
    "contact-after-pregnancy": ({"MSD201": f"{GOOD_CONTACT}C2,P1,2027-04-14,5\n"}, 3, "CContactDate"),
    "contact-before-pregnancy": ({"MSD201": f"{GOOD_CONTACT}C2,P1,2024-04-14,5\n"}, 3, "CContactDate"),
    "birth-before-booking": ({"MSD401": f"{BABY}B1,L1,2025-04-01,01,278\n"}, 2, "PersonBirthDateBaby"),
    "birth-against-gestation": ({"MSD401": f"{BABY}B1,L1,2026-02-08,01,278\n"}, 2, "PersonBirthDateBaby"),
    "gestation-at-birth": ({"MSD401": f"{BABY}B1,L1,2025-11-08,01,40\n"}, 2, "GestationLengthBirth"),
    "onset-after-birth": ({"MSD301": f"{LABOUR}L1,P1,2025-11-09,\n"}, 2, "LabourOnsetDate"),
    "caesarean-against-birth": ({"MSD301": f"{LABOUR}L1,P1,,2025-10-09\n"}, 2, "CaesareanDate"),
    "step-before-referral": ({"referrals": f"{R}2025-04-15,smoker,Y,2025-04-14,\n"}, 2, "DeclinedDate"),
    "follow-up-early": ({"quit_attempts": f"{Q}2025-03-01,Y,quit,2025-03-25,,\n"}, 2, "FollowUp4WeekDate"),
    "follow-up-late": ({"quit_attempts": f"{Q}2025-03-01,Y,quit,2025-04-13,,\n"}, 2, "FollowUp4WeekDate"),
    "outcome-before-window": ({"quit_attempts": f"{Q}2025-04-06,Y,quit,,,\n"}, 2, "Outcome4Week"),
    "outcome-12-before-window": ({"quit_attempts": f"{Q}2025-03-01,Y,,,,quit\n"}, 2, "Outcome12Week"),
    "co-at-4-weeks": ({"quit_attempts": f"{Q}2025-03-01,Y,,,-1,\n"}, 2, "CO4WeekPpm"),
    "co-against-outcome": ({"quit_attempts": f"{Q}2025-03-01,Y,quit,,10,\n"}, 2, "Outcome4Week"),
    "quit-date-outside": ({"quit_attempts": f"{Q}2023-03-01,Y,,,,\n"}, 2, "QuitDate"),
    "site-unknown": ({"MSD101": f"{SITE_BOOKING}P1,M1,2025-04-14,QQQ99\n"}, 2, "OrgSiteIDBooking"),
    "site-of-birth-unknown": ({"MSD401": f"{SITE_BABY}B1,L1,2025-11-08,01,QQQ99\n"}, 2, SITE_OF_BIRTH),
    "site-of-birth-default": ({"MSD401": f"{SITE_BABY}B1,L1,2025-11-08,01,ZZ201\n"}, 2, SITE_OF_BIRTH),
    "booking-to-come": ({"MSD101": f"{P}1,M1,2025-05-01,2025-11-10,2025-02-03\n"}, 2, "AntenatalAppDate"),
    "contact-to-come": ({"MSD201": f"{GOOD_CONTACT}C2,P1,2025-05-01,5\n"}, 3, "CContactDate"),
    "birth-to-come": ({"MSD401": GOOD_BABY}, 2, "PersonBirthDateBaby"),
    "empty-file": ({"MSD202": ""}, None, ""),
    "missing-column": ({"MSD202": "CareConID\nC1\n"}, 1, "CareActIDMother"),
    "extra-column": ({"MSD202": "CareActIDMother,CareConID,Mood\n"}, 1, "Mood"),
    "column-twice": ({"MSD202": "CareActIDMother,CareConID,careconid\n"}, 1, "CareConID"),
    "too-many-cells": ({"MSD201": f"{GOOD_CONTACT}C2,P1,2025-04-15,5,,x\n"}, 3, ""),
}  # fmt: skip
HEADERS = {
    "header-empty": f"{HEADER}\n",
    "header-rows": f"{HEADER}\nRJ7,2025-04-01,,2025-05-20,\nRJ7,2025-04-01,,2025-05-20,\n",
    "header-provider": f"{HEADER}\n,2025-04-01,,2025-05-20,\n",
    "header-period": f"{HEADER}\nRJ7,,,2025-05-20,\n",
    "header-month": f"{HEADER}\nRJ7,2025-04-02,,2025-05-20,\n",
    "header-created": f"{HEADER}\nRJ7,2025-04-01,,,\n",
}
PROVIDERS = {"provider-unknown": "XYZ", "provider-default": "89999", "provider-closed": "RA3"}


@pytest.fixture(scope="module")
def examples(tmp_path_factory):
    """Every example as a submission of a provider of its own, which no other can touch; read once."""
    root = tmp_path_factory.mktemp("examples")
    for number, (rule, (tables, _, _)) in enumerate(EXAMPLES.items()):
        own = {name: text.replace("RJ7", f"X{number}") for name, text in {**BASE, **tables}.items()}
        submission(root, own, folder=rule, provider=f"X{number}")
    return read(root)


@pytest.mark.parametrize("rule", EXAMPLES)
def test_a_rule_finds_its_row_and_says_what_to_do(examples, rule):
    _, row, column = EXAMPLES[rule]
    here = [finding for finding in examples.report.findings if finding.file.startswith(f"{rule}/")]
    told = [finding for finding in here if finding.rule == rule]
    assert row in [finding.row for finding in told]
    assert {finding.column for finding in told} <= {column, "CareConID"}
    assert all(finding.mend and finding.file.endswith(".csv") and "{" not in finding.what for finding in told)
    assert {finding.rule for finding in here if finding.severity is Severity.ERROR} <= {rule}


@pytest.fixture(scope="module")
def headers(tmp_path_factory):
    """Submissions whose headers are wrong in one way each, by a provider each."""
    root = tmp_path_factory.mktemp("headers")
    for number, (rule, header) in enumerate(HEADERS.items()):
        submission(root, BASE, folder=rule)
        files(root, {f"{rule}/MSD000.csv": header.replace("RJ7", f"X{number}")})
    return read(root)


@pytest.mark.parametrize("rule", HEADERS)
def test_a_header_that_is_wrong_is_told_and_read_where_it_can_be(headers, rule):
    assert [finding.file for finding in found(headers, rule)] == [f"{rule}/MSD000.csv"]
    usable = rule_texts()[rule].severity is not Severity.ERROR
    assert ((rule,) in rows(headers, "folder", "submissions")) == usable
    left_out = {file.file for file in headers.report.files if file.left_out}
    assert (f"{rule}/MSD101.csv" in left_out) != usable


def test_a_folder_without_header_is_told_and_not_read(tmp_path):
    files(tmp_path, {"a/MSD101.csv": GOOD_PREGNANCY})
    records = read(tmp_path)
    assert len(found(records, "header-missing")) == 1
    assert records.report.files[0].left_out


def test_submissions_created_together_are_told(tmp_path):
    submission(tmp_path, BASE, folder="a")
    submission(tmp_path, BASE, folder="b")
    records = read(tmp_path)
    assert len(found(records, "created-together")) == 1
    assert rows(records, "folder", "submissions") == [("b",)]


@pytest.mark.parametrize("rule", PROVIDERS)
def test_codes_of_providers_are_looked_up(tmp_path, rule):
    records = read(submission(tmp_path, BASE, provider=PROVIDERS[rule]))
    assert [finding.column for finding in found(records, rule)] == ["OrgIDProvider"]
    assert rows(records, "count(*)", "pregnancies") == [(1,)]


def test_default_codes_of_sites_and_discharge_before_booking_are_told(tmp_path):
    header = "PregnancyID,LPIDMother,AntenatalAppDate,OrgSiteIDBooking,DischargeDateMatService\n"
    records = read(submission(tmp_path, {"MSD101": f"{header}P1,M1,2025-04-14,ZZ201,2025-04-13\n"}))
    assert len(found(records, "site-default")) == 1
    assert len(found(records, "discharge-before-booking")) == 1


@pytest.mark.parametrize(
    ("tables", "column"),
    [
        ({"quit_attempts": f"{Q}2025-03-01,Y,stopped,,,\n"}, "Outcome4Week"),
        ({"quit_attempts": f"{Q}2025-03-01,Y,,,,stopped\n"}, "Outcome12Week"),
        ({"referrals": f"{R}2025-04-15,heard of it,Y,,\n"}, "Reason"),
    ],
)
def test_words_outside_their_list_are_told(tmp_path, tables, column):
    records = read(submission(tmp_path, {**BASE, **tables}))
    assert [finding.column for finding in found(records, "value-not-listed")] == [column]


def test_every_number_that_stands_for_nobody_is_told_and_every_wrong_check_digit(tmp_path):
    """Ten of one digit, N00000000N, 0123456789; of a good number's ten endings nine fail their check."""
    dummies = [str(n) * 10 for n in range(10)] + [f"{n}00000000{n}" for n in range(1, 10)] + ["0123456789"]
    wrong = [f"401023213{n}" for n in range(10) if n != 7]
    mothers = "".join(f"M{n},{number},,\n" for n, number in enumerate([*dummies, *wrong]))
    records = read(submission(tmp_path, {**BASE, "MSD001": f"{MOTHER}{mothers}"}))
    assert len(found(records, "nhs-number-dummy")) == len(dummies)
    assert len(found(records, "nhs-number-check")) == len(wrong)


def test_good_records_give_no_finding(tmp_path):
    tables = {
        **BASE,
        "MSD001": f"{MOTHER}M1,401 023 2137,1995-04-14,3\n",
        "MSD202": f"{ACTIVITY}A1,C1,04,77176002,,,,,,\nA1,C1,,,03,251900003,0, CoPPM ,06,225323000\n",
        "referrals": f"{R}2025-04-15,smoker,Y,,\n",
        "quit_attempts": f"{Q}2025-03-01,Y,quit,2025-03-26,3,\n",
    }
    assert read(submission(tmp_path, tables, month="2025-11", created="2026-01-20")).report.findings == ()


def test_a_finding_never_repeats_what_stood_there(tmp_path):
    typed = "4857773456"
    tables = {
        **BASE,
        "MSD001": f"{MOTHER}M1,{typed}1,{typed},{typed}.5\n",
        "MSD201": f"{CONTACT}C1,{typed},{typed},{typed}\n",
        "MSD202": f"{ACTIVITY}{typed},{typed},01,77176002,01,251900003,x{typed},{typed},,\n",
        "referrals": f"{REFERRAL}R1,RJ7,{typed},2025-04-15,{typed},{typed},{typed},{typed}\n",
    }
    records = read(submission(tmp_path, tables))
    assert len(records.report.findings) > 8
    assert [finding for finding in records.report.findings if typed in str(finding)] == []


def test_every_rule_has_an_example():
    told_elsewhere = {
        "header-missing", "created-together", "superseded", "not-utf-8", "site-default",
        "discharge-before-booking",
    }  # fmt: skip
    about_these_files = {rule for rule in rule_texts() if not rule.startswith("fhir-")}
    assert about_these_files == {*EXAMPLES, *HEADERS, *PROVIDERS, *told_elsewhere}

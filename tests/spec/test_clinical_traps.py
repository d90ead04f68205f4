"""What a developer without the clinical background gets wrong, one test each.

Of the fifteen, those about statistics published elsewhere (effect sizes, vaping in the national return)
are no computation of the pathway; the tests name the trap they hold.
"""

import re
from importlib import resources

import duckdb
import pytest
from tests.tiny_records import DECLINED, NEVER, SMOKER, UNKNOWN, Records

from clearway.common.organisations import directory
from clearway.measures.computation import results
from clearway.measures.definitions import definitions
from clearway.measures.disclosure import published, rounded
from clearway.package.loader import shipped_packages

BOOKED, MONTH = "2025-04-14", "2025-04"


def test_trap_1_the_limit_is_4_ppm_or_more_not_above_4_and_not_7() -> None:
    records = Records(MONTH)
    for value in (3, 4, 6, 7):
        records.co(records.pregnancy(BOOKED), BOOKED, value)
    assert records.cell("elevated-co-referred", MONTH) == (0, 3)


def test_trap_2_0_ppm_is_a_test_and_a_missing_reading_is_never_0() -> None:
    records = Records(MONTH)
    records.co(records.pregnancy(BOOKED), BOOKED, 0)
    records.coded(records.pregnancy(BOOKED), BOOKED, observation_code="251900003", unit="ppm")
    assert records.cell("co-test-booking", MONTH) == (1, 2)
    assert records.cell("smoke-booking", MONTH) == (0, 1)


def test_trap_3_a_declined_test_stays_in_the_denominator_and_a_reading_wins_over_it() -> None:
    records = Records(MONTH)
    pregnancy = records.pregnancy(BOOKED)
    records.finding(pregnancy, BOOKED, DECLINED)
    assert records.cell("sbl-co-booking", MONTH) == (0, 1)
    records.co(pregnancy, BOOKED, 3, finding_code=DECLINED)
    assert records.cell("sbl-co-booking", MONTH) == (1, 1)


def test_trap_4_opt_out_covers_a_high_reading_of_a_non_smoker_and_a_referral_is_not_contact() -> None:
    records = Records(MONTH)
    pregnancy = records.pregnancy(BOOKED)
    records.finding(pregnancy, BOOKED, NEVER)
    records.co(pregnancy, "2025-04-16", 5)
    records.referral(pregnancy, "2025-04-16")
    facts = records.facts(pregnancy)
    assert (facts["booking_status"], facts["eligible_because"]) == ("non_smoker", "elevated_co")
    assert (str(facts["referred_date"]), facts["contacted_date"]) == ("2025-04-16", None)


def test_trap_5_the_booking_day_comes_first_smoker_beats_non_and_unknown_counts_only_off_the_day() -> None:
    records = Records(MONTH)
    for rows in ([(BOOKED, NEVER), ("2025-04-13", SMOKER)], [(BOOKED, UNKNOWN)], [("2025-04-13", UNKNOWN)]):
        pregnancy = records.pregnancy(BOOKED)
        for on, code in rows:
            records.finding(pregnancy, on, code)
    assert records.cell("cqim-smoking-booking", MONTH) == (0, 2)


def test_trap_6_delivery_goes_by_labour_or_caesarean_and_counts_births_of_the_month_before() -> None:
    records = Records("2025-12")
    pregnancy = records.pregnancy(BOOKED)
    records.labour(pregnancy, onset="2025-11-06")
    records.finding(pregnancy, "2025-11-09", SMOKER, source="MSD302")
    for _ in range(2):
        records.birth(pregnancy, "2025-11-10")
    assert records.cell("cqim-smoking-delivery", "2025-12") == (1, 1)


def test_trap_7_36_weeks_is_a_window_of_contacts_not_all_women() -> None:
    records = Records("2025-10")
    records.pregnancy(BOOKED, edd="2025-11-10")  # never seen in the window
    seen = records.pregnancy(BOOKED, lmp="2025-02-03")
    records.contact(seen, "2025-10-06")
    assert records.cell("co-test-36-weeks", "2025-10") == (0, 1)


def test_trap_8_unknown_is_in_the_booking_denominator_and_not_in_that_of_delivery() -> None:
    records = Records(MONTH, "2025-11")
    pregnancy = records.pregnancy(BOOKED)
    records.finding(pregnancy, "2025-04-15", UNKNOWN)
    records.labour(pregnancy, onset="2025-11-06")
    records.finding(pregnancy, "2025-11-06", UNKNOWN)
    records.birth(pregnancy, "2025-11-06")
    assert records.cell("smoke-booking", MONTH) == (0, 1)
    assert records.cell("smoke-delivery", "2025-11") == (0, 0)


@pytest.mark.parametrize(("unit", "tested"), [("ppm", 1), ("coppm", 1), ("[ppm]", 0)])
def test_trap_9_readings_are_coded_rows_with_unit_ppm_or_coppm(unit: str, tested: int) -> None:
    records = Records(MONTH)
    records.co(records.pregnancy(BOOKED), BOOKED, 3, unit)
    assert records.cell("co-test-booking", MONTH) == (tested, 1)


def test_trap_10_published_rates_come_from_rounded_counts_and_a_failing_trust_has_none() -> None:
    assert [rounded(count) for count in (0, 1, 7, 8, 12, 13)] == [0, 5, 5, 10, 10, 15]
    records = Records(MONTH)
    for number in range(13):
        pregnancy = records.pregnancy(BOOKED)
        if number < 8:
            records.co(pregnancy, BOOKED, 9 if number < 2 else 1)
    made = records.computation()
    rows = {
        row.measure: row
        for row in published(results(made, internal=True), made.coverage)
        if row.org_level == "provider"
    }
    tested = rows["sbl-co-booking"]
    assert (tested.numerator, tested.denominator, tested.value) == (10, 15, 10 / 15)
    # Of 15 bookings 10 have a status: 0.667 is below the gate of 0.7.
    failing = rows["cqim-smoking-booking"]
    assert (failing.state, failing.numerator, failing.value) == ("withheld", None, None)
    assert not [name for name in rows if name.startswith("cqim-dq")]


def test_trap_11_the_window_of_4_weeks_is_25_to_42_days_and_lost_counts_as_smoking() -> None:
    records = Records(MONTH)
    pregnancy = records.pregnancy("2025-04-01")
    for outcome, on in (("quit", "2025-05-13"), ("quit", "2025-05-30"), ("lost", None)):
        records.attempt(pregnancy, BOOKED, outcome_4_week=outcome, follow_up_4_week_date=on)
    assert records.cell("quit-success:4-weeks", MONTH, "2025-12-31") == (1, 3)


def test_trap_12_a_quit_is_what_the_woman_says_and_a_reading_is_not_added_to_it() -> None:
    records = Records(MONTH)
    pregnancy = records.pregnancy("2025-04-01")
    records.attempt(pregnancy, BOOKED, outcome_4_week="quit", co_4_week_ppm=6.0)
    records.attempt(pregnancy, BOOKED, outcome_4_week="not_quit", co_4_week_ppm=1.0)
    assert records.cell("quit-success:4-weeks", MONTH, "2025-12-31") == (1, 2)


def test_trap_13_vaping_is_not_smoking() -> None:
    """722499006, electronic cigarette user, is in the national list of non-smokers."""
    records = Records(MONTH)
    pregnancy = records.pregnancy(BOOKED)
    records.finding(pregnancy, BOOKED, "722499006")
    assert records.facts(pregnancy)["booking_status"] == "non_smoker"


def test_trap_14_effects_found_elsewhere_are_no_targets_and_no_limits_of_ours() -> None:
    """Referrals 2.47 times as many (a rate ratio), quitting with an odds ratio of 1.81, 31 women and GBP 952
    a quit are of one study of eight trusts. The only target is the aim's, and it names its source."""
    studied = re.compile(r"\b(2\.47|1\.81|952|938)\b")
    for sheet in definitions().values():
        assert not studied.search(sheet.model_dump_json()), sheet.id
    package = shipped_packages()["smoke-free-pregnancies"]
    assert package.aim.target is not None
    assert (package.aim.target.value, package.aim.target.series) == (0.06, "satod")
    assert package.aim.target.source


def test_trap_14_our_referral_measures_are_of_smokers_and_not_of_all_women_as_in_campbell() -> None:
    records = Records(MONTH)
    for code in (SMOKER, NEVER, NEVER, NEVER):
        records.finding(records.pregnancy(BOOKED), BOOKED, code)
    assert records.cell("referred-specialist", MONTH) == (0, 1)
    assert records.cell("quit-date-set", MONTH) == (0, 1)


def test_trap_15_a_number_that_passes_its_check_can_still_be_nobodys() -> None:
    """0000000000, 9999999999, 1000000001: check digit right, and no woman. A missing one is no error."""
    connection = duckdb.connect()
    connection.execute(resources.files("clearway.records.readers").joinpath("sql/macros.sql").read_text())
    nobodys = ("0000000000", "9999999999", "1000000001", "0123456789", "4010232138", "")
    for number, usable in (("4010232137", True), *((number, False) for number in nobodys)):
        ((found,),) = connection.execute("SELECT nhs_usable(?)", [number]).fetchall()
        assert found is usable, number


def test_trap_15_a_trust_has_3_characters_and_a_month_goes_by_where_it_belonged_then() -> None:
    records = Records("2022-06", "2022-07", provider="RXX")
    records.pregnancy("2022-06-10")
    records.place("QAA", "Y60", last="2022-06-30")
    records.place("QBB", "Y60", first="2022-07-01")
    found = records.results()
    assert found["co-test-booking", "icb", "QAA", "2022-06"].denominator == 1
    assert ("co-test-booking", "icb", "QAA", "2022-07") not in found
    providers = [o.code for o in directory().providers()]
    assert {len(code) for code in providers} == {3}

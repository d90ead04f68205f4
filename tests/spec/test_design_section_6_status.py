"""Which row decides the status around an anchor day, and who a mother is: the decided rules."""

import pytest
from tests.tiny_records import EX_SMOKER, NEVER, SMOKER, UNKNOWN, Records

BOOKED, MONTH = "2025-04-14", "2025-04"


def at_booking(*rows: tuple[str, str]) -> str | None:
    """Status of a pregnancy with findings (date, code)."""
    records = Records(MONTH)
    pregnancy = records.pregnancy(BOOKED)
    for on, code in rows:
        records.finding(pregnancy, on, code)
    status: str | None = records.facts(pregnancy)["booking_status"]
    return status


def test_the_same_day_comes_before_the_days_around_it() -> None:
    assert at_booking((BOOKED, EX_SMOKER), ("2025-04-15", SMOKER)) == "non_smoker"


def test_on_equal_rank_smoker_comes_before_non_smoker() -> None:
    assert at_booking((BOOKED, NEVER), (BOOKED, SMOKER)) == "smoker"
    assert at_booking(("2025-04-11", NEVER), ("2025-04-17", SMOKER)) == "smoker"


@pytest.mark.parametrize(
    ("on", "status"),
    [("2025-04-11", "smoker"), ("2025-04-17", "smoker"), ("2025-04-10", None), ("2025-04-18", None)],
)
def test_around_the_day_means_up_to_3_days_either_side(on: str, status: str | None) -> None:
    assert at_booking((on, SMOKER)) == status


def test_unknown_on_the_booking_day_gives_no_status() -> None:
    assert at_booking((BOOKED, UNKNOWN)) is None


def test_unknown_within_3_days_gives_unknown_which_is_in_the_booking_denominator() -> None:
    records = Records(MONTH)
    records.finding(records.pregnancy(BOOKED), "2025-04-15", UNKNOWN)
    assert records.cell("cqim-smoking-booking", MONTH) == (0, 1)


def test_unknown_gives_way_to_any_other_status() -> None:
    assert at_booking(("2025-04-15", UNKNOWN), ("2025-04-17", NEVER)) == "non_smoker"


def test_windows_go_by_dates_and_contacts_missed_by_the_woman_count_for_status() -> None:
    records = Records(MONTH)
    pregnancy = records.pregnancy(BOOKED)
    missed = records.contact(pregnancy, BOOKED, attended=False)
    records.finding(pregnancy, BOOKED, SMOKER, contact=missed)
    assert records.facts(pregnancy)["booking_status"] == "smoker"


def test_delivery_is_anchored_on_labour_onset_or_caesarean_and_not_on_the_birth() -> None:
    records = Records(MONTH)
    pregnancy = records.pregnancy(BOOKED)
    records.labour(pregnancy, onset="2025-11-01")
    records.birth(pregnancy, "2025-11-06")
    records.finding(pregnancy, "2025-11-06", SMOKER)
    assert records.facts(pregnancy)["delivery_status"] is None
    records.finding(pregnancy, "2025-11-04", NEVER)
    assert records.facts(pregnancy)["delivery_status"] == "non_smoker"


def test_the_day_of_the_caesarean_is_an_anchor_day_like_that_of_labour() -> None:
    records = Records(MONTH)
    pregnancy = records.pregnancy(BOOKED)
    records.labour(pregnancy, onset="2025-11-01", caesarean="2025-11-02")
    records.finding(pregnancy, "2025-11-03", SMOKER)
    records.finding(pregnancy, "2025-11-02", NEVER, source="MSD302")
    assert records.facts(pregnancy)["delivery_status"] == "non_smoker"


def test_without_labour_onset_and_caesarean_there_is_no_delivery_status() -> None:
    records = Records(MONTH)
    pregnancy = records.pregnancy(BOOKED)
    records.labour(pregnancy)
    records.birth(pregnancy, "2025-11-06")
    records.finding(pregnancy, "2025-11-06", SMOKER)
    assert records.facts(pregnancy)["delivery_status"] is None


def test_of_two_labours_of_a_pregnancy_either_can_give_the_status() -> None:
    records = Records(MONTH)
    pregnancy = records.pregnancy(BOOKED)
    records.labour(pregnancy, onset="2025-10-01")
    records.labour(pregnancy, onset="2025-11-01")
    records.finding(pregnancy, "2025-11-02", SMOKER)
    assert records.facts(pregnancy)["delivery_status"] == "smoker"


def test_gestation_is_from_the_due_date_first_and_from_the_last_period_without_one() -> None:
    records = Records("2025-03", "2025-04", "2025-05")
    dated = records.pregnancy("2024-11-01", edd="2025-05-01", lmp="2024-01-01")
    undated = records.pregnancy("2024-11-01", lmp="2024-07-25")
    lost = records.pregnancy("2024-11-01")
    for pregnancy in (dated, undated, lost):
        records.contact(pregnancy, "2025-03-27")  # day 245 of both dated ones
    assert records.cell("sbl-co-36-weeks", "2025-03") == (0, 2)


def test_the_pregnancy_ends_with_the_first_birth_of_any_outcome() -> None:
    records = Records(MONTH)
    pregnancy = records.pregnancy(BOOKED)
    records.birth(pregnancy, "2025-11-07")
    records.birth(pregnancy, "2025-11-06", outcome="98")
    assert str(records.facts(pregnancy)["ended_date"]) == "2025-11-06"


@pytest.mark.parametrize(
    ("outcome", "counted"), [("01", 1), ("02", 1), ("03", 1), ("04", 1), ("05", 0), ("98", 0)]
)
def test_births_are_outcomes_01_to_04(outcome: str, counted: int) -> None:
    records = Records("2025-11")
    pregnancy = records.pregnancy(BOOKED)
    records.labour(pregnancy, onset="2025-11-06")
    records.finding(pregnancy, "2025-11-06", SMOKER)
    records.birth(pregnancy, "2025-11-06", outcome=outcome)
    assert records.cell("smoke-delivery", "2025-11") == (counted, counted)


def test_a_birth_counts_only_where_the_provider_also_sent_the_pregnancy() -> None:
    records = Records("2025-11")
    records.labour("elsewhere", onset="2025-11-06")
    records.finding("elsewhere", "2025-11-06", SMOKER)
    records.birth("elsewhere", "2025-11-06")
    records.pregnancy("2025-05-01", provider="RX1", pregnancy_id="elsewhere")
    assert records.cell("smoke-delivery", "2025-11") == (0, 0)


def test_a_mother_with_two_pregnancies_in_a_month_is_one_woman_and_two_pregnancies() -> None:
    records = Records(MONTH)
    for status in (NEVER, SMOKER):
        records.finding(records.pregnancy(BOOKED, mother_key="9434765919"), BOOKED, status)
    assert records.cell("smoke-booking", MONTH) == (1, 1)
    assert records.cell("co-test-booking", MONTH) == (0, 2)


def test_identifiers_are_the_providers_own_and_nothing_is_joined_across_providers() -> None:
    records = Records(MONTH)
    records.submission(MONTH, provider="RX1")
    here = records.pregnancy(BOOKED, pregnancy_id="P1")
    records.pregnancy(BOOKED, pregnancy_id="P1", provider="RX1")
    records.co(here, BOOKED, 6)
    assert records.cell("co-test-booking", MONTH) == (1, 1)
    assert records.cell("co-test-booking", MONTH, provider="RX1") == (0, 1)

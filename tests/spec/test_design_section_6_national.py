"""Booking, delivery, 36 weeks and the national measures: the decided table, worked with a few records."""

import pytest
from tests.tiny_records import NEVER, SMOKER, UNKNOWN, Records

BOOKED, MONTH = "2025-04-14", "2025-04"
EDD = "2025-11-10"  # day 245 is 2025-10-06, day 252 2025-10-13, day 258 2025-10-19


def smoker(records: Records, booking: str = BOOKED, **more: object) -> str:
    pregnancy = records.pregnancy(booking, **more)
    records.finding(pregnancy, booking, SMOKER)
    return pregnancy


def delivered(records: Records, onset: str, *births: str, finding: str = SMOKER, **more: object) -> str:
    pregnancy = records.pregnancy("2025-01-10", **more)
    records.labour(pregnancy, onset=onset)
    records.finding(pregnancy, onset, finding)
    for birth in births:
        records.birth(pregnancy, birth)
    return pregnancy


def test_cqim_booking_counts_distinct_mothers_with_any_status_by_month_of_booking() -> None:
    records = Records(MONTH)
    smoker(records)
    records.finding(records.pregnancy(BOOKED), BOOKED, NEVER)
    records.finding(records.pregnancy(BOOKED), "2025-04-16", UNKNOWN)
    records.pregnancy(BOOKED)
    for measure in ("cqim-smoking-booking", "smoke-booking"):
        assert records.cell(measure, MONTH) == (1, 3)


def test_cqim_delivery_is_reported_in_the_month_after_the_birth_and_the_packages_own_in_its_month() -> None:
    records = Records("2025-10", "2025-11")
    delivered(records, "2025-10-20", "2025-10-20")
    assert records.cell("cqim-smoking-delivery", "2025-11") == (1, 1)
    assert records.cell("cqim-smoking-delivery", "2025-10") == (0, 0)
    assert records.cell("smoke-delivery", "2025-10") == (1, 1)


def test_a_birth_before_the_first_month_read_counts_in_the_month_after_it() -> None:
    records = Records("2025-11")
    delivered(records, "2025-10-20", "2025-10-20")
    assert records.cell("cqim-smoking-delivery", "2025-11") == (1, 1)


def test_a_mother_counts_in_each_month_in_which_a_baby_of_hers_was_born() -> None:
    records = Records("2025-10", "2025-11", "2025-12")
    delivered(records, "2025-10-31", "2025-10-31", "2025-11-01")
    assert records.cell("cqim-smoking-delivery", "2025-11") == (1, 1)
    assert records.cell("cqim-smoking-delivery", "2025-12") == (1, 1)


def test_twins_of_one_month_are_one_mother() -> None:
    records = Records("2025-10")
    delivered(records, "2025-10-20", "2025-10-20", "2025-10-21")
    assert records.cell("smoke-delivery", "2025-10") == (1, 1)


def test_unknown_at_delivery_is_in_neither_number() -> None:
    records = Records("2025-10")
    delivered(records, "2025-10-20", "2025-10-20", finding=UNKNOWN)
    assert records.cell("smoke-delivery", "2025-10") == (0, 0)


@pytest.mark.parametrize(("on", "tested"), [("2025-04-17", 1), ("2025-04-18", 0), ("2024-12-01", 1)])
def test_sbl_booking_is_tested_up_to_3_days_after_booking_however_early(on: str, tested: int) -> None:
    records = Records(MONTH)
    records.co(records.pregnancy(BOOKED), on, 2)
    for measure in ("sbl-co-booking", "co-test-booking"):
        assert records.cell(measure, MONTH) == (tested, 1)


@pytest.mark.parametrize(
    ("on", "counted"), [("2025-10-05", 0), ("2025-10-06", 1), ("2025-10-19", 1), ("2025-10-20", 0)]
)
def test_36_weeks_is_day_245_to_258(on: str, counted: int) -> None:
    records = Records("2025-10")
    pregnancy = records.pregnancy(BOOKED, edd=EDD)
    records.co(pregnancy, on, 2)
    records.finding(pregnancy, on, SMOKER)
    assert records.cell("sbl-co-36-weeks", "2025-10") == (counted, counted)
    assert records.cell("smoke-36-weeks", "2025-10") == (counted, counted)


def test_sbl_36_weeks_counts_in_every_month_with_a_contact_tested_at_one_of_that_months() -> None:
    records = Records("2025-09", "2025-10")
    pregnancy = records.pregnancy("2025-03-01", edd="2025-10-31")  # day 245 is 2025-09-26
    records.contact(pregnancy, "2025-09-29", attended=False)
    records.co(pregnancy, "2025-10-02", 1)
    assert records.cell("sbl-co-36-weeks", "2025-09") == (0, 1)
    assert records.cell("sbl-co-36-weeks", "2025-10") == (1, 1)


def test_smoking_at_36_weeks_takes_the_earliest_attended_contact_with_a_known_status() -> None:
    records = Records("2025-09", "2025-10")
    pregnancy = records.pregnancy("2025-03-01", edd="2025-10-31")  # day 245 is 2025-09-26
    records.contact(pregnancy, "2025-09-26")  # no status within 3 days of it
    missed = records.contact(pregnancy, "2025-09-30", attended=False)
    records.finding(pregnancy, "2025-09-30", UNKNOWN, contact=missed)
    records.finding(pregnancy, "2025-10-02", SMOKER)
    records.finding(pregnancy, "2025-10-04", NEVER)
    assert records.cell("smoke-36-weeks", "2025-09") == (0, 0)
    assert records.cell("smoke-36-weeks", "2025-10") == (1, 1)


def test_smoking_at_36_weeks_takes_the_day_of_the_contact_before_the_days_around_it() -> None:
    records = Records("2025-10")
    pregnancy = records.pregnancy(BOOKED, edd=EDD)
    records.finding(pregnancy, "2025-10-10", NEVER)
    records.finding(pregnancy, "2025-10-11", SMOKER)
    assert records.cell("smoke-36-weeks", "2025-10") == (0, 1)


def smokefree(**co: tuple[str, object]) -> tuple[int, int]:
    """smokefree-pregnancy with one reading at either end; the pregnancy reaches day 252 on 13 October."""
    records = Records("2025-11")
    pregnancy = records.pregnancy(BOOKED, edd=EDD)
    for on, value in co.values():
        records.co(pregnancy, on, value)
    cell: tuple[int, int] = records.cell("smokefree-pregnancy", "2025-11")
    return cell


@pytest.mark.parametrize(
    ("booking", "late", "proven"),
    [
        ((BOOKED, 0), ("2025-10-13", 3.9), 1),
        (("2025-04-07", 1), ("2025-10-20", 1), 1),
        (("2025-04-06", 1), ("2025-10-13", 1), 0),
        ((BOOKED, 1), ("2025-10-21", 1), 0),
        ((BOOKED, 4), ("2025-10-13", 1), 0),
    ],
)
def test_smokefree_asks_for_proof_within_7_days_of_booking_and_of_day_252(
    booking: tuple[str, object], late: tuple[str, object], proven: int
) -> None:
    assert smokefree(booking=booking, late=late) == (proven, 1)


def test_smokefree_takes_the_reading_on_the_day_then_the_latest() -> None:
    low = (BOOKED, 1)
    assert smokefree(a=low, b=("2025-10-13", 1), c=("2025-10-14", 9)) == (1, 1)
    assert smokefree(a=low, b=("2025-10-12", 9), c=("2025-10-14", 1)) == (1, 1)
    assert smokefree(a=low, b=("2025-10-12", 1), c=("2025-10-14", 9)) == (0, 1)


@pytest.mark.parametrize("code", ["230056004", "401201003"])
def test_smokefree_is_lost_by_cigarettes_or_a_smoker_finding_in_either_window(code: str) -> None:
    records = Records("2025-11")
    for row in ({"observation_code": code, "observation_value": "1"}, {"finding_code": "134406006"}):
        pregnancy = records.pregnancy(BOOKED, edd=EDD)
        records.co(pregnancy, BOOKED, 1)
        records.co(pregnancy, "2025-10-13", 1)
        records.coded(pregnancy, "2025-10-20", **row)
    assert records.cell("smokefree-pregnancy", "2025-11") == (0, 2)


@pytest.mark.parametrize(
    ("more", "counted"),
    [
        ({"discharge_date": "2025-10-12"}, 0),
        ({"discharge_date": "2025-10-13"}, 1),
        ({"booking": "2025-10-13"}, 1),
        ({"booking": "2025-10-14"}, 0),
    ],
)
def test_smokefree_leaves_out_pregnancies_discharged_before_or_booked_after_36_weeks(
    more: dict[str, str], counted: int
) -> None:
    records = Records("2025-11")
    records.pregnancy(more.pop("booking", BOOKED), edd=EDD, **more)
    assert records.cell("smokefree-pregnancy", "2025-11") == (0, counted)
